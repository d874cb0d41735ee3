// The key of a server: made, compared in constant time, and never printed by accident.

/// A secret that clients send as `Authorization: Bearer …`.
package struct AccessKey: Sendable, CustomStringConvertible, CustomDebugStringConvertible {
  /// The secret itself: only for the person who owns the server and for requests.
  package let secret: String

  /// Fewest characters of a key that a person chose for a server open to others.
  package static let lengthMin = 16

  package init(_ secret: String) { self.secret = secret }

  /// 160 random bits behind a prefix that says where the key belongs.
  package static func random(using generator: inout some RandomNumberGenerator) -> AccessKey {
    let letters = Array("abcdefghijklmnopqrstuvwxyz234567")
    let tail = (0..<32).map { _ in letters[Int(generator.next() & 31)] }
    return AccessKey("podium_\(String(tail))")
  }

  package var description: String { "(key)" }
  package var debugDescription: String { "(key)" }

  /// Whether an Authorization header carries this key; takes as long for any wrong key of a length.
  package func opens(_ authorization: String?) -> Bool {
    guard let authorization, !secret.isEmpty, authorization.utf8.count > 7,
      authorization.prefix(7).lowercased() == "bearer "
    else { return false }
    let given = Array(authorization.utf8.dropFirst(7))
    let expected = Array(secret.utf8)
    var difference = UInt8(given.count == expected.count ? 0 : 1)
    for (index, byte) in given.enumerated() {
      difference |= byte ^ expected[index % expected.count]
    }
    return difference == 0
  }
}
