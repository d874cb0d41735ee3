// The first line in every state that matters: where am I, and can I trust this? In words and signs, so
// that it needs no colour.
import PodiumCore
import TerminalUI
import TestSupport
import Testing
import Time

@testable import PodiumTUI

struct HeaderTests {
  private typealias Change = (inout ViewContext) -> Void

  private static func source(
    _ change: @escaping (inout SourceLabel) -> Void
  ) -> Change {
    { context in
      var source = SourceLabel(profile: "acme-prod", host: "acme.test", isProduction: true)
      change(&source)
      context.snapshot.source = source
    }
  }

  private static func freshness(_ freshness: Freshness) -> Change {
    { $0.snapshot.freshness[.runs] = freshness }
  }

  private static func failing(_ lastGood: Timestamp?, next: Timestamp?) -> Freshness {
    .failing(
      Freshness.Failure(
        since: Fixture.now - .seconds(300), lastGood: lastGood, cause: "timed out",
        advice: "acme.test did not answer within 20 s", nextAttempt: next, attempts: 5))
  }

  private static var states: [(name: String, changes: [Change])] {
    [
      ("calm", []),
      ("production", [source { _ in }]),
      ("production, read-only", [source { $0.readOnly = .option }]),
      (
        "production, armed",
        [
          source { $0.armsWrites = true },
          { context in
            context.arming = Arming(since: Fixture.now - .seconds(8), in: context.snapshot.source)
          },
        ]
      ),
      (
        "production, stale",
        [
          source { _ in }, freshness(.stale(since: Fixture.now - .seconds(400))),
        ]
      ),
      (
        "production, failing",
        [
          source { _ in },
          freshness(failing(Fixture.now - .seconds(330), next: Fixture.now + .seconds(32))),
        ]
      ),
      ("loading", [freshness(.loading)]),
      ("failing without data", [freshness(failing(nil, next: nil))]),
      (
        "loaded in part",
        [
          { $0.snapshot.coverage.total = 2_363 }, { $0.snapshot.coverage.isComplete = false },
        ]
      ),
      ("the budget is nearly used", [{ $0.snapshot.traffic.budget.usedLastMinute = 47 }]),
      (
        "the server asks to wait",
        [
          { $0.snapshot.traffic.budget.blockedUntil = Fixture.now + .seconds(41) }
        ]
      ),
      (
        "other workspaces fail",
        [
          { context in
            context.profiles = ["b", "c"].map { name in
              WorkspaceLine(
                name: name, host: "", isProduction: false, isReadOnly: false, isWatched: true,
                state: .failed("no key"))
            }
          }
        ]
      ),
    ]
  }

  @Test(arguments: [60, 80, 120, 200])
  func everyState(columns: Int) {
    let size = Size(rows: Self.states.count * 3, columns: columns)
    let canvas = Canvas(size: size, glyphs: .unicode)
    for (index, state) in Self.states.enumerated() {
      var context = ViewContext(
        snapshot: Fixture.snapshot(), now: Fixture.now, size: size, glyphs: .unicode)
      for change in state.changes { change(&context) }
      let header = Header(context)
      canvas.text("\(state.name):", at: Point(row: index * 3, column: 0))
      header.draw(on: canvas, row: index * 3 + 1)
      header.drawTrouble(on: canvas, row: index * 3 + 2)
    }
    let text = ScreenText.write(canvas.screen) { Role(style: $0)?.rawValue }
    Golden.expect(text, path: "../Screens/header-\(columns)x\(size.rows).screen")
  }
}
