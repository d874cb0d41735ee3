// What Package.swift says about the targets, read as text.
import TestSupport

struct Manifest {
  struct Target: Equatable {
    let name: String
    let kind: String
    let dependencies: [String]
    /// The line in Package.swift, from 0.
    let line: Int

    var isForTests: Bool { kind == "tests" || name == "TestSupport" }
  }

  let targets: [Target]

  init() throws { self.init(text: try Files.text(Files.repository + "/Package.swift")) }

  /// Reads every `module(…)`, `shim(…)`, `tests(…)`, `.target(…)` and `.executableTarget(…)` of the
  /// target list, in order.
  init(text: String) {
    let kinds = ["module(", "shim(", "tests(", ".target(", ".executableTarget("]
    guard let start = text.firstRange(of: "targets: [\n    //") else {
      targets = []
      return
    }
    var found: [Target] = []
    var line = text[..<start.upperBound].count { $0 == "\n" }
    var rest = text[start.upperBound...]
    while let next = rest.firstIndex(where: { $0 == "(" || $0 == "\n" }) {
      let head = rest[...next]
      if rest[next] == "\n" {
        line += 1
        rest = rest[rest.index(after: next)...]
        continue
      }
      let kind = kinds.first { head.hasSuffix("    " + $0) }
      let (body, after) = Self.balanced(rest[next...])
      if let kind, let target = Self.target(kind, body, line) { found.append(target) }
      line += body.count { $0 == "\n" }
      rest = rest[after...]
    }
    targets = found
  }

  private static func target(_ kind: String, _ body: Substring, _ line: Int) -> Target? {
    let isPlain = !kind.hasPrefix(".")
    var words = strings(body)
    guard !words.isEmpty else { return nil }
    let name = words.removeFirst()
    if !isPlain {
      let start = body.firstRange(of: "dependencies: [")
      words = start.map { strings(body[$0.upperBound...].prefix { $0 != "]" }) } ?? []
    } else if let fixtures = body.firstRange(of: "fixtures:") {
      words = Array(strings(body[..<fixtures.lowerBound]).dropFirst())
    }
    if kind == "shim(" { words = [] }
    if kind == "tests(" { words.append("TestSupport") }
    return Target(
      name: name, kind: String(kind.dropLast()), dependencies: words, line: line)
  }

  /// The quoted words of a piece of text.
  private static func strings(_ text: Substring) -> [String] {
    text.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
      .filter { $0.offset % 2 == 1 }.map { String($0.element) }
  }

  /// The text from an opening bracket to its partner, and where it goes on.
  private static func balanced(_ text: Substring) -> (body: Substring, after: Substring.Index) {
    var depth = 0
    for index in text.indices {
      if text[index] == "(" { depth += 1 }
      if text[index] == ")" { depth -= 1 }
      if depth == 0 {
        let after = text.index(after: index)
        return (text[..<after], after)
      }
    }
    return (text, text.endIndex)
  }
}
