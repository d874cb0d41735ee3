// The faces of a text: levels, times, selected lines, JSON, matches; dbt's results as a table; a file of
// this machine without a workspace.
import OrchestraAPI
import PodiumCore
import TerminalUI
import TestSupport
import Testing

@testable import PodiumTUI

@Suite @UIActor struct TextFaceScreenTests {
  nonisolated static let sizes = [
    Size(rows: 24, columns: 80), Size(rows: 16, columns: 60), Size(rows: 40, columns: 120),
  ]
  nonisolated static let small = sizes[0]

  nonisolated static let log: String = {
    var lines = (0..<240).map { number in
      let (minute, second) = (number / 60, number % 60)
      let time = "2026-11-21T03:0\(minute):\(second < 10 ? "0" : "")\(second).250Z"
      return "\(time) INFO  fetched part \(number + 1) of 240"
    }
    for number in stride(from: 17, to: 240, by: 31) {
      lines[number] += " again"
      lines[number].replace("INFO ", with: "WARN ")
    }
    lines[120] =
      #"2026-11-21T03:02:00.000Z ERROR query failed {"id": "01b2", "rows": 0,"#
      + #" "tables": ["gl", "fx"], "cause": {"code": "ORA-01555", "text": "snapshot too old"}}"#
    lines[121] = "  at load_gl.copy (load.py:187)"
    lines[200] = "2026-11-21T03:03:20.000Z ERROR gave up after 2 tries"
    return lines.joined(separator: "\n") + "\n"
  }()

  nonisolated static let results = """
    {"metadata": {"dbt_version": "1.9.2"}, "elapsed_time": 83.4, "args": {}, "results": [
    {"status": "success", "execution_time": 12.25, "message": "SELECT 1204118", "failures": null,
     "unique_id": "model.shop.stg_orders", "adapter_response": {"rows_affected": 1204118}},
    {"status": "success", "execution_time": 0.41, "message": "CREATE VIEW", "failures": null,
     "unique_id": "model.shop.stg_customers", "adapter_response": {}},
    {"status": "fail", "execution_time": 1.07, "failures": 312,
     "message": "Got 312 results, configured to fail if != 0",
     "unique_id": "test.shop.not_null_orders_customer_id.cf6c17daed"},
    {"status": "warn", "execution_time": 0.5, "failures": 4,
     "message": "Got 4 results, configured to warn if != 0",
     "unique_id": "test.shop.unique_customers_email.0a1b"},
    {"status": "error", "execution_time": 61.2, "failures": null,
     "message": "Database Error in model orders (models/orders.sql)\\n  ORA-01555: snapshot too old: rollback segment number 12 with name \\"_SYSSMU12$\\" too small\\n  compiled code at target/run/shop/models/orders.sql",
     "unique_id": "model.shop.orders"},
    {"status": "skipped", "execution_time": 0, "failures": null, "message": null,
     "unique_id": "model.shop.revenue"},
    {"status": "pass", "execution_time": 0.08, "failures": 0, "message": null,
     "unique_id": "test.shop.not_null_stg_orders_id.11"}]}
    """

  /// A file of this machine. It is read without any event from outside.
  private func open(
    _ text: String, _ place: Place, _ size: Size, glyphs: GlyphSet = .unicode
  ) async -> Stage {
    let bytes = Array(text.utf8)
    let stage = Stage(size, snapshot: nil, glyphs: glyphs, first: place)
    stage.connect(
      text: RemoteTextSource { offset, length in
        let start = min(offset, bytes.count)
        return TextChunk(
          bytes: Array(bytes[start..<min(start + length, bytes.count)]), total: bytes.count)
      })
    await stage.settle()
    return stage
  }

  private func openLog(_ size: Size, glyphs: GlyphSet = .unicode) async -> Stage {
    await open(Self.log, .text(TextTarget(path: "/var/log/load.log")), size, glyphs: glyphs)
  }

  private func openResults(_ size: Size, glyphs: GlyphSet = .unicode) async -> Stage {
    let target = TextTarget(path: "target/run_results.json")
    #expect(target.place == .results(target))
    return await open(Self.results, target.place, size, glyphs: glyphs)
  }

  private func press(_ stage: Stage, _ keys: String...) async {
    for key in keys {
      stage.press(key)
      await stage.settle()
    }
  }

  @Test(arguments: sizes) func warningsAndErrorsOnly(_ size: Size) async {
    let stage = await openLog(size)
    await press(stage, "L")
    stage.expectGolden("text-levels")
    await press(stage, "L", "e", "e", "esc")
    #expect(
      stage.row(containing: "fetched part 200 of 240") != nil,
      "an error that was found among errors is then seen among its neighbours")
  }

  @Test(arguments: sizes) func timesSinceTheFirstLine(_ size: Size) async {
    let stage = await openLog(size)
    await press(stage, "e", "t")
    stage.expectGolden("text-times")
  }

  @Test(arguments: sizes) func selectedLines(_ size: Size) async {
    let stage = await openLog(size)
    await press(stage, "e", "V", "down", "down")
    stage.expectGolden("text-selection")
    await press(stage, "y")
    #expect(stage.terminal.copied.last?.hasPrefix("2026-11-21T03:02:00.000Z ERROR query") == true)
    #expect(stage.terminal.copied.last?.split(separator: "\n").count == 3)
    #expect(stage.lastRow.contains("3 lines"))
  }

  @Test(arguments: sizes) func jsonOfALine(_ size: Size) async {
    let stage = await openLog(size)
    await press(stage, "e", "J")
    stage.expectGolden("text-json")
    await press(stage, "esc")
    #expect(stage.row(containing: "query failed") != nil)
  }

  @Test(arguments: sizes) func matchesAreCountedInTheTitle(_ size: Size) async {
    let stage = await openLog(size)
    stage.press("/")
    stage.type("part 1?7 ")
    await press(stage, "enter", "n")
    #expect(stage.row(containing: "match 2 of 2") != nil)
    stage.expectGolden("text-matches")
  }

  @Test(arguments: sizes) func resultsOfDbtAsATable(_ size: Size) async {
    let stage = await openResults(size)
    stage.expectGolden("results")
  }

  @Test func resultsAreFilteredInTheLanguageOfAllLists() async {
    let stage = await openResults(Self.small)
    stage.press("/")
    stage.type("kind:test status:fail,warn")
    stage.press("enter")
    stage.expectGolden("results-filter")
  }

  @Test(arguments: sizes) func theWholeMessageOfAResult(_ size: Size) async {
    let stage = await openResults(size)
    await press(stage, "enter")
    stage.expectGolden("results-message")
  }

  @Test func textsAndResultsInASCII() async {
    let stage = await openLog(Self.small, glyphs: .ascii)
    await press(stage, "e", "V", "down")
    stage.expectGolden("text-selection-ascii")
    let results = await openResults(Self.small, glyphs: .ascii)
    results.expectGolden("results-ascii")
  }

  @Test func whatIsNoResultOfDbtSaysSo() async {
    let target = TextTarget(path: "target/manifest.json")
    let stage = await open("not json", target.place, Self.small)
    stage.expectGolden("results-none")
    await press(stage, "J")
    #expect(stage.row(containing: "not json") != nil)
  }
}
