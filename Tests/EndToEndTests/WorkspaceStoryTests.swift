// Several workspaces at once, with the built program: two engines, an address that refuses and one
// that never answers. None of them waits for another.
import Glibc
import TestSupport
import Testing

/// A port of this machine that takes connections and never answers, or that refuses them.
private final class DeafPort {
  let number: UInt16
  private let socket: Int32

  init(isListening: Bool) throws {
    socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = in_addr_t(INADDR_LOOPBACK).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let socket = socket
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(socket, address, length) == 0 && getsockname(socket, address, &length) == 0
      }
    }
    number = UInt16(bigEndian: address.sin_port)
    if !isBound || (isListening && listen(socket, 16) != 0) {
      throw PTY.Failure("no port on this machine")
    }
  }

  deinit { close(socket) }
}

@Suite struct WorkspaceStoryTests {
  private static let ledger = """
    version: v1
    name: Load ledger
    pipeline:
      load:
        tasks:
          load:
            integration: LOCAL
            integration_job: LOCAL_COMMAND
            parameters: {command: ["true"]}
    """

  /// An engine with one pipeline and no run.
  private func serve(_ folder: TemporaryFolder) throws -> PTY {
    try folder.write(Self.ledger, to: "pipelines/ledger.yaml")
    var engine = try PTYProgram.podium(
      "serve", "--pipelines", folder.path + "/pipelines", "--data", folder.path + "/data",
      "--port", "0")
    engine.columns = 160
    return try PTY(engine)
  }

  private func dashboard(
    _ folder: TemporaryFolder, _ stage: EngineAddress, _ live: EngineAddress,
    shut: DeafPort, silent: DeafPort
  ) throws -> PTY {
    try folder.write(
      """
      profiles:
        stage: {base_url: "\(stage.url)", key_env: STAGE_KEY}
        live: {base_url: "\(live.url)", key_env: LIVE_KEY, production: true}
        shut: {base_url: "http://127.0.0.1:\(shut.number)", key_env: STAGE_KEY}
        silent: {base_url: "http://127.0.0.1:\(silent.number)", key_env: STAGE_KEY}
        keyless: {base_url: "\(live.url)", key_env: NO_SUCH_KEY}
      default_profile: stage
      """, to: "podium/config.yaml")
    var program = try PTYProgram.podium("--all-profiles")
    program.environment["XDG_CONFIG_HOME"] = folder.path
    program.environment["STAGE_KEY"] = stage.key
    program.environment["LIVE_KEY"] = live.key
    program.columns = 120
    return try PTY(program)
  }

  @Test func oneThatFailsOrIsSilentDelaysNoOther() async throws {
    let folder = try TemporaryFolder()
    let stage = try await SharedEngine.shared.address()
    let server = try serve(folder)
    let live = try await EngineAddress(reading: server)
    let (silent, shut) = (try DeafPort(isListening: true), try DeafPort(isListening: false))
    let terminal = try dashboard(folder, stage, live, shut: shut, silent: silent)
    try await terminal.loaded()
    terminal.type("P")
    try await terminal.screen(shows: "how each workspace stands") { screen in
      func row(_ name: String, _ words: String...) -> Bool {
        screen.lines.contains { line in
          line.contains("  \(name) ") && words.allSatisfy { line.contains($0) }
        }
      }
      return row("live", "PRODUCTION", "watched", "old") && row("shut", "refused")
        && row("silent", "watched") && row("keyless", "failed")
    }
    terminal.type("j\r")
    try await terminal.screen(shows: "the production workspace, and that it is one") { screen in
      screen.lines[0].contains("PRODUCTION  live")
        && screen.contains("No runs in the last seven days")
    }
    terminal.type("[")
    try await terminal.screen(shows: "the list of workspaces in the first one") { screen in
      screen.lines[0].contains("stage") && !screen.lines[0].contains("PRODUCTION")
        && screen.contains("Workspaces")
    }
    terminal.type("!")
    try await terminal.screen(shows: "problems, and which workspaces are missing") { screen in
      screen.lines.contains { line in
        ["without", "shut", "keyless"].allSatisfy { line.contains($0) }
      }
    }
    terminal.type("Q")
    #expect(try await terminal.exitStatus() == 0)
    try await terminal.expectRestored()
  }
}
