// The official Python SDK of the Model Context Protocol in its two generations, and the command line of
// fastmcp, as `.ci/setup` installs them. They drive the built program by the scripts in SDK.
import JSON
import TestSupport

/// A virtual environment of the checkout.
enum OfficialSDK: String, CaseIterable, Sendable {
  /// mcp 1.x: the eras with a handshake.
  case first = ".venv-mcp1"
  /// mcp 2.x, which asks for the modern era first, and fastmcp 4.
  case second = ".venv-mcp2"

  static var arePresent: Bool { allCases.allSatisfy { Files.isExecutable($0.program("python")) } }
  static let advice = "the official MCP clients are not installed: run .ci/setup"

  func program(_ name: String) -> String { "\(Files.repository)/\(rawValue)/bin/\(name)" }

  /// Runs a script of SDK with a built program and a folder of pipelines; gives the objects that it
  /// printed, a line each. What else it said is the failure.
  func run(_ script: String, with built: String = "podium") async throws -> [JSONValue] {
    let folder = try TemporaryFolder()
    try folder.write(Samples.nightly, to: "pipelines/nightly.yaml")
    let program = await Program.run(
      [
        self.program("python"), "\(Files.repository)/Tests/ContractTests/SDK/\(script)",
        try BuiltProgram.path(built), folder.path,
      ], environment: environment(home: folder.path), in: folder.path)
    guard program.exitCode == 0 else {
      throw NeverHappened(what: "\(rawValue) \(script): \(program.errors)\n\(program.output)")
    }
    return try program.output.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
  }

  private func environment(home: String) -> [String: String] {
    [
      "HOME": home, "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "NO_PROXY": "127.0.0.1",
      "PYTHONDONTWRITEBYTECODE": "1", "TERM": "dumb", "COLUMNS": "200",
    ]
  }
}
