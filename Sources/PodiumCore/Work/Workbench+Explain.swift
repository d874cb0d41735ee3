// One run against others: why it failed and what it holds up, how two runs differ, what a log says, why
// a pipeline has not run.
import JSON
import OrchestraAPI
import OrchestraClient
import Time

extension Workbench {
  /// Why a run failed, what did not run because of it, and when it was last well.
  func explainRun(_ arguments: OperationArguments) async throws(WorkProblem) -> JSONObject {
    let run = try await run(arguments.required("pipeline_run_id"))
    let tasks = try await tasks(of: run.id)
    var result: JSONObject = ["run": Self.row(run)]
    let (before, _) = try await runs(
      of: run.pipelineID, TimeWindow(endingAt: wall() + TimeWindow.lead), max: Self.explainRunsMax)
    let line = before.filter { RunLine($0) == RunLine(run) && $0.id != run.id }
    if let good = line.first(where: { $0.status == .succeeded && $0.createdAt < run.createdAt }) {
      result["lastGood"] = Self.short(good)
    }
    if let later = line.last(where: { $0.status == .succeeded && $0.createdAt > run.createdAt }) {
      result["fixedBy"] = Self.short(later)
    }
    result["usual"] = Self.baseline(before)
    guard let cause = Self.firstFailed(tasks) else {
      result["summary"] = .string(
        "\(run.pipelineName) \(run.status.word.lowercased()): no task failed. \(run.message)")
      result["taskStatuses"] = Self.statusCounts(tasks)
      return result
    }
    result["cause"] = Self.brief(cause)
    let upstream = tasks.filter { cause.dependsOn.contains($0.taskID) }
    result["upstream"] = .array(upstream.prefix(20).map(Self.brief))
    let graph = TaskGraph(of: tasks)
    let blocked = Self.downstream(of: cause, tasks, graph).filter { $0.status != .succeeded }
    result["blocked"] = .array(
      blocked.prefix(50).map {
        ["task": .string($0.taskName), "status": .string($0.status.word)]
      })
    result["blockedCount"] = .int(Int64(blocked.count))
    result["logTail"] = await logTail(TaskRunPath(runID: run.id, taskRunID: cause.id))
    let line1 = cause.errorLine ?? "no message"
    result["summary"] = .string(
      "\(cause.taskName) failed first: \(line1). \(blocked.count) tasks after it did not succeed.")
    return result
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

  private static func downstream(
    of task: TaskRun, _ tasks: [TaskRun], _ graph: TaskGraph
  ) -> [TaskRun] {
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

  /// How two runs differ: what they ran, how it ended and how long it took.
  func compareRuns(_ arguments: OperationArguments) async throws(WorkProblem) -> JSONObject {
    let run = try await run(arguments.required("pipeline_run_id"))
    let other: PipelineRun
    if let name = arguments.text("other_pipeline_run_id") {
      other = try await self.run(name)
    } else {
      let (before, _) = try await runs(
        of: run.pipelineID, TimeWindow(endingAt: run.createdAt), max: Self.explainRunsMax)
      guard let good = before.first(where: { $0.status == .succeeded && $0.id != run.id }) else {
        throw WorkProblem(
          .notFound,
          "no run of \(run.pipelineName) succeeded in the seven days before: give"
            + " other_pipeline_run_id")
      }
      other = good
    }
    let (mine, theirs) = (try await tasks(of: run.id), try await tasks(of: other.id))
    var result: JSONObject = ["run": Self.short(run), "other": Self.short(other)]
    result["differences"] = .array(Self.differences(run, other))
    result["tasks"] = .array(Self.differences(mine, theirs))
    return result
  }

  private static func differences(_ a: PipelineRun, _ b: PipelineRun) -> [JSONValue] {
    let fields: [(String, String?, String?)] = [
      ("status", a.status.word, b.status.word), ("branch", a.branch, b.branch),
      ("commit", a.commit, b.commit), ("environment", a.environmentName, b.environmentName),
      ("version", a.versionNumber.map(String.init), b.versionNumber.map(String.init)),
      ("trigger", a.triggeredBy.first?.words, b.triggeredBy.first?.words),
    ]
    return fields.filter { $0.1 != $0.2 }.map { name, mine, theirs in
      [
        "field": .string(name), "run": mine.map { .string($0) } ?? .null,
        "other": theirs.map { .string($0) } ?? .null,
      ]
    }
  }

  /// Tasks that are new, gone, ended otherwise or took twice or half as long.
  private static func differences(_ mine: [TaskRun], _ theirs: [TaskRun]) -> [JSONValue] {
    let others = Dictionary(theirs.map { ($0.taskID, $0) }, uniquingKeysWith: { $1 })
    let names = Set(mine.map(\.taskID))
    let changed = mine.compactMap { task -> JSONValue? in
      guard let other = others[task.taskID] else {
        return ["task": .string(task.taskName), "change": "only in the run"]
      }
      let (a, b) = (task.seconds, other.seconds)
      let ratio = a.flatMap { a in b.map { $0 > 0 ? a / $0 : 1 } } ?? 1
      guard task.status != other.status || ratio >= 2 || ratio <= 0.5 else { return nil }
      return [
        "task": .string(task.taskName), "status": .string(task.status.word),
        "otherStatus": .string(other.status.word), "seconds": a.map { .double($0) } ?? .null,
        "otherSeconds": b.map { .double($0) } ?? .null,
      ]
    }
    let gone = theirs.filter { !names.contains($0.taskID) }.map { task -> JSONValue in
      ["task": .string(task.taskName), "change": "only in the other run"]
    }
    return changed + gone
  }

  /// Why a pipeline has not run: paused, no schedule, not due yet, still running, or nobody knows.
  func whyLate(_ arguments: OperationArguments) async throws(WorkProblem) -> JSONObject {
    let pipeline = try await pipeline(arguments.required("pipeline"))
    let window = TimeWindow(endingAt: wall() + TimeWindow.lead)
    let (runs, _) = try await runs(of: pipeline.id, window, max: Self.explainRunsMax)
    var result: JSONObject = ["pipeline": .string(pipeline.name)]
    var reasons: [JSONValue] = []
    if pipeline.paused { reasons.append("it is paused: nothing starts it by schedule") }
    if let active = runs.first(where: { !$0.status.isTerminal }) {
      reasons.append(
        .string(
          "run \(active.id.short) has been \(active.status.word.lowercased()) since"
            + " \((active.startedAt ?? active.createdAt).iso8601)"))
    }
    if (pipeline.schedule?.array ?? []).isEmpty {
      reasons.append("it has no schedule: it starts by hand, by webhook or after another pipeline")
    } else if let schedule = pipeline.schedule {
      result["schedule"] = schedule
    }
    if let last = runs.first { result["latestRun"] = Self.short(last) }
    if let started = runs.first(where: { $0.triggeredBy.contains { $0.type == "SCHEDULED" } }) {
      result["latestScheduledRun"] = Self.short(started)
    }
    if runs.isEmpty { reasons.append("it has not run in the last seven days") }
    if reasons.isEmpty {
      reasons.append(
        "nothing holds it up that can be seen from here: compare its schedule with now")
    }
    result["reasons"] = .array(reasons)
    result["now"] = .string(wall().iso8601)
    return result
  }
}

extension TaskRun {
  var seconds: Double? { startedAt.flatMap { start in completedAt.map { ($0 - start).inSeconds } } }
}
