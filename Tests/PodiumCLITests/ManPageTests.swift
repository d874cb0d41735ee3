// The manual says all of the command table, the results and the topics, in roff that nobody complains of.
import Glibc
import PodiumCore
import TestSupport
import Testing

@testable import PodiumCLI

@Suite struct ManPageTests {
  private let page = ManPage().roff

  /// Paragraphs are folded: what is said is the same without the folds.
  private func says(_ text: String) -> Bool {
    func unfolded(_ text: String) -> String {
      text.split(whereSeparator: \.isWhitespace).joined(separator: " ").replacing("\\&", with: "")
    }
    return unfolded(page).contains(unfolded(ManPage.text(text)))
  }

  @Test func theManualNamesEveryCommandOptionAndExitCode() {
    for command in CommandTable.all {
      #expect(says(HelpText.usage(command)), "\(command.name)")
      for option in command.options {
        #expect(says(option.name) && says(option.summary), "\(option.name)")
      }
    }
    for code in ExitCode.allCases { #expect(says(code.meaning)) }
  }

  @Test func theManualDeclaresEveryResultAndTopic() {
    for shape in [ResultShape](ResultShape.results.values) + ResultShape.types.values {
      for member in shape.members { #expect(says(member.says), "\(member.name)") }
    }
    for line in HelpTopic.all.flatMap({ $0.sections.flatMap(\.lines) }) {
      #expect(says(line.term) && says(line.meaning), "\(line.term)")
    }
  }

  @Test func nothingInATextIsTakenForRoff() {
    #expect(ManPage.text(".TH 'x' --a\\b\n'quoted") == "\\&.TH 'x' \\-\\-a\\eb\n\\&'quoted")
    #expect(ManPage.text("FILE…") == "FILE\\[u2026]")
    #expect(page.utf8.allSatisfy { $0 == 10 || (32..<127).contains($0) })
  }

  @Test(.enabled(if: Shell.has("mandoc"), "mandoc is not installed"))
  func mandocHasNothingToSay() throws {
    let folder = try TemporaryFolder()
    try folder.write(page + "\n", to: "podium.1")
    _ = system("cd '\(folder.path)' && mandoc -T lint -W style podium.1 > out 2>&1")
    #expect(try Files.text("\(folder.path)/out") == "")
  }
}
