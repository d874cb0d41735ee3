// Completion and the manual say all of the command table, and bash really completes with its script.
import Glibc
import PodiumCore
import TestSupport
import Testing

@testable import PodiumCLI

@Suite struct CompletionTests {
  /// What bash offers for lines whose last words are being typed.
  private func complete(_ lines: [[String]]) throws -> [[String]] {
    let folder = try TemporaryFolder()
    try folder.write(Completion().bash, to: "podium.bash")
    let tries = lines.map { words in
      let list = words.map { "'\($0)'" }.joined(separator: " ")
      return "COMP_WORDS=(podium \(list)); COMP_CWORD=\(words.count); _podium; say"
    }
    try folder.write(
      """
      set -u
      source '\(folder.path)/podium.bash'
      say() { echo "${COMPREPLY[*]-}" >> '\(folder.path)/out'; }
      \(tries.joined(separator: "\n"))
      """, to: "try.bash")
    #expect(system("cd '\(folder.path)' && bash try.bash") == 0)
    return try Files.text("\(folder.path)/out").split(
      separator: "\n", omittingEmptySubsequences: false
    )
    .dropLast().map { $0.split(separator: " ").map(String.init) }
  }

  private func complete(_ words: String...) throws -> [String] {
    try complete([words]).first ?? []
  }

  @Test func bashCompletesCommandsVerbsOptionsAndValues() throws {
    #expect(try complete("ru") == ["runs"])
    let verbs = CommandTable.commands(of: "runs").map { $0.words[1] }
    #expect(Set(try complete("runs", "")) == Set(verbs))
    #expect(try complete("runs", "list", "--si") == ["--since"])
    #expect(try complete("runs", "list", "--status", "fa") == ["failed"])
    #expect(try complete("runs", "list", "--since", "") == [])
    #expect(try complete("config", "pa") == ["path"])
    #expect(try complete("config", "check", "--fi") == ["--file"])
    #expect(try complete("--wallb") == ["--wallboard"])
    #expect(try complete("pipelines", "validate", "po") == ["podium.bash"])
  }

  @Test func bashKnowsEveryCommandAndOption() throws {
    let lines = CommandTable.all.filter { !$0.name.isEmpty }.flatMap { command in
      command.options.map { command.words + [$0.name] }
    }
    for (line, offered) in zip(lines, try complete(lines)) {
      #expect(offered.contains(line[line.count - 1]), "\(line)")
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

@Suite struct ManPageTests {
  @Test func theManualNamesEveryCommandOptionAndExitCode() {
    let page = ManPage().roff
    for command in CommandTable.all {
      #expect(page.contains(ManPage.text(HelpText.usage(command))), "\(command.name)")
      for option in command.options {
        #expect(page.contains(ManPage.text(option.name)), "\(option.name)")
        #expect(page.contains(ManPage.text(option.summary)), "\(option.name)")
      }
    }
    for shape in [ResultShape](ResultShape.results.values) + ResultShape.types.values {
      for member in shape.members {
        #expect(page.contains(ManPage.text(member.says)), "\(member.name)")
      }
    }
    for code in ExitCode.allCases { #expect(page.contains(ManPage.text(code.meaning))) }
  }

  @Test func nothingInATextIsTakenForRoff() {
    #expect(ManPage.text(".TH 'x' --a\\b\n'quoted") == "\\&.TH 'x' \\-\\-a\\eb\n\\&'quoted")
    #expect(ManPage.text("FILE…") == "FILE\\[u2026]")
    #expect(ManPage().roff.utf8.allSatisfy { $0 == 10 || (32..<127).contains($0) })
  }
}
