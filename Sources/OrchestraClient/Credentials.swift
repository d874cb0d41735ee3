// An API key that no description, dump or interpolation shows. Only `authorize` lets it out.
import HTTP

/// A key and where it came from.
package struct Credentials: Sendable, Equatable {
  /// Where the key came from, for messages: "ORCHESTRA_API_KEY", "profile work (key command)".
  package let source: String
  private let key: String

  /// Why a text is no key; says nothing of the text.
  package enum Problem: Error, Sendable, Equatable {
    case empty
    /// A space, a line break or something else that no header can carry.
    case unusableCharacters
  }

  /// White space around the key is dropped: commands and files end in a line break.
  package init(key: some StringProtocol, source: String) throws(Problem) {
    let isSpace: (UInt8) -> Bool = { $0 == 32 || (9...13).contains($0) }
    let trimmed = key.utf8.drop(while: isSpace).reversed().drop(while: isSpace).reversed()
    guard !trimmed.isEmpty else { throw .empty }
    guard trimmed.allSatisfy({ $0 > 32 && $0 < 127 }) else { throw .unusableCharacters }
    self.key = String(decoding: Array(trimmed), as: UTF8.self)
    self.source = source
  }

  /// Adds the key to a request that is about to leave.
  func authorize(_ headers: inout HTTPHeaders) { headers["Authorization"] = "Bearer \(key)" }

  /// Removes the key from a text that a server sent back.
  func redact(_ text: String) -> String {
    text.split(separator: key, omittingEmptySubsequences: false).joined(separator: "[key]")
  }
}

extension Credentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "key from \(source)" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: ["source": source]) }
}
