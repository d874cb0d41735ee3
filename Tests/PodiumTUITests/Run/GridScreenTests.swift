// Golden screens of the history of a pipeline, and how one moves in it.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Testing
import Time

@testable import PodiumTUI

@Suite @UIActor struct GridScreenTests {
  nonisolated static let sizes = RunsScreenTests.sizes
  private static let pipeline = Pipeline.ID("pipe-Nightly ELT")
  private static let keys = [
    "extract_orders", "extract_customers", "stage_orders", "stage_customers", "test_not_null",
    "build_marts", "publish",
  ]

  /// One run an hour; some failed, one is running.
  private static var runs: [PipelineRun] {
    (0..<30).map { number in
      let status: RunStatus = number == 0 ? .running : isBad(number) ? .failed : .succeeded
      return Fixture.run(
        100 + number, "Nightly ELT", status, minutesAgo: number * 60 + 4,
        seconds: isBad(number) ? 130 : 600 + number % 7 * 20)
    }
  }

  private static func isBad(_ number: Int) -> Bool { number % 9 == 4 || number == 5 }

  private static func tasks(_ run: Int) -> [TaskRun] {
    keys.enumerated().map { place, key in
      let created = Fixture.now - .seconds((run * 60 + 4) * 60)
      var status = TaskStatus.succeeded
      if isBad(run) { status = place == 4 ? .failed : place > 4 ? .skipped : .succeeded }
      if run == 0 { status = place == 3 ? .running : place > 3 ? .created : .succeeded }
      var task = TaskRun(
        id: TaskRun.ID("t\(run)-\(place)"), pipelineRunID: Fixture.runID(100 + run),
        pipelineID: pipeline, taskID: key, status: status, createdAt: created)
      task.dependsOn = place < 2 ? [] : [keys[place - (place < 4 ? 2 : 1)]]
      guard status != .skipped, status != .created else { return task }
      task.startedAt = created + .seconds(place * 60)
      let usual = 20 + place * 9 + run * place % 11
      task.completedAt =
        status == .running
        ? nil : task.startedAt.map { $0 + .seconds(run == 1 ? usual * 2 : usual) }
      task.numberOfAttempts = 1
      return task
    }
  }

  private func snapshot(loaded: Int = 30) -> Snapshot {
    Fixture.snapshot(Self.runs) {
      var history = PipelineHistory()
      let tasks = (0..<loaded).flatMap(Self.tasks)
      _ = history.join(
        Page(page: 1, pageSize: tasks.count, total: 30 * Self.keys.count, items: tasks), number: 1)
      $0.depth.histories[Self.pipeline] = history
      $0.notes.failureCauses[Fixture.runID(104)] = FailureCause(
        taskRunID: "t4-4", taskID: "test_not_null", taskName: "test_not_null",
        integration: "DBT_CORE", errorLine: "Got 312 results, configured to fail if != 0")
    }
  }

  private func stage(_ size: Size, loaded: Int = 30, glyphs: GlyphSet = .unicode) -> Stage {
    let stage = Stage(size, snapshot: snapshot(loaded: loaded), glyphs: glyphs)
    stage.press("M")
    return stage
  }

  @Test(arguments: sizes) func theHistoryOfAPipeline(_ size: Size) {
    let stage = stage(size)
    stage.expectGolden("grid-usual")
  }

  @Test func aFailedCell() {
    let stage = stage(Size(rows: 24, columns: 80))
    stage.press("j", "j", "j", "j", "j", "n")
    stage.expectGolden("grid-failed")
    stage.press("enter")
    #expect(stage.app.stack.top.place == .task(Fixture.runID(104), "t4-4"))
  }

  @Test func aClickSelectsTheCellAndASecondOneOpensIt() throws {
    let stage = stage(Size(rows: 24, columns: 100))
    func grid() throws -> GridView { try #require(stage.app.stack.top.view as? GridView) }
    let place = try #require(
      grid().history.columns.firstIndex { $0.run.id == Fixture.runID(104) })
    let row = try #require(stage.rows.firstIndex { $0.contains("test_not_null") })
    let column = try grid().layout.column(of: place - grid().inView.lowerBound)
    func click(_ action: MouseEvent.Action = .press, row: Int, column: Int) {
      let point = Point(row: row, column: column)
      stage.app.dispatch(.keys([.mouse(MouseEvent(action: action, button: 1, point: point))]))
    }
    // The sign of the cell, then its other half again.
    for half in [1, 0] { click(row: row, column: column + half) }
    #expect(try grid().selectedColumn == place)
    #expect(try grid().selectedRow?.key == "test_not_null")
    // A name selects the row alone, the newest cell of a row brings both back.
    click(row: row + 1, column: 4)
    #expect(try grid().selectedColumn == place)
    #expect(try grid().selectedRow?.key == "build_marts")
    click(row: row - 1, column: try grid().layout.took - 2)
    #expect(try grid().selectedColumn == grid().history.columns.count - 1)
    click(row: row, column: column)
    click(.double, row: row, column: column)
    #expect(stage.app.stack.top.place == .task(Fixture.runID(104), "t4-4"))
  }

  @Test func aClickOnAnAgeSelectsItsRunAndNoOtherRow() throws {
    let stage = stage(Size(rows: 24, columns: 100))
    stage.press("j", "j", "h", "h", "h")
    let before = stage.selectedRow?.prefix(20)
    let header = try #require(stage.rows.firstIndex { $0.contains("TASK") })
    let newest = try #require(stage.app.stack.top.view as? GridView).layout.took - 2
    let point = Point(row: header, column: newest)
    stage.app.dispatch(.keys([.mouse(MouseEvent(action: .press, button: 1, point: point))]))
    let grid = try #require(stage.app.stack.top.view as? GridView)
    #expect(grid.selectedColumn == grid.history.columns.count - 1)
    #expect(stage.selectedRow?.prefix(20) == before)
  }

  @Test func partsThatAreNotLoaded() {
    let stage = stage(Size(rows: 24, columns: 100), loaded: 9)
    stage.expectGolden("grid-partial")
    stage.press("j", "j", "h", "h", "h", "h", "h", "h", "h", "h", "h", "enter")
    #expect(stage.lastRow.contains("not loaded"))
  }

  @Test func withoutUnicode() {
    let stage = stage(Size(rows: 24, columns: 80), glyphs: .ascii)
    stage.expectGolden("grid-ascii")
  }

  @Test func aPipelineWithoutRuns() {
    let stage = Stage(Size(rows: 24, columns: 80), snapshot: snapshot())
    stage.app.open(.grid("nobody"))
    stage.expectGolden("grid-empty")
  }

  @Test func theFilterIsThatOfEveryList() {
    let stage = stage(Size(rows: 24, columns: 80))
    stage.press("/")
    stage.type("stage")
    stage.press("enter")
    #expect(stage.row(containing: "stage_orders") != nil)
    #expect(stage.row(containing: "publish") == nil)
    stage.press("esc")
    #expect(stage.row(containing: "publish") != nil)
  }

  @Test func theSelectionStaysWithItsRunWhenNewOnesArrive() {
    let stage = stage(Size(rows: 24, columns: 80))
    stage.press("h", "h")
    let before = stage.row(containing: "3b80c185,")
    var next = snapshot()
    next.generation = 2
    next.runs = Fixture.table(
      Self.runs + [Fixture.run(99, "Nightly ELT", .running, minutesAgo: 0)])
    stage.show(next)
    #expect(stage.row(containing: "3b80c185,") == before)
  }
}
