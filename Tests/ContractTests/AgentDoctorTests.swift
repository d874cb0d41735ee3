// `podium doctor --mcp` with servers of every kind, good and seeded with mistakes; `podium mcp install`.
import Glibc
import HTTPServer
import JSON
import MCP
import MCPFixtures
import TestSupport
import Testing

@testable import PodiumCLI

@Suite(.patient) struct AgentDoctorTests {
  /// The findings about a file with these servers, by their names.
  private func findings(
    _ podium: Podium, _ servers: JSONObject, timeout: String = "5m"
  ) async throws -> (rows: [String: JSONValue], code: Int32, text: String) {
    let text = JSONValue.object(["mcpServers": .object(servers)]).text
    let file = try podium.home.write(text, to: ".mcp.json")
    let program = try await podium.run(
      "doctor", "--json", "--mcp", file, "--timeout", timeout)
    let rows = try #require(try JSONValue(parsing: program.output)["findings"]?.array)
    let pairs = rows.map { ($0["check"]?.string ?? "", $0) }
    #expect(rows.count == servers.members.count)
    return (Dictionary(pairs) { first, _ in first }, program.exitCode, program.output)
  }

  private func shell(_ script: String) -> JSONValue {
    ["command": "sh", "args": ["-c", .string(script)]]
  }

  /// The fixtures over HTTP; with a token they want it.
  private func withFixtures(
    token: String? = nil, _ body: (String) async throws -> Void
  ) async throws {
    var options = HTTPFrontOptions()
    if let token {
      options.principal = { $0.headers["Authorization"] == "Bearer \(token)" ? "" : nil }
    }
    let server = ProtocolServer(
      Fixtures.offer(pause: options.pause), now: { .zero }, random: RandomHandle.make)
    let front = HTTPFront(server, options, random: RandomHandle.make)
    let listener = try Listener.start(streaming: { request, _ in await front.reply(to: request) })
    do {
      try await body("\(listener.url)/mcp")
    } catch {
      await listener.stop()
      throw error
    }
    front.close()
    await listener.stop()
  }

  @Test func goodServersAreCalledForReal() async throws {
    try await Podium.withServer { podium, _ in
      try await withFixtures(token: "se-cret-token") { url in
        let (rows, code, text) = try await findings(
          podium,
          [
            "own": ["command": .string(try BuiltProgram.path("podium")), "args": ["mcp"]],
            "stdio": ["command": .string(try BuiltProgram.path("mcp-fixtures"))],
            "http": [
              "type": "http", "url": .string(url),
              "headers": ["Authorization": "Bearer se-cret-token"],
            ],
            "sse": [
              "type": "sse", "url": .string("\(url)/sse"),
              "headers": ["Authorization": "Bearer se-cret-token"],
            ],
          ])
        #expect(code == 0, "\(text)")
        for (name, row) in rows {
          #expect(row["state"] == "ok", "\(name): \(text)")
          #expect(row["says"]?.string?.contains("answers in") == true, "\(text)")
          #expect(row["says"]?.string?.contains("speaks 2026-07-28") == true, "\(text)")
        }
      }
    }
  }

  @Test func eachSeededMistakeIsNamedWithWhatToDo() async throws {
    try await Podium.withServer { podium, _ in
      try await withFixtures(token: "other") { url in
        let seeds: [(name: String, entry: JSONValue, says: String)] = [
          ("missing", ["command": "no-such-program"], "there is no program no-such-program"),
          ("exits", shell("echo 'no config' >&2; exit 3"), "ended with status 3: no config"),
          ("junk", shell("echo hello"), "speaks no MCP: it printed hello"),
          (
            "leaks",
            [
              "command": "sh", "args": ["-c", "echo \"bad key $K\" >&2; exit 1"],
              "env": ["K": "se-cret-value"],
            ], "bad key …"
          ),
          ("variable", ["command": "${NO_SUCH_VAR}"], "the variable NO_SUCH_VAR is not set"),
          ("refused", ["type": "http", "url": "http://127.0.0.1:1/mcp"], "nothing accepts"),
          (
            "tls",
            ["type": "http", "url": .string(url.replacing("http:", with: "https:"))],
            "no trusted TLS connection"
          ),
          ("token", ["type": "http", "url": .string(url)], "wants another token (401)"),
          (
            "path",
            [
              "type": "http", "url": .string("\(podium.server.origin)/nowhere"),
              "headers": ["Authorization": .string("Bearer \(podium.server.key)")],
            ], "404"
          ),
          ("folder", ["command": "sh", "cwd": "/no/such"], "/no/such is not there"),
          ("url", ["type": "http", "url": "h/mcp"], "does not begin with https://"),
          (
            "own",
            [
              "command": .string(try BuiltProgram.path("podium")), "args": ["mcp"],
              "env": ["ORCHESTRA_API_BASE_URL": "http://127.0.0.1:1"],
            ], "nothing accepts connections"
          ),
        ]
        var servers = JSONObject()
        for seed in seeds { servers[seed.name] = seed.entry }
        let (rows, code, text) = try await findings(podium, servers)
        #expect(code != 0)
        for seed in seeds {
          let row = rows[seed.name]
          #expect(row?["state"] == "problem", "\(seed.name): \(text)")
          #expect(row?["says"]?.string?.contains(seed.says) == true, "\(seed.name): \(text)")
          #expect(row?["fix"]?.string?.isEmpty == false, "\(seed.name)")
        }
        #expect(!text.contains("se-cret") && !text.contains(podium.server.key), "\(text)")
      }
    }
  }

