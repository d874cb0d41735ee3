// Golden screens of everything that stands over a view.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Testing

@testable import PodiumTUI

@Suite @UIActor struct OverlayScreenTests {
  nonisolated static let sizes = [
    Size(rows: 40, columns: 120), Size(rows: 24, columns: 80), Size(rows: 16, columns: 60),
  ]

  private func production(_ snapshot: inout Snapshot) {
    snapshot.source = SourceLabel(
      profile: "acme-prod", host: "app.getorchestra.io", isProduction: true)
  }

  @Test(arguments: sizes) func help(_ size: Size) {
    let stage = Stage(size)
    stage.press("?")
    stage.expectGolden("help")
  }

  @Test func helpOnALargeScreenAndInASCII() {
    let large = Stage(Size(rows: 60, columns: 200))
    large.press("?")
    large.expectGolden("help")
    let ascii = Stage(glyphs: .ascii)
    ascii.press("?")
    ascii.expectGolden("help-ascii")
  }

  @Test(arguments: sizes) func rerunMenu(_ size: Size) {
    let stage = Stage(size)
    stage.press("down", "r")
    stage.expectGolden("rerun")
  }

  @Test func rerunOnProductionIsAskedOnceMore() {
    let stage = Stage(Size(rows: 24, columns: 100), snapshot: Fixture.snapshot(change: production))
    stage.press("down", "r", "f", "y")
    stage.type("jde")
    stage.expectGolden("rerun-production")
  }

  @Test(arguments: sizes) func cancel(_ size: Size) {
    let stage = Stage(size)
    stage.press("x")
    stage.expectGolden("cancel")
  }

  @Test(arguments: sizes) func palette(_ size: Size) {
    let stage = Stage(size)
    stage.press(":")
    stage.type("re")
    stage.expectGolden("palette")
  }

  @Test func filterPrompt() {
    let stage = Stage()
    stage.press("/")
    stage.expectGolden("filter-empty")
    stage.type("nightly")
    stage.expectGolden("filter-typed")
  }

  @Test(arguments: [Size(rows: 24, columns: 80), Size(rows: 16, columns: 60)])
  func whatIsWrongWithAFilterStandsAboveIt(_ size: Size) {
    let stage = Stage(size)
    stage.press("/")
    stage.type("status:failed durtion>10m")
    stage.expectGolden("filter-problem")
  }
}
