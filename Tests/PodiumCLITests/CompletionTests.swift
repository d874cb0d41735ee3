// The shells themselves complete with our scripts, and the scripts say all of the command table.
import PodiumCore
import TestSupport
import Testing

@testable import PodiumCLI

@Suite struct CompletionTests {
  private static let verbs = CommandTable.commands(of: "runs").map { $0.words[1] }

  /// What is typed, and all that is offered.
  static let lines: [(typed: String, offered: [String])] = [
    ("podium ru", ["runs"]), ("podium runs ", verbs), ("podium --wallb", ["--wallboard"]),
    ("podium runs list --si", ["--since"]), ("podium runs list --status fa", ["failed"]),
    ("podium runs list --status=fa", ["failed"]), ("podium runs list --since ", []),
    ("podium runs list --limit 5 --off", ["--offset"]),
    ("podium config pa", ["path"]), ("podium config check --fi", ["--file"]),
    ("podium completions ", ["bash", "zsh", "fish"]), ("podium logs --ta", ["--tail"]),
    ("podium logs search @latest --ta", []), ("podium help ru", ["runs"]),
    ("podium help js", ["json"]), ("podium problems ", []), ("podium runs show ", []),
    ("podium pipelines validate pi", ["pipe.yaml"]),
    ("podium serve --token-file pi", ["pipe.yaml"]),
  ]

  @Test(arguments: Shell.allCases)
  func aShellOffersTheRightWords(shell: Shell) throws {
    guard shell.isInstalled else { return print("\(shell) is not installed: nothing was tried") }
    let offered = try shell.complete(Self.lines.map(\.typed))
    try #require(offered.count == Self.lines.count, "\(shell): \(offered)")
    for ((typed, wanted), found) in zip(Self.lines, offered) {
      #expect(Set(found) == Set(wanted), "\(shell): \(typed)")
    }
  }

  @Test func bashKnowsEveryCommandAndOption() throws {
    let lines = CommandTable.all.filter { !$0.name.isEmpty }.flatMap { command in
      command.options.map { (typed: "podium \(command.name) \($0.name)", option: $0.name) }
    }
    for (line, offered) in zip(lines, try Shell.bash.complete(lines.map(\.typed))) {
      #expect(offered.contains(line.option), "\(line)")
    }
  }

  @Test func everyShellKnowsEveryWord() {
    for script in [Completion().zsh, Completion().fish] {
      for command in CommandTable.all {
        #expect(command.words.allSatisfy { script.contains($0) }, "\(command.name)")
        for option in command.options {
          #expect(script.contains(String(option.name.dropFirst(2))), "\(option.name)")
        }
      }
    }
  }
}
