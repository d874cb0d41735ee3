// The text of logs: bytes come by effects, from a scripted source.
import OrchestraAPI
import PodiumCore
import TerminalUI
import TestSupport
import Testing
import Time

@testable import PodiumTUI

@Suite @UIActor struct TextScreenTests {
  nonisolated static let sizes = RunsScreenTests.sizes

  nonisolated static let log: String = {
    var lines = (1...60).map { number in
      "2026-11-21 03:01:\(number < 10 ? "0" : "")\(number % 60) INFO  fetched part \(number) of 60"
    }
    lines[30] = "2026-11-21 03:01:31 WARN  retrying after 2 s: connection reset by peer"
    lines[47] = "2026-11-21 03:01:48 ERROR \(Fixture.errorText), while copying 売上 rows"
    lines[48] = "\u{1B}[32mgreen\u{1B}[0m and \u{1B}]0;evil\u{07}plain"
    return lines.joined(separator: "\n") + "\n"
  }()

  private func snapshot(_ change: (inout Snapshot) -> Void = { _ in }) -> Snapshot {
    Fixture.snapshot {
      let id = TaskRun.ID("task-2-3")
      $0.taskFiles[id] = TaskFiles(
        logs: LogFiles(files: [LogFiles.File(name: "2/load.log", attempt: 2)]),
        artifacts: ArtifactFiles(names: []))
      $0.freshness[.taskFiles(Fixture.runID(2), id)] = .fresh(at: Fixture.now)
      change(&$0)
    }
  }

  /// Opens the log of the failed task on a source that has these bytes.
  private func open(_ stage: Stage, bytes: [UInt8], isComplete: Bool = true) async {
    stage.connect(
      text: RemoteTextSource { offset, length in
        let start = min(offset, bytes.count)
        let end = min(start + length, bytes.count)
        return TextChunk(
          bytes: Array(bytes[start..<end]), total: bytes.count, isComplete: isComplete)
      })
    stage.press("down", "l")
    await stage.settle()
  }

  @Test(arguments: sizes) func aFailedLogOpensAtItsFirstError(_ size: Size) async {
    let stage = Stage(size, snapshot: snapshot())
    await open(stage, bytes: Array(Self.log.utf8))
    stage.expectGolden("text-error")
    #expect(stage.row(containing: "ORA-01555") != nil)
  }

  @Test func beforeTheNamesAreKnown() {
    let stage = Stage(snapshot: Fixture.snapshot())
    stage.press("down", "l")
    stage.expectGolden("text-loading")
  }

  @Test func anEmptyLog() async {
    let stage = Stage(snapshot: snapshot())
    await open(stage, bytes: [])
    stage.expectGolden("text-empty")
  }

  @Test func aLogThatCannotBeRead() async {
    let stage = Stage(snapshot: snapshot())
    struct Refused: Error, CustomStringConvertible {
      let description = "503 from 127.0.0.1:8787"
    }
    stage.connect(text: RemoteTextSource { _, _ in throw Refused() })
    stage.press("down", "l")
    await stage.settle()
    stage.expectGolden("text-failing")
  }

  @Test func aTaskWithoutALog() {
    let stage = Stage(
      snapshot: snapshot {
        $0.taskFiles[TaskRun.ID("task-2-3")] = TaskFiles(
          logs: LogFiles(files: []), artifacts: ArtifactFiles(names: []))
      })
    stage.press("down", "l")
    stage.expectGolden("text-none")
  }

  @Test func searchingWrappingAndSaving() async throws {
    let stage = Stage(snapshot: snapshot())
    await open(stage, bytes: Array(Self.log.utf8))
    stage.press("/")
    stage.type("part 3[0-9]")
    stage.press("enter")
    await stage.settle()
    #expect(stage.lastRow.contains("on from the top"))
    stage.press("N")
    await stage.settle()
    #expect(stage.row(containing: "fetched part 39") != nil)
    stage.press("e")
    await stage.settle()
    stage.press("w")
    #expect(stage.row(containing: "売上 rows") != nil, "a wrapped line shows its end")
  }

  @Test func savingWritesANewFileAndNeverReplacesOne() async throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/load.log"
    let stage = Stage(snapshot: snapshot())
    await open(stage, bytes: Array(Self.log.utf8))
    for expected in ["saved 3.", "exists already"] {
      stage.press("s", "ctrl-u")
      stage.type(path)
      stage.press("enter")
      await stage.settle()
      #expect(
        stage.lastRow.contains(expected) || stage.app.message?.text.contains(expected) == true)
    }
    #expect(try Files.text(path) == Self.log)
  }
}
