// Every command of the program, one line each. Parsing, help, completion and spelling advice come from
// here.

import YAML

/// The program's commands.
package enum CommandTable {
  /// In the order of the help.
  package static let all: [Command] =
    [.dashboard, .view, .demo] + Verbs.all + [
      .serve, .mcp, .mcpInstall, .doctor, .config, .theme, .completions, .man, .version, .help,
    ]

  /// First words that several commands share, with what they are about; in the order of the help.
  package static let nouns: [(word: String, summary: String)] = [
    ("runs", "pipeline runs: list, show, watch, rerun, cancel and more"),
    ("tasks", "the tasks of runs"), ("logs", "the log of a task, or lines of it that match"),
    ("artifacts", "the files that tasks left"),
    ("pipelines", "pipelines: list, show, validate, start and more"),
  ]

  static func command(named name: String) -> Command? { all.first { $0.name == name } }

  /// The commands whose names begin with this word.
  static func commands(of noun: String) -> [Command] {
    all.filter { $0.words.first == noun && $0.words.count == 2 }
  }

  /// Finds the command of a command line and understands its words.
  static func resolve(
    _ words: [String]
  ) throws(CommandFailure) -> (command: Command, arguments: Arguments) {
    var words = words
    if words.first == "--version" { words = ["version"] + words.dropFirst() }
    let named = Array(words.prefix { !$0.hasPrefix("-") }.prefix(2))
    let command = try find(named, asksHelp: words.contains("--help") || words.contains("-h"))
    guard let command else { return (.help, try Arguments(Array(named.prefix(1)), options: [])) }
    let rest = Array(words.dropFirst(command.words.count))
    let arguments = try Arguments(rest, options: command.options + [.help])
    if arguments.has("--help") { return (.help, try Arguments(command.words, options: [])) }
    return (command, arguments)
  }

  /// The command with the longest name that the words begin with; nil for help about a noun.
  private static func find(
    _ words: [String], asksHelp: Bool
  ) throws(CommandFailure) -> Command? {
    if words.count == 2, let command = command(named: words.joined(separator: " ")) {
      return command
    }
    let first = words.first ?? ""
    if let command = command(named: first) { return command }
    guard !commands(of: first).isEmpty else { throw unknown(first) }
    if asksHelp, words.count == 1 { return nil }
    throw unknown(of: first, words.count > 1 ? words[1] : nil)
  }

  static func unknown(_ name: String) -> CommandFailure {
    let known = Set(all.compactMap(\.words.first)).sorted()
    let nearest = NearestWord.to(name, in: known)
    let advice = nearest.map { "did you mean 'podium \($0)'?" } ?? "see podium help"
    return .usage("unknown command '\(name)': \(advice)")
  }

  /// A noun without a verb, or with one that it has not.
  static func unknown(of noun: String, _ verb: String?) -> CommandFailure {
    let verbs = commands(of: noun).compactMap(\.words.last)
    let list = verbs.joined(separator: ", ")
    guard let verb else { return .usage("podium \(noun) wants one of \(list)") }
    let nearest = NearestWord.to(verb, in: verbs)
    let advice = nearest.map { "did you mean 'podium \(noun) \($0)'?" } ?? "it knows \(list)"
    return .usage("unknown command '\(noun) \(verb)': \(advice)")
  }
}
