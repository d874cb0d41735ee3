// The help, made from the command table. Nothing here is written by hand for one command.

/// Help for a place of some width.
struct HelpText: Sendable {
  /// Where the meanings stand, and how long lines are.
  private let column: Int
  private let columns: Int

  private static let columnsMin = 64
  private static let columnsMax = 100
  private static let columnMax = 34

  /// - Parameter width: columns of the terminal; nil for a file.
  init(width: Int? = nil) {
    columns = max(Self.columnsMin, min(width ?? Self.columnsMax, Self.columnsMax))
    column = min(Self.columnMax, columns / 3 + 6)
  }

  /// One screen about the whole program.
  func program(_ commands: [Command]) -> String {
    let codes = ExitCode.allCases.map { line(String($0.rawValue), $0.meaning) }
    let topics = HelpTopic.all.map { line("podium help \($0.word)", $0.summary) }
    return """
      podium: mission control for data pipelines in a terminal

      \(overview(commands).joined(separator: "\n"))

      Options of the dashboard; of each command: podium help COMMAND
      \(options(commands.first { $0.name.isEmpty }?.options ?? []))

      More to read:
      \(topics.joined(separator: "\n"))

      Exit codes:
      \(codes.joined(separator: "\n"))
      """
  }

  /// A line for each command, and one for those that share a first word.
  private func overview(_ commands: [Command]) -> [String] {
    var said: Set<String> = []
    return commands.compactMap { command in
      let noun = CommandTable.nouns.first { $0.word == command.words.first }
      guard let noun else { return line(Self.usage(command), command.summary) }
      guard said.insert(noun.word).inserted else { return nil }
      return line("podium \(noun.word) …", noun.summary)
    }
  }

  /// The commands that share a first word.
  func noun(_ noun: String) -> String {
    let commands = CommandTable.all.filter { $0.words.first == noun }
    let summary = CommandTable.nouns.first { $0.word == noun }?.summary ?? ""
    let lines = commands.map { line(Self.usage($0), $0.summary) }
    return ([folded("podium \(noun): \(summary)"), ""] + lines).joined(separator: "\n")
  }

  /// One command.
  func command(_ command: Command) -> String {
    let usage = Self.usage(command) + (command.options.isEmpty ? "" : " [options]")
    var parts = [folded("\(usage): \(command.summary)")]
    if !command.details.isEmpty { parts.append(details(command.details)) }
    if !command.options.isEmpty { parts.append(options(command.options)) }
    return parts.joined(separator: "\n\n")
  }

  /// Something to read that is no command.
  func topic(_ topic: HelpTopic) -> String {
    let parts = topic.sections.map { section in
      let head = [section.title, section.text].filter { !$0.isEmpty }.map { folded($0) }
      return (head + section.lines.map { line($0.term, $0.meaning) }).joined(separator: "\n")
    }
    return parts.joined(separator: "\n\n")
  }

  /// "podium runs show RUN".
  static func usage(_ command: Command) -> String {
    ["podium", command.name, command.operands].filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// Lines that fit stay as they are.
  private func details(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      let margin = line.prefix { $0 == " " }.count
      return line.count <= columns
        ? String(line)
        : folded(String(line), after: String(repeating: " ", count: margin), margin: margin)
    }.joined(separator: "\n")
  }

  private func options(_ options: [Option]) -> String {
    options.map { option in
      line([option.name, option.value].compactMap { $0 }.joined(separator: " "), option.summary)
    }.joined(separator: "\n")
  }

  /// What it is, and its meaning beside it, on further lines where it is long.
  private func line(_ left: String, _ right: String) -> String {
    let gap = String(repeating: " ", count: max(1, column - 2 - left.count))
    return folded(right, after: "  " + left + gap, margin: column)
  }

  private func folded(_ text: String, after start: String = "", margin: Int = 0) -> String {
    var lines: [String] = []
    var line = start
    for word in text.split(separator: " ") {
      if line.count + 1 + word.count > columns {
        let blanks = line.reversed().prefix { $0 == " " }.count
        lines.append(String(line.dropLast(blanks)))
        line = String(repeating: " ", count: margin)
      }
      line += line.isEmpty || line.last == " " ? String(word) : " \(word)"
    }
    return (lines + [line]).joined(separator: "\n")
  }
}
