// Takes secrets out of what is shown, copied, remembered and recorded: values whose names say that
// they are secret, and passwords inside addresses. Names are judged; values are not guessed at.
import JSON

/// Removes secrets by their names.
package enum Redaction {
  /// What stands in place of a secret.
  package static let mask = "[hidden]"

  /// Whether a value of this name is a secret: one of the words in it says so.
  package static func isSecret(_ name: String) -> Bool {
    let words = words(of: name)
    if words.contains(where: secretWords.contains) { return true }
    let joined = words.joined()
    if secretParts.contains(where: joined.contains) { return true }
    // A bare "key" is one; the key of a table is not.
    guard let last = words.last, last == "key" else { return false }
    return words.count == 1 || !harmlessKeys.contains(words[words.count - 2])
  }

  /// The value with everything secret in it masked; numbers and flags of secret names, too.
  package static func value(_ value: JSONValue, named name: String = "") -> JSONValue {
    if isSecret(name), !value.isNull { return .string(mask) }
    switch value {
    case .object(let object):
      return .object(
        JSONObject(pairs: object.members.map { ($0.key, self.value($0.value, named: $0.key)) }))
    case .array(let items): return .array(items.map { self.value($0) })
    case .string(let text): return .string(self.text(text))
    default: return value
    }
  }

  /// A body as it may be shown; what is no JSON stays away whole.
  package static func body(_ text: String) -> String {
    guard let value = try? JSONValue(parsing: text) else { return mask }
    return self.value(value).text
  }

  /// A text without the passwords of addresses in it: "postgres://ana:[hidden]@host/db".
  static func text(_ text: String) -> String {
    var result = ""
    var rest = text[...]
    while let scheme = rest.firstRange(of: "://") {
      let authority = rest[scheme.upperBound...].prefix { !"/?# \n\"'".contains($0) }
      result += rest[..<scheme.upperBound]
      if let at = authority.lastIndex(of: "@"), let colon = authority[..<at].firstIndex(of: ":") {
        result += authority[...colon] + mask + authority[at...]
      } else {
        result += authority
      }
      rest = rest[authority.endIndex...]
    }
    return result + rest
  }

  private static let secretWords: Set<String> = [
    "password", "passwords", "passwd", "pwd", "pass", "passphrase", "secret", "secrets", "token",
    "tokens", "credential", "credentials", "auth", "authorization", "bearer", "cookie", "jwt",
    "apikey", "dsn", "pat",
  ]
  /// A name that holds one of these anywhere is secret, however it is written.
  private static let secretParts = [
    "apikey", "accesskey", "privatekey", "secretkey", "connectionstring", "password", "secret",
    "token", "credential",
  ]
  private static let harmlessKeys: Set<String> = [
    "primary", "partition", "sort", "foreign", "cluster", "clustering", "business", "surrogate",
    "natural", "row", "join", "merge", "unique", "group", "cache", "object", "s3", "dict", "map",
  ]

  /// "dbPassword", "DB_PASSWORD" and "db-password" are "db", "password".
  static func words(of name: String) -> [String] {
    var words: [String] = []
    var word = ""
    var wasLower = false
    for character in name {
      let isPart = character.isLetter || character.isNumber
      if !isPart || (character.isUppercase && wasLower), !word.isEmpty {
        words.append(word)
        word = ""
      }
      if isPart { word += character.lowercased() }
      wasLower = character.isLowercase || character.isNumber
    }
    return word.isEmpty ? words : words + [word]
  }
}
