// The operation table: what each entry declares, what it sends, what it refuses.
import JSON
import OrchestraAPI
import Testing
import Time

@testable import PodiumCore

@Suite struct OperationTableTests {
  private let table = OperationTable.standard

  private func run(_ status: RunStatus) -> PipelineRun {
    var run = PipelineRun(
      id: "3b80c185-0000-4000-8000-000000000001", pipelineID: "7b3deb5f", pipelineName: "JDE",
      status: status, createdAt: Fixture.epoch)
    run.branch = "main"
    run.commit = "a6dba88"
    run.environmentID = "env-1"
    return run
  }

  private func context(_ status: RunStatus, latest: PipelineRun.ID? = nil) -> OperationContext {
    let run = run(status)
    var pipeline = Pipeline(id: "7b3deb5f", name: "JDE", createdAt: Fixture.epoch)
    pipeline.latestRun = latest.map { Pipeline.LatestRun(id: $0, status: .failed) }
    let known = pipeline
    return OperationContext(
      run: { $0 == run.id ? run : nil }, pipeline: { $0 == known.id.text ? known : nil })
  }

  @Test func everyEntryIsDeclaredWhollyAndOnce() {
    let specs = table.specs
    #expect(Set(specs.map(\.name)).count == specs.count)
    let verbs = specs.compactMap(\.verb)
    #expect(Set(verbs).count == verbs.count)
    let routes = specs.compactMap(\.route)
    #expect(Set(routes).count == routes.count)
    let keys = specs.compactMap(\.key)
    #expect(Set(keys).count == keys.count)
    for spec in specs {
      #expect(spec.summary.hasSuffix("."), "\(spec.name)")
      #expect(spec.schema["additionalProperties"] == false, "\(spec.name)")
      #expect(!spec.result.members.isEmpty, "\(spec.name)")
      let placeholders = (spec.route ?? "").split(separator: "{").dropFirst().map { part in
        String(part.prefix { $0 != "}" })
      }
      for name in placeholders {
        #expect(
          spec.parameters.contains { $0.name == name && $0.isRequired }, "\(spec.name) \(name)")
      }
    }
    #expect(
      specs.filter { $0.effect.isWrite }.map(\.name) == [
        "start_pipeline", "rerun_pipeline_run", "cancel_pipeline_run", "trigger_pipeline",
        "rerun",
      ])
  }

  @Test func aRerunFromFailedShowsTheExactRequest() throws {
    let request = try table.rerun(run(.failed).id, .fromFailed, in: context(.failed))
    #expect(request.preview.method == "POST")
    #expect(request.preview.path == "/api/engine/public/pipelines/7b3deb5f/start")
    #expect(
      request.preview.body
        == #"{"branch":"main","commit":"a6dba88","environment":"env-1","retryFromFailed":true}"#)
    #expect(request.preview.notes.isEmpty)
    #expect(request.target == run(.failed).id)
  }

  @Test func aRerunOfTasksCarriesTheirIdsAndWhetherToContinue() throws {
    let scope = RerunScope.tasks(["load_gl", "publish"], downstream: true)
    let request = try table.rerun(run(.failed).id, scope, in: context(.failed))
    let body = try JSONValue(parsing: request.preview.body ?? "")
    #expect(body["taskIds"] == ["load_gl", "publish"])
    #expect(body["continueDownstreamRun"] == true)
    #expect(body["retryFromFailed"] == nil)
    let alone = try table.rerun(
      run(.failed).id, .tasks(["load_gl"], downstream: false), in: context(.failed))
    #expect(alone.preview.notes == ["tasks after the chosen ones are skipped"])
    #expect(throws: OperationProblem.self) {
      try table.rerun(run(.failed).id, .tasks([], downstream: true), in: context(.failed))
    }
  }

  @Test func aRerunSaysWhenAnotherRunIsTheLatest() throws {
    let request = try table.rerun(
      run(.failed).id, .fromFailed, in: context(.failed, latest: "ffffffff-1"))
    #expect(request.preview.notes.count == 1)
    let running = try table.rerun(run(.running).id, .all, in: context(.running))
    #expect(running.preview.notes == ["the run has not ended: both would run"])
  }

  @Test func cancelIsForRunsThatHaveNotEnded() throws {
    let request = try table.cancel(run(.running).id, in: context(.running))
    #expect(request.preview.path.hasSuffix("/pipeline_runs/\(run(.running).id.text)/cancel"))
    #expect(request.preview.body == nil)
    #expect(request.effect == .destructive && request.mark == .cancelling)
    #expect(throws: OperationProblem.self) {
      try table.cancel(run(.failed).id, in: context(.failed))
    }
    #expect(throws: OperationProblem.self) {
      try table.cancel(run(.running).id, force: true, in: context(.running))
    }
    let forced = try table.cancel(run(.cancelling).id, force: true, in: context(.cancelling))
    #expect(forced.preview.body == #"{"force":true}"#)
  }

  @Test func argumentsAreChecked() {
    let nothing = OperationContext()
    for (name, arguments) in [
      ("start_pipeline", [:]), ("start_pipeline", ["pipeline": 3]),
      ("start_pipeline", ["pipeline": "p", "colour": "red"]), ("start_pipeline", ["pipeline": ""]),
      ("rerun_pipeline_run", ["pipeline_run_id": "x", "scope": "some"]),
      ("rerun_pipeline_run", ["pipeline_run_id": "unknown", "scope": "all"]), ("nothing", [:]),
    ] as [(String, JSONObject)] {
      #expect(throws: OperationProblem.self, "\(name) \(arguments)") {
        try table.prepare(name, arguments, in: nothing)
      }
    }
  }

  @Test func startsCarryTheirOptions() throws {
    let request = try table.start(
      "nightly",
      options: ["run_inputs": ["day": "2026-01-01"], "environment": "prod", "version": 3],
      in: OperationContext())
    #expect(
      request.preview.body
        == #"{"versionNumber":3,"environment":"prod","runInputs":{"day":"2026-01-01"}}"#)
  }

  /// Whatever a script can ask for declares what it answers, with types that exist.
  @Test func everyVerbDeclaresItsResult() {
    for spec in table.specs where spec.verb != nil {
      #expect(ResultShape.results[spec.name] != nil, "\(spec.name)")
    }
    let shapes = [ResultShape](ResultShape.results.values) + ResultShape.types.values
    for member in shapes.flatMap(\.members) {
      switch member.kind {
      case .one(let type), .list(let type): #expect(ResultShape.types[type] != nil, "\(type)")
      default: break
      }
    }
  }

  @Test func aResultThatIsNotAsDeclaredIsNoticed() {
    let shape = ResultShape([
      ResultMember("id", .text, ""), ResultMember("at", .time, "", always: false),
      ResultMember("window", .one("window"), "", always: false),
    ])
    #expect(shape.problems(in: ["id": "x", "at": "2026-11-21T03:00:00Z"]) == [])
    #expect(shape.problems(in: ["id": 1]).count == 1)
    #expect(shape.problems(in: ["at": "yesterday"]).count == 2)
    #expect(shape.problems(in: ["id": "x", "other": 1]) == ["other is not declared"])
    #expect(shape.problems(in: ["id": "x", "window": ["from": 1]]).count == 2)
  }
}
