// `podium help [command]`: the help texts, from the table.

extension Command {
  static let help = Command(
    "help", "explain the program or a command", operands: "[command]"
  ) { invocation throws(CommandFailure) in
    let words = try invocation.operands(atMost: 2)
    guard let first = words.first else {
      invocation.output.answer(HelpText.program(CommandTable.all))
      return .code(.ok)
    }
    if let command = CommandTable.command(named: words.joined(separator: " ")), words.count == 2 {
      invocation.output.answer(HelpText.command(command))
    } else if words.count == 1, let command = CommandTable.command(named: first) {
      invocation.output.answer(HelpText.command(command))
    } else if words.count == 1, CommandTable.nouns.contains(where: { $0.word == first }) {
      invocation.output.answer(HelpText.noun(first))
    } else if CommandTable.commands(of: first).isEmpty {
      throw CommandTable.unknown(words.joined(separator: " "))
    } else {
      throw CommandTable.unknown(of: first, words.last)
    }
    return .code(.ok)
  }
}
