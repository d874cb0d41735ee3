// Golden screens of the faces of a run: tree, timeline, graph; small and large; in ASCII, too.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Testing
import Time

@testable import PodiumTUI

@Suite @UIActor struct RunFaceScreenTests {
  nonisolated static let sizes = RunsScreenTests.sizes

  private func stage(
    _ size: Size, _ run: PipelineRun.ID, _ snapshot: Snapshot = Fixture.snapshot(),
    glyphs: GlyphSet = .unicode
  ) -> Stage {
    let stage = Stage(size, snapshot: snapshot, glyphs: glyphs)
    stage.app.open(.run(run))
    return stage
  }

  private static let log =
    (1...186).map { "03:00:\($0 % 60) INFO  fetched \($0 * 6474) rows\n" }.joined()
    + "03:01:12 ERROR \(Fixture.errorText)\n03:01:12 ERROR statement failed after 71.9 s\n"

  private func withLog(_ snapshot: inout Snapshot) {
    let id = TaskRun.ID("task-2-3")
    snapshot.taskFiles[id] = TaskFiles(
      logs: LogFiles(files: [LogFiles.File(name: "2/main.log", attempt: 2)]),
      artifacts: ArtifactFiles(names: []))
    snapshot.freshness[.taskFiles(Fixture.runID(2), id)] = .fresh(at: Fixture.now)
  }

  @Test(arguments: sizes) func theFirstErrorStandsBelowTheTree(_ size: Size) async {
    let stage = Stage(size, snapshot: Fixture.snapshot(change: withLog))
    let bytes = Array(Self.log.utf8)
    stage.connect(
      text: RemoteTextSource { offset, count in
        TextChunk(
          bytes: Array(bytes.dropFirst(offset).prefix(count)), total: bytes.count, isComplete: true)
      })
    stage.app.open(.run(Fixture.runID(2)))
    await stage.settle()
    stage.expectGolden("run-tree")
  }

  @Test(arguments: sizes) func aTimeline(_ size: Size) {
    let stage = stage(size, Fixture.runID(2))
    stage.press("i")
    stage.expectGolden("run-timeline")
  }

  @Test(arguments: sizes) func aGraph(_ size: Size) {
    let stage = stage(size, Fixture.runID(2))
    stage.press("d")
    stage.expectGolden("run-graph")
  }

  @Test(arguments: sizes) func aLargeRun(_ size: Size) {
    let stage = stage(size, LargeRun.id, LargeRun.snapshot(width: 24))
    stage.expectGolden("run-large-tree")
    stage.press("i")
    stage.expectGolden("run-large-timeline")
    stage.press("d")
    stage.expectGolden("run-large-graph")
  }

  @Test func foldedGroups() {
    let stage = stage(Size(rows: 24, columns: 80), LargeRun.id, LargeRun.snapshot(width: 24))
    stage.press("g", "space", "down", "space", "down", "down", "space")
    stage.expectGolden("run-folded-tree")
    stage.press("d")
    stage.expectGolden("run-folded-graph")
  }

  @Test func withoutUnicode() {
    let size = Size(rows: 24, columns: 80)
    let stage = stage(size, LargeRun.id, LargeRun.snapshot(width: 9), glyphs: .ascii)
    stage.expectGolden("run-ascii-tree")
    stage.press("i")
    stage.expectGolden("run-ascii-timeline")
    stage.press("d")
    stage.expectGolden("run-ascii-graph")
  }

  @Test func aNarrowScreenGetsAnIndentedTree() {
    let snapshot = LargeRun.snapshot(width: 4, hasGroups: false)
    let stage = stage(Size(rows: 24, columns: 46), LargeRun.id, snapshot)
    stage.press("d")
    stage.expectGolden("run-graph-narrow")
  }

  @Test func theFilterIsThatOfEveryList() {
    let stage = stage(Size(rows: 40, columns: 120), LargeRun.id, LargeRun.snapshot(width: 24))
    stage.press("/")
    stage.type("status:failed,running")
    #expect(stage.lastRow.contains("8 of 120"), "\(stage.lastRow)")
    stage.press("enter")
    #expect(stage.row(containing: "check_03") != nil && stage.row(containing: "check_04") == nil)
    #expect(stage.row(containing: "▾ model") == nil, "groups without a task go")
    stage.press("/")
    stage.type(" nothing-like-it")
    stage.press("enter")
    #expect(stage.row(containing: "No task passes the filter.") != nil)
    stage.press("esc")
    #expect(stage.row(containing: "check_04") != nil)
  }

  @Test func whatIsSelectedStaysSelectedInEveryFace() {
    let stage = stage(Size(rows: 40, columns: 120), LargeRun.id, LargeRun.snapshot(width: 24))
    stage.press("j", "j", "tab", "tab")
    #expect(stage.row(containing: "▌")?.contains("check_05") == true)
    stage.press("l")
    #expect(stage.row(containing: "▌")?.contains("model_") == true, "along a line")
    stage.press("h", "tab")
    #expect(stage.selectedRow?.contains("check_") == true)
  }

  @Test func zoomedIn() {
    let stage = stage(Size(rows: 24, columns: 100), LargeRun.id, LargeRun.snapshot(width: 9))
    stage.press("i", "+", "+", "l")
    stage.expectGolden("run-timeline-zoomed")
  }
}
