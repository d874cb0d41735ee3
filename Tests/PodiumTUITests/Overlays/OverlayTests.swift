// Menus, prompts and the palette: what they send, and where they lead.
import JSON
import OrchestraAPI
import PodiumCore
import TerminalUI
import Testing

@testable import PodiumTUI

@Suite struct RerunMenuTests {
  private let snapshot = Fixture.snapshot()

  private func context() -> ViewContext {
    ViewContext(
      snapshot: snapshot, now: Fixture.now, size: Size(rows: 20, columns: 80), glyphs: .unicode)
  }

  private func menu(_ number: Int, task: TaskRun? = nil) throws -> RerunMenu {
    RerunMenu(try #require(snapshot.run(Fixture.runID(number))), task: task, snapshot)
  }

  private func body(_ effects: [PodiumTUI.Effect]) -> String? {
    for case .perform(let request) in effects { return request.preview.body }
    return nil
  }

  @Test func rAndFRerunFromFailed() throws {
    var menu = try menu(2)
    let effects = menu.handle(.char("f"), .rerunFailed, context())
    #expect(body(effects)?.contains("\"retryFromFailed\":true") == true)
  }

  @Test func aChoiceThatWasNotShownIsShownFirst() throws {
    var menu = try menu(2)
    #expect(body(menu.handle(.char("a"), .rerunAll, context())) == nil)
    #expect(menu.marked == 1)
    let sent = body(menu.handle(.char("a"), .rerunAll, context()))
    #expect(sent?.contains("retryFromFailed") == false)
  }

  @Test func theTaskIsTheSelectedOneOrTheOneThatFailedFirst() throws {
    var byCause = try menu(2)
    _ = byCause.handle(.char("d"), .rerunDownstream, context())
    let sent = body(byCause.handle(.char("d"), .rerunDownstream, context()))
    #expect(sent?.contains("\"taskIds\":[\"load_gl\"],\"continueDownstreamRun\":true") == true)
    var chosen = try menu(2, task: Fixture.tasks[0])
    _ = chosen.handle(.char("t"), .rerunTask, context())
    #expect(
      body(chosen.handle(.char("t"), .rerunTask, context()))?.contains("extract_jde") == true)
  }

  @Test func aRunThatSucceededHasNothingFailed() throws {
    var menu = try menu(7)
    #expect(menu.marked == 1)
    let effects = menu.handle(.char("f"), .rerunFailed, context())
    guard case .say(let message)? = effects.first else {
      Issue.record("no reason")
      return
    }
    #expect(message.text.contains("nothing failed"))
  }
}

@Suite struct TriggerDialogTests {
  private let snapshot = Fixture.snapshot()
  private var context: ViewContext {
    ViewContext(
      snapshot: snapshot, now: Fixture.now, size: Size(rows: 20, columns: 80), glyphs: .unicode)
  }

  private func dialog() throws -> TriggerDialog {
    let pipeline = try #require(snapshot.pipelines.first { $0.name == "Load one table" })
    return TriggerDialog(
      (pipeline.id, pipeline.name), branch: nil, environment: nil, snapshot)
  }

  private func type(_ text: String, in dialog: inout TriggerDialog) {
    for character in text { _ = dialog.handle(.char(character), nil, context) }
  }

  private func problem(_ dialog: TriggerDialog) -> String? {
    if case .failure(let problem) = dialog.request { problem.message } else { nil }
  }

  @Test func requiredInputsAreAskedFor() throws {
    var dialog = try dialog()
    #expect(problem(dialog) == "table is required")
    for _ in 0..<2 { _ = dialog.handle(.tab, .nextField, context) }
    type("customers", in: &dialog)
    #expect(problem(dialog) == nil)
  }

