// Where `.ci/setup` puts the official orchestra-cli. Tests that need it are skipped, with the
// advice as the reason, only where it is absent.

/// The official command line in the checkout's virtual environment.
package enum OfficialInstallation {
  /// The program `orchestra`.
  package static var path: String { Files.repository + "/.venv/bin/orchestra" }
  /// Whether it can be run.
  package static var isPresent: Bool { Files.isExecutable(path) }
  /// Why a test is skipped.
  package static let advice = "orchestra-cli is not installed in .venv: run .ci/setup"
}
