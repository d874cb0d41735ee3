// A person's search expression over bytes. Never over String: this is 100 times faster, and logs
// hold bytes that are no text.
import CPCRE2

/// A compiled expression; lower-case ones match any case. Unchecked: owns a C handle that is never
/// changed after `init` and that PCRE2 allows several threads to match with.
package final class Pattern: @unchecked Sendable {
  /// Why an expression cannot be used.
  package struct Problem: Error, Sendable, Hashable {
    /// One line for a person.
    package let message: String
  }

  /// What a match attempt ends with.
  package enum Outcome: Hashable {
    case found(Range<Int>)
    case none
    /// The expression takes too long on this text.
    case tooCostly
  }

  package let text: String
  private let handle: OpaquePointer
  /// The same as the expression where that is plain text: found without a matcher.
  private let literal: Literal?

  /// Whether upper and lower case are the same.
  package enum Case: Sendable { case ignored, respected, respectedWhereUpper }

  /// - Parameters:
  ///   - isLiteral: takes the text as it is.
  ///   - casing: usually an expression in lower case matches any case.
  package init(
    _ text: String, isLiteral: Bool = false, casing: Case = .respectedWhereUpper
  ) throws(Problem) {
    let ignoresCase =
      switch casing {
      case .ignored: true
      case .respected: false
      case .respectedWhereUpper: !Self.hasUpperCase(text)
      }
    var options = ignoresCase ? UInt32(CP_CASELESS) : 0
    if text.utf8.contains(where: { $0 >= 0x80 }) { options |= UInt32(CP_UTF) }
    if isLiteral { options |= UInt32(CP_LITERAL) }
    let bytes = Array(text.utf8)
    var (code, place): (Int32, Int) = (0, 0)
    guard let handle = cp_compile(bytes, bytes.count, options, &code, &place) else {
      let reason = Self.reason(code)
      throw Problem(message: "bad expression '\(text)': \(reason) at character \(place + 1)")
    }
    self.text = text
    self.handle = handle
    let isPlain = isLiteral || !text.contains { #"\^$.|?*+()[]{}"#.contains($0) }
    let isFoldable = !ignoresCase || !text.unicodeScalars.contains(where: Self.hasOddCase)
    literal = isPlain && isFoldable ? Literal(text, ignoresCase: ignoresCase) : nil
  }

  deinit { cp_free(handle) }

  /// The first match at or after `start`. `isLineStart` and `isLineEnd` say whether the bytes begin
  /// and end where a line does.
  package func firstMatch(
    in bytes: UnsafeBufferPointer<UInt8>, from start: Int = 0, isLineStart: Bool = true,
    isLineEnd: Bool = true
  ) -> Outcome {
    guard start <= bytes.count else { return .none }
    if let literal { return literal.first(in: bytes, from: start).map { .found($0) } ?? .none }
    var flags: UInt32 = 0
    if !isLineStart { flags |= UInt32(CP_NOT_LINE_START) }
    if !isLineEnd { flags |= UInt32(CP_NOT_LINE_END) }
    var (from, to) = (0, 0)
    switch Int(cp_match(handle, bytes.baseAddress, bytes.count, start, flags, &from, &to)) {
    case Int(CP_FOUND): return .found(from..<max(from, to))
    case Int(CP_TOO_COSTLY): return .tooCostly
    default: return .none
    }
  }

  /// All matches in one line, at most `limit`; empty ones are left out.
  package func matches(in bytes: UnsafeBufferPointer<UInt8>, limit: Int) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var start = 0
    while found.count < limit, case .found(let range) = firstMatch(in: bytes, from: start) {
      if !range.isEmpty { found.append(range) }
      start = max(range.upperBound, range.lowerBound + 1)
    }
    return found
  }

  private static func reason(_ code: Int32) -> String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { text in
      cp_error_text(code, text.baseAddress, 256)
      return text.baseAddress.map { String(cString: $0) } ?? "unknown"
    }
  }

  /// Whether a scalar beyond ASCII has another case, which only the matcher knows.
  private static func hasOddCase(_ scalar: Unicode.Scalar) -> Bool {
    !scalar.isASCII
      && (scalar.properties.changesWhenUppercased || scalar.properties.changesWhenLowercased)
  }

  /// Escapes such as \S and \W do not count as upper case.
  private static func hasUpperCase(_ text: String) -> Bool {
    var isEscaped = false
    for scalar in text.unicodeScalars {
      if !isEscaped, scalar.properties.isUppercase { return true }
      isEscaped = scalar == "\\" && !isEscaped
    }
    return false
  }
}
