// Rules of the house that a reader should not have to remember.
import TestSupport
import Testing

@Suite struct HouseRuleTests {
  @Test func shippedCodeWorksWithoutFoundation() throws {
    let problems = try SourceFile.all(in: "Sources", "themes").flatMap { file in
      file.imports.filter { $0.name.hasPrefix("Foundation") }.map {
        file.problem(
          $0.line,
          "no Foundation in shipped code: it costs start-up time and 44 MB of ICU;"
            + " use Glibc, Time, JSON, HTTP or CSystem")
      }
    }
    expectNone(problems)
  }

  /// Texts that shipped code must not contain: the text, a pattern around it, and the advice.
  private static let forbidden: [(text: String, pattern: String?, advice: String)] = [
    ("public", #"^\s*(@\w+\s+)*public\s"#, "say `package`: nothing leaves this package"),
    ("try!", nil, "no `try!`: handle the error, or state the invariant with `precondition`"),
    ("as!", #"\bas!"#, "no `as!`: say what happens when it is something else"),
    ("!", #"[\w\)\]>]!([^=\w]|$)"#, "no force-unwrap: use `guard let` and say what is wrong"),
    ("@MainActor", nil, "on Linux @MainActor is not the main thread: use @UIActor"),
    ("DispatchQueue", nil, "no dispatch queues: blocking calls get a thread, the rest are tasks"),
    ("URLSession", nil, "URLSession crashes on cancellation on Linux: use OrchestraClient"),
    ("nonisolated(unsafe)", nil, "no unchecked shared state"),
    (
      "var ", #"^(package |private |fileprivate |internal )?var "#,
      "no global variables: give the value to whoever needs it"
    ),
  ]

  @Test(arguments: forbidden.indices)
  func shippedCodeDoesNotContain(rule index: Int) throws {
    let rule = Self.forbidden[index]
    let pattern = try rule.pattern.map { try Regex($0) }
    expectNone(
      try SourceFile.all(in: "Sources", "themes").flatMap {
        $0.problems(rule.text, pattern, say: rule.advice)
      })
  }

  @Test func everyUncheckedSendableSaysWhyItIsSafe() throws {
    let problems = try SourceFile.all(in: "Sources", "themes").flatMap { file in
      file.code.indices.filter { file.code[$0].contains("@unchecked Sendable") }
        .filter { index in
          !file.lines[max(0, index - 6)...index].contains { $0.contains("//") }
        }
        .map { file.problem($0, "say in a comment which C handle this owns and why it is safe") }
    }
    expectNone(problems)
  }

  @Test func testsDoNotSleep() throws {
    let pattern = try Regex(#"(Task\.|Glibc\.|\bu|\bnano)sleep\("#)
    expectNone(
      try SourceFile.all(in: "Tests").flatMap {
        $0.problems(
          "sleep(", pattern,
          say: "no sleeping in tests: pass the time in, or wait for what shall happen")
      })
  }

  @Test func everyToDoHasAnIssue() throws {
    let words = ["TO" + "DO", "FIX" + "ME", "XX" + "X"]
    let problems = try SourceFile.all(in: "Sources", "Tests", "themes").flatMap { file in
      file.lines.indices.filter { index in
        let line = file.lines[index]
        return line.contains("//") && words.contains { line.contains($0) } && !line.contains(/#\d+/)
      }.map { file.problem($0, "do it now, or name the issue as #123") }
    }
    expectNone(problems)
  }

  @Test func namesSayWhatAThingIs() throws {
    let vague = [
      "Manager", "Helper", "Util", "Utils", "Utility", "Service", "Impl", "Common", "Info",
    ]
    let modules = Set(try Manifest().targets.map(\.name))
    let problems = try SourceFile.all(in: "Sources", "Tests", "themes").flatMap { file in
      file.types.compactMap { line, name in
        if let word = vague.first(where: { name.hasSuffix($0) }) {
          return file.problem(line, "\(name): name it after what it is, not \(word)")
        }
        if modules.contains(name), !file.path.hasPrefix("Tests/") {
          return file.problem(line, "\(name): a type must not have the name of a module")
        }
        return nil
      }
    }
    expectNone(problems)
  }
}

extension SourceFile {
  /// The types declared in the file, with the line of each.
  var types: [(line: Int, name: String)] {
    let kinds: Set<Substring> = ["struct", "class", "enum", "actor", "protocol"]
    return code.indices.compactMap { index in
      let words = code[index].split(whereSeparator: { " :<{(".contains($0) })
      guard let kind = words.firstIndex(where: { kinds.contains($0) }), kind + 1 < words.count,
        words[..<kind].allSatisfy({ $0.first.map { $0.isLowercase || $0 == "@" } ?? false })
      else { return nil }
      return (index, String(words[kind + 1]))
    }
  }
}
