// `podium mcp install`: writes the workspace into the file in which an agent looks for its servers. Other
// entries and all the rest of the text stay as they are, and no key is written.
import Glibc
import JSON
import PodiumCore

extension Command {
  private static let agent = Option(
    "--client", "NAME", "claude-code, cursor or vscode",
    choices: AgentClient.allCases.map(\.rawValue))
  private static let entryName = Option("--name", "NAME", "what the server is called (podium)")
  private static let printing = Option(
    "--print", nil, "print the file as it would be; write nothing")
  /// Options of `podium mcp` that go into the entry.
  private static let kept = Command.mcp.options.filter { $0.name != "--http" }

  static let mcpInstall = Command(
    "mcp install", "tell an agent's program where the workspace's tools are",
    options: [agent, entryName, printing] + kept,
    details: """
      Writes .mcp.json, .cursor/mcp.json or .vscode/mcp.json below the current folder; what else stands
      there stays. The other options go to podium mcp. The key is not written: it comes from the
      profile, or from the variables that are set now, by their names.
      """
  ) { invocation throws(CommandFailure) in
    _ = try invocation.operands(atMost: 0)
    let arguments = invocation.arguments
    guard let name = arguments.text(agent.name) else {
      throw .usage("--client is missing: claude-code, cursor or vscode")
    }
    guard let client = AgentClient(rawValue: name) else {
      throw .usage("--client \(name): there are claude-code, cursor, vscode")
    }
    var words = [OwnProgram.word(invocation.environment), "mcp"]
    for option in kept where arguments.has(option.name) {
      words += [option.name] + (arguments.text(option.name).map { $0.isEmpty ? [] : [$0] } ?? [])
    }
    let installation = MCPInstallation(
      client: client, name: arguments.text(entryName.name) ?? "podium", words: words,
      variables: arguments.has("--profile") ? [] : MCPInstallation.variables(invocation.environment)
    )
    if arguments.has(printing.name) {
      invocation.output.answer(try installation.text().text)
    } else {
      for line in try installation.write() { invocation.output.answer(line) }
    }
    return .code(.ok)
  }
}

/// One entry on its way into one file.
struct MCPInstallation {
  let client: AgentClient
  let name: String
  let words: [String]
  /// Names of variables that the entry passes on.
  let variables: [String]

  /// Variables that say which workspace is meant, as far as they are set.
  static func variables(_ environment: [String: String]) -> [String] {
    ["ORCHESTRA_API_KEY", "ORCHESTRA_API_BASE_URL", "ORCHESTRA_ENV"].filter {
      environment[$0]?.isEmpty == false
    }
  }

  /// The file as it is to be, and what that changes.
  struct Draft {
    let bytes: [UInt8]
    /// "added to", "replaced in"; nil when it was so already.
    let change: String?
    /// Names of the other servers.
    let others: [String]

    /// Without the last line end.
    var text: String {
      let text = String(decoding: bytes, as: UTF8.self)
      return text.hasSuffix("\n") ? String(text.dropLast()) : text
    }
  }

  func text() throws(CommandFailure) -> Draft {
    let entry = client.entry(words, variables: variables)
    let old = try current()
    let text = JSONText(old)
    do throws(JSONText.Problem) {
      let isBlank = old.allSatisfy { $0 <= 0x20 }
      let value: JSONValue = isBlank ? [:] : try text.value()
      let servers = value[client.member]
      guard value.object != nil, servers == nil || servers?.object != nil else {
        throw JSONText.Problem(line: 1, column: 1, what: "\"\(client.member)\" is no object")
      }
      let others = (servers?.object?.keys ?? []).filter { $0 != name }
      let found = servers?[name]
      guard found != entry else { return Draft(bytes: old, change: nil, others: others) }
      return Draft(
        bytes: try text.setting([client.member, name], to: entry),
        change: found == nil ? "added to" : "replaced in", others: others)
    } catch {
      throw .usage(
        "\(client.file):\(error.line):\(error.column): \(error.what); mend it first, nothing was written"
      )
    }
  }

  /// Writes the file and says what was done.
  func write() throws(CommandFailure) -> [String] {
    let draft = try text()
    let check = "check it: podium doctor --mcp \(client.file)"
    guard let change = draft.change else {
      return ["\(name) is in \(client.file) already, just so; nothing was written", check]
    }
    if let slash = client.file.lastIndex(of: "/") {
      let folder = String(client.file[..<slash])
      if mkdir(folder, 0o755) != 0, errno != EEXIST {
        throw CommandFailure(.failed, "\(folder) cannot be made: \(SmallFile.reason)")
      }
    }
    guard WholeFile.write(draft.bytes, to: client.file) else {
      throw CommandFailure(.failed, "\(client.file) was not written: \(SmallFile.reason)")
    }
    let kept = draft.others.isEmpty ? "" : "; kept: \(draft.others.joined(separator: ", "))"
    return ["\(name) was \(change) \(client.file)\(kept)", check]
  }

  private func current() throws(CommandFailure) -> [UInt8] {
    guard let bytes = SmallFile.bytes(client.file) else {
      guard errno == ENOENT else {
        throw .usage("\(client.file) cannot be read: \(SmallFile.reason)")
      }
      return []
    }
    guard bytes.count < SmallFile.bytesMax else {
      throw .usage("\(client.file) is too large to be an agent's file; nothing was written")
    }
    return bytes
  }
}

/// How this program is started again.
enum OwnProgram {
  /// "podium" where PATH leads here by that name, else the whole path.
  static func word(_ environment: [String: String]) -> String {
    let own = real("/proc/self/exe")
    for folder in (environment["PATH"] ?? "").split(separator: ":") {
      let path = "\(folder)/podium"
      guard access(path, X_OK) == 0 else { continue }
      return real(path) == own ? "podium" : own ?? "podium"
    }
    return own ?? "podium"
  }

  private static func real(_ path: String) -> String? {
    guard let buffer = realpath(path, nil) else { return nil }
    defer { free(buffer) }
    return String(cString: buffer)
  }
}

extension WholeFile {
  /// Follows links and keeps the file's mode; false with `errno` set when it failed.
  fileprivate static func write(_ bytes: [UInt8], to path: String) -> Bool {
    var target = path
    var mode: mode_t = 0o644
    if let buffer = realpath(path, nil) {
      target = String(cString: buffer)
      free(buffer)
      var status = stat()
      if stat(target, &status) == 0 { mode = status.st_mode & 0o777 }
    }
    errno = replace(target, with: bytes, draft: "\(target).\(getpid()).new", O_EXCL, mode: mode)
    return errno == 0
  }
}
