// Sorting and choosing columns, seen in the list of requests: what holds here holds in every list.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Testing
import Time

@testable import PodiumTUI

@Suite @UIActor struct ListColumnsTests {
  private func stage(_ size: Size = Size(rows: 24, columns: 80)) -> Stage {
    let stage = Stage(
      size,
      snapshot: Fixture.snapshot {
        $0.traffic.requests = [(1, "pipelines", 41), (2, "Zone", nil), (3, "apps", 900)].map {
          var record = RequestRecord(
            at: Fixture.now - .seconds($0.0), method: "GET", target: $0.1, priority: "visible")
          record.took = $0.2.map { Duration.milliseconds($0) }
          return record
        }
      })
    stage.press("b")
    return stage
  }

  private func targets(_ stage: Stage) -> [String] {
    stage.rows.compactMap { row in ["pipelines", "Zone", "apps"].first { row.contains(" \($0) ") } }
  }

  @Test func aLetterSortsAndTheHeadingShowsIt() {
    let stage = stage()
    #expect(targets(stage) == ["pipelines", "Zone", "apps"])
    stage.press("s", "t")
    #expect(stage.rows[5].contains("TOOK▼"))
    #expect(targets(stage) == ["apps", "pipelines", "Zone"], "rows without a value stand last")
    stage.press("S")
    #expect(stage.rows[5].contains("TOOK▲"))
    #expect(targets(stage) == ["pipelines", "apps", "Zone"])
  }

  @Test func textsAreSortedWithoutRegardToCase() {
    let stage = stage()
    stage.press("s", "r")
    #expect(targets(stage) == ["apps", "pipelines", "Zone"])
    stage.press("s", "enter")
    #expect(targets(stage) == ["Zone", "pipelines", "apps"], "again turns it round")
    stage.press("s", "home", "enter")
    #expect(targets(stage) == ["pipelines", "Zone", "apps"], "back to its own order")
    #expect(stage.app.memory.views["requests"]?.sort == nil)
  }

  @Test func columnsAreShownHiddenAndMoved() {
    let stage = stage()
    stage.press(",", "space", "J", "enter")
    #expect(
      stage.app.memory.views["requests"]?.columns?.prefix(3) == ["request", "method", "answer"])
    #expect(!stage.rows[5].contains("AT "))
    stage.press(",", "r", "enter")
    #expect(stage.app.memory.views["requests"]?.columns == nil, "the usual ones need no memory")
    #expect(stage.rows[5].contains("AT "))
  }

  @Test func aListKeepsAtLeastOneColumn() {
    let stage = stage()
    stage.press(",", "space", "space", "space", "space", "space", "space", "space", "space")
    stage.press("space", "space", "enter")
    #expect(stage.lastRow.contains("a list needs a column"))
  }

  @Test func escapeLeavesTheChoosersWithoutAChange() {
    let stage = stage()
    stage.press(",", "space", "esc", "s", "down", "esc")
    #expect(stage.app.memory.views["requests"] == nil)
    #expect(stage.app.overlay == nil)
  }

  @Test func theConfigurationNamesTheColumnsUntilSomebodyChooses() {
    var context = ViewContext(
      snapshot: Fixture.snapshot(), now: Fixture.now, size: Size(rows: 24, columns: 80),
      glyphs: .unicode)
    context.configuration.columns["runs"] = ["pipeline", "commit", "nonsense"]
    func names() -> [String] { RunColumns.columns(context, width: 80).shown.map(\.name) }
    #expect(names() == ["pipeline", "commit"])
    context.memory.apply(.view("runs", ViewMemory()))
    context.memory.views["runs"]?.columns = ["status", "id"]
    #expect(names() == ["status", "id"])
  }

  @Test func lettersOfTheChooserAreAllDifferent() {
    let letters = SortChooser.letters(of: RunColumns.all.map(\.name))
    #expect(Set(letters).count == RunColumns.all.count)
    #expect(letters.allSatisfy { $0.isLetter && !"jkgq".contains($0) })
    #expect(Set(RunColumns.all.map(\.name)).count == RunColumns.all.count)
  }
}
