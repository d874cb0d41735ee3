// Entries as Claude Code, Cursor and VS Code write them, with their variables.
import JSON
import Testing

@testable import PodiumCLI

@Suite struct AgentServersTests {
  private func servers(_ text: String) throws -> [AgentServer] {
    let reader = AgentServers(
      environment: ["KEY": "se-cret-key", "HOME": "/me", "EMPTY": ""], folder: "/srv/project")
    return try #require(reader.all(try JSONValue(parsing: text)))
  }

  @Test(arguments: [
    (
      #"{"command":"bash","args":["scripts/launch.sh"],"disabled":false,"_comment":"x"}"#,
      AgentServer.Way.program(
        ["bash", "scripts/launch.sh"], variables: [:], folder: "/srv/project")
    ),
    (
      #"{"command":"${HOME}/x","args":["${A:-b}","${EMPTY:-c}"],"env":{"K":"${KEY}"},"cwd":"/tmp"}"#,
      .program(["/me/x", "b", "c"], variables: ["K": "se-cret-key"], folder: "/tmp")
    ),
    (
      #"{"command":"${userHome}/${env:KEY}","args":["${workspaceFolder}"]}"#,
      .program(["/me/se-cret-key", "/srv/project"], variables: [:], folder: "/srv/project")
    ),
    (
      #"{"type":"http","url":"https://h/mcp","headers":{"Authorization":"Bearer ${KEY}"}}"#,
      .http("https://h/mcp", headers: ["Authorization": "Bearer se-cret-key"])
    ),
    (#"{"type":"sse","url":"https://h/x"}"#, .sse("https://h/x", headers: [:])),
    (#"{"url":"https://h/mcp/sse"}"#, .sse("https://h/mcp/sse", headers: [:])),
    (#"{"type":"http","url":"https://h/sse"}"#, .http("https://h/sse", headers: [:])),
    (#"{"url":"https://${input:host}/"}"#, .asks("host")),
    (#"{"command":"x","disabled":true}"#, .disabled),
  ])
  func entriesAreUnderstood(entry: String, way: AgentServer.Way) throws {
    #expect(try servers(#"{"mcpServers":{"s":\#(entry)}}"#).first?.way == way)
    #expect(try servers(#"{"servers":{"s":\#(entry)}}"#).first?.way == way)
  }

  @Test(arguments: [
    (#"{"command":"${NOPE}"}"#, "the variable NOPE is not set"),
    (#"{"command":"${KEY"}"#, "without its }"), ("{}", "neither"), ("3", "no object"),
    (#"{"command":"x","args":"y"}"#, "no list"), (#"{"type":"http"}"#, #"no "url""#),
    (#"{"command":"x","env":["A=B"]}"#, #""env" is no object"#),
  ])
  func mistakesAreNamed(entry: String, says: String) throws {
    let way = try servers(#"{"mcpServers":{"s":\#(entry)}}"#).first?.way
    guard case .wrong(let what, let fix)? = way else {
      Issue.record("\(entry) was understood")
      return
    }
    #expect(what.contains(says) && !fix.isEmpty, "\(what)")
  }

  @Test func secretsAreKnownToBeHidden() throws {
    let text =
      #"{"s":{"url":"https://h/","headers":{"A":"Bearer abcdefgh"}},"p":{"command":"${KEY}"}}"#
    let all = try servers(#"{"mcpServers":\#(text)}"#)
    #expect(all[0].hiding("no: abcdefgh (Bearer abcdefgh)") == "no: … (…)")
    #expect(all[1].hiding("there is no se-cret-key") == "there is no …")
  }

  @Test(arguments: [
    (".mcp.json", "."), ("a/.mcp.json", "a"), ("/.mcp.json", "/"), ("/p/.vscode/mcp.json", "/p"),
    (".cursor/mcp.json", "."),
  ])
  func theProjectIsWhereTheFileIs(file: String, folder: String) {
    #expect(AgentServers.project(of: file) == folder)
  }
}
