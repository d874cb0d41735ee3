// Foreign text brought into one short line: what servers print may hold anything.
import Glibc

enum Excerpt {
  /// Characters that are kept of a line.
  static let charactersMax = 200

  /// White space and control characters become one space; a cut is marked.
  static func line(_ text: some StringProtocol, max: Int = charactersMax) -> String {
    var line = ""
    var count = 0
    var owesSpace = false
    for scalar in text.unicodeScalars {
      if scalar.properties.isWhitespace || isControl(scalar) {
        owesSpace = count > 0
        continue
      }
      count += owesSpace ? 2 : 1
      if count > max { return line + "…" }
      if owesSpace { line += " " }
      owesSpace = false
      line.unicodeScalars.append(scalar)
    }
    return line
  }

  /// The last line that says something; nil when there is none.
  static func lastLine(_ bytes: [UInt8]) -> String? {
    String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).reversed()
      .lazy.map { line($0) }.first { !$0.isEmpty }
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    [.control, .format].contains(scalar.properties.generalCategory)
  }
}

/// The system's words for its error codes.
enum SystemWords {
  static func of(_ code: Int32) -> String { String(cString: strerror(code)) }
}
