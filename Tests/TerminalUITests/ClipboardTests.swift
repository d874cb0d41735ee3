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
    let sequence = try #require(Clipboard.sequence(for: "a\u{1B}]52;c;evil\u{07}b"))
    #expect(String(decoding: sequence, as: UTF8.self) == "\u{1B}]52;c;YWI=\u{07}")
    #expect(Clipboard.sequence(for: "") == nil)
    #expect(Clipboard.sequence(for: String(repeating: "x", count: 75_000)) == nil)
  }

  @Test func consolesThatWouldPrintItDoNotGetIt() {
    for type in ["xterm-256color", "tmux-256color", "screen"] {
      #expect(Clipboard.isKnown(toType: type))
    }
    for type in ["linux", "vt100", "dumb", ""] { #expect(!Clipboard.isKnown(toType: type)) }
  }
}
