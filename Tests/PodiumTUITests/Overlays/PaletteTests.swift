// What the palette finds, in which order, and what it does; saved views; the screens before.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Testing

@testable import PodiumTUI

@Suite @UIActor struct PaletteItemsTests {
  private func found(_ text: String, _ stage: Stage) -> [String] {
    stage.press(":")
    stage.type(text)
    let palette = stage.app.overlay as? PodiumTUI.Palette
    let titles = palette?.items(stage.app.context()).map(\.title) ?? []
    stage.press("esc")
    return titles
  }

  @Test(arguments: [
    ("prob", "problems"), ("pipe", "pipelines"), ("req", "requests"), ("qu", "quit"),
    ("help", "help"), ("jde", "JDE Account Balances + Forecast 2.0"), ("nght", "Nightly ELT"),
    ("jab", "JDE Account Balances + Forecast 2.0"), ("dbtfin", "dbt finance"),
    ("next problem", "next problem"), ("cancel", "cancel run"), ("load_gl", "load_gl"),
    ("sixteen", "theme sixteen"), ("warehouse", "Warehouse vacuum"),
  ])
  func theLikeliestComesFirst(text: String, title: String) {
    #expect(found(text, Stage()).first == title, "\(text)")
  }

  @Test func whatWasChosenLatelyComesFirst() {
    let stage = Stage()
    #expect(found("re", stage).first == "requests")
    stage.press(":")
    stage.type("reverse")
    stage.press("enter")
    #expect(found("re", stage).first == "reverse sort")
    #expect(found("", stage).first == "reverse sort")
    // Not before what fits better.
    #expect(found("reques", stage).first == "requests")
  }

  @Test func theLettersThatWereFoundAreMarked() {
    func marked(_ text: String, _ words: String) -> String {
      PodiumTUI.Palette.highlighted(
        text, words.split(separator: " ").map { Array($0.utf8) }, least: 15, .text
      ).filter { $0.style == Role.accent.style }.map(\.text).joined(separator: "|")
    }
    #expect(marked("Nightly ELT", "nelt") == "N|ELT")
    #expect(marked("Nightly ELT", "elt night") == "Night|ELT")
    #expect(marked("dbt finance", "dbtfin") == "dbt|fin")
    #expect(marked("Größe der Tabelle", "tab") == "Tab")
    #expect(marked("Nightly ELT", "") == "")
  }

  @Test(arguments: [
    "https://app.getorchestra.io/pipeline-runs/\(Fixture.runID(2).text)/lineage",
    "see https://app.getorchestra.io/runs/\(Fixture.runID(2).text)?tab=1 please",
  ])
  func aPastedLinkOpensItsRun(_ text: String) {
    let stage = Stage()
    stage.press(":")
    stage.app.dispatch(.keys([.paste(text)]))
    stage.press("enter")
    #expect(stage.app.stack.top.place == .run(Fixture.runID(2)))
  }

  @Test func nothingThatDoesNotFitIsOffered() {
    let stage = Stage()
    #expect(found("zzz", stage) == [])
    #expect(!found("vacuum", stage).contains("Nightly ELT"))
  }

  @Test func aPipelineOpensItsRuns() {
    let stage = Stage()
    stage.press("p", ":")
    stage.type("nightly")
    stage.press("enter")
    #expect(stage.app.stack.top.place == .runs)
    #expect((stage.app.stack.top.view as? RunsView)?.rows.count == 2)
    #expect(stage.row(containing: #"pipeline="Nightly ELT""#) != nil)
  }

  @Test func commandsShowTheirKeyAndWhyTheyCannotBeDone() throws {
    let stage = Stage()
    stage.press(":")
    stage.type("cancel run")
    let palette = try #require(stage.app.overlay as? PodiumTUI.Palette)
    let item = try #require(palette.items(stage.app.context()).first)
    #expect(item.key == "x" && item.reason == nil)
    stage.press("esc", "down", ":")
    stage.type("cancel run")
    let other = try #require(stage.app.overlay as? PodiumTUI.Palette)
    #expect(other.items(stage.app.context()).first?.reason?.contains("has ended") == true)
    // Choosing it says so, too.
    stage.press("enter")
    #expect(stage.lastRow.contains("has ended"))
  }

  @Test func theListScrollsWithTheChoiceOnLowScreens() {
    let stage = Stage(Size(rows: 16, columns: 60))
    stage.press(":")
    for _ in 0..<30 { stage.press("down") }
    #expect(stage.rows.contains { $0.contains("31 of ") })
    #expect(stage.rows.contains { $0.contains(GlyphSet.unicode.marks.selected) })
  }

  @Test func theBeginningOfAnIdFindsRuns() {
    #expect(found("3b80c185", Stage()).filter { $0.count == 36 }.count == 8)
  }
}

@Suite @UIActor struct SavedViewsTests {
  private func configured() -> Stage {
    let stage = Stage()
    var bad = SavedView(name: "bad", filter: "status:failed,warning")
    bad.sort = "-took"
    stage.app.options.configuration.views = [bad]
    return stage
  }

  private var view: (Stage) -> RunsView? { { $0.app.stack.top.view as? RunsView } }

  @Test func aViewOfTheConfigurationIsChosenByItsNumber() {
    let stage = configured()
    stage.press("5", "V")
    #expect(stage.row(containing: "bad") != nil)
    stage.press("1")
    #expect(view(stage)?.words == "status:failed,warning")
    #expect(view(stage)?.pane == nil)
    #expect(view(stage)?.rows.count == 3)
    #expect(stage.app.memory.views["runs"]?.sort == ListSort("took", descending: true))
  }

