// What is broken, and why: answers to the questions that somebody asks at night, in one call each.
import JSON
import OrchestraAPI
import OrchestraClient
import Time

extension Workbench {
  /// Failing runs of a window with the tasks that failed in them; what a later run fixed is left out.
  func whatsBroken(_ arguments: OperationArguments) async throws(WorkProblem) -> JSONObject {
    let hours = min(168, max(1, arguments.integer("window_hours") ?? 24))
    let now = wall()
    let window = TimeWindow(from: now - .seconds(hours * 3600), to: now + TimeWindow.lead)
    var list = ListPipelineRuns(in: window)
    let span = RowSpan(limit: Self.triageRunsMax)
    let found = try await span.rows { (page) async throws(WorkProblem) in
      list.page = page
      return try await call(list, "what is broken")
    }
    let environment = try environment(arguments.text("environment"), found.rows)
    let wanted = found.rows.filter { environment == nil || $0.environmentName == environment }
    let broken = Self.open(wanted)
    var failures: [JSONValue] = []
    let shown = broken.prefix(Self.brokenMax)
    for (done, entry) in shown.enumerated() {
      progress(Double(done), Double(shown.count), "reading \(entry.run.pipelineName)")
      failures.append(try await failure(entry.run, times: entry.times))
    }
    var result: JSONObject = [
      "window": [
        "from": .string(window.from.iso8601), "to": .string(window.to.iso8601),
        "hours": .int(Int64(hours)),
      ],
      "runsLookedAt": .int(Int64(found.rows.count)), "runsInWindow": .int(Int64(found.total)),
      "failingCount": .int(Int64(broken.count)), "failures": .array(failures),
      "truncated": .bool(broken.count > shown.count || found.total > found.rows.count),
    ]
    if let environment { result["environment"] = .string(environment) }
    let running = wanted.count { !$0.status.isTerminal }
    if running > 0 { result["runningCount"] = .int(Int64(running)) }
    return result
  }

  static let triageRunsMax = 2_000
  static let brokenMax = 20
  static let failedTasksMax = 10

  private func environment(
    _ name: String?, _ runs: [PipelineRun]
  ) throws(WorkProblem) -> String? {
    guard let name, !name.isEmpty else { return nil }
    let known = Set(runs.compactMap(\.environmentName)).sorted()
    let ids = runs.first { $0.environmentID?.text == name }?.environmentName
    if let found = known.first(where: { $0.lowercased() == name.lowercased() }) ?? ids {
      return found
    }
    throw WorkProblem(
      .usage,
      "no run of the window is in an environment \"\(name.prefix(60))\": there are "
        + known.joined(separator: ", "))
  }

  /// Newest failing run of each pipeline, branch and environment that nothing has fixed since, and how
  /// often it failed; worst first.
  static func open(_ runs: [PipelineRun]) -> [(run: PipelineRun, times: Int)] {
    var fixed: Set<RunLine> = []
    var places: [RunLine: Int] = [:]
    var found: [(run: PipelineRun, times: Int)] = []
    for run in runs.sorted(by: { $0.createdAt > $1.createdAt }) {
      let line = RunLine(run)
      guard !fixed.contains(line) else { continue }
      switch run.status {
      case .succeeded: fixed.insert(line)
      case .failed, .warning:
        if let place = places[line] {
          found[place].times += 1
        } else {
          places[line] = found.count
          found.append((run, 1))
        }
      default: break
      }
    }
    return found.sorted { a, b in
      if a.run.status != b.run.status { return a.run.status == .failed }
      return a.run.createdAt > b.run.createdAt
    }
  }

  private func failure(_ run: PipelineRun, times: Int) async throws(WorkProblem) -> JSONValue {
    var object = Self.row(run).object ?? JSONObject()
    if times > 1 { object["failedTimesInARow"] = .int(Int64(times)) }
    let failed = try await tasks(of: run.id)
      .filter { $0.status == .failed || $0.status == .warning }
    object["failedTaskCount"] = .int(Int64(failed.count))
    object["failedTasks"] = .array(failed.prefix(Self.failedTasksMax).map(Self.brief))
    object["link"] = .string("\(source.pages)/pipeline-runs/\(run.id.text)/lineage")
    return .object(object)
  }

