// Golden screens of everything that asks before something is sent.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Testing
import Time

@testable import PodiumTUI

@Suite @UIActor struct ActingScreenTests {
  nonisolated static let sizes = [
    Size(rows: 24, columns: 80), Size(rows: 16, columns: 60), Size(rows: 40, columns: 120),
    Size(rows: 60, columns: 200),
  ]

  private static func production(_ snapshot: inout Snapshot) {
    snapshot.source = SourceLabel(
      profile: "acme-prod", host: "app.getorchestra.io", isProduction: true)
    snapshot.source.isConfigured = true
  }

  /// A form for inputs of every type, with two values that do not fit.
  private func form(
    _ size: Size, glyphs: GlyphSet = .unicode, change: (inout Snapshot) -> Void = { _ in }
  ) -> Stage {
    let snapshot = Fixture.snapshot {
      $0.workspace.pipelines = [Fixture.typed]
      $0.workspace.environments = [
        Environment(id: "e1", name: "prod", isDefault: true),
        Environment(id: "e2", name: "staging"),
      ]
      change(&$0)
    }
    let stage = Stage(size, snapshot: snapshot, glyphs: glyphs)
    stage.press("p", "t")
    stage.type("customers")
    stage.press("tab")
    stage.type("12x")
    stage.press("tab", "right", "tab")
    stage.type("emea, amer")
    stage.press("tab")
    stage.type("{\"a\": }")
    return stage
  }

  @Test(arguments: sizes) func formWithWhatDoesNotFit(_ size: Size) {
    form(size).expectGolden("form-problems")
  }

  @Test(arguments: sizes) func formAtTheQuestion(_ size: Size) {
    let stage = form(size)
    stage.press("ctrl-u", "tab", "right", "tab")
    stage.type("hunter2")
    for _ in 0..<5 { stage.press("up") }
    stage.press("backspace")
    for _ in 0..<6 { stage.press("tab") }
    stage.press("right")
    for _ in 0..<4 { stage.press("tab") }
    stage.expectGolden("form-question")
  }

  @Test(arguments: sizes) func formOnProduction(_ size: Size) {
    let stage = form(size, change: Self.production)
    stage.press("ctrl-u")
    for _ in 0..<3 { stage.press("up") }
    stage.press("ctrl-u")
    for _ in 0..<11 { stage.press("tab") }
    stage.type("load_t")
    stage.expectGolden("form-production")
  }

  @Test func formInASCII() {
    form(Size(rows: 24, columns: 80), glyphs: .ascii).expectGolden("form-ascii")
  }

  @Test(arguments: sizes) func rerunOfATask(_ size: Size) {
    let newer = Fixture.run(
      77, "JDE Account Balances + Forecast 2.0", .running, minutesAgo: 1)
    let stage = Stage(size, snapshot: Fixture.snapshot([newer] + Fixture.runs))
    stage.press("down", "down", "r", "d")
    stage.expectGolden("rerun-superseded")
  }

  @Test(arguments: sizes) func forcedCancel(_ size: Size) {
    let stage = Stage(
      size,
      snapshot: Fixture.snapshot([
        Fixture.run(1, "Salesforce sync", .cancelling, minutesAgo: 5)
      ]))
    stage.press("x")
    stage.expectGolden("cancel-forced")
  }

  private func bulk(
    _ size: Size, glyphs: GlyphSet = .unicode, change: (inout Snapshot) -> Void = { _ in }
  ) -> Stage {
    let stage = Stage(size, snapshot: Fixture.snapshot(change: change), glyphs: glyphs)
    let targets = Fixture.runs.map(\.id)
    stage.app.apply([.show(BulkDialog(.rerunAll, targets, stage.app.snapshot))])
    return stage
  }

  @Test(arguments: sizes) func bulkPlan(_ size: Size) {
    bulk(size).expectGolden("bulk-plan")
  }

  @Test(arguments: sizes) func bulkQuestion(_ size: Size) {
    let stage = bulk(size, change: Self.production)
    stage.press("tab")
    stage.type("acme-prod 5")
    stage.press("tab")
    stage.expectGolden("bulk-question")
  }

  @Test(arguments: sizes) func bulkResults(_ size: Size) async {
    let stage = bulk(size)
    stage.press("tab")
    stage.type("5")
    stage.press("tab", "y")
    let done = OperationResult(value: .null, message: "started run 0000004d", startedRun: nil)
    let outcomes: [OperationOutcome] = [
      .done(done), .failed("429: the server asks to wait 30 s"),
      .unknown("it is not known whether the start arrived; look before repeating it"),
    ]
    let indices = stage.app.bulk?.plan.requests.map(\.index) ?? []
    for (index, outcome) in zip(indices, outcomes) {
      stage.app.dispatch(.bulkEnded(index, outcome))
      stage.app.dispatch(.bulkTurn)
    }
    stage.expectGolden("bulk-results")
  }

  @Test func bulkPlanInASCII() {
    bulk(Size(rows: 24, columns: 80), glyphs: .ascii).expectGolden("bulk-ascii")
  }

  @Test(arguments: sizes) func armed(_ size: Size) {
    let stage = Stage(
      size,
      snapshot: Fixture.snapshot {
        $0.source = SourceLabel(profile: "acme", host: "h")
        $0.source.armsWrites = true
      })
    stage.expectGolden("armed-not")
    stage.press("A")
    stage.clock.now = Fixture.now + .seconds(7)
    stage.app.dispatch(.tick)
    stage.expectGolden("armed")
  }
}
