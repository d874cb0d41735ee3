// What a command is, and what it is given when it runs.

/// One verb of the program.
package struct Command: Sendable {
  /// One or two words: "runs list"; "" for the dashboard, which needs none.
  package let name: String
  package let summary: String
  /// What may follow the name, for the help: "[command]".
  package let operands: String
  package let options: [Option]
  /// A few lines that the summary cannot say.
  package let details: String
  /// Runs on the process's main thread, with no other thread started yet.
  package let run: @Sendable (Invocation) throws(CommandFailure) -> Ending

  package init(
    _ name: String, _ summary: String, operands: String = "", options: [Option] = [],
    details: String = "", run: @escaping @Sendable (Invocation) throws(CommandFailure) -> Ending
  ) {
    self.name = name
    self.summary = summary
    self.operands = operands
    self.options = options
    self.details = details
    self.run = run
  }
}

extension Command {
  /// The words of the name.
  package var words: [String] { name.split(separator: " ").map(String.init) }

  /// The words that may stand first after the name, where the operands say them: "check|print|path".
  package var operandChoices: [String] {
    let first = operands.prefix { $0 != " " }
    return first.contains("|") ? first.split(separator: "|").map(String.init) : []
  }
}

/// One call of a command.
package struct Invocation: Sendable {
  package let arguments: Arguments
  package let environment: [String: String]
  package let output: Output

  /// What is left of the words after the first `count`: refuses more.
  func operands(atMost count: Int) throws(CommandFailure) -> [String] {
    if arguments.positionals.count > count {
      throw .usage("'\(arguments.positionals[count])' is one word too many: see podium help")
    }
    return arguments.positionals
  }
}
