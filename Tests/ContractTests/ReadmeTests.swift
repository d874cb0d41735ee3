// Every line of the README's command line section is run as it stands there, and every other command that
// the README names is one.
import JSON
import TestSupport
import Testing

@testable import PodiumCLI

@Suite struct ReadmeTests {
  private let text: String

  init() throws { text = try Files.text(Files.repository + "/README.md") }

  /// Lines of the README's blocks that call podium, without what is said beside them.
  private func lines(after heading: String = "") -> [String] {
    let start =
      heading.isEmpty ? text.startIndex : text.firstRange(of: "\n## \(heading)\n")?.upperBound
    guard let start else { return [] }
    let rest = text[start...]
    let part =
      heading.isEmpty
      ? rest : rest.prefix(upTo: rest.firstRange(of: "\n## ")?.lowerBound ?? rest.endIndex)
    let blocks = String(part).split(separator: "```\n", omittingEmptySubsequences: false)
      .enumerated()
      .filter { $0.offset % 2 == 1 }
    return blocks.flatMap { $0.element.split(separator: "\n") }.flatMap { line -> [String] in
      let command =
        line.firstRange(of: "   ").map { String(line[..<$0.lowerBound]) } ?? String(line)
      return command.hasPrefix("podium ")
        ? command.split(separator: ";").map { String($0.drop { $0 == " " }) } : []
    }
  }

  /// What stands for something of the reader's, in the order in which it is replaced.
  private func filled(_ line: String, run: String) -> String {
    [
      ("\"Nightly ELT@latest\"", "failing@latest"), ("RUN TASK report.csv", "RUN second made.txt"),
      // Only what has failed can go on from there.
      ("rerun RUN", "rerun failing@latest"), ("RUN", run),
    ].reduce(line) { $0.replacing($1.0, with: $1.1) }
  }

  @Test func theCommandLinesOfTheReadmeWork() async throws {
    let lines = lines(after: "Command line")
    try #require(lines.count >= 13, "\(lines)")
    try await Podium.withServer { podium, caller in
      let run = try await caller.finishedRun("nightly").id.text
      _ = try await caller.finishedRun("failing")
      try podium.home.write(Samples.nightly, to: "nightly.yaml")
      for line in lines {
        let program = try await podium.script(filled(line, run: run))
        #expect(program.exitCode == 0, "\(line): \(program)")
        let mayBeSilent = line.contains("--output") || line.contains("--filter")
        #expect(!program.output.isEmpty || mayBeSilent, "\(line): \(program)")
      }
    }
  }

  @Test func everyCommandOfTheReadmeIsOne() throws {
    let spans = text.split(separator: "`").filter { $0.hasPrefix("podium ") && !$0.contains("\n") }
    let named = Set(lines() + spans.map(String.init))
    #expect(named.count >= 12)
    for line in named {
      let words = line.split(separator: " ").dropFirst().prefix { $0 != "or" && $0 != "|" }
        .map(String.init).filter { $0 != "…" && $0 != "[options]" }
      var given = words
      if given.count == 1, !CommandTable.commands(of: given[0]).isEmpty { given.append("--help") }
      #expect(throws: Never.self, "\(line)") { try CommandTable.resolve(given) }
    }
  }
}
