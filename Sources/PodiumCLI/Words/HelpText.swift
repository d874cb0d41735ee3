// The help, made from the command table. Nothing here is written by hand for one command.

enum HelpText {
  private static let column = 34

  /// One screen about the whole program.
  static func program(_ commands: [Command]) -> String {
    let verbs = commands.map { command in
      line(
        "podium \(command.name)" + (command.operands.isEmpty ? "" : " \(command.operands)"),
        command.summary)
    }
    let codes = ExitCode.allCases.map { line(String($0.rawValue), $0.meaning) }
    return """
      podium: mission control for data pipelines in a terminal

      \(verbs.joined(separator: "\n"))

      Options of each command: podium help COMMAND.  Options of the dashboard:
      \(options(commands.first { $0.name.isEmpty }?.options ?? []))

      Exit codes:
      \(codes.joined(separator: "\n"))
      """
  }

  /// One command.
  static func command(_ command: Command) -> String {
    let name = command.name.isEmpty ? "podium" : "podium \(command.name)"
    let usage = [name, command.operands, command.options.isEmpty ? "" : "[options]"]
    var parts = ["\(usage.filter { !$0.isEmpty }.joined(separator: " ")): \(command.summary)"]
    if !command.details.isEmpty { parts.append(command.details) }
    if !command.options.isEmpty { parts.append(options(command.options)) }
    return parts.joined(separator: "\n\n")
  }

  private static func options(_ options: [Option]) -> String {
    options.map { option in
      line([option.name, option.value].compactMap { $0 }.joined(separator: " "), option.summary)
    }.joined(separator: "\n")
  }

  private static func line(_ left: String, _ right: String) -> String {
    let trimmed = String(left.reversed().drop { $0 == " " }.reversed())
    let gap = max(2, column - 2 - trimmed.count)
    return "  " + trimmed + String(repeating: " ", count: gap) + right
  }
}
