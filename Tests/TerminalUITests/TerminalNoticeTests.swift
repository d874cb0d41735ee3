// The bytes of notices: harmless, wrapped for what stands between, and a bell where nothing else works.
import Testing

@testable import TerminalUI

@Suite struct TerminalNoticeTests {
  private func text(_ notice: TerminalNotice, _ route: ClipboardRoute = .direct) -> String {
    String(decoding: notice.bytes(by: route), as: UTF8.self)
  }

  @Test func eachWayHasItsBytes() {
    #expect(text(TerminalNotice("a", by: [.bell])) == "\u{7}")
    #expect(text(TerminalNotice("a b", by: [.osc9])) == "\u{1B}]9;a b\u{7}")
    #expect(text(TerminalNotice("a;b", by: [.osc777])) == "\u{1B}]777;notify;podium;a,b\u{7}")
    #expect(text(TerminalNotice("a", by: [.title])).isEmpty)
    #expect(TerminalNotice("a", by: [.title]).titleBytes == Array("\u{1B}]2;a\u{7}".utf8))
    #expect(text(TerminalNotice("a", by: [])).isEmpty)
  }

  @Test func textFromOutsideCannotEndTheSequence() {
    let notice = TerminalNotice("x\u{7}\u{1B}]0;evil\u{1B}\\y\u{9C}\nz", by: [.osc9])
    let bytes = notice.bytes(by: .direct)
    #expect(bytes.filter { $0 == 0x1B }.count == 1 && bytes.filter { $0 == 7 }.count == 1)
    #expect(
      !notice.text.unicodeScalars.contains { $0.value < 32 || (0x7F...0x9F).contains($0.value) })
  }

  @Test func tmuxAndScreenPassItOn() {
    let notice = TerminalNotice("a", by: [.osc9])
    #expect(text(notice, .tmux) == "\u{1B}Ptmux;\u{1B}\u{1B}]9;a\u{7}\u{1B}\\")
    #expect(text(notice, .screen) == "\u{1B}P\u{1B}]9;a\u{7}\u{1B}\\")
  }

  @Test func aTerminalThatShowsSequencesGetsTheBell() {
    #expect(text(TerminalNotice("a", by: [.osc9, .title]), .none) == "\u{7}")
  }
}
