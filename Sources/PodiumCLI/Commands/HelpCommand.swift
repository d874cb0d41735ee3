// `podium help [command]`: the help texts, from the table.

extension Command {
  static let help = Command(
    "help", "explain the program or a command", operands: "[command]"
  ) { invocation throws(CommandFailure) in
    guard let name = try invocation.operands(atMost: 1).first else {
      invocation.output.answer(HelpText.program(CommandTable.all))
      return .code(.ok)
    }
    guard let command = CommandTable.command(named: name) else { throw CommandTable.unknown(name) }
    invocation.output.answer(HelpText.command(command))
    return .code(.ok)
  }
}
