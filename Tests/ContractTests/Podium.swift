// The built program as scripts run it: against a local server, with a home of its own.
import Glibc
import JSON
import PodiumServer
import TestSupport

struct Podium: Sendable {
  let server: LocalServer
  let home: TemporaryFolder
  /// Besides those that every script has; nil: without it.
  var variables: [String: String?] = [:]

  init(_ server: LocalServer) throws {
    self.server = server
    home = try TemporaryFolder()
  }

  /// Runs a script's work against a fresh server.
  static func withServer(
    _ options: ServingOptions = ServingOptions(),
    _ body: (Podium, Caller) async throws -> Void
  ) async throws {
    let server = try await LocalServer.start(options)
    do {
      try await body(try Podium(server), try await server.caller())
    } catch {
      await server.stop()
      throw error
    }
    await server.stop()
  }

  func run(_ words: String...) async throws -> Program { try await run(words) }

  func run(_ words: [String]) async throws -> Program {
    await Program.run(
      [try BuiltProgram.path("podium")] + words,
      environment: environment.merging(variables) { $1 }.compactMapValues { $0 }, in: home.path)
  }

  /// Runs a line of a script, with `podium` and what is in `bin` of the home on its path.
  func script(_ line: String) async throws -> Program {
    let built = try BuiltProgram.path("podium")
    let folder = built.prefix(upTo: built.lastIndex(of: "/") ?? built.endIndex)
    var environment = environment.merging(variables) { $1 }.compactMapValues { $0 }
    environment["PATH"] = "\(home.path)/bin:\(folder):/usr/local/bin:/usr/bin:/bin"
    return await Program.run(["/bin/bash", "-c", line], environment: environment, in: home.path)
  }

  /// Puts a program of these lines for `sh` on the path of scripts.
  func program(_ name: String, _ lines: String) throws {
    let path = try home.write("#!/bin/sh\n\(lines)\n", to: "bin/\(name)")
    guard chmod(path, 0o755) == 0 else { throw NeverHappened(what: "chmod \(path)") }
  }

  /// The object that a verb prints with --json.
  func json(_ words: String...) async throws -> JSONValue {
    let program = try await run(words + ["--json"])
    guard program.exitCode == 0 else { throw NeverHappened(what: "\(words): \(program)") }
    return try JSONValue(parsing: program.output)
  }

  /// Writes the configuration file.
  func configure(_ text: String) throws {
    try home.write(text, to: ".config/podium/config.yaml")
  }

  /// The lines of the audit file.
  func audit() -> [JSONValue] {
    let text = (try? Files.text("\(home.path)/.local/state/podium/audit.jsonl")) ?? ""
    return text.split(separator: "\n").compactMap { try? JSONValue(parsing: String($0)) }
  }

  private var environment: [String: String?] {
    [
      "HOME": home.path, "ORCHESTRA_API_BASE_URL": server.origin, "ORCHESTRA_API_KEY": server.key,
      "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC",
    ]
  }
}
