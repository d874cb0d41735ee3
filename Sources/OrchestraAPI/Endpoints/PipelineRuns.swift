// Operations on pipeline runs: list, status, one run, cancel.
import HTTP
import JSON
import Time

/// One page of the pipeline runs of a window, newest first.
package struct ListPipelineRuns: Endpoint {
  package typealias Output = Page<PipelineRun>
  package static let route = Route(.get, "pipeline_runs")
  package static let effect = Effect.read

  package var page = PageRequest()
  /// Both ends or neither (the last 7 days); at most 168 hours apart.
  package var from: Timestamp?
  package var to: Timestamp?
  package var statuses: [RunStatus] = []
  package var pipelineIDs: [Pipeline.ID] = []
  package var runIDs: [PipelineRun.ID] = []
  package var environmentIDs: [Environment.ID] = []

  package init(page: PageRequest = PageRequest(), from: Timestamp? = nil, to: Timestamp? = nil) {
    self.page = page
    self.from = from
    self.to = to
  }

  package init(_ call: Call) throws(APIProblem) {
    page = try call.query.pageRequest()
    from = try call.query.timestamp("time_from")
    to = try call.query.timestamp("time_to")
    statuses = call.query.list("status").map { RunStatus($0) }
    pipelineIDs = call.query.ids("pipeline_ids")
    runIDs = call.query.ids("pipeline_run_ids")
    environmentIDs = call.query.ids("environments")
  }

  package var call: Call {
    var query = Query()
    query.setPage(page)
    query.setWindow(from, to)
    query.setList("status", statuses.map(\.word))
    query.setIDs("pipeline_ids", pipelineIDs)
    query.setIDs("pipeline_run_ids", runIDs)
    query.setIDs("environments", environmentIDs)
    return Call(query: query)
  }
}

/// How a run stands now.
package struct GetPipelineRunStatus: Endpoint {
  package typealias Output = PipelineRun
  package static let route = Route(.get, "pipeline_runs/{}/status")
  package static let effect = Effect.read

  package var runID: PipelineRun.ID

  package init(runID: PipelineRun.ID) { self.runID = runID }
  package init(_ call: Call) throws(APIProblem) { runID = Identifier(call.captures[0]) }
  package var call: Call { Call(captures: [runID.text]) }
}

/// One run of any age; newer servers only (404 elsewhere: fall back to the list by id).
package struct GetPipelineRun: Endpoint {
  package typealias Output = PipelineRun
  package static let route = Route(.get, "pipeline_runs/{}")
  package static let effect = Effect.read

  package var runID: PipelineRun.ID

  package init(runID: PipelineRun.ID) { self.runID = runID }
  package init(_ call: Call) throws(APIProblem) { runID = Identifier(call.captures[0]) }
  package var call: Call { Call(captures: [runID.text]) }
}

/// Asks a run to stop; `force` only for one that is stuck in CANCELLING (else 400).
package struct CancelPipelineRun: Endpoint {
  package typealias Output = Nothing
  package static let route = Route(.post, "pipeline_runs/{}/cancel")
  package static let effect = Effect.idempotentWrite

  package var runID: PipelineRun.ID
  package var force: Bool

  package init(runID: PipelineRun.ID, force: Bool = false) {
    self.runID = runID
    self.force = force
  }

  package init(_ call: Call) throws(APIProblem) {
    runID = Identifier(call.captures[0])
    let body = try BodyFields(call.body)
    force = try body.bool("force") ?? false
    try body.refuseOthers(than: ["force"])
  }

  package var call: Call {
    Call(captures: [runID.text], body: force ? JSONValue.object(["force": true]).serialized() : [])
  }
}
