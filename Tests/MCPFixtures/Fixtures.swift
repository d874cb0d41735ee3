// What the official conformance suite of the Model Context Protocol calls: tools, resources and prompts
// with fixed names, on the same module that Podium's own server uses.
import JSON
import MCP

/// The fixtures of the conformance suite.
package enum Fixtures {
  /// A server with all of them.
  /// - Parameter pause: how tools wait.
  package static func offer(
    pause: @escaping @Sendable (Duration) async throws -> Void
  ) -> ServerOffer {
    var offer = ServerOffer(
      card: ServerCard(
        name: "podium-fixtures", title: "Podium's conformance fixtures", version: "1",
        description: "Fixtures of the conformance suite", instructions: "For tests only."))
    let changes = ChangeHub()
    let tools =
      ContentFixtures.tools + TalkFixtures.tools(changes, pause) + InputFixtures.tools
      + ClientFixtures.tools
    offer.tools = { tools }
    offer.prompts = { PromptFixtures.prompts }
    offer.resources = { cursor in
      guard cursor == nil else { throw RPCError.invalidParams("this cursor is not known") }
      return ListPage(ResourceFixtures.resources)
    }
    offer.templates = ResourceFixtures.templates
    offer.read = { uri, _ in ResourceFixtures.read(uri) }
    offer.complete = { _ in (values: [], total: 0) }
    offer.logs = true
    offer.changes = changes
    return offer
  }
}
