// The servers of a `.mcp.json`, `.cursor/mcp.json` or `.vscode/mcp.json`: what each would be started or
// reached with, variables filled in. What is wrong with one does not hide the others.

import JSON

/// One server of such a file.
struct AgentServer: Sendable, Equatable {
  /// How a client reaches it.
  enum Way: Sendable, Equatable {
    case program([String], variables: [String: String], folder: String?)
    /// Streamable HTTP.
    case http(String, headers: [String: String])
    /// HTTP+SSE of 2024-11-05.
    case sse(String, headers: [String: String])
    /// The client is told to leave it alone.
    case disabled
    /// What is wrong, and what to do.
    case wrong(String, fix: String)
    /// Only the editor can fill it in.
    case asks(String)
  }

  let name: String
  let way: Way
  /// Texts that must not be shown.
  var secrets: Set<String> = []

  /// Text without what must not be shown.
  func hiding(_ text: String) -> String {
    secrets.sorted { $0.count > $1.count }.reduce(text) { $0.replacing($1, with: "…") }
  }
}

/// Reads the servers of a file.
struct AgentServers {
  private let environment: [String: String]
  private let folder: String

  /// - Parameter folder: of the project; programs start there.
  init(environment: [String: String], folder: String) {
    (self.environment, self.folder) = (environment, folder)
  }

  /// The folder that a file is about: that of the editor's own folder's parent.
  static func project(of file: String) -> String {
    var parts = file.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    if let last = parts.last, last == ".vscode" || last == ".cursor" { parts = parts.dropLast() }
    if parts.isEmpty { return "." }
    let folder = parts.joined(separator: "/")
    return folder.isEmpty ? "/" : folder
  }

  /// nil when the file names no servers.
  func all(_ value: JSONValue) -> [AgentServer]? {
    guard let servers = (value["mcpServers"] ?? value["servers"])?.object else { return nil }
    return servers.members.map { member in
      var reader = EntryReader(environment: environment, folder: folder)
      let way = reader.way(member.value)
      return AgentServer(name: member.key, way: way, secrets: reader.secrets)
    }
  }
}

/// Reads one entry and remembers what of it is secret.
private struct EntryReader {
  let environment: [String: String]
  let folder: String
  var secrets: Set<String> = []

  /// Shorter texts are no secrets, and hiding them would hide too much.
  private static let secretCharactersMin = 6

  private enum Stop: Error {
    case wrong(String, fix: String)
    case asks(String)
  }

  mutating func way(_ entry: JSONValue) -> AgentServer.Way {
    do throws(Stop) { return try understood(entry) } catch {
      switch error {
      case .wrong(let what, let fix): return .wrong(what, fix: fix)
      case .asks(let what): return .asks(what)
      }
    }
  }

  private mutating func understood(_ entry: JSONValue) throws(Stop) -> AgentServer.Way {
    guard entry.object != nil else {
      throw .wrong("its entry is no object", fix: #"write { "command": … } or { "url": … }"#)
    }
    if entry["disabled"]?.bool == true { return .disabled }
    let type = entry["type"]?.string ?? entry["transport"]?.string
    if let url = try text(entry, "url") {
      let headers = try texts(entry, "headers")
      for value in headers.values { hide(value) }
      let isOld = type == "sse" || (type == nil && url.prefix { $0 != "?" }.hasSuffix("/sse"))
      return isOld ? .sse(url, headers: headers) : .http(url, headers: headers)
    }
    if type == "http" || type == "sse" || type == "streamable-http" {
      throw .wrong(#"it has no "url""#, fix: #"add "url": "https://…/mcp""#)
    }
    guard let command = try text(entry, "command"), !command.isEmpty else {
      throw .wrong(
        #"it has neither "command" nor "url""#, fix: #"add "command": "program", "args": […]"#)
    }
    let items = entry["args"]?.array ?? []
    guard entry["args"] == nil || entry["args"]?.array != nil,
      items.allSatisfy({ $0.string != nil })
    else { throw .wrong(#""args" is no list of texts"#, fix: #""args": ["a", "b"]"#) }
    var words = [command]
    for item in items { words.append(try filled(item.string ?? "")) }
    let variables = try texts(entry, "env")
    for value in variables.values { hide(value) }
    return .program(words, variables: variables, folder: try text(entry, "cwd") ?? folder)
  }

  private mutating func hide(_ value: String) {
    for part in [value] + value.split(separator: " ").map(String.init)
    where part.count >= Self.secretCharactersMin {
      secrets.insert(part)
    }
  }

  private mutating func text(_ entry: JSONValue, _ key: String) throws(Stop) -> String? {
    guard let value = entry[key], !value.isNull else { return nil }
    guard let text = value.string else {
      throw .wrong("\"\(key)\" is no text", fix: "put it between quotes")
    }
    return try filled(text)
  }

  private mutating func texts(
    _ entry: JSONValue, _ key: String
  ) throws(Stop) -> [String: String] {
    guard let value = entry[key], !value.isNull else { return [:] }
    guard let members = value.object?.members else {
      throw .wrong("\"\(key)\" is no object", fix: "\"\(key)\": { \"NAME\": \"value\" }")
    }
    var texts: [String: String] = [:]
    for member in members {
      // Numbers and switches are taken as they are written.
      texts[member.key] = try filled(member.value.string ?? member.value.text)
    }
    return texts
  }

  /// `${NAME}` and `${NAME:-default}` (Claude Code); `${env:NAME}`, `${workspaceFolder}`,
  /// `${userHome}` and `${input:…}` (VS Code, Cursor).
  private mutating func filled(_ text: String) throws(Stop) -> String {
    var result = ""
    var rest = text[...]
    while let start = rest.firstRange(of: "${") {
      result += rest[..<start.lowerBound]
      rest = rest[start.upperBound...]
      guard let end = rest.firstIndex(of: "}") else {
        throw .wrong("a ${ without its }", fix: "close it, or write the value itself")
      }
      result += try value(of: String(rest[..<end]))
      rest = rest[rest.index(after: end)...]
    }
    return result + rest
  }

  private mutating func value(of expression: String) throws(Stop) -> String {
    switch expression {
    case "workspaceFolder": return folder
    case "workspaceFolderBasename": return String(folder.split(separator: "/").last ?? "")
    case "userHome": return environment["HOME"] ?? ""
    case "pathSeparator", "/": return "/"
    default: break
    }
    if expression.hasPrefix("input:") { throw .asks(String(expression.dropFirst(6))) }
    let isPrefixed = expression.hasPrefix("env:")
    let inner = isPrefixed ? expression.dropFirst(4) : expression[...]
    let standard = inner.firstRange(of: ":-")
    let name = String(inner[..<(standard?.lowerBound ?? inner.endIndex)])
    if let value = environment[name], !value.isEmpty || standard == nil {
      hide(value)
      return value
    }
    if let standard { return String(inner[standard.upperBound...]) }
    throw .wrong(
      "the variable \(name) is not set",
      fix: "export \(name)=…, or give a default: ${\(name):-…}")
  }
}
