// Password stores that a profile can name in one line, as the commands that read them. Knows the stores'
// programs, never what is in them.

/// Where a profile's key lies.
package enum SecretStore: Sendable, Equatable {
  /// "op://vault/item" of 1Password, with the fields `credential` and, if wanted, `base_url`.
  case onePassword(String)
  /// An entry of pass; its first line is the key.
  case pass(String)
  /// A file that holds nothing but the key.
  case file(String)

  /// Program and arguments that print the key.
  package var keyCommand: [String] {
    switch self {
    case .onePassword(let item): ["op", "read", "--no-newline", "\(item)/credential"]
    case .pass(let entry): ["pass", "show", entry]
    case .file(let path): ["cat", "--", path]
    }
  }

  /// The same for the server's address; nil where the store holds none.
  package var addressCommand: [String]? {
    guard case .onePassword(let item) = self else { return nil }
    return ["op", "read", "--no-newline", "\(item)/base_url"]
  }

  /// What messages call it.
  package var name: String {
    switch self {
    case .onePassword(let item): item
    case .pass(let entry): "pass \(entry)"
    case .file(let path): path
    }
  }

  /// The key in what a command printed.
  func key(in output: [UInt8]) -> [UInt8] {
    if case .pass = self { return Array(output.prefix { $0 != 0x0A }) }
    return output
  }
}
