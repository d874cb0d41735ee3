// The platform's own command line, orchestra-cli 0.5.x from PyPI, as `.ci/setup` installs it.
import Glibc
import TestSupport

/// Runs `orchestra` against a local server, with a home of its own.
struct OfficialCLI: Sendable {
  let server: LocalServer
  private let home: TemporaryFolder

  init(_ server: LocalServer) throws {
    self.server = server
    home = try TemporaryFolder()
  }

  /// - Parameter input: what the user types.
  func run(_ arguments: String..., input: String = "") async -> Program {
    // The shell is only there to give the program something to read.
    let pipe = #"input=$1; shift; printf '%s' "$input" | "$@""#
    return await Program.run(
      ["/bin/sh", "-c", pipe, "sh", input, OfficialInstallation.path] + arguments,
      environment: environment,
      in: home.path)
  }

  /// A file in the folder where commands run.
  func write(_ text: String, to name: String) throws { try home.write(text, to: name) }

  private var environment: [String: String] {
    [
      "HOME": home.path, "BASE_URL": server.origin, "ORCHESTRA_API_KEY": server.key,
      "NO_PROXY": "127.0.0.1", "PATH": "/usr/bin:/bin", "TERM": "dumb", "COLUMNS": "200",
      "LC_ALL": "C.UTF-8",
    ]
  }
}
