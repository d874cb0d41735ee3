// Why a run failed and what it holds up: its first failing task with the end of its log, what could not
// run after it, and when it was last well.
import JSON
import OrchestraAPI
import OrchestraClient
import Time

extension Workbench {
  /// Why a run failed, what did not run because of it, and when it was last well.
  func explainRun(_ arguments: OperationArguments) async throws(WorkProblem) -> JSONObject {
    let run = try await run(arguments.required("pipeline_run_id"))
    let tasks = try await tasks(of: run.id)
    var result: JSONObject = ["summary": "", "run": Self.row(run)]
    try await addHistory(of: run, to: &result)
    guard let cause = Self.firstFailed(tasks) else {
      result["summary"] = .string(Self.summary(run, tasks, now: wall()))
      result["taskStatuses"] = Self.statusCounts(tasks)
      return result
    }
    let tail = await logTail(TaskRunPath(runID: run.id, taskRunID: cause.id))
    let why = Self.errorLine(of: cause, tail)
    result["cause"] = Self.brief(cause, errorLine: why)
    let upstream = tasks.filter { cause.dependsOn.contains($0.taskID) }
    result["upstream"] = .array(upstream.prefix(20).map { Self.brief($0) })
    let blocked = Self.downstream(of: cause, tasks).filter { !$0.status.isSuccess }
    result["blocked"] = .array(
      blocked.prefix(50).map {
        ["task": .string($0.taskName), "status": .string($0.status.word)]
      })
    result["blockedCount"] = .int(Int64(blocked.count))
    let waiting = try await blockedPipelines(by: run)
    if !waiting.isEmpty { result["blockedPipelines"] = .array(waiting.map { .string($0) }) }
    result["logTail"] = tail
    result["summary"] = .string(
      Self.summary(cause, why, blocked: blocked.map(\.taskName), pipelines: waiting))
    return result
  }

  /// When runs of the same pipeline, branch and environment were well, and how long they take.
  private func addHistory(
    of run: PipelineRun, to result: inout JSONObject
  ) async throws(WorkProblem) {
    let (runs, _) = try await runs(
      of: run.pipelineID, TimeWindow(endingAt: wall() + TimeWindow.lead), max: Self.explainRunsMax)
    let line = runs.filter { RunLine($0) == RunLine(run) && $0.id != run.id }
    let later = line.filter { $0.createdAt > run.createdAt }
    if let good = line.first(where: { $0.status == .succeeded && $0.createdAt < run.createdAt }) {
      result["lastGood"] = Self.short(good)
    }
    if let fix = later.last(where: { $0.status == .succeeded }) {
      result["fixedBy"] = Self.short(fix)
    }
    if let newest = later.first { result["latest"] = Self.short(newest) }
    result["usual"] = Self.baseline(runs)
  }

  private static func summary(
    _ cause: TaskRun, _ line: String, blocked: [String], pipelines: [String]
  ) -> String {
    let verb = cause.status == .failed ? "failed first" : "ended as \(cause.status.word)"
    var words = "\(cause.taskName) \(verb): \(line.isEmpty ? "no message" : line)."
    if !blocked.isEmpty {
      let names = blocked.prefix(5).joined(separator: ", ")
      words += " Not done after it: \(names)"
      words += blocked.count > 5 ? " and \(blocked.count - 5) more." : "."
    }
    if !pipelines.isEmpty {
      words += " Pipelines that wait for it: \(pipelines.joined(separator: ", "))."
    }
    return words
  }

  /// Of a run in which no task failed.
  private static func summary(
    _ run: PipelineRun, _ tasks: [TaskRun], now: Timestamp
  ) -> String {
    let began = run.startedAt ?? run.createdAt
    guard !run.status.isTerminal else {
      return "\(run.pipelineName) \(run.status.word.lowercased()): no task failed. \(run.message)"
    }
    let progress = TaskProgress(tasks, total: tasks.count)
    let names = progress.running.joined(separator: ", ")
    return "\(run.pipelineName) has been \(run.status.word.lowercased()) for"
      + " \((now - began).words): \(progress.done) of \(progress.total) tasks are done"
      + (names.isEmpty ? "." : ", now in \(names).")
  }

  /// The line that says why a task failed; from its log where its message says nothing.
  static func errorLine(of task: TaskRun, _ tail: JSONValue) -> String {
    let line = ErrorLine.extract(from: task)
    guard line.isEmpty || ErrorLine.isGeneric(line), let text = tail["tail"]?.string else {
      return line
    }
    let found = ErrorLine.extract(
      fromLog: Array(text.utf8), isWhole: tail["truncated"]?.bool == false)
    return found.isEmpty ? line : found
  }

  /// Names of the pipelines that would have started had this run been well.
  private func blockedPipelines(by run: PipelineRun) async throws(WorkProblem) -> [String] {
    guard run.status == .failed || run.status == .cancelled else { return [] }
    return try await callIfOffered(ListPipelines(), "what waits for a run")?.pipelines
      .blocked(by: run) ?? []
  }

  static let explainRunsMax = 300

  static func short(_ run: PipelineRun) -> JSONValue {
    var object: JSONObject = [
      "id": .string(run.id.text), "status": .string(run.status.word),
      "createdAt": .string(run.createdAt.iso8601),
    ]
    if let seconds = run.seconds { object["durationSeconds"] = .double(seconds) }
    return .object(object)
  }

  static func statusCounts(_ tasks: [TaskRun]) -> JSONValue {
    let counts = Dictionary(grouping: tasks, by: \.status.word).mapValues(\.count)
    return .object(
      JSONObject(
        pairs: counts.sorted { $0.key < $1.key }.map {
          (key: $0.key, value: .int(Int64($0.value)))
        }))
  }

  private static func downstream(of task: TaskRun, _ tasks: [TaskRun]) -> [TaskRun] {
    let graph = TaskGraph(of: tasks)
    guard let start = graph.nodes.firstIndex(where: { tasks[$0.item].id == task.id }) else {
      return []
    }
    var seen: Set<Int> = [start]
    var front = [start]
    while let place = front.popLast() {
      for next in graph.nodes[place].downstreams where seen.insert(next).inserted {
        front.append(next)
      }
    }
    return seen.subtracting([start]).sorted().map { tasks[graph.nodes[$0].item] }
  }
}
