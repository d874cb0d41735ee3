// The help, made from the command table. Nothing here is written by hand for one command.

enum HelpText {
  private static let column = 34

  /// One screen about the whole program.
  static func program(_ commands: [Command]) -> String {
    let codes = ExitCode.allCases.map { line(String($0.rawValue), $0.meaning) }
    return """
      podium: mission control for data pipelines in a terminal

      \(overview(commands).joined(separator: "\n"))

      Options of each command: podium help COMMAND.  Options of the dashboard:
      \(options(commands.first { $0.name.isEmpty }?.options ?? []))

      Exit codes:
      \(codes.joined(separator: "\n"))
      """
  }

  /// A line for each command, and one for those that share a first word.
  private static func overview(_ commands: [Command]) -> [String] {
    var said: Set<String> = []
    return commands.compactMap { command in
      let noun = CommandTable.nouns.first { $0.word == command.words.first }
      guard let noun else { return line(usage(command), command.summary) }
      guard said.insert(noun.word).inserted else { return nil }
      return line("podium \(noun.word) …", noun.summary)
    }
  }

  /// The commands that share a first word.
  static func noun(_ noun: String) -> String {
    let commands = CommandTable.all.filter { $0.words.first == noun }
    let summary = CommandTable.nouns.first { $0.word == noun }?.summary ?? ""
    return (["podium \(noun): \(summary)", ""] + commands.map { line(usage($0), $0.summary) })
      .joined(separator: "\n")
  }

  /// One command.
  static func command(_ command: Command) -> String {
    let usage = usage(command) + (command.options.isEmpty ? "" : " [options]")
    var parts = ["\(usage): \(command.summary)"]
    if !command.details.isEmpty { parts.append(command.details) }
    if !command.options.isEmpty { parts.append(options(command.options)) }
    return parts.joined(separator: "\n\n")
  }

  /// "podium runs show RUN".
  static func usage(_ command: Command) -> String {
    ["podium", command.name, command.operands].filter { !$0.isEmpty }.joined(separator: " ")
  }

  private static func options(_ options: [Option]) -> String {
    options.map { option in
      line([option.name, option.value].compactMap { $0 }.joined(separator: " "), option.summary)
    }.joined(separator: "\n")
  }

  private static let columnsMax = 100

  /// What it is, and its meaning beside it, on further lines where it is long.
  private static func line(_ left: String, _ right: String) -> String {
    var lines: [String] = []
    var text = "  " + left + String(repeating: " ", count: max(1, column - 3 - left.count))
    for word in right.split(separator: " ") {
      if text.count + 1 + word.count > columnsMax {
        lines.append(text)
        text = String(repeating: " ", count: column - 1)
      }
      text += " \(word)"
    }
    return (lines + [text]).joined(separator: "\n")
  }
}
