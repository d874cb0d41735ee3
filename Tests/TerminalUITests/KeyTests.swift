// Key names, both ways.
import Testing

@testable import TerminalUI

@Suite struct KeyTests {
  @Test(
    arguments: [
      ("a", .char("a")), ("G", .char("G")), ("/", .char("/")), ("-", .char("-")),
      ("space", .char(" ")), ("enter", .enter), ("esc", .escape), ("ctrl-d", .ctrl("d")),
      ("ctrl-]", .ctrl("]")), ("f1", .f(1)), ("f12", .f(12)), ("pgdn", .pageDown),
      ("shift-tab", .backTab), ("é", .char("é")), ("f", .char("f")),
    ] as [(String, Key)])
  func namesGoBothWays(name: String, key: Key) {
    #expect(Key(name: name) == key)
    #expect(key.name == name)
  }

  @Test(
    arguments: [
      ("escape", .escape), ("ENTER", .enter), ("Ctrl-D", .ctrl("d")), ("pageup", .pageUp),
    ] as [(String, Key)])
  func otherSpellingsAreRead(name: String, key: Key) {
    #expect(Key(name: name) == key)
  }

  @Test(arguments: ["", "ctrl-", "ctrl-dd", "ctrl-1", "f0", "f25", "fx", "enterr", "(paste)"])
  func unknownNamesAreRefused(name: String) {
    #expect(Key(name: name) == nil)
  }
}
