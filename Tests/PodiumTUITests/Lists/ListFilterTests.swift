// One language in every list, and its hits beside it while it is typed; headings that are clicked sort.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Testing
import Time

@testable import PodiumTUI

@Suite @UIActor struct ListFilterTests {
  /// A list: the keys that lead to it, a filter, what it leaves and what it hides.
  struct List: Sendable, CustomTestStringConvertible {
    let name: String
    var keys: [String]
    var filter: String
    var count: String
    var kept: String
    var hidden: String
    var heading: String?

    var testDescription: String { name }
  }

  nonisolated static let lists = [
    List(
      name: "runs", keys: [], filter: "status:failed", count: "2 of 10 loaded", kept: "dbt finance",
      hidden: "Inventory", heading: "PIPELINE"),
    List(
      name: "tasks", keys: ["down", "enter"], filter: "status:skipped", count: "2 of 5 loaded",
      kept: "publish", hidden: "extract_fx"),
    List(
      name: "pipelines", keys: ["p"], filter: "!status:failed | finance", count: "4 of 5 loaded",
      kept: "dbt finance", hidden: "JDE Account", heading: "PIPELINE"),
    List(
      name: "problems", keys: ["!"], filter: "kind:warning", count: "1 of 4 loaded",
      kept: "Freshness checks", hidden: "dbt finance", heading: "PIPELINE"),
    List(
      name: "upcoming", keys: ["u"], filter: "in<1h", count: "3 of 9 loaded",
      kept: "JDE Account", hidden: "Nightly ELT", heading: "PIPELINE"),
    List(
      name: "requests", keys: ["b"], filter: "answer>=400", count: "1 of 3 loaded",
      kept: "pipeline_runs", hidden: "environments", heading: "REQUEST"),
  ]

  private func stage(_ list: List, columns: Int = 120) -> Stage {
    let stage = Stage(
      Size(rows: 40, columns: columns),
      snapshot: Fixture.snapshot {
        $0.traffic.requests = [
          ("GET", "pipeline_runs?page=2", 503), ("GET", "environments", 200),
          ("POST", "pipelines/x/start", 200),
        ].enumerated().map { number, call in
          var record = RequestRecord(
            at: Fixture.now - .seconds(number), method: call.0, target: call.1,
            priority: "visible")
          record.status = call.2
          if call.2 >= 400 { record.problem = "503 from the server" }
          return record
        }
      })
    for key in list.keys { stage.press(key) }
    return stage
  }

  @Test(arguments: lists) func theFilterTellsItsHitsAsItIsTyped(_ list: List) {
    let stage = stage(list)
    #expect(stage.row(containing: list.hidden) != nil)
    stage.press("/")
    stage.type(list.filter)
    #expect(stage.lastRow.contains(list.count), "\(stage.lastRow)")
    let rows = stage.rows.dropLast().filter { !$0.hasPrefix("─") }
    #expect(rows.contains { $0.contains(list.kept) })
    stage.press("enter", "esc")
    #expect(stage.row(containing: list.hidden) != nil, "Esc shows all again")
  }

  @Test(arguments: lists) func aMistakeIsToldWhereItIsTyped(_ list: List) {
    let stage = stage(list)
    stage.press("/")
    stage.type("stauts:failed")
    #expect(stage.rows[38].contains("did you mean status?"), "\(stage.rows[38])")
  }

  @Test(arguments: lists.filter { $0.heading != nil })
  func aClickOnAHeadingSortsAndASecondOneTurnsItRound(_ list: List) throws {
    let stage = stage(list)
    let heading = try #require(list.heading)
    func click() throws {
      let row = try #require(stage.rows.firstIndex { $0.contains(heading) })
      let text = stage.rows[row]
      let found = try #require(text.firstRange(of: heading)).lowerBound
      let point = Point(row: row, column: text.distance(from: text.startIndex, to: found))
      stage.app.dispatch(.keys([.mouse(MouseEvent(action: .press, button: 1, point: point))]))
    }
    try click()
    #expect(stage.row(containing: "\(heading)\(GlyphSet.unicode.marks.up)") != nil)
    try click()
    #expect(stage.row(containing: "\(heading)\(GlyphSet.unicode.marks.down)") != nil)
  }

  @Test func theColumnThatAListIsOrderedByIsAlwaysSeen() {
    let stage = Stage(Size(rows: 24, columns: 60))
    stage.press("s", "e")
    let memory = stage.app.memory.views[RunColumns.listName]?.sort
    #expect(memory?.column == "env")
    #expect(stage.row(containing: "ENV\(GlyphSet.unicode.marks.up)") != nil)
  }

  @Test(arguments: lists) func theWheelMovesAndAClickSelects(_ list: List) throws {
    let stage = stage(list)
    stage.press("home")
    let first = try #require(stage.rows.firstIndex { $0.hasPrefix("▌") })
    func event(_ action: MouseEvent.Action, row: Int, button: Int) -> Event {
      .keys([.mouse(MouseEvent(action: action, button: button, point: Point(row: row, column: 20)))]
      )
    }
    stage.app.dispatch(event(.wheelDown, row: first, button: 0))
    let wheeled = try #require(stage.rows.firstIndex { $0.hasPrefix("▌") })
    #expect(wheeled > first)
    stage.app.dispatch(event(.press, row: first, button: 1))
    #expect(stage.rows.firstIndex { $0.hasPrefix("▌") } == first)
  }
}
