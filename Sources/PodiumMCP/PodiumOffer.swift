// Everything Podium offers to agents, put together: tools of the operation table, runs as resources,
// prompts, completion of names.
import JSON
import MCP
import OrchestraAPI
import PodiumCore

/// Puts the offer together.
package enum PodiumOffer {
  static let instructions = """
    Orchestra pipelines: start with whats_broken; explain_run says why a run failed; runs are named by \
    id, @latest or PIPELINE@latest, pipelines by name, alias or id. Listings go back seven days. \
    Answers say what was cut.
    """

  /// What a workspace offers.
  package static func make(
    _ bench: Workbench, choice: OperationTools.Choice, version: String
  ) -> ServerOffer {
    var offer = ServerOffer(
      card: ServerCard(
        name: "orchestra-mcp", title: "Podium (\(bench.source.profile))", version: version,
        description: "Pipeline runs of \(bench.source.host)", instructions: instructions))
    let tools = OperationTools(bench).tools(choice)
    let resources = RunResources(bench)
    offer.tools = { tools }
    offer.prompts = { PodiumPrompts.all }
    offer.resources = { try await resources.list($0) }
    offer.templates = RunResources.templates
    offer.read = { uri, _ in try await resources.read(uri) }
    offer.complete = { try await NameCompletion(bench).complete($0) }
    offer.logs = true
    return offer
  }
}
