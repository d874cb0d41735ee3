// Commands about what is selected: the user's own, and pages for a browser.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Testing

@testable import PodiumTUI

@Suite @UIActor struct SubjectTests {
  private let hostile = "; rm -rf ~ `id` $(id) \"'\n--x"

  private func stage(_ configuration: String, change: (inout Snapshot) -> Void = { _ in }) -> Stage
  {
    var runs = Fixture.runs
    runs[0].pipelineName = hostile
    let stage = Stage(snapshot: Fixture.snapshot(runs, change: change))
    stage.connect()
    stage.configure(configuration)
    return stage
  }

  @Test func anOwnCommandGetsValuesAsArguments() async {
    let stage = stage("commands: {go: {run: [p, \"{run_id}\", \"{pipeline}\"], key: ctrl-o}}")
    stage.press("ctrl-o")
    await stage.settle()
    #expect(stage.programs.map(\.words) == [["p", Fixture.runID(1).text, hostile]])
    #expect(stage.lastRow.contains("p: ran 3 words"))
  }

  @Test func listsThatAreNotOfRunsHaveASubjectToo() throws {
    let stage = stage("")
    stage.press("down", "M")
    let grid = stage.app.stack.top.view.subject(stage.app.context())
    #expect(grid?.run?.id == Fixture.runID(2))
    #expect(grid?.pipeline?.name == "JDE Account Balances + Forecast 2.0")
    stage.press("u")
    let planned = stage.app.stack.top.view.subject(stage.app.context())
    #expect(planned?.pipeline != nil && planned?.run == nil)
    stage.press("Y")
    #expect(stage.terminal.copied.last?.contains("/pipelines/") == true)
    stage.press("W")
    #expect(stage.lastRow.contains("no run is selected") || stage.lastRow.contains("means nothing"))
  }

  @Test func whatIsMissingIsSaidAndNothingRuns() async {
    let stage = stage("commands: {go: {run: [p, \"{task_id}\"], key: ctrl-o}}")
    stage.press("ctrl-o")
    await stage.settle()
    #expect(stage.lastRow.contains("there is no {task_id} here") && stage.programs.isEmpty)
  }

  @Test func aDangerousOneAsksAndIsFrozen() async {
    let stage = stage(
      "commands: {fix: {run: [fix, \"{run_id}\"], key: f5, dangerous: true, summary: Mends it.}}")
    stage.press("f5")
    #expect(stage.app.overlay != nil)
    stage.expectGolden("confirm-program")
    stage.show(Fixture.snapshot(Array(Fixture.runs.dropFirst()), generation: 7))
    stage.press("enter")
    #expect(stage.programs.isEmpty && stage.lastRow.contains("nothing was run"))
    stage.press("f5", "y")
    await stage.settle()
    #expect(stage.programs.count == 1)
  }

  @Test func aDangerousOneIsOffWhenReadOnly() {
    let stage = stage("commands: {fix: {run: [fix], key: f5, dangerous: true}}") {
      $0.source.readOnly = .option
    }
    stage.press("f5")
    #expect(stage.app.overlay == nil && stage.lastRow.contains("--read-only"))
  }

  @Test func inProductionItsNameIsTyped() async {
    let stage = stage("commands: {fix: {run: [fix], key: f5, dangerous: true}}") {
      $0.source.isProduction = true
    }
    stage.press("f5", "y", "enter", "y")
    await stage.settle()
    #expect(stage.programs.isEmpty)
    stage.press("esc", "f5")
    stage.type("fix")
    stage.press("enter", "y")
    await stage.settle()
    #expect(stage.programs.map(\.words) == [["fix"]])
  }

  @Test func aCommandWithTheTerminalGetsIt() {
    let stage = stage("commands: {top: {run: top, key: f5, terminal: true}}")
    stage.press("f5")
    #expect(stage.programs.map(\.place) == [.terminal])
  }

  @Test func pagesAreShownInABrowserOrCopied() async {
    let stage = stage("") { $0.source.pages = "https://app.example" }
    stage.press("o")
    let page = "https://app.example/pipeline-runs/\(Fixture.runID(1).text)/lineage"
    #expect(stage.terminal.copied == [page])
    #expect(stage.app.message?.text.contains("no browser here") == true)
    stage.app.options.browser = Browser(environment: ["DISPLAY": ":0"])
    stage.press("o")
    await stage.settle()
    #expect(stage.programs.map(\.words) == [["xdg-open", page]])
    #expect(stage.programs.map(\.place) == [.detached])
  }

  @Test func aWorkspaceWithoutPagesSaysSo() {
    let stage = stage("") { $0.source.pages = "" }
    stage.press("o")
    #expect(stage.lastRow.contains("has no pages for a browser"))
  }

  @Test func aBrokenConfigurationKeepsTheOneBefore() {
    let stage = stage("keys: {runs: {help: f2}}")
    #expect(stage.lastRow.contains("configuration in force: keys"))
    stage.configure("keys: {runs: {help: f3, rerun: x}}")
    #expect(stage.app.message?.text.contains("c.yaml:1:32") == true)
    stage.press("f2")
    #expect(stage.app.overlay is Help)
    stage.press("esc")
    stage.configure("theme: mono\nprofiles: {a: {}}")
    #expect(stage.app.options.theme.name == "mono")
    #expect(stage.app.message?.text.contains("profiles: in force when podium starts again") == true)
  }
}
