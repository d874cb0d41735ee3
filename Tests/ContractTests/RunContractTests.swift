// The contract of pipeline runs and task runs, over each carrier.
import HTTP
import JSON
import OrchestraAPI
import TestSupport
import Testing
import Time

private let engine = "/api/engine/public"

/// Pipeline runs and task runs: listed, filtered, cancelled, in the platform's shapes.
struct RunContractTests {
  @Test(arguments: Carrier.allCases)
  func `every endpoint is routed and answers in JSON or bytes`(carrier: Carrier) async throws {
    try await LocalServer.serve(carrier) { caller async throws in
      for example in EndpointExample.all {
        let response = try await caller.send(example.request)
        #expect(response.status != 405, "\(example)")
        #expect(response.status < 500, "\(example)")
        #expect(response.body != Array(#"{"detail":"Not Found"}"#.utf8), "\(example)")
      }
    }
  }

  @Test(arguments: Carrier.allCases)
  func `a started run appears in every listing`(carrier: Carrier) async throws {
    try await LocalServer.serve(carrier) { caller async throws in
      let run = try await caller.finishedRun("nightly")
      #expect(run.status == .succeeded)
      #expect(run.pipelineName == "Nightly")
      #expect(run.triggeredBy.map(\.type) == ["MANUAL"])
      let page = try await caller.call(ListPipelineRuns())
      #expect(page.items.map(\.id) == [run.id])
      #expect(page.total == 1)
      var whole = try await caller.call(GetPipelineRun(runID: run.id))
      #expect(whole.definition?.value["name"] == "Nightly")
      whole.definition = nil
      #expect(whole == run)
      var byID = ListPipelineRuns()
      byID.runIDs = [run.id]
      #expect(try await caller.call(byID).items.count == 1)
      byID.statuses = [.failed]
      #expect(try await caller.call(byID).items.isEmpty)
      let tasks = try await caller.call(ListRunTaskRuns(runID: run.id))
      #expect(tasks.items.map(\.taskID) == ["first", "second", "third"])
      #expect(tasks.items.allSatisfy { $0.status == .succeeded && $0.pipelineRunID == run.id })
      var single = ListTaskRuns()
      single.taskRunIDs = [tasks.items[1].id]
      #expect(try await caller.call(single).items.map(\.taskID) == ["second"])
    }
  }

