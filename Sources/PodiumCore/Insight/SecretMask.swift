// Hides what looks like a secret in free text that leaves for other people; what has names is
// `Redaction`'s. Rather too much than too little: whoever may see the value can look at the log.
import Matching

/// Hides values that follow a word for a secret, and what has the form of a well-known one.
package struct SecretMask: Sendable {
  /// Secrets hidden in one text; what comes after them is cut off.
  static let countMax = 1000

  private static let expressions = [
    // password=…, "api_key": "…", --token …, SECRET: …
    #"(?:\bkey|[_-]key|apikey|token|password|passwd|pwd|secret|credential)s?["']?"#
      + #"\s*(?:=|:|=>)\s*["']?\K[^\s"'&,;)}\]]+"#,
    #"--(?:[\w-]*key|token|password|secret)[ =]\K\S+"#,
    #"\b(?:bearer|basic)\s+\K[\w.~+/=-]{8,}"#,
    // The password of an address.
    #"://[^/\s:@]*:\K[^@\s/]+(?=@)"#,
    // Forms that issuers use.
    #"\b(?:eyJ[\w-]{6,}\.[\w.-]+|gh[pousr]_\w{20,}|AKIA[0-9A-Z]{16}|xox[abprs]-[\w-]{10,}"#
      + #"|sk-[\w-]{16,})"#,
  ]

  private let patterns: [Pattern]

  package init() {
    patterns = Self.expressions.compactMap { try? Pattern($0, casing: .ignored) }
  }

  /// The text without its secrets.
  package func hide(_ text: String) -> String {
    // Without an expression nothing can be promised.
    guard patterns.count == Self.expressions.count else { return Redaction.mask }
    return patterns.reduce(text) { text, pattern in hide(text, pattern) }
  }

  private func hide(_ text: String, _ pattern: Pattern) -> String {
    let bytes = Array(text.utf8)
    let found = bytes.withUnsafeBufferPointer { pattern.matches(in: $0, limit: Self.countMax) }
    guard !found.isEmpty else { return text }
    var result: [UInt8] = []
    var from = 0
    for range in found {
      result += bytes[from..<range.lowerBound] + Array(Redaction.mask.utf8)
      from = range.upperBound
    }
    if found.count < Self.countMax { result += bytes[from...] }
    return String(decoding: result, as: UTF8.self)
  }
}
