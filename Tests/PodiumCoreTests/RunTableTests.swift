// The run table against a plain dictionary in a seeded random world.
import OrchestraAPI
import Testing
import Time

@testable import PodiumCore

@Suite struct RunTableTests {
  @Test func pagesInOrderMakeOneSortedList() {
    var ledger = RunLedger()
    let runs = Fixture.runs(1_000)
    for page in 0..<10 { ledger.merge(Array(runs[page * 100..<page * 100 + 100])) }
    #expect(Array(ledger.table) == runs)
    #expect(ledger.table.statusCounts == StatusCounts(runs))
    for (index, run) in runs.enumerated() where index % 37 == 0 {
      #expect(ledger.table.index(of: run.id) == index)
      #expect(ledger.table.index(of: run.key) == index)
      #expect(ledger.table[id: run.id] == run)
    }
    #expect(ledger.table.index(of: "unknown") == nil)
  }

  @Test(arguments: [1, 2, 3, 4, 5] as [UInt64])
  func anyOrderOfRowsGivesTheSameTable(seed: UInt64) {
    var random = SplitMix(seed: seed)
    let runs = Fixture.runs(900)
    var ledger = RunLedger()
    var expected: [PipelineRun.ID: PipelineRun] = [:]
    for _ in 0..<120 {
      let rows = (0..<Int.random(in: 1...100, using: &random)).map { _ in
        Fixture.changed(runs.randomElement(using: &random)!, using: &random)
      }
      ledger.merge(rows)
      for row in rows {
        if let old = expected[row.id], !Merge.prefers(row, over: old) { continue }
        expected[row.id] = row
      }
    }
    let sorted = expected.values.sorted { $0.key < $1.key }
    #expect(ledger.table.map(\.id) == sorted.map(\.id), "seed \(seed)")
    #expect(Array(ledger.table) == sorted, "seed \(seed)")
    #expect(ledger.table.statusCounts == StatusCounts(sorted))
    #expect(ledger.table.chunks.allSatisfy { $0.runs.count <= RunChunk.runsMax })
  }

  @Test func chunksThatDoNotChangeKeepTheirIdentity() {
    var ledger = RunLedger()
    let runs = Fixture.runs(2_000)
    ledger.merge(runs)
    let before = ledger.table
    #expect(ledger.merge(Array(runs[0..<100])).isEmpty)
    #expect(zip(before.chunks, ledger.table.chunks).allSatisfy { $0 === $1 })
    var changed = runs[1_000]
    changed.status = .failed
    changed.updatedAt = changed.createdAt + .seconds(900)
    let changes = ledger.merge([changed])
    #expect(changes.updated == [changed.id])
    let same = zip(before.chunks, ledger.table.chunks).count { $0 === $1 }
    #expect(same == before.chunks.count - 1)
  }

  @Test func anOlderStateOfARunNeverReplacesANewerOne() {
    var ledger = RunLedger()
    var run = Fixture.runs(1)[0]
    run.status = .succeeded
    run.updatedAt = run.createdAt + .seconds(60)
    ledger.merge([run])
    var late = run
    late.status = .running
    late.updatedAt = run.createdAt + .seconds(30)
    #expect(ledger.merge([late]).isEmpty)
    late.updatedAt = run.updatedAt
    #expect(ledger.merge([late]).isEmpty)
    #expect(ledger.table[0].status == .succeeded)
  }

  @Test func aRunWhoseCreationTimeMovedIsListedOnce() {
    var ledger = RunLedger()
    let runs = Fixture.runs(300)
    ledger.merge(runs)
    var moved = runs[250]
    moved.createdAt = runs[3].createdAt + .seconds(1)
    moved.updatedAt = runs[0].createdAt + .seconds(1)
    let changes = ledger.merge([moved])
    #expect(changes.updated == [moved.id])
    #expect(ledger.table.count == 300)
    #expect(ledger.table.count { $0.id == moved.id } == 1)
    #expect(ledger[moved.id] == moved)
  }

  @Test func runsOutsideTheWindowAreDropped() {
    var ledger = RunLedger()
    let runs = Fixture.runs(1_000)
    ledger.merge(runs)
    let dropped = ledger.drop(before: runs[700].createdAt)
    #expect(Set(dropped) == Set(runs[701...].map(\.id)))
    #expect(Array(ledger.table) == Array(runs[0...700]))
    #expect(ledger.table.statusCounts == StatusCounts(Array(runs[0...700])))
    #expect(!ledger.knows(runs[900].id))
  }
}
