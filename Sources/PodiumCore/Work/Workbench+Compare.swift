// How two runs differ: what they ran, how they ended, which of their tasks changed.
import JSON
import OrchestraAPI
import OrchestraClient
import Time

extension Workbench {
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
      ("trigger", a.triggeredBy.first?.brief, b.triggeredBy.first?.brief),
    ]
    return fields.filter { $0.1 != $0.2 }.map { name, mine, theirs in
      var row: JSONObject = ["field": .string(name)]
      row["run"] = mine.map { .string($0) }
      row["other"] = theirs.map { .string($0) }
      return .object(row)
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
      var row: JSONObject = [
        "task": .string(task.taskName), "status": .string(task.status.word),
        "otherStatus": .string(other.status.word),
      ]
      row["seconds"] = a.map { .double($0) }
      row["otherSeconds"] = b.map { .double($0) }
      return .object(row)
    }
    let gone = theirs.filter { !names.contains($0.taskID) }.map { task -> JSONValue in
      ["task": .string(task.taskName), "change": "only in the other run"]
    }
    return changed + gone
  }
}

extension TriggeredBy {
  /// What started a run by its name: "Nightly", "manual".
  fileprivate var brief: String { type == "SCHEDULED" ? scheduleName ?? words : words }
}

extension TaskRun {
  var seconds: Double? { startedAt.flatMap { start in completedAt.map { ($0 - start).inSeconds } } }
}
