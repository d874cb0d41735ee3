// Over what a contract is tested: everything must hold for each of them.
import HTTP
import OrchestraAPI
import OrchestraClient
import PodiumServer

enum Carrier: String, CaseIterable, CustomStringConvertible {
  case inProcess
  case http

  var description: String { rawValue }
}

/// One server as a client sees it through a carrier.
struct Caller: Sendable {
  let server: LocalServer
  let transport: any Transport

  /// Any request, with the server's key.
  func send(
    _ request: HTTPRequest, limits: TransferLimits = .patient
  ) async throws -> HTTPResponse {
    var authorized = request
    authorized.headers["Authorization"] = "Bearer \(server.key)"
    return try await transport.send(authorized, limits: limits)
  }

  /// A request by method and target: spellings that the endpoint types do not make.
  func send(
    _ method: HTTPMethod, _ target: String, headers: HTTPHeaders = HTTPHeaders(), body: String = ""
  ) async throws -> HTTPResponse {
    let parts = target.split(separator: "?", maxSplits: 1)
    var request = HTTPRequest(method, String(parts[0]), headers: headers, body: Array(body.utf8))
    if parts.count > 1 { request.query = Query(encoded: String(parts[1])) }
    return try await send(request)
  }

  /// The value of an operation; throws `APIProblem` for an error status.
  func call<E: Endpoint>(_ endpoint: E) async throws -> E.Output {
    let response = try await send(endpoint.request)
    guard response.isSuccess || response.status == 416 else { throw APIProblem(reading: response) }
    return try E.decode(response)
  }

  /// The error status of an operation, or its success status.
  func status(_ endpoint: some Endpoint) async throws -> Int {
    try await send(endpoint.request).status
  }

  /// Starts a pipeline and returns its run when it has ended.
  func finishedRun(
    _ pipeline: String, _ adjust: (inout StartPipeline) -> Void = { _ in }
  ) async throws -> PipelineRun {
    var start = StartPipeline(pipeline: pipeline)
    adjust(&start)
    let started = try await call(start)
    return try await run(started.runID) { $0.status.isTerminal }
  }

  /// Asks for a run until it satisfies a condition.
  func run(
    _ id: PipelineRun.ID, until isDone: (PipelineRun) -> Bool
  ) async throws -> PipelineRun {
    for _ in 0..<200_000 {
      let run = try await call(GetPipelineRunStatus(runID: id))
      if isDone(run) { return run }
      await Task.yield()
    }
    throw NeverHappened(what: "run \(id) did not get where it should")
  }

  func task(_ taskID: String, in run: PipelineRun.ID) async throws -> TaskRun {
    let page = try await call(ListRunTaskRuns(runID: run))
    guard let task = page.items.first(where: { $0.taskID == taskID }) else {
      throw NeverHappened(what: "run \(run) has no task \(taskID)")
    }
    return task
  }
}

struct NeverHappened: Error {
  let what: String
}
