// A Swift file as the tidy rules see it: its lines, and the same lines with comments and strings
// blanked out, so that a rule about code never trips over text.
import TestSupport
import Testing

struct SourceFile: Sendable {
  /// The path from the repository's top, e.g. "Sources/Time/Timestamp.swift".
  let path: String
  let lines: [Substring]
  /// The same lines and columns; comments and the insides of strings are spaces.
  let code: [String]

  init(path: String) throws {
    self.init(path: path, text: try Files.text(Files.repository + "/" + path))
  }

  init(path: String, text: String) {
    self.path = path
    lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    code = CodeMask.apply(to: text).split(separator: "\n", omittingEmptySubsequences: false)
      .map(String.init)
  }

  /// The folder below Sources or Tests: the module's name.
  var module: String {
    path.hasPrefix("themes/")
      ? "Themes" : String(path.split(separator: "/").dropFirst().first ?? "")
  }

  /// The file's name without folder, extension and "+Concern".
  var mainType: String {
    let name = path.split(separator: "/").last ?? ""
    return String(name.split(separator: ".").first?.split(separator: "+").first ?? "")
  }

  /// Every Swift file of the folders, sorted. Read once for all tests.
  static func all(in folders: String...) throws -> [SourceFile] {
    try everything.get().filter { file in folders.contains { file.path.hasPrefix($0 + "/") } }
  }

  private static let everything = Result {
    try ["Sources", "Tests", "themes"].flatMap { folder in
      try Files.list(below: Files.repository + "/" + folder, endingIn: ".swift").map {
        try SourceFile(path: String($0.dropFirst(Files.repository.count + 1)))
      }
    }
  }

  /// A problem in one line of this file; `index` counts from 0.
  func problem(_ index: Int, _ text: String) -> String { "\(path):\(index + 1): \(text)" }

  /// A problem in every line whose code contains the text and, around it, the pattern.
  func problems(_ text: String, _ pattern: Regex<AnyRegexOutput>? = nil, say advice: String)
    -> [String]
  {
    code.indices.filter { index in
      code[index].contains(text) && (pattern.map { code[index].contains($0) } ?? true)
    }.map { problem($0, advice) }
  }
}

/// Fails once with every problem on a line of its own.
func expectNone(_ problems: [String], sourceLocation: SourceLocation = #_sourceLocation) {
  if problems.isEmpty { return }
  let list = problems.prefix(60).joined(separator: "\n")
  Issue.record("\(problems.count) to mend:\n\(list)", sourceLocation: sourceLocation)
}
