// Pipelines: their list, one with its graph, and what its runs say.
import JSON
import OrchestraAPI
import OrchestraClient
import Time

extension Workbench {
  func listPipelines(_ arguments: OperationArguments) async throws(WorkProblem) -> JSONObject {
    let wanted = arguments.text("name")?.lowercased()
    let all = try await call(ListPipelines(), "list pipelines").pipelines
    let found = all.filter { pipeline in
      wanted.map {
        pipeline.name.lowercased().contains($0) || pipeline.alias?.lowercased().contains($0) == true
      } ?? true
    }
    let span = try RowSpan(arguments)
    let passing = try await pipelines(found, passing: arguments.text("filter"))
    let rows = passing.dropFirst(span.offset).prefix(span.limit)
    return span.page(rows.map(Self.row), total: passing.count)
  }

  /// Definition and graph of a pipeline.
  func pipelineConfig(_ arguments: OperationArguments) async throws(WorkProblem) -> JSONObject {
    try await config(of: try await pipeline(arguments.required("pipeline")))
  }

  private func config(of pipeline: Pipeline) async throws(WorkProblem) -> JSONObject {
    let definition = try await callIfOffered(
      GetPipelineDefinition(.id(pipeline.id)), "read a definition")
    var result: JSONObject = ["pipeline": Self.row(pipeline)]
    guard let definition else {
      result["definition"] = .null
      result["note"] = "the definition of this pipeline cannot be read here"
      return result
    }
    result["definition"] = Redaction.parameters(definition)
    let shape = PipelineShape(definition: definition)
    result["dag"] = [
      "groups": .array(
        shape.groups.map { group in
          [
            "id": .string(group.id), "name": .string(group.name),
            "dependsOn": .array(group.dependsOn.map { .string($0) }),
            "tasks": .array(
              group.tasks.map { task in
                [
                  "id": .string(task.id),
                  "dependsOn": .array(task.dependsOn.map { .string($0) }),
                ]
              }),
          ]
        })
    ]
    return result
  }

  /// A pipeline with what an agent should know before it touches it.
  func pipelineContext(_ arguments: OperationArguments) async throws(WorkProblem) -> JSONObject {
    let pipeline = try await pipeline(arguments.required("pipeline"))
    var result = try await config(of: pipeline)
    let window = TimeWindow(endingAt: wall() + TimeWindow.lead)
    let (runs, total) = try await runs(of: pipeline.id, window, max: Self.metricRunsMax)
    result["recentRunCount"] = .int(Int64(total))
    result["recentRuns"] = .array(runs.prefix(20).map(Self.short))
    result["duration"] = Self.baseline(runs)
    return result
  }

  /// What the runs of a pipeline in a window say: how many of each status, and how long they take.
  func metrics(_ arguments: OperationArguments) async throws(WorkProblem) -> JSONObject {
    let pipeline = try await pipeline(arguments.required("pipeline"))
    let window = try WorkWindow(arguments, now: wall())
    let (runs, total) = try await runs(of: pipeline.id, window.window, max: Self.metricRunsMax)
    var result: JSONObject = ["pipeline": .string(pipeline.name), "window": window.json]
    result["runs"] = .int(Int64(runs.count))
    result["totalRuns"] = .int(Int64(total))
    let counts = Dictionary(grouping: runs, by: \.status.word).mapValues(\.count)
    result["byStatus"] = .object(
      JSONObject(
        pairs: counts.sorted { $0.key < $1.key }.map {
          (key: $0.key, value: .int(Int64($0.value)))
        }))
    let ended = runs.filter { [.succeeded, .warning, .failed].contains($0.status) }
    if !ended.isEmpty {
      let good = ended.count { $0.status != .failed }
      result["successPercent"] = .double(rounded(Double(good) * 100 / Double(ended.count)))
    }
    result["duration"] = Self.baseline(runs)
    if let last = runs.first(where: { $0.status == .failed }) {
      result["lastFailed"] = ["id": .string(last.id.text), "at": .string(last.endedAt.iso8601)]
    }
    return result
  }

  static let metricRunsMax = 1_000

  /// The newest runs of a pipeline, and how many the window has.
  func runs(
    of pipeline: Pipeline.ID, _ window: TimeWindow, max: Int
  ) async throws(WorkProblem) -> (rows: [PipelineRun], total: Int) {
    var list = ListPipelineRuns(in: window)
    list.pipelineIDs = [pipeline]
    let span = RowSpan(limit: max)
    let found = try await span.rows { (page) async throws(WorkProblem) in
      list.page = page
      return try await call(list, "runs of a pipeline")
    }
    // A server that knows no filter by pipeline answers with all runs.
    return (found.rows.filter { $0.pipelineID == pipeline }, found.total)
  }

  /// Median and p90 of what succeeded, with its n; nothing under five.
  static func baseline(_ runs: [PipelineRun]) -> JSONValue {
    let good = runs.filter { $0.status == .succeeded }.compactMap(\.seconds)
    guard let baseline = Baseline(milliseconds: good.map { Int64($0 * 1000) }) else {
      return [
        "n": .int(Int64(good.count)), "note": "fewer than five succeeded: nothing is claimed",
      ]
    }
    return [
      "medianSeconds": .double(baseline.median.inSeconds),
      "p90Seconds": .double(baseline.p90.inSeconds), "n": .int(Int64(baseline.n)),
    ]
  }

  private func rounded(_ value: Double) -> Double { (value * 10).rounded() / 10 }

  /// The platform's row; what it sends as JSON inside of texts is JSON here.
  static func row(_ pipeline: Pipeline) -> JSONValue {
    var object = compact(pipeline.jsonValue)
    let nested = [
      ("schedule", pipeline.schedule), ("sensors", pipeline.sensors),
      ("triggerEvents", pipeline.triggerEvents), ("webhook", pipeline.webhook),
      ("inputs", pipeline.inputs),
    ]
    for (name, value) in nested {
      let isEmpty = value == nil || value == .array([]) || value == .object([:]) || value == .null
      object[name] = isEmpty ? nil : value
    }
    return .object(object)
  }
}

extension RowSpan {
  init(limit: Int) {
    self.limit = limit
    offset = 0
  }
}
