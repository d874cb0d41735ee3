// Results as text: aligned, cut only where there is a width, and never with a control character.
import JSON
import TerminalUI
import Testing

@testable import PodiumCLI

@Suite struct TextTableTests {
  private let rows: [JSONValue] = [
    [
      "runStatus": "FAILED", "pipelineName": "Nightly 日本語 ELT of everything", "id": "r-1",
      "startedAt": "2026-11-21T03:00:00Z", "durationSeconds": 83.0,
      "message": "ORA-00942: table or view \u{1B}[31mdoes not exist, and much more is said",
    ],
    ["runStatus": "SUCCEEDED", "pipelineName": "Short", "id": "r-2"],
  ]

  @Test func nothingIsCutWithoutATerminal() {
    let lines = TextTable.runs.lines(rows, TextPlace(width: nil))
    #expect(lines.count == 3 && lines[0].hasPrefix("STATUS     PIPELINE"))
    #expect(lines[1].hasSuffix("and much more is said") && !lines.joined().contains("\u{1B}"))
    #expect(lines[2].hasSuffix("-"), "cells without a text keep their place")
    let starts = lines.map { line in
      line.firstRange(of: "r-").map { TextWidth.columns(String(line[..<$0.lowerBound])) }
    }
    #expect(starts[1] == starts[2])
  }

  @Test(arguments: [60, 80, 120, 200])
  func aTerminalGetsNoLongerLines(width: Int) {
    let lines = TextTable.runs.lines(rows, TextPlace(width: width))
    #expect(lines.allSatisfy { TextWidth.columns($0) <= width }, "\(lines)")
    #expect(lines[0].contains("TRIGGER") == false, "a column that says nothing is left out")
  }

  @Test func whereThereIsNoRoomStatusPipelineAndIDStayLongest() {
    let heading = { (width: Int) in
      TextTable.runs.lines(rows, TextPlace(width: width))[0].split(separator: " ").map(String.init)
    }
    #expect(heading(45).contains("STARTED") && heading(45).contains("ID"))
    #expect(heading(30) == ["STATUS", "PIPELINE", "ID"])
    for width in 1...60 {
      let lines = TextTable.runs.lines(rows, TextPlace(width: width))
      #expect(lines.allSatisfy { TextWidth.columns($0) <= width }, "\(width): \(lines)")
    }
  }

  @Test func noRowsAreNoLines() {
    #expect(TextTable.runs.lines([], TextPlace(width: nil)).isEmpty)
  }

  @Test func recordsAreLinesAndTheirListsTables() {
    let text = ResultText(["taskRuns": .tasks])
    let lines = text.lines(
      [
        "pipelineName": "Nightly", "durationSeconds": 83.0,
        "byStatus": ["FAILED": 2], "taskRuns": [["status": "FAILED", "taskName": "Load"]],
        "log": "one\ntwo",
      ], TextPlace(width: nil))
    #expect(lines[0] == "pipeline name            Nightly")
    #expect(lines[1] == "duration                 1m23s")
    #expect(lines[2...3] == ["by status:", "  FAILED                 2"])
    #expect(lines[4] == "task runs:" && lines[5].hasPrefix("  STATUS  TASK"))
    #expect(lines.suffix(3) == ["log:", "  one", "  two"])
  }
}
