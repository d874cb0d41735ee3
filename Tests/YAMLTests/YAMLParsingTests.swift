// Values, places and problems of parsed texts.
import Testing
import YAML

@Suite struct YAMLParsingTests {
  @Test(arguments: [
    ("true", YAMLScalar.bool(true)), ("False", .bool(false)), ("no", .string("no")),
    ("on", .string("on")), ("yes", .string("yes")), ("~", .null), ("null", .null), ("", .null),
    ("12", .int(12)), ("-7", .int(-7)), ("+3", .int(3)), ("0x1F", .int(31)), ("0o17", .int(15)),
    ("017", .int(17)), ("1_000", .string("1_000")), ("1.5", .double(1.5)), (".5", .double(0.5)),
    ("1e3", .double(1000)), ("-.inf", .double(-.infinity)), ("1.2.3", .string("1.2.3")),
    ("12:30", .string("12:30")), ("2025-01-01", .string("2025-01-01")), ("-", .string("-")),
    ("99999999999999999999", .double(1e20)), ("0x", .string("0x")), ("0x-1", .string("0x-1")),
    (".", .string(".")), ("e5", .string("e5")), ("1e", .string("1e")), ("+", .string("+")),
  ])
  func `plain scalars follow the core schema`(text: String, value: YAMLScalar) {
    #expect(YAMLScalar(plain: text) == value)
  }

  @Test func `quoted scalars and blocks stay text`() throws {
    let root = try parsed("a: \"12\"\nb: 'true'\nc: |\n  5\nd: !!str 7\ne: !!int 7\n")
    #expect(root["a"]?.scalar == .string("12"))
    #expect(root["b"]?.scalar == .string("true"))
    #expect(root["c"]?.scalar == .string("5\n"))
    #expect(root["d"]?.scalar == .string("7"))
    #expect(root["e"]?.scalar == .int(7))
  }

  @Test func `keys and values know their place and path`() throws {
    let root = try parsed("a:\n  b: [1, {c: x}]\n")
    let inner = try #require(root["a"]?["b"]?.items?[1]["c"])
    #expect(inner.mark == YAMLMark(line: 2, column: 14))
    #expect(inner.path.steps == [.key("a"), .key("b"), .index(1), .key("c")])
    #expect(root["a"]?.entries?[0].keyMark == YAMLMark(line: 2, column: 3))
  }

  @Test func `aliases and merged mappings bring their values`() throws {
    let root = try parsed(
      """
      base: &base {x: 1, y: 2}
      copy: *base
      child: {<<: *base, y: 3}
      both: {<<: [*base, {z: 4, x: 9}]}
      """)
    #expect(root["copy"]?["x"]?.scalar == .int(1))
    #expect(root["child"]?["y"]?.scalar == .int(3))
    #expect(root["child"]?["x"]?.scalar == .int(1))
    #expect(root["both"]?["z"]?.scalar == .int(4))
    #expect(root["both"]?["x"]?.scalar == .int(1))
  }

  @Test func `an empty text is one null`() throws {
    #expect(try parsed("").isNull)
    #expect(try parsed("# nothing\n").isNull)
  }

  @Test(arguments: [
    ("a: 1\nb: 2\na: 3\n", 3, 1, "the key “a” is already set on line 1"),
    ("a: [1, 2\nb: 3\n", 2, 2, "did not find expected ',' or ']'"),
    ("a:\n\t- b\n", 2, 1, "found character that cannot start any token"),
    ("a: b: c\n", 1, 5, "mapping values are not allowed in this context"),
    ("a: *nothing\n", 1, 4, "there is no anchor “&nothing” above this line"),
    ("a: 1\n---\nb: 2\n", 2, 1, "a second document starts here"),
    ("a: !secret x\n", 1, 4, "the tag !secret is not known here"),
    ("? [a, b]\n: c\n", 1, 3, "a key must be plain text, not a list"),
    ("a: 1\nb: \u{1}\n", 2, 4, "control characters are not allowed"),
    ("a: \"open\n", 2, 1, "found unexpected end of stream"),
    ("a: {<<: 5}\n", 1, 5, "“<<” merges mappings, but this is a number"),
  ])
  func `a problem names its place`(text: String, line: Int, column: Int, words: String) throws {
    let problem = try #require(YAMLDocument(reading: text, file: "f.yaml").problems.first)
    #expect(problem.message.hasPrefix(words))
    #expect(problem.mark == YAMLMark(line: line, column: column))
  }

  @Test func `duplicate keys are all reported and reading goes on`() {
    let document = YAMLDocument(reading: "a: 1\na: 2\nb: {c: 1, c: 2}\n", file: "f")
    #expect(document.problems.count == 2)
    #expect(document.root?["a"]?.scalar == .int(1))
  }

  @Test func `budgets stop alias bombs, deep nesting and long texts`() {
    var bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    for level in 1..<9 {
      let item = "*a\(level - 1)"
      let items = Array(repeating: item, count: 9).joined(separator: ", ")
      bomb += "a\(level): &a\(level) [\(items)]\n"
    }
    #expect(message(bomb) == "aliases unfold to more than 100000 values")
    let deep = String(repeating: "[", count: 200) + String(repeating: "]", count: 200)
    #expect(message(deep) == "nested deeper than 64 levels")
    var limits = YAMLLimits()
    limits.bytesMax = 10
    let long = YAMLDocument(reading: "a: 01234567", file: "f", limits: limits)
    #expect(long.problems.first?.message == "the text is longer than 10 bytes")
  }

  @Test func `bytes that are not UTF-8 are a problem`() {
    let document = YAMLDocument(readingBytes: [97, 58, 32, 0xFF], file: "f")
    #expect(document.root == nil)
    #expect(
      document.problems.first?.summary == "f:1:1: the file is not UTF-8 text; save it as UTF-8")
  }

  private func parsed(_ text: String) throws -> YAMLNode {
    try #require(try YAMLDocument(parsing: text, file: "t.yaml").root)
  }

  private func message(_ text: String) -> String? {
    YAMLDocument(reading: text, file: "f").problems.first?.message
  }
}
