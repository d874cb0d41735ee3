// Nothing is told by colour alone, in UTF-8 and in ASCII: what is selected, and every status.
import OrchestraAPI
import PodiumCore
import TerminalUI
import TestSupport
import Testing

@testable import PodiumTUI

@Suite @UIActor struct GalleryMonoTests {
  private static let mono = ThemeLibrary().theme(named: "mono").theme

  /// What can be seen of each row without colours.
  private func look(_ stage: Stage) -> [String] {
    let frame = stage.app.frame()
    let styles = Self.mono.styleTable
    return (0..<frame.size.rows).map { row in
      frame.text(row: row)
        + (0..<frame.size.columns).map { "\(styles[frame[row, $0].style].attributes.rawValue)," }
        .joined()
    }
  }

  @Test(arguments: Gallery.all.filter { $0.move != nil }, [GlyphSet.unicode, .ascii])
  func whatIsSelectedIsSeenWithoutColours(_ exhibit: Exhibit, glyphs: GlyphSet) async {
    let stage = await Stage.showing(exhibit, glyphs: glyphs, theme: "mono")
    let before = look(stage)
    stage.press(exhibit.move ?? "")
    await stage.settle()
    let changed = zip(before, look(stage)).filter { $0 != $1 }
    #expect(changed.count >= 2, "the row that was left and the one that was reached")
  }

  @Test(arguments: [GlyphSet.unicode, .ascii]) func noTwoStatusesLookTheSame(glyphs: GlyphSet) {
    let statuses: [RunStatus] = [
      .created, .queued, .running, .succeeded, .warning, .failed, .skipped, .cancelling,
      .cancelled, .other("PAUSED"),
    ]
    let looks = statuses.map(StatusLook.init)
    #expect(Set(looks.map { "\($0.sign(glyphs)) \($0.word)" }).count == statuses.count)
    // Where there is room for a sign only: one for each kind, and none that means something else.
    let kinds: [StatusLook] = [
      .queued, .running, .succeeded, .warning, .failed, .skipped, .cancelled,
    ]
    .map(StatusLook.init)
    #expect(Set(kinds.map { $0.sign(glyphs) }).count == kinds.count)
    let runs = statuses.enumerated().map { number, status in
      Fixture.run(number + 1, "Same", status, minutesAgo: number)
    }
    let stage = Stage(snapshot: Fixture.snapshot(runs), glyphs: glyphs, theme: "mono")
    let drawn = stage.rows.filter { $0.contains(" Same ") }
      .map { $0[..<($0.firstRange(of: " Same ")?.lowerBound ?? $0.endIndex)].dropFirst(1) }
    #expect(Set(drawn).count == statuses.count)
  }
}

extension GlyphSet: CustomTestStringConvertible {
  package var testDescription: String { self == .ascii ? "ASCII" : "Unicode" }
}
