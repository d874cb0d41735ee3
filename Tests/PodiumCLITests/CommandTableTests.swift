// The table is complete and consistent, and the help says all of it.
import PodiumCore
import TestSupport
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

  /// Long lines are folded: what is said is the same without the folds.
  private func unfolded(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  @Test func theHelpNamesEveryCommandOptionAndExitCode() {
    let help = HelpText()
    let text = help.program(CommandTable.all)
    let nouns = CommandTable.nouns.map(\.word)
    for command in CommandTable.all {
      let about = nouns.contains(command.words.first ?? "") ? help.noun(command.words[0]) : text
      #expect(unfolded(about).contains(unfolded(command.summary)))
      let own = unfolded(help.command(command))
      #expect(own.contains(unfolded(command.summary)))
      for option in command.options {
        #expect(own.contains(option.name) && own.contains(unfolded(option.summary)))
      }
    }
    #expect(ExitCode.allCases.allSatisfy { unfolded(text).contains($0.meaning) })
    for topic in HelpTopic.all {
      #expect(unfolded(text).contains("podium help \(topic.word) \(topic.summary)"))
    }
  }

  @Test(arguments: [64, 80, 100, 200])
  func theHelpFitsTheTerminal(width: Int) {
    let help = HelpText(width: width)
    let texts =
      [help.program(CommandTable.all)] + CommandTable.all.map { help.command($0) }
      + CommandTable.nouns.map { help.noun($0.word) } + HelpTopic.all.map { help.topic($0) }
    for line in texts.flatMap({ $0.split(separator: "\n") }) {
      #expect(line.count <= min(width, 100), "\(line)")
    }
  }

  @Test func helpTellsWhatAVerbPrintsAsJSON() throws {
    let about = HelpText().topic(try #require(HelpTopic.json(of: "runs list")))
    #expect(about.contains("runs list") && about.contains("type: run"))
    #expect(about.contains("runStatus") && !about.contains("type: probe"))
    #expect(HelpTopic.json(of: "serve") == nil)
  }

  @Test func aCommandThatIsNearlyRightIsNamed() {
    #expect(CommandTable.unknown("versoin").description.contains("did you mean 'podium version'?"))
    #expect(CommandTable.unknown("frobnicate").description.contains("see podium help"))
  }

  @Test func aNounWithoutItsVerbIsExplained() throws {
    for (words, says) in [
      (["runs"], "podium runs wants one of cancel, "), (["runs", "lst"], "'podium runs list'?"),
      (["runs", "frobnicate"], "it knows cancel, "),
    ] {
      let error = #expect(throws: CommandFailure.self) { try CommandTable.resolve(words) }
      #expect(error?.description.contains(says) == true && error?.code == .usage, "\(words)")
    }
    #expect(try CommandTable.resolve(["runs", "--help"]).arguments.positionals == ["runs"])
  }

  @Test func everyVerbOfTheOperationTableIsACommand() {
    for spec in OperationTable.standard.specs {
      guard let verb = spec.verb else { continue }
      let command = CommandTable.command(named: verb)
      #expect(command != nil, "\(spec.name): podium \(verb)")
      #expect(spec.effect.isWrite == command?.options.contains { $0.name == "--yes" }, "\(verb)")
    }
  }

  /// Completion looks at an option's name alone.
  @Test func anOptionTakesAValueEverywhereOrNowhere() {
    let options = CommandTable.all.flatMap(\.options)
    for (name, same) in Dictionary(grouping: options, by: \.name) {
      #expect(Set(same.map { $0.value == nil }).count == 1, "\(name)")
    }
  }

  @Test func everyCommandAnswersHelp() throws {
    for command in CommandTable.all {
      let words = command.name.isEmpty ? ["--help"] : command.words + ["-h"]
      let (resolved, arguments) = try CommandTable.resolve(words)
      #expect(resolved.name == "help")
      #expect(arguments.positionals == command.words)
    }
  }

  @Test func theExitCodesAreThePublishedOnes() {
    #expect(ExitCode.allCases.map(\.rawValue) == [0, 1, 2, 3, 4, 5, 6, 7, 130])
  }
}

@Suite struct ReadmeTests {
  @Test func theReadmeNamesEveryExitCode() throws {
    let text = try Files.text("\(Files.repository)/README.md")
    for code in ExitCode.allCases {
      #expect(text.contains("| \(code.rawValue) | \(code.meaning) |"), "\(code.rawValue)")
    }
  }
}