  @Test func inputsAreSentInTheirTypes() throws {
    var dialog = try dialog()
    for _ in 0..<2 { _ = dialog.handle(.tab, .nextField, context) }
    type("7", in: &dialog)
    for _ in 0..<2 { _ = dialog.handle(.tab, .nextField, context) }
    type("true", in: &dialog)
    let body = try dialog.request.get().preview.body
    #expect(body == #"{"runInputs":{"table":"7","rows":1000,"dry_run":true}}"#)
    type("x", in: &dialog)
    #expect(problem(dialog) == "dry_run must be true or false, not truex")
  }

  @Test func onlyYAtTheEndSends() throws {
    var dialog = try dialog()
    for _ in 0..<2 { _ = dialog.handle(.tab, .nextField, context) }
    type("y", in: &dialog)
    for _ in 0..<3 { #expect(dialog.handle(.enter, .accept, context).isEmpty) }
    let sent = dialog.handle(.char("y"), nil, context).contains {
      if case .perform = $0 { true } else { false }
    }
    #expect(sent)
  }

  @Test func enterAtTheQuestionSaysNo() throws {
    var dialog = try dialog()
    for _ in 0..<5 { _ = dialog.handle(.tab, .nextField, context) }
    let sends = dialog.handle(.enter, .accept, context).contains {
      if case .perform = $0 { true } else { false }
    }
    #expect(!sends)
  }

  @Test(arguments: [
    (InputKind.number, "1.5", "1.5"), (.boolean, "FALSE", "false"), (.list, "[1]", "[1]"),
    (.dictionary, "{\"a\":1}", "{\"a\":1}"), (.text, "007", "\"007\""),
  ]) func textBecomesAValue(_ kind: InputKind, _ text: String, _ json: String) throws {
    var inputs = JSONObject()
    try kind.read(text, name: "x", into: &inputs)
    #expect(inputs["x"]?.text == json)
  }

  @Test(arguments: [
    (InputKind.number, "many"), (.boolean, "yes"), (.list, "{}"), (.dictionary, "[]"),
    (.pairs, "novalue"),
  ]) func whatDoesNotFitIsRefused(_ kind: InputKind, _ text: String) {
    var inputs = JSONObject()
    #expect(throws: OperationProblem.self) { try kind.read(text, name: "x", into: &inputs) }
  }

  @Test func pairsAreForPipelinesThatDeclareNothing() throws {
    var inputs = JSONObject()
    try InputKind.pairs.read("a=1 b=x=y", name: "inputs", into: &inputs)
    #expect(JSONValue.object(inputs).text == #"{"a":"1","b":"x=y"}"#)
  }
}

@Suite struct PaletteTests {
  private let id = "3b80c185-0000-4000-8000-000000000002"

  @Test func linksLeadToTheirRun() {
    let texts = [
      id, "https://app.getorchestra.io/pipeline-runs/\(id)/lineage",
      "https://app.getorchestra.io/x/0b80c185-0000-4000-8000-000000000009/pipeline_runs/\(id)",
      id.uppercased(),
    ]
    for text in texts { #expect(RunLink.runID(in: text)?.text == id, "\(text)") }
    #expect(RunLink.runID(in: "nightly") == nil)
    #expect(RunLink.runID(in: "https://example.org/assets/\(id)") == nil)
  }

  @Test @UIActor func itGoesToPipelinesRunsAndScreens() {
    func place(_ text: String) -> Place {
      let stage = Stage()
      stage.press(":")
      stage.type(text)
      stage.press("enter")
      return stage.app.stack.top.place
    }
    #expect(place("req") == .requests)
    #expect(place("pipelines") == .pipelines)
    #expect(place("nightly") == .run(Fixture.runID(3)))
    #expect(place(id) == .run(Fixture.runID(2)))
  }

  @Test @UIActor func qLeaves() {
    let stage = Stage()
    stage.press(":")
    stage.type("q")
    stage.press("enter")
    #expect(stage.app.isFinished)
  }

  @Test @UIActor func nothingFoundIsSaid() {
    let stage = Stage()
    stage.press(":")
    stage.type("zzz")
    stage.press("enter")
    #expect(stage.lastRow.contains("nothing is called zzz"))
  }
}