  /// A task run in a few words.
  static func brief(_ task: TaskRun) -> JSONValue {
    var object: JSONObject = [
      "id": .string(task.id.text), "task": .string(task.taskName),
      "integration": .string(task.integration), "status": .string(task.status.word),
    ]
    if let start = task.startedAt { object["startedAt"] = .string(start.iso8601) }
    if let line = task.errorLine { object["errorLine"] = .string(line) }
    if task.numberOfAttempts > 1 { object["attempts"] = .int(Int64(task.numberOfAttempts)) }
    if let link = task.platformLink { object["link"] = .string(link) }
    return .object(object)
  }

  /// One task run: what it was told, what came before it, and the end of its log.
  func diagnose(_ arguments: OperationArguments) async throws(WorkProblem) -> JSONObject {
    let run = try await run(arguments.required("pipeline_run_id"))
    let tasks = try await tasks(of: run.id)
    let wanted = arguments.text("task_run_id")
    let task =
      wanted.map { name in
        tasks.first { $0.id.text == name || $0.taskID == name || $0.taskName == name }
      } ?? Self.firstFailed(tasks)
    guard let task else {
      let names = tasks.prefix(12).map(\.taskName).joined(separator: ", ")
      throw WorkProblem(
        .notFound,
        wanted == nil
          ? "no task failed in run \(run.id.short): give task_run_id, one of \(names)"
          : "run \(run.id.short) has no task \"\(wanted ?? "")\": it has \(names)")
    }
    let path = TaskRunPath(runID: run.id, taskRunID: task.id)
    var result: JSONObject = ["taskRun": Self.row(task)]
    result["parameters"] = Self.bounded(Redaction.parameters(task.taskParameters ?? [:]))
    let upstream = tasks.filter { task.dependsOn.contains($0.taskID) }
    result["upstream"] = .array(upstream.prefix(50).map(Self.brief))
    result["upstreamTruncated"] = .bool(upstream.count > 50)
    result["logTail"] = await logTail(path)
    let artifacts = try await callIfOffered(ListArtifacts(task: path), "list artifacts")
    let names = artifacts?.names ?? []
    result["artifactCount"] = .int(Int64(names.count))
    result["artifacts"] = .array(names.prefix(50).map { .string($0) })
    return result
  }

  /// The task that failed first in time, not those that were skipped after it.
  static func firstFailed(_ tasks: [TaskRun]) -> TaskRun? {
    let failed = tasks.filter { $0.status == .failed }
    return failed.min { ($0.completedAt ?? $0.createdAt) < ($1.completedAt ?? $1.createdAt) }
      ?? tasks.first { $0.status == .warning }
  }

  static let tailBytes = 8 << 10

  /// The end of the newest log; what cannot be read is said, not thrown.
  func logTail(_ path: TaskRunPath) async -> JSONValue {
    do throws(WorkProblem) {
      let files = try await callIfOffered(ListLogFiles(task: path), "list logs")?.files ?? []
      guard let file = files.max(by: { $0.attempt < $1.attempt }) else {
        return ["unavailable": "this task has written no log"]
      }
      let chunk = try await call(
        DownloadLog(task: path, filename: file.name, range: .last(Self.tailBytes)), "read a log")
      let bytes = chunk.bytes.suffix(Self.tailBytes)
      let isCut = chunk.totalBytes.map { $0 > bytes.count } ?? (chunk.offset > 0)
      return [
        "filename": .string(file.name), "tail": .string(String(decoding: bytes, as: UTF8.self)),
        "truncated": .bool(isCut),
      ]
    } catch {
      return ["unavailable": .string(error.message)]
    }
  }

  /// A value whose long texts and lists are cut.
  private static func bounded(_ value: JSONValue, depth: Int = 0) -> JSONValue {
    guard depth < 12 else { return "…" }
    switch value {
    case .string(let text) where text.utf8.count > 2048:
      return .string(String(text.prefix(2000)) + "… (\(text.utf8.count) bytes)")
    case .array(let items):
      return .array(items.prefix(100).map { bounded($0, depth: depth + 1) })
    case .object(let object):
      return .object(
        JSONObject(
          pairs: object.members.map { (key: $0.key, value: bounded($0.value, depth: depth + 1)) }))
    default: return value
    }
  }
}
