// One example of every endpoint with all of its parameters set, and of every output: the contract
// suite walks this list, so an endpoint that is missing here is missing in the tests.
import HTTP
import JSON
import OrchestraAPI
import Time

/// An endpoint value and an output value, with their types forgotten.
package struct EndpointExample: Sendable, CustomStringConvertible {
  package let description: String
  package let request: HTTPRequest
  /// Request → value → request, as the server and the client see it.
  package let requestAgain: @Sendable () throws -> HTTPRequest
  /// Output → answer → output → answer.
  package let answers: @Sendable () throws -> (HTTPResponse, HTTPResponse)

  package init<E: Endpoint>(_ endpoint: E, output: E.Output) {
    description = E.name
    request = endpoint.request
    requestAgain = {
      let request = endpoint.request
      let path = request.path.dropFirst(E.route.surface.rawValue.count)
      let captures = E.route.captures(in: String(path)) ?? []
      let call = Call(
        captures: captures, query: Query(encoded: request.query.encoded),
        headers: request.headers, body: request.body)
      return try E(call).request
    }
    answers = {
      let first = E.encode(output)
      return (first, E.encode(try E.decode(first)))
    }
  }
}

/// Values with every field set, for examples.
package enum Sample {
  package static let time = Timestamp(microseconds: 1_760_573_750_472_460)
  package static let runID: PipelineRun.ID = "9b0e6a2e-5b8e-4a57-9c54-2f3f1a6f0c11"
  package static let taskRunID: TaskRun.ID = "c5b0b3f2-1d7e-4a5f-8f0a-0a1b2c3d4e5f"
  package static let pipelineID: Pipeline.ID = "0d9f1c8e-2f0a-4a3b-8a4e-7c1b9b6d2e10"
  package static let task = TaskRunPath(runID: runID, taskRunID: taskRunID)

  package static var run: PipelineRun {
    var run = PipelineRun(
      id: runID, pipelineID: pipelineID, pipelineName: "JDE Account Balances + Forecast 2.0",
      status: .failed, message: "Pipeline failed - a task is in failed state.", createdAt: time)
    run.accountID = "44444444-4444-4444-8444-444444444444"
    run.environmentName = "Production"
    var cause = TriggeredBy(type: "SCHEDULED")
    cause.scheduleName = "Every 15 mins"
    cause.scheduleCron = "0/15 * ? * * *"
    cause.scheduleTimezone = "Europe/London"
    run.triggeredBy = [cause]
    run.versionNumber = 12
    run.updatedAt = time + .seconds(203)
    run.startedAt = time + .seconds(1)
    run.completedAt = time + .seconds(203)
    run.branch = "master"
    run.commit = "a6dba88"
    return run
  }

  package static var taskRun: TaskRun {
    var task = TaskRun(
      id: taskRunID, pipelineRunID: runID, pipelineID: pipelineID, taskID: "load_gl",
      status: .failed, createdAt: time)
    task.taskName = "Load general ledger"
    task.integration = "SNOWFLAKE"
    task.integrationJob = "SNOWFLAKE_RUN_QUERY"
    task.message = "ORA-01555: snapshot too old"
    task.numberOfAttempts = 2
    task.dependsOn = ["extract_jde"]
    task.taskParameters = ["statement": "select 1", "limit": 10]
    task.startedAt = time + .seconds(2)
    task.completedAt = time + .seconds(74)
    task.updatedAt = time + .seconds(74)
    return task
  }

  package static var pipeline: Pipeline {
    var pipeline = Pipeline(id: pipelineID, name: "Nightly ELT", createdAt: time)
    pipeline.alias = "nightly_elt"
    pipeline.numTasks = 9
    pipeline.yamlPath = "pipelines/nightly.yaml"
    pipeline.storageProvider = "ORCHESTRA"
    pipeline.latestVersionNumber = 3
    pipeline.updatedAt = time
    pipeline.schedule = [["cron": "0 3 ? * * *", "name": "Daily", "timezone": "Europe/Berlin"]]
    pipeline.inputs = ["day": ["type": "string", "default": "today", "optional": true]]
    var latest = Pipeline.LatestRun(id: runID, status: .succeeded)
    latest.message = "All tasks have succeeded."
    latest.createdAt = time
    pipeline.latestRun = latest
    return pipeline
  }

  package static func page<Item>(_ item: Item) -> Page<Item> {
    Page(page: 2, pageSize: 100, total: 2363, items: [item])
  }
}
