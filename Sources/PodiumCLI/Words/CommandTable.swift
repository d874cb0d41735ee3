// Every command of the program, one line each. Parsing, help and spelling advice come from here.

import YAML

/// The program's commands.
package enum CommandTable {
  /// In the order of the help.
  package static let all: [Command] = [
    .dashboard, .view, .demo, .serve, .mcp, .theme, .config, .version, .help,
  ]

  static func command(named name: String) -> Command? { all.first { $0.name == name } }

  /// Finds the command of a command line and understands its words.
  static func resolve(
    _ words: [String]
  ) throws(CommandFailure) -> (command: Command, arguments: Arguments) {
    var words = words
    if words.first == "--version" { words = ["version"] + words.dropFirst() }
    let first = words.first.flatMap { $0.hasPrefix("-") ? nil : $0 }
    guard let command = command(named: first ?? "") else { throw unknown(first ?? "") }
    let rest = first == nil ? words : Array(words.dropFirst())
    let arguments = try Arguments(rest, options: command.options + [.help])
    if arguments.has("--help") {
      let asked = first.map { [$0] } ?? []
      return (.help, try Arguments(asked, options: []))
    }
    return (command, arguments)
  }

  static func unknown(_ name: String) -> CommandFailure {
    let nearest = NearestWord.to(name, in: all.map(\.name).filter { !$0.isEmpty })
    let advice = nearest.map { "did you mean 'podium \($0)'?" } ?? "see podium help"
    return .usage("unknown command '\(name)': \(advice)")
  }
}
