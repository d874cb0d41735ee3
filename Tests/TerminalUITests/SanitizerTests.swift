// Hostile text: nothing that acts on a terminal or deceives a reader survives.
import Testing

@testable import TerminalUI

@Suite struct SanitizerTests {
  @Test(arguments: [
    ("plain", "plain"),
    ("\u{1B}[2J\u{1B}[1;1Hgone", "gone"),
    ("\u{1B}]0;title\u{07}x", "x"),
    ("\u{1B}]52;c;ZXZpbA==\u{1B}\\x", "x"),
    ("\u{1B}]8;;http://e\u{1B}\\link\u{1B}]8;;\u{1B}\\", "link"),
    ("\u{1B}P+q544e\u{1B}\\x", "x"),
    ("\u{9B}31mred", "red"),
    ("\u{9D}0;title\u{9C}x", "x"),
    ("\u{1B}(0lqk", "lqk"),
    ("\u{1B}cx", "x"),
    ("a\u{08}b\u{07}c\u{7F}", "a\u{FFFD}b\u{FFFD}c\u{FFFD}"),
    ("\u{85}\u{8D}", "\u{FFFD}\u{FFFD}"),
    ("user\u{202E}gpj.exe", "usergpj.exe"),
    ("\u{2066}a\u{2069}\u{200E}b\u{200F}\u{61C}", "ab"),
    ("ad\u{200B}min\u{FEFF}\u{2060}", "admin"),
    ("tag\u{E0041}\u{FE0F}", "tag"),
    ("one\ntwo\tthree\r\n", "one two three  "),
    ("line\u{2028}end", "line end"),
    ("日本 é 😀", "日本 é 😀"),
  ])
  func cleans(text: String, expected: String) {
    #expect(Sanitizer.clean(text) == expected)
  }

  @Test func aControlStringWithoutEndHidesNothing() {
    #expect(Sanitizer.clean("\u{1B}]0;ERROR all lost") == "0;ERROR all lost")
    #expect(Sanitizer.clean("\u{1B}P\nERROR") == " ERROR")
    let long = "\u{1B}]" + String(repeating: "x", count: 5000) + "\u{07}"
    #expect(Sanitizer.clean(long).hasPrefix("xxxx"))
  }

  @Test func halfSequencesEndWhereTheyBreak() {
    #expect(Sanitizer.clean("\u{1B}[12") == "")
    #expect(Sanitizer.clean("\u{1B}[1\u{1B}[31mx") == "x")
    #expect(Sanitizer.clean("\u{1B}") == "")
    #expect(Sanitizer.clean("\u{1B}[3é") == "é")
  }

  @Test(
    arguments: [
      ([0x61, 0xFF, 0x62], "a\u{FFFD}b"),
      ([0xC3], "\u{FFFD}"),
      ([0xE2, 0x82], "\u{FFFD}"),
      ([0xED, 0xA0, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}"),
      ([0xC0, 0xAF], "\u{FFFD}\u{FFFD}"),
      ([0xF4, 0x90, 0x80, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"),
      ([0xE2, 0x82, 0xAC], "€"),
      ([0x61, 0x00, 0x62], "a\u{FFFD}b"),
    ] as [([UInt8], String)])
  func survivesInvalidUTF8(bytes: [UInt8], expected: String) {
    #expect(Sanitizer.clean(bytes: bytes) == expected)
  }

  @Test func keepsLinesWhenAsked() {
    #expect(Sanitizer.cleanLines("a\r\nb\tc\u{1B}[0m\n") == "a\nb\tc\n")
  }

  @Test func randomBytesNeverLeaveControls() {
    let seed = UInt64.random(in: 1...UInt64.max)
    var state = seed
    let alphabet: [UInt8] = [
      0x1B, 0x5B, 0x5D, 0x50, 0x6D, 0x3B, 0x31, 0x07, 0x5C, 0x9B, 0xC2, 0xE2, 0x80, 0xAE, 0x41,
      0x0A,
    ]
    for _ in 0..<2000 {
      let bytes: [UInt8] = (0..<24).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return alphabet[Int(state >> 60)]
      }
      let clean = Sanitizer.clean(bytes: bytes)
      let isSafe = clean.unicodeScalars.allSatisfy {
        $0.value >= 0x20 && !(0x7F..<0xA0).contains($0.value) && $0.value != 0x202E
      }
      #expect(isSafe, "seed \(seed): \(bytes)")
    }
  }

  @Test func rendersColoursOfLogs() {
    var state = SGRState()
    let spans = Sanitizer.spans(
      Array("a\u{1B}[31mred\u{1B}[1mbold\u{1B}[0m \u{1B}[38;5;46mgreen\u{1B}[48;2;0;0;200m".utf8),
      state: &state)
    #expect(
      spans == [
        StyledSpan("a"), StyledSpan("red", .ansi(1)), StyledSpan("bold", .ansiBold(1)),
        StyledSpan(" "), StyledSpan("green", .ansi(10)),
      ])
    #expect(
      Sanitizer.spans(Array("next".utf8), state: &state) == [StyledSpan("next", .ansiReverse(4))])
  }
}
