// What must or must not be in the repository besides code.
import TestSupport
import Testing

@Suite struct RepositoryTests {
  /// Every text file that is handed over, as (path, lines).
  private func texts() throws -> [(path: String, lines: [Substring])] {
    let folders = ["Sources", "Tests", "themes"]
    let kinds = [".swift", ".md", ".yaml", ".yml", ".c", ".h", ".screen", ".json", ".sh", ".py"]
    let found = try folders.flatMap { folder in
      try kinds.flatMap { try Files.list(below: Files.repository + "/" + folder, endingIn: $0) }
    }
    let top = [
      "Package.swift", "README.md", ".ci/setup", ".ci/run", ".github/workflows/checks.yml",
    ]
    .map { Files.repository + "/" + $0 }.filter(Files.exists)
    return try (found + top).map { path in
      let lines = try Files.text(path).split(separator: "\n", omittingEmptySubsequences: false)
      return (String(path.dropFirst(Files.repository.count + 1)), lines)
    }
  }

  private func problems(containing words: [String], _ advice: String) throws -> [String] {
    try texts().flatMap { file in
      file.lines.indices.filter { index in words.contains { file.lines[index].contains($0) } }
        .map { "\(file.path):\($0 + 1): \(advice)" }
    }
  }

  @Test func nothingNamesOneMachine() throws {
    expectNone(
      try problems(
        containing: ["wor" + "k", "far" + "m", "roo" + "t"].map { "/\($0)/" },
        "a path of one machine: find it from the file, the environment or a temporary folder"))
  }

  @Test func nothingNamesARegistry() throws {
    expectNone(
      try problems(
        containing: ["pyp" + "i.org", "pythonhoste" + "d", "npmj" + "s", "golang" + ".org"],
        "no registry hosts: the machine's own client settings decide"))
  }

  @Test func everyThemeIsRegistered() throws {
    let package = try Files.text(Files.repository + "/Package.swift")
    let builtin = try Files.text(Files.repository + "/themes/BuiltinThemes.swift")
    let names = try Files.names(in: Files.repository + "/themes").filter { $0.hasSuffix(".yaml") }
    #expect(names.count >= 5, "dark, light, 16 colours, monochrome, high contrast")
    let problems = names.flatMap { name -> [String] in
      let stem = name.dropLast(".yaml".count)
      return [
        package.contains(".embedInCode(\"\(name)\")")
          ? nil : "themes/\(name):1: add `.embedInCode(\"\(name)\"),` to Package.swift",
        builtin.contains("\"\(stem)\"")
          ? nil : "themes/\(name):1: add it to themes/BuiltinThemes.swift",
      ].compactMap { $0 }
    }
    expectNone(problems)
  }

  @Test func everyGoldenScreenHasATest() throws {
    let tests = try SourceFile.all(in: "Tests").map { $0.lines.joined(separator: "\n") }.joined()
    let goldens = try Files.list(below: Files.repository + "/Tests", endingIn: ".screen")
    let stale = goldens.filter { path in
      let name = path.split(separator: "/").last?.dropLast(".screen".count) ?? ""
      // "runs-usual-120x40": tests name the screen, the size follows from the test's terminal.
      let stem = name.split(separator: "-").dropLast().joined(separator: "-")
      return !tests.contains("\"\(name)\"") && !tests.contains("\"\(stem)\"")
        && !tests.contains("Screens/\(stem)-")
    }
    expectNone(
      stale.map { "\($0.dropFirst(Files.repository.count + 1)):1: no test names it: delete it" })
  }

  @Test func theScriptsCanBeRun() {
    for script in [".ci/setup", ".ci/run"] {
      #expect(Files.isExecutable(Files.repository + "/" + script), "chmod 755 \(script)")
    }
  }

  @Test func theMapIsShort() throws {
    let lines = try Files.text(Files.repository + "/Sources/README.md").split(
      separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count < 250, "Sources/README.md is a map, not a book")
  }

  @Test func theMapNamesEveryModule() throws {
    let map = try Files.text(Files.repository + "/Sources/README.md")
    expectNone(
      try Manifest().targets.filter {
        !["tests", "shim"].contains($0.kind) && $0.name != "TestSupport"
      }
      .filter { !map.contains("`\($0.name)`") }
      .map { "Sources/README.md:1: say what `\($0.name)` is for" })
  }
}
