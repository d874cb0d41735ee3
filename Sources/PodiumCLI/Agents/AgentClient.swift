// The programs in which agents run: where each looks for its servers, and in which words.
import JSON

/// A program that can use `podium mcp`.
enum AgentClient: String, CaseIterable {
  case claudeCode = "claude-code"
  case cursor
  case vscode

  /// Its file below the project's folder.
  var file: String {
    switch self {
    case .claudeCode: ".mcp.json"
    case .cursor: ".cursor/mcp.json"
    case .vscode: ".vscode/mcp.json"
    }
  }

  /// The member of the file that holds the servers.
  var member: String { self == .vscode ? "servers" : "mcpServers" }

  /// What it puts a variable's value for.
  func reference(_ variable: String) -> String {
    self == .claudeCode ? "${\(variable)}" : "${env:\(variable)}"
  }

  /// An entry that starts a program; variables are named, never their values.
  func entry(_ words: [String], variables: [String]) -> JSONValue {
    var entry: JSONObject = [
      "type": "stdio", "command": .string(words[0]),
      "args": .array(words.dropFirst().map { .string($0) }),
    ]
    if !variables.isEmpty {
      let pairs = variables.map { (key: $0, value: JSONValue.string(reference($0))) }
      entry["env"] = .object(JSONObject(pairs: pairs))
    }
    return .object(entry)
  }
}
