// The clipboard sequence: base64 by the book, and only where it does no harm.
import Testing

@testable import TerminalUI

@Suite struct ClipboardTests {
  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
    ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"), ("ÿÿÿ", "w7/Dv8O/"),
  ]) func base64IsThatOfRFC4648(_ text: String, _ encoded: String) {
    #expect(String(decoding: Clipboard.base64(Array(text.utf8)), as: UTF8.self) == encoded)
  }

  @Test func theSequenceHoldsNothingButBase64() throws {
    let sequence = try #require(Clipboard.sequence(for: "a\u{1B}]52;c;evil\u{07}b", by: .direct))
    #expect(String(decoding: sequence, as: UTF8.self) == "\u{1B}]52;c;YWI=\u{07}")
    #expect(Clipboard.sequence(for: "", by: .direct) == nil)
    #expect(Clipboard.sequence(for: String(repeating: "x", count: 75_000), by: .direct) == nil)
  }

  @Test func consolesThatWouldPrintItDoNotGetIt() {
    for type in ["xterm-256color", "tmux-256color", "screen"] {
      #expect(Clipboard.isKnown(toType: type))
    }
    for type in ["linux", "vt100", "dumb", ""] { #expect(!Clipboard.isKnown(toType: type)) }
  }

  @Test func tmuxGetsItPlainAndWrapped() throws {
    let sequence = try #require(Clipboard.sequence(for: "foo", by: .tmux))
    #expect(
      String(decoding: sequence, as: UTF8.self)
        == "\u{1B}]52;c;Zm9v\u{07}\u{1B}Ptmux;\u{1B}\u{1B}]52;c;Zm9v\u{07}\u{1B}\\")
  }

  @Test func screenGetsItInPiecesThatItCanHold() throws {
    let text = String(repeating: "x", count: 3000)
    let sequence = try #require(Clipboard.sequence(for: text, by: .screen))
    let all = String(decoding: sequence, as: UTF8.self)
    let pieces = all.split(separator: "\u{1B}P").map { $0.dropLast(2) }
    #expect(all.hasPrefix("\u{1B}P\u{1B}]52;c;"))
    #expect(pieces.allSatisfy { $0.utf8.count <= 240 })
    let plain = try #require(Clipboard.sequence(for: text, by: .direct))
    #expect(pieces.joined() == String(decoding: plain, as: UTF8.self))
  }

  @Test(
    arguments: [
      ("xterm-256color", [:], .direct), ("xterm-256color", ["TMUX": "/tmp/t"], .tmux),
      ("tmux-256color", [:], .tmux), ("screen-256color", ["TMUX": "/tmp/t"], .tmux),
      ("screen.xterm-256color", [:], .screen), ("xterm", ["STY": "1.a"], .screen),
      ("xterm", ["TMUX": "", "STY": ""], .direct), ("linux", [:], .none), ("", [:], .none),
    ] as [(String, [String: String], ClipboardRoute)])
  func theWayIsThatOfTheMultiplexer(
    _ type: String, _ environment: [String: String], _ route: ClipboardRoute
  ) {
    #expect(ClipboardRoute(type: type) { environment[$0] } == route)
  }

  @Test func whereThereIsNoWayNothingIsSent() {
    #expect(Clipboard.sequence(for: "foo", by: .none) == nil)
  }
}
