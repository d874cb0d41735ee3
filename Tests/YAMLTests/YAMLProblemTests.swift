// What a person reads when a file is wrong.
import Testing
import YAML

@Suite struct YAMLProblemTests {
  @Test func `a problem shows file, place, line, caret and the nearest key`() {
    let document = YAMLDocument(reading: "name: x\ndepend_on: [a]\n", file: "p.yaml")
    var checker = YAMLChecker(document)
    _ = checker.table(document.root!, "a task", keys: ["name", "depends_on"])
    #expect(
      checker.problems.map(\.rendered) == [
        """
        p.yaml:2:1: “depend_on” is not a key of a task; did you mean “depends_on”?
          2 | depend_on: [a]
            | ^
        """
      ])
  }

  @Test func `the caret stands under wide and combining characters and after tabs`() {
    let source = YAMLSource(file: "f", text: "日本 e\u{301}: x\n")
    let problem = YAMLProblem("no", at: YAMLMark(line: 1, column: 8), in: source)
    #expect(problem.rendered.hasSuffix("  1 | 日本 e\u{301}: x\n    |         ^"))
    let tabbed = YAMLSource(file: "f", text: "a:\tx")
    let second = YAMLProblem("no", at: YAMLMark(line: 1, column: 4), in: tabbed)
    #expect(second.rendered.hasSuffix("  1 | a: x\n    |    ^"))
  }

  @Test func `hostile characters and endless lines are made harmless`() {
    let text = "a: \u{1B}[2J\u{202E}evil " + String(repeating: "x", count: 5000)
    let source = YAMLSource(file: "f", text: text)
    let near = YAMLProblem("bad \u{7}", at: YAMLMark(line: 1, column: 4), in: source).rendered
    #expect(!near.contains("\u{1B}") && !near.contains("\u{202E}") && !near.contains("\u{7}"))
    let far = YAMLProblem("bad", at: YAMLMark(line: 1, column: 4000), in: source).rendered
    #expect(far.count < 400)
    let lines = far.split(separator: "\n")
    #expect(lines[1].last == "…" && lines[2].last == "^")
  }

  @Test(arguments: [
    ("depend_on", "depends_on"), ("dependsOn", "depends_on"), ("Depends-On", "depends_on"),
    ("taks", "tasks"), ("integraton", "integration"), ("retrys", "retries"),
  ])
  func `the nearest word is found`(word: String, nearest: String) {
    let known = ["depends_on", "tasks", "integration", "retries", "name"]
    #expect(NearestWord.to(word, in: known) == nearest)
  }

  @Test(arguments: ["zzz", "", "x", String(repeating: "n", count: 900)])
  func `no word is guessed where none is near`(word: String) {
    #expect(NearestWord.to(word, in: ["depends_on", "tasks", "name"]) == nil)
  }

  @Test func `typed getters tell what was wanted and found, all at once`() {
    let text = """
      name: 2024
      flag: yes
      count: "3"
      size: 900
      list: a
      pick: rde
      """
    let document = YAMLDocument(reading: text, file: "f")
    var checker = YAMLChecker(document)
    let keys = ["name", "flag", "count", "size", "list", "pick", "must"]
    let table = checker.table(document.root!, "it", keys: keys, required: ["must"])!
    _ = checker.text(table["name"], "name")
    _ = checker.flag(table["flag"], "flag")
    _ = checker.whole(table["count"], "count", in: 0...9)
    _ = checker.whole(table["size"], "size", in: 0...9)
    _ = checker.texts(table["list"], "list")
    _ = checker.choice(table["pick"], "colour", of: ["red", "green"])
    #expect(
      checker.sortedProblems.map(\.summary) == [
        "f:1:1: it needs “must”",
        "f:1:7: “name” must be text, but this is a number; write it in quotes: \"2024\"",
        "f:2:7: “flag” must be true or false, but this is text; write true",
        "f:3:8: “count” must be a whole number, but this is text; remove the quotes",
        "f:4:7: “size” is 900, but must be from 0 to 9",
        "f:5:7: “list” must be a list, but this is text; write it as a list: [a]",
        "f:6:7: “rde” is not a known colour; did you mean “red”?",
      ])
  }

  @Test func `camel case keys are taken where the schema says so`() {
    let tree = YAMLNode(.mapping([YAMLEntry("dependsOn", YAMLNode(.string("a")))]))
    var checker = YAMLChecker(spelling: .snakeOrCamel)
    let table = checker.table(tree, "a task", keys: ["depends_on"])
    #expect(table?["depends_on"]?.string == "a")
    #expect(checker.problems.isEmpty)
  }
}
