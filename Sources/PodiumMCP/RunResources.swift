// Runs, their tasks and logs as resources. The address of the older text (`pipeline_run://`) is served and
// offered as a template, but it is no legal URI: lists and links use its twin with a hyphen.
import HTTP
import JSON
import MCP
import PodiumCore

/// Lists and reads resources of a workspace.
package struct RunResources: Sendable {
  private let bench: Workbench
  private let budget: ResultBudget

  package init(_ bench: Workbench, budget: ResultBudget = ResultBudget()) {
    self.bench = bench
    self.budget = budget
  }

  static let scheme = "pipeline-run"
  static let listedMax = 50

  package static let templates = [
    ResourceTemplate(
      "pipeline_run://{id}", name: "pipeline_run", title: "Pipeline run",
      description: "A run with its tasks; the older address", mimeType: "application/json"),
    ResourceTemplate(
      "pipeline-run://{id}", name: "pipeline-run", title: "Pipeline run",
      description: "A run with its tasks: id, @latest or PIPELINE@latest",
      mimeType: "application/json"),
    ResourceTemplate(
      "pipeline-run://{id}/tasks/{task}", name: "task-run", title: "Task run",
      description: "A task run: parameters, upstream, log tail", mimeType: "application/json"),
    ResourceTemplate(
      "pipeline-run://{id}/tasks/{task}/logs/{file}", name: "log", title: "Log",
      description: "The end of a log", mimeType: "text/plain"),
  ]

  /// The newest runs, worst first within the page.
  package func list(_ cursor: String?) async throws -> ListPage<Resource> {
    let offset = try cursor.map { text in
      guard let number = Int(text), number > 0 else {
        throw RPCError.invalidParams("this cursor is not known: begin without one")
      }
      return number
    }
    var arguments: JSONObject = ["limit": .int(Int64(Self.listedMax))]
    arguments["offset"] = .int(Int64(offset ?? 0))
    let found = try await run("list_pipeline_runs", arguments)
    let rows = found["results"]?.array ?? []
    let next = found["nextOffset"]?.int.map(String.init)
    return ListPage(rows.compactMap(Self.resource), next: next)
  }

  private static func resource(_ row: JSONValue) -> Resource? {
    guard let id = row["id"]?.string else { return nil }
    let name = row["pipelineName"]?.string ?? "run"
    let status = row["runStatus"]?.string ?? ""
    return Resource(
      uri: "\(scheme)://\(id)", name: "\(name) \(id)",
      title: "\(name): \(status.lowercased())", description: row["createdAt"]?.string,
      mimeType: "application/json")
  }

  /// What a resource holds; nil when there is none of this address.
  package func read(_ uri: String) async throws -> [ResourceContents]? {
    for (index, template) in Self.templates.enumerated() {
      // Names of files hold slashes, those of pipelines blanks: both stand encoded in an address.
      guard let values = template.match(uri)?.mapValues({ PercentEncoding.decode($0) }),
        let id = values["id"]
      else { continue }
      switch index {
      case 0, 1:
        return [try await json(uri, "get_pipeline_run_details", ["pipeline_run_id": .string(id)])]
      case 2:
        return [
          try await json(
            uri, "diagnose",
            ["pipeline_run_id": .string(id), "task_run_id": .string(values["task"] ?? "")])
        ]
      default:
        let arguments: JSONObject = [
          "pipeline_run_id": .string(id), "task_run_id": .string(values["task"] ?? ""),
          "filename": .string(values["file"] ?? ""), "tail": true,
        ]
        let text = try await run("download_task_artifact", arguments)["content"]?.string ?? ""
        return [ResourceContents(uri: uri, mimeType: "text/plain", .text(text))]
      }
    }
    return nil
  }

  private func json(
    _ uri: String, _ operation: String, _ arguments: JSONObject
  ) async throws -> ResourceContents {
    let value = budget.fit(try await run(operation, arguments))
    return ResourceContents(
      uri: uri, mimeType: "application/json", .text(JSONValue.object(value).text))
  }

  private func run(_ name: String, _ arguments: JSONObject) async throws -> JSONObject {
    guard let spec = OperationTable.standard[name] else { return JSONObject() }
    do throws(WorkProblem) {
      return try await spec.perform(arguments, on: bench)
    } catch {
      guard error.kind == .notFound else {
        throw RPCError(code: RPCError.internalCode, error.message)
      }
      throw RPCError.invalidParams(error.message)
    }
  }
}
