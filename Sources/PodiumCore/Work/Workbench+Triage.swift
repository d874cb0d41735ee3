// What is broken, and why: answers to the questions that somebody asks at night, in one call each.
import JSON
import OrchestraAPI
import OrchestraClient
import Time

extension Workbench {
  /// Failing runs of a window with the tasks that failed in them; what a later run fixed is left out.
  func whatsBroken(_ arguments: OperationArguments) async throws(WorkProblem) -> JSONObject {
    let hours = min(168, max(1, arguments.integer("window_hours") ?? 24))
    let filter = try BrokenLine.filter(arguments.text("filter"))
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
    let open = Self.open(wanted)
    let known = open.isEmpty ? [:] : try await failedTasks(in: window)
    let broken = open.filter { filter.matches(BrokenLine($0, known[$0.run.id] ?? []), now: now) }
    var failures: [JSONValue] = []
    let shown = broken.prefix(Self.brokenMax)
    for (done, entry) in shown.enumerated() {
      progress(Double(done), Double(shown.count), "reading \(entry.run.pipelineName)")
      failures.append(try await failure(entry.run, times: entry.times, known[entry.run.id]))
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
    if broken.count < open.count { result["leftOut"] = .int(Int64(open.count - broken.count)) }
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

  /// The failed tasks of a window by their runs, in a few requests for all runs; none where the
  /// platform does not list tasks of all runs, or has more than are worth it.
  private func failedTasks(
    in window: TimeWindow
  ) async throws(WorkProblem) -> [PipelineRun.ID: [TaskRun]] {
    var list = ListTaskRuns(in: window)
    list.statuses = [.failed, .warning]
    var found: [TaskRun] = []
    for number in 1...Self.failedTaskPagesMax {
      list.page = PageRequest(page: number, size: PageRequest.sizeMax)
      guard let page = try await callIfOffered(list, "why runs failed") else { return [:] }
      found += page.items
      if page.items.count < PageRequest.sizeMax {
        return Dictionary(grouping: found, by: \.pipelineRunID)
      }
    }
    return [:]
  }

  static let failedTaskPagesMax = 5

  /// - Parameter known: its failed tasks where they are known.
  private func failure(
    _ run: PipelineRun, times: Int, _ known: [TaskRun]?
  ) async throws(WorkProblem) -> JSONValue {
    var object = Self.row(run).object ?? JSONObject()
    if times > 1 { object["failedTimesInARow"] = .int(Int64(times)) }
    let all: [TaskRun]
    if let known { all = known } else { all = try await tasks(of: run.id) }
    let failed = all.filter { $0.status == .failed || $0.status == .warning }
      .sorted { ($0.completedAt ?? $0.createdAt) < ($1.completedAt ?? $1.createdAt) }
    object["failedTaskCount"] = .int(Int64(failed.count))
    object["failedTasks"] = .array(failed.prefix(Self.failedTasksMax).map { Self.brief($0) })
    if !source.pages.isEmpty {
      object["link"] = .string("\(source.pages)/pipeline-runs/\(run.id.text)/lineage")
    }
    return .object(object)
  }

  /// A task run in a few words.
  /// - Parameter errorLine: a better one than its message says.
  static func brief(_ task: TaskRun, errorLine: String? = nil) -> JSONValue {
    var object: JSONObject = [
      "id": .string(task.id.text), "task": .string(task.taskName),
      "integration": .string(task.integration), "status": .string(task.status.word),
    ]
    if let start = task.startedAt { object["startedAt"] = .string(start.iso8601) }
    let isBad = task.status == .failed || task.status == .warning
    let line = errorLine ?? (isBad ? ErrorLine.extract(from: task) : "")
    if !line.isEmpty { object["errorLine"] = .string(line) }
    if task.numberOfAttempts > 1 { object["attempts"] = .int(Int64(task.numberOfAttempts)) }
    if let link = task.platformLink { object["link"] = .string(link) }
    return .object(object)
  }

  /// One task run: what it was told, what came before it, and the end of its log.
  func diagnose(_ arguments: OperationArguments) async throws(WorkProblem) -> JSONObject {
    let wanted = arguments.text("task_run_id")
    let runID = try await runOfTask(arguments.text("pipeline_run_id"), wanted)
    let tasks = try await tasks(of: runID)
    guard let task = wanted.map({ Self.named($0, tasks) }) ?? Self.firstFailed(tasks) else {
      let names = Self.names(tasks)
      throw WorkProblem(
        .notFound,
        wanted == nil
          ? "no task failed in run \(runID.text): give task_run_id, one of \(names)"
          : "run \(runID.text) has no task \"\(wanted ?? "")\": it has \(names)")
    }
    let path = TaskRunPath(runID: runID, taskRunID: task.id)
    let tail = await logTail(path)
    var row = Self.row(task).object ?? JSONObject()
    if task.status == .failed {
      let line = Self.errorLine(of: task, tail)
      if !line.isEmpty { row["errorLine"] = .string(line) }
    }
    var result: JSONObject = ["taskRun": .object(row)]
    result["parameters"] = Self.bounded(Redaction.parameters(task.taskParameters ?? [:]))
    let upstream = tasks.filter { task.dependsOn.contains($0.taskID) }
    result["upstream"] = .array(upstream.prefix(50).map { Self.brief($0) })
    result["upstreamTruncated"] = .bool(upstream.count > 50)
    result["logTail"] = tail
    let artifacts = try await callIfOffered(ListArtifacts(task: path), "list artifacts")
    let names = artifacts?.names ?? []
    result["artifactCount"] = .int(Int64(names.count))
    result["artifacts"] = .array(names.prefix(50).map { .string($0) })
    return result
  }

  /// The run that is named, or the one that a task run belongs to.
  private func runOfTask(
    _ run: String?, _ task: String?
  ) async throws(WorkProblem) -> PipelineRun.ID {
    if let run { return try await runID(run) }
    guard let task, TaskRun.ID(task).isUUID else {
      throw WorkProblem(
        .usage, "diagnose needs pipeline_run_id, or the id of a task run as task_run_id")
    }
    var list = ListTaskRuns(in: TimeWindow(endingAt: wall() + TimeWindow.lead))
    list.taskRunIDs = [TaskRun.ID(task)]
    let found = try await callIfOffered(list, "find a task run")?.items.first { $0.id.text == task }
    guard let found else {
      throw WorkProblem(
        .notFound, "there is no task run \(task) in the last seven days: give pipeline_run_id, too")
    }
    return found.pipelineRunID
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
