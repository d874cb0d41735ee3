// Runs: lists, one run, one run with everything.
import JSON
import OrchestraAPI
import OrchestraClient
import Time

extension Workbench {
  /// Rows of runs, newest first, with the window they are from.
  func listRuns(_ arguments: OperationArguments) async throws(WorkProblem) -> JSONObject {
    let span = try RowSpan(arguments)
    let window = try WorkWindow(arguments, now: wall())
    var list = ListPipelineRuns(in: window.window)
    list.statuses = try Self.statuses(arguments.words("status"), Self.runStatuses)
    list.runIDs = arguments.words("pipeline_run_ids").map { PipelineRun.ID($0) }
    for name in arguments.words("pipelines") {
      list.pipelineIDs.append(try await pipeline(name).id)
    }
    if let filter = try Self.runFilter(arguments.text("filter")) {
      return try await listRuns(list, passing: filter, span, window: window)
    }
    let found = try await span.rows { (page) async throws(WorkProblem) in
      list.page = page
      return try await call(list, "list runs")
    }
    var result = span.page(found.rows.map(Self.row), total: found.total)
    result["window"] = window.json
    return result
  }

  /// How a run stands: its own row.
  func runStatus(_ arguments: OperationArguments) async throws(WorkProblem) -> JSONObject {
    Self.row(try await run(arguments.required("pipeline_run_id"))).object ?? JSONObject()
  }

  /// A run with its tasks and the names of their files.
  func runDetails(_ arguments: OperationArguments) async throws(WorkProblem) -> JSONObject {
    let run = try await run(arguments.required("pipeline_run_id"))
    let tasks = try await tasks(of: run.id)
    var result = Self.row(run).object ?? JSONObject()
    result["taskRunCount"] = .int(Int64(tasks.count))
    result["taskRuns"] = .array(tasks.map(Self.row))
    return result
  }

  /// Task runs of a run: all of them, in the order of their start.
  func tasks(of run: PipelineRun.ID) async throws(WorkProblem) -> [TaskRun] {
    var tasks: [TaskRun] = []
    var page = PageRequest(page: 1, size: PageRequest.nestedSizeMax)
    while tasks.count < Self.tasksMax {
      let answer = try await call(ListRunTaskRuns(runID: run, page: page), "list tasks")
      tasks += answer.items
      if answer.items.isEmpty || tasks.count >= answer.total { break }
      page.page += 1
    }
    return tasks.sorted {
      ($0.startedAt == nil ? 1 : 0, $0.startedAt ?? $0.createdAt) < (
        $1.startedAt == nil ? 1 : 0, $1.startedAt ?? $1.createdAt
      )
    }
  }

  /// Task runs of one run that are looked at.
  static let tasksMax = 5_000

  static let runStatuses: [RunStatus] = [
    .created, .queued, .running, .succeeded, .warning, .failed, .skipped, .cancelling, .cancelled,
  ]

  /// Words as statuses; one that is none is refused with the list.
  static func statuses(
    _ words: [String], _ known: [RunStatus]
  ) throws(WorkProblem) -> [RunStatus] {
    var found: [RunStatus] = []
    for word in words {
      guard let status = known.first(where: { $0.word == word.uppercased() }) else {
        let list = known.map(\.word).joined(separator: ", ")
        throw WorkProblem(.usage, "status \"\(word.prefix(40))\" is none of \(list)")
      }
      found.append(status)
    }
    return found
  }

  /// A run as agents and scripts get it: the platform's row without what is empty, and its duration.
  static func row(_ run: PipelineRun) -> JSONValue {
    var object = compact(run.jsonValue)
    object["pipelineId"] = .string(run.pipelineID.text)
    object["runStatus"] = .string(run.status.word)
    if run.status.isTerminal, let seconds = run.seconds {
      object["durationSeconds"] = .double(seconds)
      if run.startedAt == nil { object["durationIs"] = "queued and run" }
    }
    return .object(object)
  }

  /// A task run in the same way.
  static func row(_ task: TaskRun) -> JSONValue {
    var object = compact(task.jsonValue)
    object["taskParameters"] = nil
    object["runParameters"] = nil
    object["pipelineRunId"] = .string(task.pipelineRunID.text)
    object["status"] = .string(task.status.word)
    if let start = task.startedAt, let end = task.completedAt {
      object["durationSeconds"] = .double((end - start).inSeconds)
    }
    let line = task.status == .failed ? ErrorLine.extract(from: task) : ""
    if !line.isEmpty { object["errorLine"] = .string(line) }
    return .object(object)
  }

  /// Without null, empty texts and empty lists, at any depth, and without what every row repeats.
  static func compact(_ value: JSONValue) -> JSONObject {
    let members = (value.object?.members ?? []).compactMap { member in
      isLeftOut(member.key, member.value)
        ? nil : telling(member.value).map { (key: member.key, value: $0) }
    }
    return JSONObject(pairs: members)
  }

  private static func isLeftOut(_ name: String, _ value: JSONValue) -> Bool {
    switch name {
    case "pipelineDefinition", "accountId": true
    case "hasAnomalies", "matrixParent": value == false
    default: false
    }
  }

  /// nil for what says nothing.
  private static func telling(_ value: JSONValue) -> JSONValue? {
    switch value {
    case .null, .string(""), .array([]): nil
    case .object: .object(compact(value))
    case .array(let items): .array(items.compactMap(telling))
    default: value
    }
  }
}

extension PipelineRun {
  /// From its start, or its creation, to its end.
  var seconds: Double? {
    completedAt.map { ($0 - (startedAt ?? createdAt)).inSeconds }
  }
}

extension OperationArguments {
  /// Texts of a list, or of one text with commas.
  func words(_ name: String) -> [String] {
    let parts = values[name]?.array?.compactMap(\.string) ?? [values[name]?.string ?? ""]
    return parts.flatMap { $0.split(separator: ",") }
      .map { Workbench.trimmed($0) }.filter { !$0.isEmpty }
  }
}
