// The trigger form: inputs of every type, what is refused and why, what is remembered and copied.
import JSON
import OrchestraAPI
import PodiumCore
import TerminalUI
import Testing

@testable import PodiumTUI

@Suite struct TriggerFormTests {
  private static func context(
    memory: Memory = Memory(), change: (inout Snapshot) -> Void = { _ in }
  ) -> ViewContext {
    var context = ViewContext(
      snapshot: Fixture.snapshot {
        $0.workspace.pipelines.append(Fixture.typed)
        $0.workspace.environments = [
          Environment(id: "env-1", name: "prod", isDefault: true),
          Environment(id: "env-2", name: "staging"),
        ]
        change(&$0)
      }, now: Fixture.now, size: Size(rows: 20, columns: 80), glyphs: .unicode)
    context.memory = memory
    return context
  }

  private let context = Self.context()

  private func form(_ context: ViewContext? = nil) -> TriggerForm {
    TriggerForm((Fixture.typed.id, Fixture.typed.name), context ?? self.context)
  }

  private func go(to name: String, in form: inout TriggerForm) {
    while form.focus > 0 { _ = form.handle(.up, .previousField, context) }
    while form.fields[form.focus].name != name { _ = form.handle(.tab, .nextField, context) }
  }

  private func put(_ text: String, into name: String, of form: inout TriggerForm) {
    go(to: name, in: &form)
    for character in text { _ = form.handle(.char(character), nil, context) }
  }

  private func toQuestion(_ form: inout TriggerForm) {
    while !form.isAsking { _ = form.handle(.tab, .nextField, context) }
  }

  private func problem(_ form: TriggerForm) -> String? {
    if case .failure(let problem) = form.request { problem.message } else { nil }
  }

  private func body(_ form: TriggerForm) throws -> String? {
    try form.request.get().preview.body
  }

  private func sent(_ effects: [PodiumTUI.Effect]) -> [OperationRequest] {
    effects.compactMap { if case .perform(let request) = $0 { request } else { nil } }
  }

  @Test func requiredInputsAreAskedFor() throws {
    var form = form()
    #expect(problem(form) == "table is required")
    put("customers", into: "table", of: &form)
    #expect(problem(form) == nil)
    #expect(try body(form) == #"{"runInputs":{"table":"customers"}}"#)
  }

  @Test func inputsAreSentInTheirTypesAndDefaultsAreLeftToTheServer() throws {
    var form = form()
    put("7", into: "table", of: &form)
    put("12", into: "rows", of: &form)
    put("t", into: "dry_run", of: &form)
    put("emea, amer", into: "regions", of: &form)
    put("a=1, b=x=y", into: "options", of: &form)
    put("f", into: "mode", of: &form)
    #expect(
      try body(form)
        == #"{"runInputs":{"table":"7","rows":12,"dry_run":true,"#
        + #""regions":["emea","amer"],"options":{"a":"1","b":"x=y"},"mode":"full"}}"#)
  }

  @Test func whatDoesNotFitIsSaidBesideTheField() throws {
    var form = form()
    put("many", into: "rows", of: &form)
    let field = try #require(form.fields.first { $0.name == "rows" })
    #expect(field.problem == InputProblem("a number"))
    put("customers", into: "table", of: &form)
    #expect(problem(form) == "rows must be a number")
  }

  @Test func choicesGoRoundAndOptionalOnesAlsoThroughNothing() throws {
    var form = form()
    go(to: "dry_run", in: &form)
    func value() -> String { form.fields[form.focus].text }
    var seen: [String] = []
    for key in [Key.right, .right, .char(" "), .left, .char("f"), .backspace] {
      _ = form.handle(key, nil, context)
      seen.append(value())
    }
    #expect(seen == ["true", "false", "", "false", "false", ""])
    go(to: "environment", in: &form)
    _ = form.handle(.right, nil, context)
    #expect(value() == "prod")
  }

  @Test func onlyYAtTheQuestionSends() throws {
    var form = form()
    put("y", into: "table", of: &form)
    for _ in 0..<20 where !form.isAsking {
      #expect(form.handle(.enter, .accept, context).isEmpty)
    }
    #expect(form.scope == .confirm)
    #expect(sent(form.handle(.char("y"), .yes, context)).count == 1)
  }

