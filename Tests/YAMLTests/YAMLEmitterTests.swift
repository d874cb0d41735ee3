// Written text reads back as the same tree; no input crashes the parser.
import Testing
import YAML

@Suite struct YAMLEmitterTests {
  @Test func `a tree is written in block style`() {
    let tree = YAMLNode(
      .mapping([
        YAMLEntry("name", YAMLNode(.string("Nightly ELT"))),
        YAMLEntry("flag", YAMLNode(.string("true"))),
        YAMLEntry("when", YAMLNode(.string("2025-01-01"))),
        YAMLEntry("sql", YAMLNode(.string("select 1\nfrom t\n"))),
        YAMLEntry("none", YAMLNode(.sequence([]))),
        YAMLEntry(
          "tasks",
          YAMLNode(
            .sequence([
              YAMLNode(
                .mapping([YAMLEntry("id", YAMLNode(.int(1))), YAMLEntry("b", YAMLNode(.null))])),
              YAMLNode(.sequence([YAMLNode(.bool(true)), YAMLNode(.double(1.5))])),
            ]))),
      ]))
    #expect(
      YAMLEmitter.text(tree) == """
        name: Nightly ELT
        flag: "true"
        when: "2025-01-01"
        sql: |
          select 1
          from t
        none: []
        tasks:
          - id: 1
            b: null
          - - true
            - 1.5

        """)
  }

  @Test(arguments: [
    "", " ", "a: b", "a #b", "#a", "- a", "yes", "null", "1.0", "a\n", "a\n\n", "\na", " a\nb",
    "tab\there", "nul\u{0}", "quote\"s", "back\\slash", "日本\n語", "emoji 🏔", "\u{FEFF}bom", "<<",
    "a:", "%x", "@x", "`x", "trailing ", "a\n b\n  c", "x\r\ny", "\u{85}", "\u{2028}", "---", "...",
    "a\n---\nb", "{x}", "[x]", "&a", "*a", "!a", "|", ">", "'", "0x1F", "12:30:00", "~", "=",
  ])
  func `any text survives writing and reading`(text: String) throws {
    let tree = YAMLNode(
      .mapping([
        YAMLEntry("k", YAMLNode(.string(text))),
        YAMLEntry("l", YAMLNode(.sequence([YAMLNode(.string(text))]))),
        YAMLEntry("m", YAMLNode(.mapping([YAMLEntry(text, YAMLNode(.int(1)))]))),
      ]))
    let written = YAMLEmitter.text(tree)
    let root = try YAMLDocument(parsing: written, file: "t").root
    #expect(root?["k"]?.scalar == .string(text))
    #expect(root?["l"]?.items?.first?.scalar == .string(text))
    #expect(root?["m"]?.entries?.first?.key == text)
    #expect(
      try YAMLDocument(parsing: YAMLEmitter.text(YAMLNode(.string(text))), file: "t")
        .root?.scalar == .string(text))
  }

  @Test func `random texts neither crash the parser nor lose their places`() {
    let seed: UInt64 = 20_260_701
    print("seed \(seed)")
    var random = SplitMix(state: seed)
    let pieces = [
      "a", "b:", ": ", "- ", "\n", "  ", "[", "]", "{", "}", "&x ", "*x", "|\n", ">-\n", "\"", "'",
      "\t", "#", "!t ", "---\n", "...\n", "<<: ", "? ", ",", "\u{0}", "日", "%YAML 1.2\n", "0x1",
    ]
    for _ in 0..<4000 {
      let count = Int(random.next() % 24)
      let text = (0..<count).map { _ in pieces[Int(random.next() % UInt64(pieces.count))] }.joined()
      let document = YAMLDocument(reading: text, file: "f")
      #expect(document.root != nil || !document.problems.isEmpty, "\(text.debugDescription)")
      for problem in document.problems {
        #expect(problem.mark.line >= 1 && problem.mark.column >= 1, "\(text.debugDescription)")
        #expect(!problem.rendered.isEmpty)
      }
      if document.problems.isEmpty, let root = document.root {
        let again = YAMLDocument(reading: YAMLEmitter.text(root), file: "g")
        #expect(again.problems.isEmpty, "\(text.debugDescription)")
      }
    }
  }
}

/// A seeded source of numbers, so that a failure repeats.
struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
