// Everything that a server has to offer, as values and functions. Lists may depend on the principal (who
// asks), never on the connection.
import JSON

/// A page of a list.
package struct ListPage<Item: Sendable>: Sendable {
  package var items: [Item]
  /// Where the next page begins; nil at the end.
  package var next: String?

  package init(_ items: [Item], next: String? = nil) {
    self.items = items
    self.next = next
  }
}

/// What is asked to be completed.
package struct CompletionQuestion: Sendable, Equatable {
  /// Whose argument it is.
  package enum Reference: Sendable, Equatable {
    case prompt(String)
    case resource(template: String)
  }

  package var reference: Reference
  package var argument: String
  /// What was typed so far.
  package var value: String
}

/// A server's tools, resources, prompts and completions.
package struct ServerOffer: Sendable {
  /// Values of one completion at most (2025-11-25, "Completion").
  package static let completionsMax = 100

  package var card: ServerCard
  /// In a fixed order; nil when there are none at all.
  package var tools: (@Sendable () async -> [Tool])?
  package var prompts: (@Sendable () async -> [Prompt])?
  /// A page of the resources that are worth listing; a cursor that is not known throws.
  package var resources: (@Sendable (_ cursor: String?) async throws -> ListPage<Resource>)?
  package var templates: [ResourceTemplate] = []
  /// Reads a resource; nil when there is none.
  package var read: (@Sendable (_ uri: String, Call) async throws -> [ResourceContents]?)?
  /// Values that fit, the best first, and how many there are in all.
  package var complete:
    (@Sendable (CompletionQuestion) async throws -> (values: [String], total: Int))?
  /// Whether tools send log messages.
  package var logs = false
  /// How long lists may be kept by clients, in milliseconds.
  package var listMilliseconds: Int64 = 60_000
  /// How long what was read may be kept by clients, in milliseconds.
  package var readMilliseconds: Int64 = 0
  package var changes: ChangeHub?

  package init(card: ServerCard) { self.card = card }

  /// What the handshake says can be done: only what is there.
  func capabilities(_ era: Era) -> JSONObject {
    var object = JSONObject()
    let announces = changes != nil
    if tools != nil { object["tools"] = announces ? ["listChanged": true] : [:] }
    if prompts != nil { object["prompts"] = announces ? ["listChanged": true] : [:] }
    if read != nil {
      object["resources"] = announces ? ["subscribe": true, "listChanged": true] : [:]
    }
    if complete != nil { object["completions"] = [:] }
    if logs, !era.isModern { object["logging"] = [:] }
    return object
  }
}
