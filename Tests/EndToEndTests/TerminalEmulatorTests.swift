// The emulator is judged before it judges: what each kind of sequence does to the screen.
import TestSupport
import Testing

@Suite struct TerminalEmulatorTests {
  private func screen(_ text: String, rows: Int = 4, columns: Int = 8) -> TerminalEmulator {
    var emulator = TerminalEmulator(rows: rows, columns: columns)
    emulator.feed(Array(text.utf8))
    return emulator
  }

  @Test(arguments: [
    ("abc\r\ndef", ["abc", "def", "", ""]),
    ("\u{1B}[2;3Hx\u{1B}[Ay\u{1B}[1Gz", ["z  y", "  x", "", ""]),
    ("12345678\u{1B}[1;4H\u{1B}[K", ["123", "", "", ""]),
    ("a\r\nb\r\nc\r\nd\r\ne", ["b", "c", "d", "e"]),
    ("a\r\nb\r\nc\r\nd\u{1B}[2;3r\u{1B}[3;1H\nx", ["a", "c", "x", "d"]),
    ("a\r\nb\r\nc\u{1B}[2;1H\u{1B}[L", ["a", "", "b", "c"]),
    ("a\r\nb\r\nc\u{1B}[1;1H\u{1B}[M", ["b", "c", "", ""]),
    ("abc\u{1B}[1;2H\u{1B}[2@", ["a  bc", "", "", ""]),
    ("abc\u{1B}[1;1H\u{1B}[P", ["bc", "", "", ""]),
    ("123456789", ["12345678", "9", "", ""]),
    ("世界ab", ["世界ab", "", "", ""]),
    ("世\u{1B}[1;2Hx", [" x", "", "", ""]),
    ("e\u{301}x", ["e\u{301}x", "", "", ""]),
    ("\u{1B}(0lqk\u{1B}(Bq", ["┌─┐q", "", "", ""]),
    ("-\u{1B}[3b", ["----", "", "", ""]),
  ])
  func drawsAsATerminalDoes(sent: String, lines: [String]) {
    #expect(screen(sent).lines == lines)
    #expect(screen(sent).unknown == [])
  }

  @Test func aSequenceTornBetweenReadsIsOne() {
    var emulator = TerminalEmulator(rows: 2, columns: 8)
    for byte in Array("\u{1B}[2;3H世\u{1B}[1mx".utf8) { emulator.feed([byte]) }
    #expect(emulator.lines == ["", "  世x"])
    #expect(emulator[1, 4].style.bold)
  }

  @Test func theScreenBeforeComesBackAfterTheAlternateOne() {
    let inside = screen("shell\u{1B}[?1049hprogram")
    #expect(inside.isAlternate)
    #expect(!inside.contains("shell"))
    let after = screen("shell\u{1B}[?1049hprogram\u{1B}[?1049l")
    #expect(after.contains("shell"))
    #expect(after.modesLeftOn == [])
  }

  @Test func modesLeftOnAreNamed() {
    let left = screen("\u{1B}[?1049h\u{1B}[?25l\u{1B}=\u{1B}[7m").modesLeftOn
    #expect(left.contains("?25l"))
    #expect(left.contains("?1049h"))
    #expect(left.contains("application keypad"))
    #expect(left.contains { $0.hasPrefix("rendition") })
  }

  @Test func whatItDoesNotKnowIsListed() {
    #expect(screen("\u{1B}[5y").unknown == ["CSI [5]y"])
    #expect(screen("\u{1B}[99m").unknown == ["SGR 99"])
  }

  @Test func coloursOfAllThreeKinds() {
    let drawn = screen("\u{1B}[31ma\u{1B}[38;5;200mb\u{1B}[38;2;1;2;3mc\u{1B}[38:2::4:5:6md")
    #expect(drawn[0, 0].style.foreground == .indexed(1))
    #expect(drawn[0, 1].style.foreground == .indexed(200))
    #expect(drawn[0, 2].style.foreground == .rgb(1, 2, 3))
  }
}
