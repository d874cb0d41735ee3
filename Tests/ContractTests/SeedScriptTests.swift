// What users of the older server keep: its .mcp.json, its launch script with secrets from 1Password, and the
// forms of profiles that make the script unnecessary. `op` and `pass` are fakes that only know one item.
import JSON
import TestSupport
import Testing

@Suite struct SeedScriptTests {
  /// As the older server's documentation has it.
  private static let mcpConfiguration = """
    {
      "mcpServers": {
        "orchestra-mcp": {
          "command": "bash",
          "args": ["scripts/launch-orchestra-mcp.sh"],
          "disabled": false,
          "_comment": "Orchestra orchestration platform MCP integration."
        }
      }
    }
    """

  private static let launch = """
    #!/usr/bin/env bash
    set -euo pipefail
    source ~/dotfiles/load-secrets-from-1password.sh
    exec podium mcp
    """

  private static let secrets = """
    item='DA Agent Hub - Orchestra'
    export ORCHESTRA_API_KEY="$(op item get "$item" --vault GRC --fields credential --reveal)"
    export ORCHESTRA_API_BASE_URL="$(op item get "$item" --vault GRC --fields base_url)"
    """

  /// A home with a vault of one item, and nothing in the environment.
  private func withVault(_ body: (Podium, Caller) async throws -> Void) async throws {
    try await Podium.withServer { podium, caller in
      var podium = podium
      podium.variables = ["ORCHESTRA_API_KEY": nil, "ORCHESTRA_API_BASE_URL": nil]
      let (key, url) = (podium.server.key, "\(podium.server.origin)/api/engine/public/")
      try podium.program(
        "op",
        """
        case "$*" in
          "item get DA Agent Hub - Orchestra --vault GRC --fields credential --reveal" | \\
          "read --no-newline op://GRC/DA Agent Hub - Orchestra/credential") echo '\(key)' ;;
          "item get DA Agent Hub - Orchestra --vault GRC --fields credential")
            echo "[use 'op item get abc --reveal' to reveal]" ;;
          "item get DA Agent Hub - Orchestra --vault GRC --fields base_url" | \\
          "read --no-newline op://GRC/DA Agent Hub - Orchestra/base_url") echo '\(url)' ;;
          *) echo "[ERROR] no such item: \(key)" >&2; exit 1 ;;
        esac
        """)
      try podium.program(
        "pass", "[ \"$*\" = 'show work/orchestra' ] && printf '%s\\nurl: x\\n' '\(key)'")
      try await body(podium, caller)
    }
  }

  @Test func theLaunchScriptAndItsConfigurationWorkAsWritten() async throws {
    try await withVault { podium, caller in
      let run = try await caller.finishedRun("nightly")
      try podium.home.write(Self.mcpConfiguration, to: ".mcp.json")
      try podium.home.write(Self.launch, to: "scripts/launch-orchestra-mcp.sh")
      try podium.home.write(Self.secrets, to: "dotfiles/load-secrets-from-1password.sh")
      let server = try JSONValue(parsing: Self.mcpConfiguration)["mcpServers"]?["orchestra-mcp"]
      let words = [server?["command"]] + (server?["args"]?.array ?? [])
      let messages = """
        {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18",\
        "capabilities":{},"clientInfo":{"name":"test","version":"1"}}}
        {"jsonrpc":"2.0","method":"notifications/initialized"}
        {"jsonrpc":"2.0","id":2,"method":"tools/call",\
        "params":{"name":"list_pipeline_runs","arguments":{"limit":5}}}

        """
      try podium.home.write(messages, to: "messages")
      let line = words.compactMap { $0?.string }.joined(separator: " ")
      let program = try await podium.script("\(line) <messages")
      let answers = try program.output.split(separator: "\n").map {
        try JSONValue(parsing: String($0))
      }
      #expect(answers.map { $0["id"] } == [1, 2] && program.errors.isEmpty, "\(program)")
      #expect(answers.first?["result"]?["serverInfo"]?["name"] == "orchestra-mcp")
      let result = answers.last?["result"]?["structuredContent"]
      #expect(result?["results"]?.array?.map { $0["id"] } == [.string(run.id.text)], "\(program)")
      #expect(!program.output.contains(podium.server.key))
      let health = try await podium.script("podium doctor --mcp .mcp.json --timeout 2m")
      #expect(
        health.exitCode == 0 && health.output.hasPrefix("ok       orchestra-mcp"), "\(health)")
    }
  }

  /// Lines of a profile that find the key; the first finds the address, too.
  static let profiles = [
    "onepassword: op://GRC/DA Agent Hub - Orchestra",
    "pass: work/orchestra", "key_file: HOME/key", "key_env: WORK_KEY",
    "key_command: op read --no-newline \"op://GRC/DA Agent Hub - Orchestra/credential\"",
    "key_command: [op, item, get, DA Agent Hub - Orchestra, --vault, GRC, --fields, credential,"
      + " --reveal]",
  ]

  @Test(arguments: profiles)
  func aProfileNeedsNoScriptAndNothingShowsItsKey(line: String) async throws {
    try await withVault { podium, caller in
      _ = try await caller.finishedRun("nightly")
      var podium = podium
      podium.variables["WORK_KEY"] = podium.server.key
      try podium.home.write("\(podium.server.key)\n", to: "key")
      let address = line.hasPrefix("onepassword") ? "" : "base_url: \(podium.server.origin)\n    "
      try podium.configure(
        """
        default_profile: work
        profiles:
          work:
            \(address)\(line.replacing("HOME", with: podium.home.path))
        """)
      let runs = try await podium.script("podium runs list --json")
      #expect(runs.exitCode == 0, "\(runs)")
      #expect(try JSONValue(parsing: runs.output)["total"] == 1, "\(runs)")
      for words in [
        "config print", "config check", "config path", "doctor --timeout 1m", "requests",
        "doctor --json --timeout 1m", "pipelines start nightly --dry-run",
        "runs list --key-command 'op x'",
      ] {
        let program = try await podium.script("podium \(words)")
        #expect(!"\(program)".contains(podium.server.key), "\(words): \(program)")
      }
    }
  }

  @Test func aKeyThatOpKeepsHiddenIsTold() async throws {
    try await withVault { podium, _ in
      let program = try await podium.script(
        "podium runs list --url \(podium.server.origin) --key-command"
          + " \"op item get 'DA Agent Hub - Orchestra' --vault GRC --fields credential\"")
      #expect(program.exitCode == 3 && program.errors.contains("--reveal"), "\(program)")
    }
  }
}