  @Test func enterAtTheQuestionSaysNo() throws {
    var form = form()
    put("customers", into: "table", of: &form)
    toQuestion(&form)
    #expect(sent(form.handle(.enter, .no, context)).isEmpty)
  }

  @Test func whatIsIncompleteIsNotSent() {
    var form = form()
    toQuestion(&form)
    let effects = form.handle(.char("y"), .yes, context)
    #expect(sent(effects).isEmpty)
    guard case .say(let message)? = effects.first else {
      Issue.record("no reason")
      return
    }
    #expect(message.text == "table is required")
  }

  @Test func theProductionEnvironmentDecidesWhatHasToBeTyped() {
    let context = Self.context { $0.source.productionEnvironments = ["PROD"] }
    var form = form(context)
    put("customers", into: "table", of: &form)
    toQuestion(&form)
    // Nothing chosen means the usual one, which is prod here.
    #expect(form.question.typed?.text == "load_typed")
    #expect(form.scope == .form)
    go(to: "environment", in: &form)
    _ = form.handle(.char("s"), nil, context)
    toQuestion(&form)
    #expect(form.question.typed == nil)
  }

  @Test func whatWasSentLastIsOfferedAndCanBeTakenBack() throws {
    var memory = Memory()
    memory.apply(
      .trigger(
        pipeline: Fixture.typed.id.text,
        values: ["run_inputs": ["table": "orders", "rows": "no number", "gone": 1]]))
    var form = form(Self.context(memory: memory))
    #expect(form.fields[0].text == "orders" && form.fields[0].isRemembered)
    #expect(form.fields[1].text.isEmpty)
    #expect(form.fields[0].hint == "string, required, last used")
    _ = form.handle(.ctrl("x"), .takeDefaults, context)
    #expect(form.fields[0].text.isEmpty)
  }

  @Test func secretsAreNeitherRememberedNorShownNorCopied() throws {
    var form = form()
    put("orders", into: "table", of: &form)
    put("hunter2", into: "db_password", of: &form)
    #expect(try body(form)?.contains("hunter2") == true)
    var texts: [String] = []
    for _ in 0..<2 {
      for case .copy(let text) in form.handle(.ctrl("y"), .copyRequest, context) {
        texts.append(text)
      }
    }
    #expect(texts.count == 2)
    #expect(
      texts[0]
        == #"podium pipelines start load_typed --input table=orders --input db_password="$DB_PASSWORD""#
    )
    #expect(texts[1].contains(#""db_password":"'"$DB_PASSWORD"'""#))
    toQuestion(&form)
    let effects = form.handle(.char("y"), .yes, context)
    for case .remember(let change) in effects {
      #expect(
        change
          == .trigger(
            pipeline: Fixture.typed.id.text, values: ["run_inputs": ["table": "orders"]]))
    }
    let canvas = Canvas(size: Size(rows: 30, columns: 100))
    form.draw(on: canvas, context)
    let screen = canvas.screen
    let rows = (0..<30).map { screen.text(row: $0) }.joined()
    #expect(!rows.contains("hunter2") && rows.contains("[hidden]"))
  }

  @Test func pipelinesThatDeclareNothingTakePairs() throws {
    var form = TriggerForm(("pipe-dbt finance", "dbt finance"), context)
    put("day=2026-01-01, note=a b", into: "inputs", of: &form)
    #expect(try body(form) == #"{"runInputs":{"day":"2026-01-01","note":"a b"}}"#)
    put(" , x", into: "inputs", of: &form)
    #expect(problem(form) == "inputs must be name=value, name=value")
  }

  @Test func theVersionIsAWholeNumber() throws {
    var form = form()
    put("orders", into: "table", of: &form)
    put("12", into: "version", of: &form)
    #expect(try body(form)?.contains(#""versionNumber":12"#) == true)
    put("x", into: "version", of: &form)
    #expect(problem(form) == "version must be a whole number")
  }
}
