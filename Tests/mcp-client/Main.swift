// The client of the official conformance suite: `mcp-client URL`, the scenario by name in
// MCP_CONFORMANCE_SCENARIO. Ends with 0 when all went as the scenario wants it.
import Glibc
import JSON
import MCP
import PodiumCLI

@main
enum Main {
  static func main() async {
    // A server that is gone is an error of the write.
    signal(SIGPIPE, SIG_IGN)
    let name = variable("MCP_CONFORMANCE_SCENARIO") ?? ""
    guard let url = CommandLine.arguments.dropFirst().last else { return end("no URL", 2) }
    guard let scenario = Scenario.all[name] else {
      return end("no scenario '\(name)': \(Scenario.all.keys.sorted().joined(separator: ", "))", 2)
    }
    guard let carrier = try? CurlCarrier(url, environment: [:]) else {
      return end("\(url) is no address", 2)
    }
    let client = ProtocolClient(StreamableLink(carrier, target: carrier.target), options())
    do {
      try await client.connect()
      try await scenario(client, context())
    } catch let failure as ClientFailure {
      return end("\(name): \(failure.message)", 1)
    } catch {
      return end("\(name): \(error)", 1)
    }
    await client.close()
  }

  private static func options() -> ClientOptions {
    var options = ClientOptions(name: "podium-conformance", version: "1")
    switch variable("MCP_CONFORMANCE_PROTOCOL_VERSION") {
    case ProtocolVersion.modern?: options.eras = .modern
    case let version? where ProtocolVersion.legacy.contains(version): options.eras = .legacy
    default: break
    }
    options.answers.elicitation = { _ in ["action": "accept", "content": [:]] }
    options.answers.roots = { _ in ["roots": []] }
    options.answers.sampling = { _ in
      ["role": "assistant", "model": "none", "content": ["type": "text", "text": "ok"]]
    }
    return options
  }

  private static func context() -> JSONValue {
    variable("MCP_CONFORMANCE_CONTEXT").flatMap { try? JSONValue(parsing: $0) } ?? .null
  }

  private static func variable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }

  private static func end(_ words: String, _ code: Int32) {
    let line = Array("\(words)\n".utf8)
    _ = write(2, line, line.count)
    exit(code)
  }
}
