// The tools that agents are offered: names of the seed, what they cost, what they may change.

import JSON
import MCP
import OrchestraAPI
import OrchestraClient
import PodiumCore
import PodiumMCP
import TestSupport
import Testing

struct ToolTests {
  private static var bench: Workbench {
    get throws {
      let access = WorkspaceAccess(address: try ServerAddress("http://127.0.0.1:9"))
      return Workbench(
        client: Client(transport: FakeTransport(), access: access),
        source: SourceLabel(profile: "test", host: "127.0.0.1"))
    }
  }

  private func tools(_ change: (inout OperationTools.Choice) -> Void = { _ in }) throws -> [Tool] {
    var choice = OperationTools.Choice()
    change(&choice)
    return OperationTools(try Self.bench).tools(choice)
  }

  @Test func theToolsetCostsAtMostFourThousandTokens() throws {
    let bytes = JSONValue.array(try tools().map(\.json)).serialized().count
    #expect(bytes / 4 <= 4_000, "\(bytes / 4) tokens")
  }

  @Test(arguments: [
    "list_pipeline_runs", "get_pipeline_run_status", "get_pipeline_run_details", "list_task_runs",
    "get_task_run_artifacts", "download_task_artifact", "list_pipelines", "get_pipeline_config",
    "get_pipeline_metrics", "whats_broken", "diagnose", "pipeline_context", "explain_run",
    "compare_runs", "search_logs", "why_late", "wait_for_run",
  ])
  func isOffered(_ name: String) throws {
    #expect(try tools().contains { $0.name == name })
  }

  @Test func everyToolSaysWhatItTakesAndGives() throws {
    for tool in try tools() {
      #expect(!tool.title.isEmpty && !tool.description.isEmpty, "\(tool.name)")
      #expect(tool.inputSchema["type"] == "object")
      #expect(tool.outputSchema?["type"] == "object")
      #expect(tool.json["annotations"]?.object?.keys.count == 4)
      #expect(tool.name.count <= 64 && tool.name.allSatisfy { $0.isLetter || $0 == "_" })
    }
  }

  @Test func readOnlyOffersNothingThatWrites() throws {
    let names = Set(OperationTable.standard.specs.filter(\.effect.isWrite).map(\.name))
    #expect(try tools { $0.isReadOnly = true }.allSatisfy { !names.contains($0.name) })
  }
}
