// Prompts: texts with holes that people choose from a menu of their client.
import JSON

/// A prompt of a server.
package struct Prompt: Sendable {
  /// A hole in a prompt.
  package struct Argument: Sendable, Equatable {
    package var name: String
    package var description: String
    package var isRequired: Bool

    package init(_ name: String, _ description: String, isRequired: Bool = false) {
      self.name = name
      self.description = description
      self.isRequired = isRequired
    }
  }

  /// One message of a filled prompt.
  package struct Message: Sendable, Equatable {
    /// Whose words they are.
    package enum Role: String, Sendable { case user, assistant }

    package var role: Role
    package var content: Content

    package init(_ role: Role, _ content: Content) {
      self.role = role
      self.content = content
    }
  }

  /// A filled prompt, or a question first.
  package enum Answer: Sendable {
    case messages([Message])
    case needsInput(InputNeeded)
  }

  package var name: String
  package var title: String
  package var description: String
  package var arguments: [Argument]
  package let fill: @Sendable (Call) async throws -> Answer

  package init(
    name: String, title: String, description: String, arguments: [Argument] = [],
    fill: @escaping @Sendable (Call) async throws -> Answer
  ) {
    self.name = name
    self.title = title
    self.description = description
    self.arguments = arguments
    self.fill = fill
  }

  var json: JSONValue {
    [
      "name": .string(name), "title": .string(title), "description": .string(description),
      "arguments": .array(
        arguments.map {
          [
            "name": .string($0.name), "description": .string($0.description),
            "required": .bool($0.isRequired),
          ]
        }),
    ]
  }
}

extension Prompt.Message {
  var json: JSONValue { ["role": .string(role.rawValue), "content": content.json] }
}
