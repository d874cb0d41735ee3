// The mouse: what is under it is what the frame says, and all it does is what a key would do.
import PodiumCore
import TerminalUI
import Testing

@testable import PodiumTUI

@Suite @UIActor struct MouseTests {
  private func event(
    _ action: MouseEvent.Action, row: Int, column: Int = 20, button: Int = 1
  ) -> Event {
    let point = Point(row: row, column: column)
    return .keys([.mouse(MouseEvent(action: action, button: button, point: point))])
  }

  private func row(of text: String, _ stage: Stage) throws -> Int {
    try #require(stage.rows.firstIndex { $0.contains(text) })
  }

  @Test func aClickSelectsTheRowAndASecondOneOpensIt() throws {
    let stage = Stage()
    let row = try row(of: "dbt finance", stage)
    stage.app.dispatch(event(.press, row: row))
    #expect(stage.selectedRow?.contains("dbt finance") == true)
    stage.app.dispatch(event(.release, row: row))
    stage.app.dispatch(event(.double, row: row))
    #expect(stage.rows.contains { $0.contains("dbt finance") && $0.contains("Runs ›") })
  }

  @Test func aClickAboveGoesUp() throws {
    let stage = Stage()
    stage.press("G")
    stage.app.dispatch(event(.press, row: try row(of: "Salesforce sync", stage)))
    #expect(stage.selectedRow?.contains("Salesforce sync") == true)
  }

  @Test func aClickOnAPaneAndOnAHintIsItsKey() throws {
    let stage = Stage(Size(rows: 24, columns: 120))
    let panes = try row(of: "2 fail", stage)
    let column = try #require(stage.rows[panes].firstRange(of: "2 fail")).lowerBound
    let place = stage.rows[panes].distance(from: stage.rows[panes].startIndex, to: column)
    stage.app.dispatch(event(.press, row: panes, column: place))
    #expect(stage.rows.contains { $0.contains("status:failed") })
    let hint = try #require(stage.lastRow.firstRange(of: "help")).lowerBound
    let at = stage.lastRow.distance(from: stage.lastRow.startIndex, to: hint)
    stage.app.dispatch(event(.press, row: 23, column: at))
    #expect(stage.app.overlay != nil)
  }

  @Test func nothingBehindADialogCanBeClicked() throws {
    let stage = Stage()
    let row = try row(of: "dbt finance", stage)
    stage.press("?")
    stage.app.dispatch(event(.press, row: row))
    stage.app.dispatch(event(.double, row: row))
    #expect(stage.app.overlay != nil)
    stage.press("esc")
    #expect(stage.selectedRow?.contains("dbt finance") == false)
  }

  @Test func theWheelMovesTheListAndScrollsAnOverlay() {
    let stage = Stage()
    stage.app.dispatch(event(.wheelDown, row: 8, button: 0))
    #expect(stage.selectedRow?.contains("Inventory") == true)
    stage.press("?")
    let before = stage.rows
    stage.app.dispatch(event(.wheelDown, row: 8, button: 0))
    #expect(stage.rows != before)
  }

  @Test func theWheelOverThePreviewOfATaskLeavesTheListAlone() throws {
    let stage = Stage(Size(rows: 40, columns: 120))
    stage.press("down", "enter")
    let rule = try row(of: "─ load_gl", stage)
    let before = stage.selectedRow
    stage.app.dispatch(event(.wheelDown, row: rule + 2, button: 0))
    #expect(stage.selectedRow == before)
    stage.app.dispatch(event(.wheelDown, row: rule - 4, button: 0))
    #expect(stage.selectedRow != before)
  }

  @Test func otherButtonsAndEmptyPlacesDoNothing() throws {
    let stage = Stage()
    let before = stage.rows
    let row = try row(of: "dbt finance", stage)
    for (action, button) in [(.press, 2), (.press, 3), (.release, 1), (.drag, 1)]
      as [(MouseEvent.Action, Int)]
    {
      stage.app.dispatch(event(action, row: row, button: button))
    }
    stage.app.dispatch(event(.press, row: 21))
    stage.app.dispatch(event(.press, row: 500, column: 900))
    #expect(stage.rows == before)
  }

  @Test(arguments: [true, false]) func aDraggedLineFollowsTheMouse(isVertical: Bool) {
    let stage = Stage(Size(rows: 40, columns: 120))
    stage.app.stack.top.view = SplitView(isVertical: isVertical)
    let line = isVertical ? Point(row: 10, column: 60) : Point(row: 2 + 21, column: 10)
    stage.app.dispatch(event(.press, row: line.row, column: line.column))
    let wanted = isVertical ? Point(row: 9, column: 31) : Point(row: 2 + 11, column: 3)
    stage.app.dispatch(event(.drag, row: wanted.row, column: wanted.column))
    let place = (stage.app.stack.top.view as? SplitView)?.place
    #expect(place == (isVertical ? 30 : 12), "steps of 3: as near as it gets")
    stage.app.dispatch(event(.release, row: wanted.row, column: wanted.column))
    stage.app.dispatch(event(.drag, row: 5, column: 5))
    #expect((stage.app.stack.top.view as? SplitView)?.place == place)
  }

  @Test func aClickOnAHeadingSortsAndTheWheelIsThatOfThePane() {
    let stage = Stage(Size(rows: 40, columns: 120))
    stage.app.stack.top.view = SplitView(isVertical: true)
    stage.app.dispatch(event(.press, row: 2, column: 3))
    #expect((stage.app.stack.top.view as? SplitView)?.sorted == "NAME")
    stage.app.dispatch(event(.wheelUp, row: 20, column: 100, button: 0))
    stage.app.dispatch(event(.wheelUp, row: 20, column: 10, button: 0))
    let scrolled = (stage.app.stack.top.view as? SplitView)?.commands
    #expect(scrolled == [.previewUp, .previewUp, .previewUp, .up, .up, .up])
  }
}

/// A list beside a preview, with the line between them in steps of three.
private struct SplitView: View {
  let isVertical: Bool
  var place: Int
  var sorted = ""
  var commands: [Command] = []

  init(isVertical: Bool) {
    self.isVertical = isVertical
    place = isVertical ? 60 : 21
  }

  let scope = Scope.runs
  let queries: Set<Query> = []
  let hints: [Command] = []
  func crumb(_ context: ViewContext) -> String { "" }
  mutating func settle(_ context: ViewContext) {}
  func reason(against command: Command, _ context: ViewContext) -> String? { nil }

  mutating func handle(_ command: Command, _ context: ViewContext) -> [Effect] {
    switch command {
    case .growList: place += 3
    case .shrinkList: place -= 3
    default: commands.append(command)
    }
    return []
  }

  mutating func sort(byColumn title: String, _ context: ViewContext) -> [Effect] {
    sorted = title
    return []
  }

  func draw(on canvas: Canvas, _ context: ViewContext) {
    let (list, rest): (Rect, Rect) =
      isVertical ? canvas.bounds.splitLeft(place) : canvas.bounds.splitTop(place)
    let (line, preview): (Rect, Rect) = isVertical ? rest.splitLeft(1) : rest.splitTop(1)
    canvas.hotspot(line, MouseSpot.divider(isVertical: isVertical))
    canvas.hotspot(preview, MouseSpot.wheel(up: .previewUp, down: .previewDown))
    Table(columns: [TableColumn("NAME", width: 10)]).draw(
      on: canvas.sub(list), rows: 0..<1, selected: 0
    ) { _ in [TableCell("one")] }
  }
}