  @Test(arguments: Carrier.allCases)
  func `envelopes and rows have exactly the platform's keys`(carrier: Carrier) async throws {
    try await LocalServer.serve(carrier) { caller async throws in
      _ = try await caller.finishedRun("nightly")
      let response = try await caller.send(.get, "\(engine)/pipeline_runs")
      let page = try #require(try JSONValue(parsing: response.body).object)
      #expect(page.keys == ["page", "pageSize", "total", "results"])
      let row = try #require(page["results"]?.array?.first?.object)
      let required = [
        "id", "pipelineId", "pipelineName", "accountId", "runStatus", "message", "createdAt",
        "updatedAt",
      ]
      for key in required { #expect(row[key]?.string != nil, "\(key)") }
      #expect(row["createdAt"]?.string?.hasSuffix("+00:00") == true)
      #expect(row["triggeredBy"]?.array != nil)
    }
  }

  @Test(arguments: Carrier.allCases)
  func `pages have limits, which differ for nested task runs`(carrier: Carrier) async throws {
    try await LocalServer.serve(carrier) { caller async throws in
      let run = try await caller.finishedRun("nightly")
      let nested = "\(engine)/pipeline_runs/\(run.id)/task_runs"
      let defaults = try JSONValue(parsing: try await caller.send(.get, nested).body)
      #expect(defaults["pageSize"] == 10)
      #expect(try await caller.send(.get, "\(nested)?page_size=50").status == 200)
      #expect(try await caller.send(.get, "\(nested)?page_size=51").status == 422)
      #expect(try await caller.send(.get, "\(engine)/pipeline_runs?page_size=100").status == 200)
      #expect(try await caller.send(.get, "\(engine)/pipeline_runs?page_size=101").status == 422)
      #expect(try await caller.send(.get, "\(engine)/pipeline_runs?page=0").status == 422)
      let second = try await caller.call(ListPipelineRuns(page: PageRequest(page: 2, size: 1)))
      #expect(second.items.isEmpty)
      #expect(second.total == 1)
    }
  }

  @Test(arguments: Carrier.allCases)
  func `windows follow the seven-day rule`(carrier: Carrier) async throws {
    try await LocalServer.serve(carrier) { caller async throws in
      let run = try await caller.finishedRun("nightly")
      let hour: Duration = .seconds(3600)
      let now = run.createdAt + hour
      let week = ListPipelineRuns(from: now - .seconds(168 * 3600), to: now)
      #expect(try await caller.call(week).total == 1)
      let more = ListPipelineRuns(from: now - .seconds(168 * 3600 + 1), to: now)
      #expect(try await caller.status(more) == 422)
      let before = ListPipelineRuns(from: now - hour - hour - hour, to: now - hour - hour)
      #expect(try await caller.call(before).total == 0)
      #expect(try await caller.call(ListPipelineRuns(from: run.createdAt)).total == 1)
      #expect(try await caller.status(ListTaskRuns(from: more.from, to: now)) == 422)
      #expect(try await caller.status(ListOperations(from: more.from, to: now)) == 422)
      let words = try await caller.send(.get, "\(engine)/pipeline_runs?time_from=yesterday")
      #expect(words.status == 422)
    }
  }

  @Test(arguments: Carrier.allCases)
  func `what does not exist is 404, what is malformed 422`(carrier: Carrier) async throws {
    try await LocalServer.serve(carrier) { caller async throws in
      #expect(try await caller.status(GetPipelineRun(runID: Sample.runID)) == 404)
      #expect(try await caller.status(GetPipelineRunStatus(runID: "x")) == 404)
      #expect(try await caller.status(ListRunTaskRuns(runID: Sample.runID)) == 404)
      #expect(try await caller.status(ListLogFiles(task: Sample.task)) == 404)
      #expect(try await caller.status(GetPipeline(.alias("nowhere"))) == 404)
      #expect(try await caller.status(StartPipeline(pipeline: "nowhere")) == 404)
      #expect(try await caller.status(CancelPipelineRun(runID: Sample.runID)) == 404)
      #expect(try await caller.send(.get, "\(engine)/pipeline").status == 422)
    }
  }

  @Test(arguments: Carrier.allCases)
  func `a cancelled run ends cancelled; forcing too early is 400`(carrier: Carrier) async throws {
    try await LocalServer.serve(carrier) { caller async throws in
      let started = try await caller.call(StartPipeline(pipeline: "slow"))
      _ = try await caller.run(started.runID) { $0.status == .running }
      #expect(try await caller.status(CancelPipelineRun(runID: started.runID, force: true)) == 400)
      let cancel = "\(engine)/pipeline_runs/\(started.runID)/cancel"
      let extra = try await caller.send(.post, cancel, body: #"{"now":true}"#)
      #expect(extra.status == 422)
      let answer = try await caller.send(.post, cancel)
      #expect(answer.status == 204)
      #expect(answer.body.isEmpty)
      let run = try await caller.run(started.runID) { $0.status.isTerminal }
      #expect(run.status == .cancelled)
    }
  }

  @Test(arguments: Carrier.allCases)
  func `the first failed task is the cause, the next is skipped`(carrier: Carrier) async throws {
    try await LocalServer.serve(carrier) { caller async throws in
      let run = try await caller.finishedRun("failing")
      #expect(run.status == .failed)
      #expect(try await caller.task("broken", in: run.id).status == .failed)
      #expect(try await caller.task("after", in: run.id).status == .skipped)
      let again = try await caller.finishedRun("failing") { $0.retryFromFailed = true }
      #expect(again.id != run.id)
      #expect(again.triggeredBy.first?.type.hasPrefix("RESTART") == true)
    }
  }
}
