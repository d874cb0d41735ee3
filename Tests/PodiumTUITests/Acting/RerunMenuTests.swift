// The menu of reruns: what each choice says and sends, and that nothing goes without y.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Testing

@testable import PodiumTUI

@Suite struct RerunMenuTests {
  private let snapshot = Fixture.snapshot()

  private func context(_ snapshot: Snapshot? = nil) -> ViewContext {
    ViewContext(
      snapshot: snapshot ?? self.snapshot, now: Fixture.now, size: Size(rows: 20, columns: 80),
      glyphs: .unicode)
  }

  private func menu(_ number: Int, task: TaskRun? = nil) throws -> RerunMenu {
    RerunMenu(try #require(snapshot.run(Fixture.runID(number))), task: task, snapshot)
  }

  private func body(_ effects: [PodiumTUI.Effect]) -> String? {
    for case .perform(let request) in effects { return request.preview.body }
    return nil
  }

  @Test func ySendsFromFailed() throws {
    var menu = try menu(2)
    #expect(body(menu.handle(.char("f"), .rerunFailed, context())) == nil)
    let effects = menu.handle(.char("y"), .yes, context())
    #expect(body(effects)?.contains("\"retryFromFailed\":true") == true)
  }

  @Test func keysOnlyShowAndYSendsWhatIsShown() throws {
    var menu = try menu(2)
    for _ in 0..<3 { #expect(body(menu.handle(.char("a"), .rerunAll, context())) == nil) }
    #expect(menu.marked == 1)
    let sent = body(menu.handle(.char("y"), .yes, context()))
    #expect(sent?.contains("retryFromFailed") == false)
  }

  @Test func theTaskIsTheSelectedOneOrTheOneThatFailedFirst() throws {
    var byCause = try menu(2)
    _ = byCause.handle(.char("d"), .rerunDownstream, context())
    let sent = body(byCause.handle(.char("y"), .yes, context()))
    #expect(sent?.contains("\"taskIds\":[\"load_gl\"],\"continueDownstreamRun\":true") == true)
    var chosen = try menu(2, task: Fixture.tasks[0])
    _ = chosen.handle(.char("t"), .rerunTask, context())
    #expect(body(chosen.handle(.char("y"), .yes, context()))?.contains("extract_jde") == true)
  }

  @Test func aRunThatSucceededHasNothingFailed() throws {
    var menu = try menu(7)
    #expect(menu.marked == 1)
    _ = menu.handle(.char("f"), .rerunFailed, context())
    let effects = menu.handle(.char("y"), .yes, context())
    guard case .say(let message)? = effects.first, effects.count == 1 else {
      Issue.record("no reason")
      return
    }
    #expect(message.text.contains("nothing failed"))
  }

  @Test func everyChoiceSaysByNameWhatItRunsAndSkips() throws {
    let run = try #require(snapshot.run(Fixture.runID(2)))
    func words(_ scope: RerunScope) -> [String] { RerunWords(scope, run, nil, context()).lines }
    #expect(
      words(.fromFailed) == [
        "runs 3: load_gl, build_marts, publish", "skips 2: extract_jde, extract_fx",
        "in prod, branch main, commit a6dba88",
      ])
    #expect(words(.all)[0] == "runs 5: extract_jde, extract_fx, load_gl, build_marts, publish")
    #expect(words(.tasks(["build_marts"], downstream: true))[0] == "runs 2: build_marts, publish")
    #expect(words(.tasks(["load_gl"], downstream: false))[1].hasPrefix("skips 4:"))
    #expect(RerunWords(.fromFailed, run, nil, context()).short == "runs 3 of 5, skips 2")
  }

  @Test func aNewerRunThatDidTheWorkIsSaid() throws {
    let newer = Fixture.run(
      77, "JDE Account Balances + Forecast 2.0", .succeeded, minutesAgo: 1)
    let snapshot = Fixture.snapshot([newer] + Fixture.runs)
    let run = try #require(snapshot.run(Fixture.runID(2)))
    let menu = RerunMenu(run, task: nil, snapshot)
    let canvas = Canvas(size: Size(rows: 24, columns: 80))
    menu.draw(on: canvas, context(snapshot))
    let screen = canvas.screen
    let rows = (0..<24).map { screen.text(row: $0) }
    #expect(rows.contains { $0.contains("a newer run has succeeded already: 3b80c185") })
  }

  @Test func tasksThatAreNotLoadedAreAskedForAndNotGuessed() throws {
    let menu = try menu(5)
    #expect(menu.queries == [.run(Fixture.runID(5))])
    let run = try #require(snapshot.run(Fixture.runID(5)))
    let words = RerunWords(.fromFailed, run, nil, context())
    #expect(words.lines[0] == "its tasks are being loaded…")
    #expect(words.short == "runs what failed and what comes after it")
  }
}
