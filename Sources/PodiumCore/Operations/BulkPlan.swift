// Several runs at once: what would be sent for each, and which are left out and why, before anything
// is sent. Frozen when it is made: what runs do afterwards changes no request.
import OrchestraAPI
import Time

/// One action on several runs.
package struct BulkPlan: Sendable {
  /// What is done to each of them.
  package enum Action: Sendable, Equatable {
    case rerunFailed
    case rerunAll
    case cancel

    /// "rerun from failed".
    package var words: String {
      switch self {
      case .rerunFailed: "rerun from failed"
      case .rerunAll: "rerun all tasks"
      case .cancel: "cancel"
      }
    }
  }

  /// A target, with its request or the reason for having none.
  package struct Item: Sendable {
    package let runID: PipelineRun.ID
    /// As it was when the plan was made; nil when it was not loaded.
    package let run: PipelineRun?
    package let request: Result<OperationRequest, OperationProblem>

    /// Whether it has a request.
    package var isSent: Bool {
      if case .success = request { true } else { false }
    }

    /// "Nightly ELT 3b80c185".
    package var name: String { run.map { "\($0.pipelineName) \(runID.short)" } ?? runID.short }
  }

  /// Targets of one plan; more are left out and say so.
  package static let targetsMax = 500
  /// Shortest time between two requests.
  static let pauseMin: Duration = .milliseconds(250)

  package let action: Action
  /// What would be sent, then what is left out.
  package let items: [Item]
  package let source: SourceLabel
  /// Time between two requests, so that a plan alone never uses the budget up.
  package let pause: Duration

  /// - Parameter targets: in the order they are shown in.
  package init(_ action: Action, _ targets: [PipelineRun.ID], _ snapshot: Snapshot) {
    self.action = action
    source = snapshot.source
    let perMinute = snapshot.traffic.budget.perMinute.map { max(1, $0) }
    pause = max(Self.pauseMin, perMinute.map { .milliseconds(90_000 / $0) } ?? .zero)
    var sieve = Sieve(action, targets.prefix(Self.targetsMax).compactMap(snapshot.run), snapshot)
    var seen: Set<PipelineRun.ID> = []
    var items: [Item] = []
    for id in targets where seen.insert(id).inserted {
      let run = snapshot.run(id)
      do throws(OperationProblem) {
        let isOver = items.count >= Self.targetsMax
        if isOver { throw OperationProblem("more than \(Self.targetsMax) at once") }
        items.append(Item(runID: id, run: run, request: .success(try sieve.request(id, run))))
      } catch {
        items.append(Item(runID: id, run: run, request: .failure(error)))
      }
    }
    // What is sent comes first, both parts in their order.
    self.items = items.filter(\.isSent) + items.filter { !$0.isSent }
  }

  /// What would be sent, with the places in `items`.
  package var requests: [(index: Int, request: OperationRequest)] {
    items.enumerated().compactMap { index, item in (try? item.request.get()).map { (index, $0) } }
  }

  /// How many requests would be sent.
  package var count: Int { requests.count }

  /// Whether any of the requests touches production.
  package var isProduction: Bool {
    requests.contains { source.isProduction(environment: $0.request.subject.environment) }
  }

  /// What has to be typed before it is sent: the number of requests, in production after the name
  /// of the profile; nil for a single one elsewhere.
  package var confirmation: String? {
    isProduction ? "\(source.profile) \(count)" : count > 1 ? "\(count)" : nil
  }
}

/// Decides which targets are left out.
private struct Sieve {
  let action: BulkPlan.Action
  let snapshot: Snapshot
  let context: OperationContext
  let successors: Successors
  /// What is in the plan already.
  var taken: Set<RunLine> = []
  var retried: Set<Pipeline.ID> = []

  init(_ action: BulkPlan.Action, _ runs: [PipelineRun], _ snapshot: Snapshot) {
    self.action = action
    successors = Successors(of: runs, in: snapshot.runs)
    self.snapshot = snapshot
    context = OperationContext(snapshot)
  }

  mutating func request(
    _ id: PipelineRun.ID, _ run: PipelineRun?
  ) throws(OperationProblem) -> OperationRequest {
    guard let run else { throw OperationProblem("not loaded any more") }
    if let mark = snapshot.marks[id] {
      throw OperationProblem(
        mark.kind == .rerunning ? "a rerun was requested just now" : "cancel requested already")
    }
    if action == .cancel {
      guard run.status != .cancelling else { throw OperationProblem("is CANCELLING already") }
      return try OperationTable.standard.cancel(id, in: context)
    }
    return try rerun(run)
  }

  private mutating func rerun(_ run: PipelineRun) throws(OperationProblem) -> OperationRequest {
    guard run.status.isTerminal else {
      throw OperationProblem("has not ended (\(run.status.word))")
    }
    if let newer = successors[run] { throw OperationProblem(newer.words) }
    if action == .rerunFailed { try checkRetry(run) }
    guard taken.insert(RunLine(run)).inserted else {
      throw OperationProblem("another marked run of the same pipeline is run again")
    }
    let scope: RerunScope = action == .rerunFailed ? .fromFailed : .all
    return try OperationTable.standard.rerun(run.id, scope, in: context)
  }

  /// "From failed" names a pipeline, not a run: the platform takes its latest one.
  private mutating func checkRetry(_ run: PipelineRun) throws(OperationProblem) {
    guard !run.status.isSuccess, run.status != .skipped else {
      throw OperationProblem("nothing failed in it (\(run.status.word))")
    }
    if let latest = context.pipeline(run.pipelineID.text)?.latestRun, latest.id != run.id {
      throw OperationProblem("from failed would retry the latest run, \(latest.id.short)")
    }
    guard retried.insert(run.pipelineID).inserted else {
      throw OperationProblem("another marked run of the same pipeline is retried")
    }
  }
}