  @Test func whoNeverAnswersIsLeftWhenItsTimeIsOver() async throws {
    try await Podium.withServer { podium, _ in
      let (rows, code, text) = try await findings(
        podium, ["silent": ["command": "sleep", "args": ["900"]]], timeout: "1s")
      #expect(code == ExitCode.timedOut.rawValue, "\(text)")
      #expect(rows["silent"]?["says"]?.string?.contains("gave no answer within 1.0 s") == true)
    }
  }

  @Test func aFileThatIsNoneIsNamedWithItsPlace() async throws {
    try await Podium.withServer { podium, _ in
      for (text, says, code) in [
        ("{\n  \"mcpServers\": {,}\n}", ".mcp.json:2:", 2), ("{}", "has no \"mcpServers\"", 2),
        (#"{"servers":{}}"#, "names no server", 0),
      ] {
        try podium.home.write(text, to: ".mcp.json")
        let program = try await podium.run("doctor", "--mcp", ".mcp.json")
        #expect(program.output.contains(says) && program.exitCode == Int32(code), "\(program)")
      }
      let missing = try await podium.run("doctor", "--mcp", "nowhere.json")
      #expect(missing.exitCode == ExitCode.notFound.rawValue, "\(missing)")
    }
  }

  @Test(arguments: AgentClient.allCases)
  func whatIsInstalledWorks(client: AgentClient) async throws {
    try await Podium.withServer { podium, _ in
      let words = ["mcp", "install", "--client", client.rawValue, "--read-only"]
      let printed = try await podium.run(words + ["--print"])
      let path = "\(podium.home.path)/\(client.file)"
      #expect(printed.exitCode == 0 && !Files.exists(path))
      let written = try await podium.run(words)
      #expect(written.exitCode == 0 && written.output.contains("added to \(client.file)"))
      let text = try Files.text(path)
      #expect(text == printed.output, "what is printed is what is written")
      #expect(!text.contains(podium.server.key) && text.contains("ORCHESTRA_API_KEY}"))
      let again = try await podium.run(words)
      let after = try Files.text(path)
      #expect(again.output.contains("already") && after == text, "\(again)")
      let check = try await podium.run("doctor", "--mcp", client.file, "--timeout", "5m")
      #expect(check.exitCode == 0 && check.output.contains("ok       podium"), "\(check)")
    }
  }

  @Test func otherServersStayAndWhatIsBrokenIsLeftAlone() async throws {
    try await Podium.withServer { podium, _ in
      let words = ["mcp", "install", "--client", "claude-code", "--profile", "work"]
      let old = "{\n  // ours\n  \"mcpServers\": {\n    \"other\": {\"command\": \"x\"}\n  }\n}\n"
      let path = try podium.home.write(old, to: ".mcp.json")
      chmod(path, 0o600)
      let added = try await podium.run(words)
      #expect(added.exitCode == 0 && added.output.contains("kept: other"), "\(added)")
      let text = try Files.text(path)
      #expect(text.contains("// ours") && text.contains("\"other\": {\"command\": \"x\"}"))
      #expect(text.contains(#"["mcp", "--profile", "work"]"#) && !text.contains("env"), "\(text)")
      var status = stat()
      #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o600)
      let replaced = try await podium.run(words + ["--toolset", "standard"])
      #expect(replaced.output.contains("replaced in .mcp.json"), "\(replaced)")
      try podium.home.write("{\n  \"mcpServers\": [\n", to: ".mcp.json")
      let refused = try await podium.run(words)
      #expect(refused.exitCode == 2 && refused.errors.contains(".mcp.json:3:1"), "\(refused)")
      #expect(try Files.text(path) == "{\n  \"mcpServers\": [\n")
      let unknown = try await podium.run("mcp", "install", "--client", "emacs")
      #expect(unknown.exitCode == 2 && unknown.errors.contains("vscode"))
    }
  }

  /// Every scenario of the official suite that the client knows, against our fixtures.
  @Test(arguments: [
    ("initialize", "2025-11-25"), ("tools_call", "2025-06-18"), ("sse-retry", "2025-11-25"),
    ("elicitation-sep1034-client-defaults", "2025-11-25"), ("tools_call", "2026-07-28"),
    ("request-metadata", "2026-07-28"), ("http-standard-headers", "2026-07-28"),
    ("http-custom-headers", "2026-07-28"), ("http-invalid-tool-headers", "2026-07-28"),
    ("json-schema-ref-no-deref", "2026-07-28"), ("json-schema-2020-12-preservation", "2026-07-28"),
    ("sep-2322-client-request-state", "2026-07-28"), ("tools_call", "any"),
  ])
  func theConformanceClientPlaysItsScenarios(name: String, version: String) async throws {
    let context =
      #"{"toolCalls":[{"name":"test_custom_header","arguments":{"region":" 日本\n"}},{"name":"test_custom_header","arguments":{}}]}"#
    let folder = try TemporaryFolder()
    try await withFixtures { url in
      let program = await Program.run(
        [try BuiltProgram.path("mcp-client"), url],
        environment: [
          "MCP_CONFORMANCE_SCENARIO": name, "MCP_CONFORMANCE_CONTEXT": context,
          "MCP_CONFORMANCE_PROTOCOL_VERSION": version,
        ], in: folder.path)
      #expect(program.exitCode == 0 && program.errors.isEmpty, "\(name): \(program)")
    }
  }
}
