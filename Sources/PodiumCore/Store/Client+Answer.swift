// A ticket becomes calls of the client, and the client's errors become failures in words.
import OrchestraAPI
import OrchestraClient
import Resilience

extension Client {
  /// A read that takes longer has failed: the store shows it and plans the next attempt.
  private static let deadline: Duration = .seconds(20)

  /// Performs one fetch.
  func answer(_ ticket: Ticket) async -> Result<FetchAnswer, FetchFailure> {
    do throws(ClientError) {
      return .success(try await fetch(ticket))
    } catch {
      var failure = FetchFailure(error)
      if case .rateLimited = error.kind { failure.notBefore = budgetUsage.blockedUntil }
      return .failure(failure)
    }
  }

  private func read<E: Endpoint>(
    _ endpoint: E, _ priority: RateLimiter.Priority, _ purpose: String
  ) async throws(ClientError) -> E.Output {
    try await call(
      endpoint, priority: priority, purpose: purpose, deadline: Self.deadline)
  }

  private func fetch(_ ticket: Ticket) async throws(ClientError) -> FetchAnswer {
    let priority = ticket.priority
    switch ticket.fetch {
    case .newest(let page, let window):
      let listing = ListPipelineRuns(in: window, page: page)
      return .runs(try await read(listing, priority, "newest runs"))
    case .backfill(let page, let window):
      let listing = ListPipelineRuns(in: window, page: PageRequest(page: page))
      return .runs(try await read(listing, priority, "past runs"))
    case .runs(let ids):
      var listing = ListPipelineRuns(in: .week(at: serverNow))
      listing.runIDs = ids
      return .runs(try await read(listing, priority, "running runs"))
    case .status(let id):
      return .run(try await pipelineRun(id, priority: priority, purpose: "one run"))
    case .tasks(let id, let page):
      let request = PageRequest(page: page, size: PageRequest.nestedSizeMax)
      let listing = ListRunTaskRuns(runID: id, page: request)
      return .tasks(try await read(listing, priority, "tasks of a run"))
    case .failedTasks(let page, let window):
      var listing = ListTaskRuns(in: window, page: PageRequest(page: page))
      listing.statuses = [.failed, .warning]
      return .tasks(try await read(listing, priority, "why runs failed"))
    case .causeFiles(let path):
      let list = ListLogFiles(task: path)
      return .logs(try await read(list, priority, "log of a failure"))
    case .causeTail(let path, let name):
      let tail = DownloadLog(task: path, filename: name, range: .last(CauseLogs.tailBytes))
      return .text(try await read(tail, priority, "log of a failure"))
    case .logs(let path):
      let list = ListLogFiles(task: path)
      return .logs(try await read(list, priority, "log files"))
    case .artifacts(let path):
      let list = ListArtifacts(task: path)
      return .artifacts(try await read(list, priority, "artifacts"))
    case .pipelines:
      return .pipelines(try await allPipelines(priority: priority, purpose: "pipelines"))
    case .environments:
      let list = ListEnvironments()
      return .environments(try await read(list, priority, "environments"))
    case .definition(let key):
      var definition = GetPipelineDefinition(.id(key.pipelineID))
      definition.pipeline.version = key.version
      return .definition(
        PipelineShape(definition: try await read(definition, priority, "groups of a pipeline")))
    case .operations(let path, let page):
      var list = ListOperations(page: PageRequest(page: page))
      list.taskRunID = path.taskRunID
      return .operations(try await read(list, priority, "operations of a task"))
    case .history(let id, let page, let window):
      var listing = ListTaskRuns(in: window, page: PageRequest(page: page))
      listing.pipelineIDs = [id]
      return .tasks(try await read(listing, priority, "history of a pipeline"))
    }
  }
}

extension FetchFailure {
  /// What a client's error means for freshness.
  package init(_ error: ClientError) {
    self.init(Self.kind(of: error), cause: error.summary, advice: error.message)
    switch error.kind {
    case .keyWithheld: isKeyRefused = true
    case .http(let problem, _): isKeyRefused = problem.status == 401 || problem.status == 403
    case .circuitOpen(let until): notBefore = until
    case .overBudget(let until): notBefore = until
    default: break
    }
  }

  private static func kind(of error: ClientError) -> Kind {
    switch error.kind {
    case .cancelled: return .cancelled
    case .offline, .tls, .keyWithheld, .rateLimited, .circuitOpen: return .service
    case .timedOut, .interrupted, .tooLarge, .undecodable, .overBudget: return .request
    case .http(let problem, _):
      if problem.status == 401 { return .service }
      return (300..<500).contains(problem.status) && problem.status != 408 ? .permanent : .request
    }
  }
}

extension RequestRecord {
  init(_ call: CallRecord) {
    let method = String(call.endpoint.prefix { $0 != " " })
    self.init(
      at: call.began, method: method, target: call.target, priority: "\(call.priority)")
    purpose = call.purpose
    attempts = call.attempt
    status = call.ended?.status
    took = call.ended?.duration
    receivedBytes = call.ended?.bodyBytes
    problem = call.ended?.problem
  }
}
