// A filter worked off in slices ends with the same rows as one worked off at once.
import OrchestraAPI
import Testing

@testable import PodiumCore

@Suite struct RunFilterSliceTests {
  @Test(arguments: ["status:failed", "pipeline", "!status:succeeded 7", "cause:x"])
  func slicesEndWithTheSameRows(_ text: String) {
    var ledger = RunLedger()
    ledger.merge(Fixture.runs(2000))
    let (table, notes) = (ledger.table, Notes())
    var whole = RunFilterIndex()
    let expected = whole.rows(passing: RunFilter(text), in: table, notes: notes)
    var sliced = RunFilterIndex()
    _ = sliced.rows(passing: RunFilter("status:running"), in: table, notes: notes, chunksMax: 3)
    var rows = sliced.rows(passing: RunFilter(text), in: table, notes: notes, chunksMax: 1)
    #expect(!rows.isComplete)
    var turns = 1
    while !rows.isComplete, turns < 100 {
      #expect(rows.map(\.id) == expected.prefix(rows.count).map(\.id))
      rows = sliced.rows(passing: RunFilter(text), in: table, notes: notes, chunksMax: 1)
      turns += 1
    }
    #expect(turns <= table.chunks.count + 1)
    #expect(rows.map(\.id) == expected.map(\.id))
  }
}
