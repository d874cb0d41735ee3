// Completes what people type into prompts and templates: run ids and pipeline names.
import JSON
import MCP
import PodiumCore

/// Completes names of a workspace.
struct NameCompletion: Sendable {
  private let bench: Workbench

  init(_ bench: Workbench) { self.bench = bench }

  /// Values that begin with what was typed, the newest runs first.
  func complete(_ question: CompletionQuestion) async throws -> (values: [String], total: Int) {
    let typed = question.value.lowercased()
    let values: [String]
    switch question.argument {
    case "pipeline_run_id", "id": values = try await runs()
    case "pipeline", "pipeline_id": values = try await pipelines()
    case "hours", "window_hours": values = ["6", "12", "24", "48", "168"]
    default: values = []
    }
    let found = values.filter { $0.lowercased().hasPrefix(typed) }
    return (found, found.count)
  }

  private func runs() async throws -> [String] {
    ["@latest"] + (try await pipelines().map { "\($0)@latest" })
      + (try await rows("list_pipeline_runs").compactMap { $0["id"]?.string })
  }

  private func pipelines() async throws -> [String] {
    try await rows("list_pipelines").compactMap { $0["alias"]?.string ?? $0["name"]?.string }
  }

  private func rows(_ operation: String) async throws -> [JSONValue] {
    let found = try await OperationTable.standard[operation]?.perform(["limit": 100], on: bench)
    return found?["results"]?.array ?? []
  }
}
