// Sizes, header comments and doc comments: what makes a file quick to read.
import TestSupport
import Testing

@Suite struct ShapeTests {
  @Test func filesAreShort() throws {
    let caps = [("Sources", 400), ("themes", 400), ("Tests", 500)]
    let problems = try caps.flatMap { folder, cap in
      try SourceFile.all(in: folder).filter { $0.lines.count - 1 > cap }.map {
        $0.problem(
          cap, "\($0.lines.count - 1) lines, \(cap) at most: find the seam, one concern a file")
      }
    }
    expectNone(problems)
  }

  @Test func functionsAreShortAndTakeFewParameters() throws {
    let linesMax = 60
    let parametersMax = 6
    let files = try SourceFile.all(in: "Sources", "Tests", "themes")
    let problems = files.flatMap { file in
      file.functions.flatMap { function in
        [
          function.lines > linesMax
            ? file.problem(
              function.line, "\(function.lines) lines, \(linesMax) at most: name the steps") : nil,
          function.parameters > parametersMax
            ? file.problem(
              function.line,
              "\(function.parameters) parameters, \(parametersMax) at most: make some one value")
            : nil,
        ].compactMap { $0 }
      }
    }
    expectNone(problems)
  }

  @Test func everyFileBeginsWithItsPart() throws {
    let problems = try SourceFile.all(in: "Sources", "Tests", "themes").filter {
      !($0.lines.first?.hasPrefix("// ") ?? false)
    }.map { $0.problem(0, "begin with 1 to 4 lines: the part it plays and what it must not do") }
    expectNone(problems)
  }

  /// A file with several types, or with none but extensions, is named after what they are about.
  @Test func aFileWithOneTypeIsNamedAfterIt() throws {
    let problems = try SourceFile.all(in: "Sources", "themes").compactMap { file -> String? in
      let types = file.types.filter { file.code[$0.line].first != " " }
      guard types.count == 1, let only = types.first, only.name != file.mainType,
        !file.path.contains("+")
      else { return nil }
      return file.problem(only.line, "\(only.name) lives in a file of another name")
    }
    expectNone(problems)
  }

  @Test func whatIsSharedIsExplained() throws {
    let files = try SourceFile.all(in: "Sources", "themes")
    let required = files.reduce(into: Set<String>()) { $0.formUnion($1.protocolRequirements) }
    let problems = files.flatMap { file in
      file.code.indices.filter { file.isUnexplained($0, elsewhere: required) }.map {
        file.problem($0, "say in a `///` sentence what it is or promises")
      }
    }
    expectNone(problems)
  }

  @Test func thePlaceholdersAreGone() throws {
    expectNone(
      try SourceFile.all(in: "Sources", "Tests", "themes").filter { $0.mainType == "Placeholder" }
        .map { $0.problem(0, "remove it: there is real code beside it, or there should be") })
  }
}

extension SourceFile {
  struct Function {
    /// From 0.
    let line: Int
    /// From the line with `func` to the one with the closing brace.
    let lines: Int
    let parameters: Int
  }

  /// Every function and initialiser that has a body.
  var functions: [Function] {
    code.indices.filter { index in
      let words = code[index].split(separator: " ")
      let keyword = words.firstIndex { word in
        word == "func" || ["init(", "init?(", "init<"].contains { word.hasPrefix($0) }
      }
      guard let keyword else { return false }
      return words[..<keyword].allSatisfy { $0.first.map { $0.isLowercase || $0 == "@" } ?? false }
    }.compactMap { function(at: $0) }
  }

  /// True for a line after which a function without a body (in a protocol) is over.
  private static func endsDeclaration(_ line: String) -> Bool {
    let text = line.drop { $0 == " " }
    return text.isEmpty
      || ["}", "func ", "init", "static ", "var ", "associatedtype "].contains {
        text.hasPrefix($0)
      }
  }

  private func function(at start: Int) -> Function? {
    var parentheses = 0
    var braces = 0
    var colons = 0
    var sawParameters = false
    for index in start..<min(code.count, start + 300) {
      for character in code[index] {
        switch character {
        case "(", "[": parentheses += 1
        case ")", "]":
          parentheses -= 1
          sawParameters = sawParameters || parentheses == 0
        case ":" where parentheses == 1 && !sawParameters: colons += 1
        case "{" where parentheses == 0: braces += 1
        case "}" where parentheses == 0:
          braces -= 1
          if braces == 0 {
            return Function(line: start, lines: index - start + 1, parameters: colons)
          }
          if braces < 0 { return nil }
        default: break
        }
      }
      let next = index + 1 < code.count ? code[index + 1] : ""
      if sawParameters, parentheses == 0, braces == 0, Self.endsDeclaration(next) {
        return nil
      }
    }
    return nil
  }

  /// True for a `package` type, function or computed property without a `///` comment above it.
  ///
  /// Initialisers, stored properties whose name says all, and what a protocol asks for (it is
  /// explained there), need none.
  func isUnexplained(_ index: Int, elsewhere: Set<String> = []) -> Bool {
    let words = code[index].split(whereSeparator: { " :(<{=".contains($0) })
    let kinds: Set<Substring> = [
      "struct", "class", "enum", "actor", "protocol", "func", "var", "subscript",
    ]
    let obvious: Set<Substring> = [
      "description", "debugDescription", "id", "hash", "rawValue", "startIndex", "endIndex",
      "makeAsyncIterator", "next", "unownedExecutor", "enqueue", "checkIsolated",
      "isIsolatingCurrentContext", "asUnownedSerialExecutor", "count", "isEmpty",
    ]
    guard words.contains("package"), let kind = words.firstIndex(where: { kinds.contains($0) }),
      words[..<kind].allSatisfy({ $0.first.map { $0.isLowercase || $0 == "@" } ?? false })
    else { return false }
    if words[kind] == "var", code[index].last != "{" { return false }
    let isOperator = code[index].firstRange(of: "func ").map { range in
      !(code[index][range.upperBound...].first.map { $0.isLetter || $0 == "_" || $0 == "`" } ?? true)
    }
    if isOperator == true { return false }
    let name = kind + 1 < words.count ? words[kind + 1] : "=="
    if obvious.contains(name) || elsewhere.contains(String(name))
      || !(name.first?.isLetter ?? false)
    {
      return false
    }
    var above = index - 1
    while above >= 0, lines[above].drop(while: { $0 == " " }).hasPrefix("@") { above -= 1 }
    return above < 0 || !lines[above].drop(while: { $0 == " " }).hasPrefix("///")
  }

  /// The names of what the protocols declared here ask for.
  var protocolRequirements: Set<String> {
    var names: Set<String> = []
    var isInside = false
    for line in code {
      let words = line.split(whereSeparator: { " :(<{=".contains($0) })
      if words.contains("protocol") { isInside = line.last == "{" }
      if line.hasPrefix("}") { isInside = false }
      guard isInside, let kind = words.firstIndex(where: { $0 == "func" || $0 == "var" }),
        kind + 1 < words.count
      else { continue }
      names.insert(String(words[kind + 1]))
    }
    return names
  }
}