  @Test func theFilterIsSavedChosenAndDeleted() {
    let stage = configured()
    stage.press("1", "/")
    stage.type("dbt")
    stage.press("enter", "V", "n")
    stage.type("mine")
    stage.press("enter")
    #expect(stage.app.memory.savedViews.map(\.filter) == ["status:failed dbt"])
    #expect(stage.app.memory.savedViews.map(\.columns) == [[]])
    stage.press("esc", "p", ":")
    stage.type("mine")
    stage.press("enter")
    #expect(stage.app.stack.top.place == .runs)
    #expect(view(stage)?.words == "status:failed dbt")
    stage.press("V", "x")
    #expect(stage.lastRow.contains("in the configuration"))
    stage.press("down", "x", "esc")
    #expect(stage.app.memory.savedViews == [])
  }

  @Test func aViewBringsItsSortAndColumnsAndTheListOfTheConfigurationItself() {
    let stage = configured()
    var mine = ViewMemory()
    mine.columns = ["status", "pipeline", "took"]
    mine.sort = ListSort("took", descending: true)
    stage.app.apply([.remember(.view("runs", mine))])
    stage.app.apply([.saveView("slow ones")])
    stage.app.apply([.remember(.view("runs", ViewMemory()))])
    stage.press("V", "2")
    #expect(stage.app.memory.views["runs"]?.columns == mine.columns)
    #expect(stage.app.memory.views["runs"]?.sort == mine.sort)
    var problems = SavedView(name: "prod only", filter: "env:prod")
    problems.list = "problems"
    stage.app.options.configuration.views.append(problems)
    stage.press("p", "V")
    #expect(stage.row(containing: "prod only") == nil)
    stage.press("esc", ":")
    stage.type("prod only")
    stage.press("enter")
    #expect(stage.app.stack.top.place == .problems)
    #expect(stage.app.stack.top.view.filterText == "env:prod")
  }

  @Test func theFilterBeforeAViewComesBack() {
    let stage = configured()
    stage.press("/")
    stage.type("nightly")
    stage.press("enter", "V", "1")
    #expect(view(stage)?.words == "status:failed,warning")
    stage.press("[")
    #expect(view(stage)?.words == "nightly")
    #expect(view(stage)?.rows.count == 2)
    stage.press("]")
    #expect(view(stage)?.words == "status:failed,warning")
  }

  @Test func namesOfTheConfigurationStayItsOwnAndNothingIsNotSaved() {
    let stage = configured()
    stage.press(":")
    stage.type("save-view x")
    stage.press("enter")
    #expect(stage.lastRow.contains("nothing to save"))
    stage.press("1", ":")
    stage.type("save-view bad")
    stage.press("enter")
    #expect(stage.lastRow.contains("choose another name"))
    #expect(stage.app.memory.savedViews == [])
  }

  @Test(arguments: [Size(rows: 24, columns: 80), Size(rows: 16, columns: 60)])
  func menu(_ size: Size) {
    let stage = Stage(size)
    stage.app.options.configuration.views = [
      SavedView(name: "bad", filter: "status:failed,warning", sort: "-took"),
      SavedView(name: "night", filter: "trigger:daily started>22:00"),
    ]
    stage.app.memory.apply(.saveView(SavedView(name: "mine", filter: "dbt env:prod")))
    stage.press("V")
    stage.expectGolden("saved-views")
  }
}

@Suite @UIActor struct HistoryTests {
  @Test func backAndForwardGoThroughTheScreensWithTheirState() {
    let stage = Stage()
    stage.press("p", "down", "down", "b", "[")
    #expect(stage.app.stack.top.place == .pipelines)
    let selected = (stage.app.stack.top.view as? PipelinesView)?.list.state.index
    #expect(selected == 2)
    stage.press("[")
    #expect(stage.app.stack.top.place == .runs)
    stage.press("]", "]")
    #expect(stage.app.stack.top.place == .requests)
    stage.press("]")
    #expect(stage.lastRow.contains("there is none"))
  }

  @Test func selectionAndScrollOfTheFirstScreenComeBack() {
    let stage = Stage(Size(rows: 10, columns: 80))
    for _ in 0..<7 { stage.press("down") }
    let (selected, rows) = (stage.selectedRow, stage.rows)
    stage.press("p", "esc", "g", "[", "[")
    #expect(stage.selectedRow == selected)
    #expect(Array(stage.rows.dropLast()) == Array(rows.dropLast()))
  }

  @Test func whatWasLeftWithEscapeIsReachedAgain() {
    let stage = Stage()
    stage.press("down", "enter", "enter", "esc", "esc")
    #expect(stage.app.stack.isAtFirst)
    stage.press("[")
    #expect(stage.app.stack.top.place == .run(Fixture.runID(2)))
    stage.press("[")
    #expect(stage.app.stack.entries.count == 3)
    stage.press("[", "[", "[")
    #expect(stage.lastRow.contains("no screen was here before"))
  }

  @Test func openingSomethingEndsTheWayForward() {
    let stage = Stage()
    stage.press("p", "[", "b", "]")
    #expect(stage.app.stack.top.place == .requests)
  }

  @Test func theHistoryIsLimited() {
    var stack = ViewStack()
    for _ in 0..<50 {
      stack.open(.pipelines)
      stack.open(.requests)
    }
    var steps = 0
    while stack.goBack() { steps += 1 }
    #expect(steps == ViewStack.historyMax)
  }
}
