// Operations on task runs and what happened inside them.
import HTTP
import Time

/// The task runs of one pipeline run; pages of at most 50.
package struct ListRunTaskRuns: Endpoint {
  package typealias Output = Page<TaskRun>
  package static let route = Route(.get, "pipeline_runs/{}/task_runs")
  package static let effect = Effect.read

  package var runID: PipelineRun.ID
  package var page: PageRequest

  package init(
    runID: PipelineRun.ID, page: PageRequest = PageRequest(size: PageRequest.nestedSizeMax)
  ) {
    self.runID = runID
    self.page = page
  }

  package init(_ call: Call) throws(APIProblem) {
    runID = Identifier(call.captures[0])
    page = try call.query.pageRequest(sizeDefault: 10, sizeMax: PageRequest.nestedSizeMax)
  }

  package var call: Call {
    var query = Query()
    query.setPage(page)
    return Call(captures: [runID.text], query: query)
  }
}

/// Task runs of all pipelines in a window. There is no filter by pipeline run.
package struct ListTaskRuns: Endpoint {
  package typealias Output = Page<TaskRun>
  package static let route = Route(.get, "task_runs")
  package static let effect = Effect.read

  package var page = PageRequest()
  package var from: Timestamp?
  package var to: Timestamp?
  package var statuses: [TaskStatus] = []
  package var pipelineIDs: [Pipeline.ID] = []
  package var integrations: [String] = []
  package var taskRunIDs: [TaskRun.ID] = []

  package init(page: PageRequest = PageRequest(), from: Timestamp? = nil, to: Timestamp? = nil) {
    self.page = page
    self.from = from
    self.to = to
  }

  package init(_ call: Call) throws(APIProblem) {
    page = try call.query.pageRequest()
    from = try call.query.timestamp("time_from")
    to = try call.query.timestamp("time_to")
    statuses = call.query.list("status").map { TaskStatus($0) }
    pipelineIDs = call.query.ids("pipeline_ids")
    integrations = call.query.list("integration")
    taskRunIDs = call.query.ids("task_run_ids")
  }

  package var call: Call {
    var query = Query()
    query.setPage(page)
    query.setWindow(from, to)
    query.setList("status", statuses.map(\.word))
    query.setIDs("pipeline_ids", pipelineIDs)
    query.setList("integration", integrations)
    query.setIDs("task_run_ids", taskRunIDs)
    return Call(query: query)
  }
}

/// Operations (dbt models, queries, syncs) in a window or of one task run.
package struct ListOperations: Endpoint {
  package typealias Output = Page<Operation>
  package static let route = Route(.get, "operations")
  package static let effect = Effect.read

  package var page = PageRequest()
  package var from: Timestamp?
  package var to: Timestamp?
  package var types: [String] = []
  package var integration: String?
  package var status: String?
  package var externalID: String?
  package var taskRunID: TaskRun.ID?

  package init(page: PageRequest = PageRequest(), from: Timestamp? = nil, to: Timestamp? = nil) {
    self.page = page
    self.from = from
    self.to = to
  }

  package init(_ call: Call) throws(APIProblem) {
    page = try call.query.pageRequest()
    from = try call.query.timestamp("time_from")
    to = try call.query.timestamp("time_to")
    types = call.query.list("operation_type")
    integration = call.query["integration"]
    status = call.query["status"]
    externalID = call.query["external_id"]
    taskRunID = call.query["task_run_id"].map { Identifier($0) }
  }

  package var call: Call {
    var query = Query()
    query.setPage(page)
    query.setWindow(from, to)
    query.setList("operation_type", types)
    query["integration"] = integration
    query["status"] = status
    query["external_id"] = externalID
    query["task_run_id"] = taskRunID?.text
    return Call(query: query)
  }
}
