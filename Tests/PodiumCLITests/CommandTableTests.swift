// The table is complete and consistent, and the help says all of it.
import Testing

@testable import PodiumCLI

@Suite struct CommandTableTests {
  @Test func namesAreUniqueAndExplained() {
    let names = CommandTable.all.map(\.name)
    #expect(Set(names).count == names.count)
    for command in CommandTable.all {
      #expect(!command.summary.isEmpty && !command.summary.hasSuffix("."))
      let options = command.options.map(\.name)
      #expect(Set(options).count == options.count)
      #expect(command.options.allSatisfy { $0.name.hasPrefix("--") && !$0.summary.isEmpty })
    }
  }

  @Test func theHelpNamesEveryCommandOptionAndExitCode() {
    let text = HelpText.program(CommandTable.all)
    for command in CommandTable.all {
      #expect(text.contains(command.summary))
      let own = HelpText.command(command)
      #expect(own.contains(command.summary))
      #expect(command.options.allSatisfy { own.contains($0.name) && own.contains($0.summary) })
    }
    #expect(ExitCode.allCases.allSatisfy { text.contains($0.meaning) })
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 100 })
  }

  @Test func aCommandThatIsNearlyRightIsNamed() {
    #expect(CommandTable.unknown("versoin").description.contains("did you mean 'podium version'?"))
    #expect(CommandTable.unknown("frobnicate").description.contains("see podium help"))
  }

  @Test func everyCommandAnswersHelp() throws {
    for command in CommandTable.all {
      let words = command.name.isEmpty ? ["--help"] : [command.name, "-h"]
      let (resolved, arguments) = try CommandTable.resolve(words)
      #expect(resolved.name == "help")
      #expect(arguments.positionals == (command.name.isEmpty ? [] : [command.name]))
    }
  }

  @Test func theExitCodesAreThePublishedOnes() {
    #expect(ExitCode.allCases.map(\.rawValue) == [0, 1, 2, 3, 4, 5, 6, 7, 130])
  }
}
