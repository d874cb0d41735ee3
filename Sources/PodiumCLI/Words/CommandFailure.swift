// Why a command did not do its work: one line for a person and a code for a script.

/// An error that ends the program.
package struct CommandFailure: Error, Equatable, CustomStringConvertible {
  /// What happened, to what, what to do; one line.
  package let description: String
  package let code: ExitCode

  package init(_ code: ExitCode, _ description: String) {
    self.code = code
    self.description = description
  }

  static func usage(_ description: String) -> CommandFailure { .init(.usage, description) }
}
