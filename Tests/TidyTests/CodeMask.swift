// Blanks comments and strings, keeping every line break and column. Interpolated code inside a
// string counts as string.

struct CodeMask {
  private enum State: Equatable {
    case code, lineComment
    case blockComment(depth: Int)
    case string(quotes: Int, hashes: Int)
  }

  private var state = State.code
  private let source: [Unicode.Scalar]
  private var index = 0

  private init(_ text: String) { source = Array(text.unicodeScalars) }

  /// The text with everything but code replaced by spaces.
  static func apply(to text: String) -> String {
    var mask = CodeMask(text)
    var result = String.UnicodeScalarView()
    while mask.index < mask.source.count {
      let start = mask.index
      let isCode = mask.step()
      for scalar in mask.source[start..<mask.index] {
        result.append(isCode || scalar == "\n" ? scalar : " ")
      }
    }
    return String(result)
  }

  private func begins(with text: String) -> Bool {
    source[index...].starts(with: text.unicodeScalars)
  }

  /// Moves over the next piece; true if it is code.
  private mutating func step() -> Bool {
    switch state {
    case .code: return stepInCode()
    case .lineComment:
      if source[index] == "\n" { state = .code }
      index += 1
    case .blockComment(let depth):
      if begins(with: "*/") {
        state = depth > 1 ? .blockComment(depth: depth - 1) : .code
        index += 1
      } else if begins(with: "/*") {
        state = .blockComment(depth: depth + 1)
        index += 1
      }
      index += 1
    case .string(let quotes, let hashes):
      stepInString(quotes, hashes)
    }
    return false
  }

  private mutating func stepInCode() -> Bool {
    if begins(with: "//") || begins(with: "/*") {
      state = begins(with: "//") ? .lineComment : .blockComment(depth: 1)
      index += 2
      return false
    }
    let hashes = source[index...].prefix { $0 == "#" }.count
    let quotes = source[(index + hashes)...].prefix { $0 == "\"" }.count
    guard quotes > 0 else {
      index += max(1, hashes)
      return true
    }
    let isMultiline = quotes >= 3
    state = .string(quotes: isMultiline ? 3 : 1, hashes: hashes)
    index += hashes + (isMultiline ? 3 : 1)
    return false
  }

  private mutating func stepInString(_ quotes: Int, _ hashes: Int) {
    let end = String(repeating: "\"", count: quotes) + String(repeating: "#", count: hashes)
    if hashes == 0, source[index] == "\\" {
      index = min(index + 2, source.count)
    } else if begins(with: end) {
      state = .code
      index += end.unicodeScalars.count
    } else {
      if quotes == 1, source[index] == "\n" { state = .code }
      index += 1
    }
  }
}
