// `podium help [command]`: the help texts, from the table.

extension Command {
  static let help = Command(
    "help", "explain the program or a command", operands: "[command]",
    details: "podium help json VERB says what a verb prints with --json."
  ) { invocation throws(CommandFailure) in
    let words = try invocation.operands(atMost: 3)
    invocation.output.answer(try text(words, HelpText(width: invocation.output.columns)))
    return .code(.ok)
  }

  private static func text(
    _ words: [String], _ help: HelpText
  ) throws(CommandFailure) -> String {
    let name = words.joined(separator: " ")
    guard let first = words.first else { return help.program(CommandTable.all) }
    if let command = CommandTable.command(named: name) { return help.command(command) }
    if words.count == 1, CommandTable.nouns.contains(where: { $0.word == first }) {
      return help.noun(first)
    }
    if words.count == 1, let topic = HelpTopic.topic(first) { return help.topic(topic) }
    if first == HelpTopic.json.word {
      let verb = words.dropFirst().joined(separator: " ")
      guard let topic = HelpTopic.json(of: verb) else {
        throw .usage("podium \(verb) prints no declared JSON: podium help json has all that do")
      }
      return help.topic(topic)
    }
    if CommandTable.commands(of: first).isEmpty { throw CommandTable.unknown(name) }
    throw CommandTable.unknown(of: first, words.last)
  }
}
