// `podium config`: what is wrong with the configuration, what is in force, and which files there are.
import Glibc
import PodiumCore
import PodiumTUI
import YAML

extension Command {
  static let config = Command(
    "config", "check, print or find the configuration", operands: "check|print|path",
    options: [Option("--file", "FILE", "another configuration file")],
    details: """
      check  says every mistake with line, column and caret; exit code 2 if there is one
      print  writes what is in force as a commented file: a start for your own
      path   names the files that Podium reads and writes
      """
  ) { invocation throws(CommandFailure) in
    let words = try invocation.operands(atMost: 1)
    guard let word = words.first, let action = ConfigCommand.actions[word] else {
      throw ConfigCommand.unknown(words.first)
    }
    return try action(ConfigCommand(invocation))
  }
}

/// One call of `podium config`.
struct ConfigCommand {
  private let paths: Paths
  private let reading: Settings.Reading
  private let output: Output

  init(_ invocation: Invocation) throws(CommandFailure) {
    paths = Paths(environment: invocation.environment)
    output = invocation.output
    let file = invocation.arguments.text("--file")
    if let file, access(file, F_OK) != 0 {
      throw CommandFailure(.notFound, "--file \(file): there is no such file")
    }
    reading = SettingsFiles(paths, file: file).load()
  }

  static let actions: [String: @Sendable (ConfigCommand) throws(CommandFailure) -> Ending] = [
    "check": { command throws(CommandFailure) in try command.check() },
    "print": { command throws(CommandFailure) in try command.printed() },
    "path": { command throws(CommandFailure) in command.named() },
  ]

  static func unknown(_ word: String?) -> CommandFailure {
    guard let word else { return .usage("podium config wants check, print or path") }
    let nearest = NearestWord.to(word, in: actions.keys.sorted())
    let advice = nearest.map { "did you mean \($0)?" } ?? "it knows check, print and path"
    return .usage("unknown word '\(word)' for podium config: \(advice)")
  }

  private func check() throws(CommandFailure) -> Ending {
    let file = reading.file.source.file
    guard reading.file.problems.isEmpty else { throw complain() }
    let exists = access(file, F_OK) == 0
    output.answer(exists ? "\(file): no problem" : "\(file): not there; all is as usual")
    return .code(.ok)
  }

  private func printed() throws(CommandFailure) -> Ending {
    guard reading.file.problems.isEmpty else { throw complain() }
    output.answer(reading.settings.text)
    return .code(.ok)
  }

  private func complain() -> CommandFailure {
    let problems = reading.file.problems
    for problem in problems { output.complain(problem.rendered) }
    return .usage(
      "\(problems.count) problem\(problems.count == 1 ? "" : "s") in \(reading.file.source.file)")
  }

  private func named() -> Ending {
    let files = [
      ("configuration", paths.configFile), ("own themes", paths.themesFolder),
      ("memory", paths.memoryFile), ("audit", paths.auditFile), ("data", paths.dataFolder),
    ]
    for (name, path) in files {
      let state = access(path, F_OK) == 0 ? "" : "  (not there)"
      let gap = String(repeating: " ", count: 15 - name.count)
      output.answer("\(name)\(gap)\(path)\(state)")
    }
    return .code(.ok)
  }
}
