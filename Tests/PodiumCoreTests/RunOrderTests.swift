// Other orders of the run list: right whatever arrives, and only what is new costs.
import OrchestraAPI
import Testing
import Time

@testable import PodiumCore

@Suite struct RunOrderTests {
  private static let names = ["Nightly ELT", "nightly elt 2", "Ad hoc", "Ünïcode", "Zeta", ""]

  private func run(_ number: Int, _ generator: inout some RandomNumberGenerator) -> PipelineRun {
    var run = PipelineRun(
      id: .random(using: &generator), pipelineID: "p",
      pipelineName: Self.names[Int.random(in: 0..<Self.names.count, using: &generator)],
      status: Int.random(in: 0..<4, using: &generator) == 0 ? .failed : .succeeded,
      createdAt: Timestamp(seconds: Int64(number / 2)))
    if Int.random(in: 0..<5, using: &generator) > 0 {
      run.versionNumber = Int.random(in: -50..<50, using: &generator)
    }
    return run
  }

  private func byName(_ descending: Bool = false) -> RunSort {
    RunSort("pipeline", descending: descending) { run in
      run.pipelineName.isEmpty ? nil : .text(run.pipelineName)
    }
  }

  private func byVersion(_ descending: Bool) -> RunSort {
    RunSort("version", descending: descending) { $0.versionNumber.map { .number(Int64($0)) } }
  }

  /// The order as it is defined, without any cleverness.
  private func expected(_ runs: some Sequence<PipelineRun>, _ sort: RunSort) -> [PipelineRun.ID] {
    runs.sorted { a, b in
      SortKey.precedes(sort.key(a), sort.key(b), descending: sort.isDescending) ?? (a.key < b.key)
    }.map(\.id)
  }

  private func ids(_ rows: OrderedRuns?) -> [PipelineRun.ID] {
    rows.map { rows in (0..<rows.count).map { rows[$0].id } } ?? []
  }

  @Test(arguments: [1, 7, 20_261_121]) func theOrderIsRightWhateverArrives(_ seed: UInt64) {
    var generator = SplitMix(seed: seed)
    var ledger = RunLedger()
    var filters = RunFilterIndex()
    var order = RunOrder()
    var known: [PipelineRun] = []
    for step in 0..<60 {
      let rows = (0..<Int.random(in: 1...90, using: &generator)).map { offset in
        var row = run(step * 90 + offset, &generator)
        if let old = known.randomElement(using: &generator), Bool.random(using: &generator) {
          (row.id, row.createdAt) = (old.id, old.createdAt)
          row.updatedAt = Timestamp(seconds: Int64(10_000 + step))
        }
        return row
      }
      ledger.merge(rows)
      known += rows
      var filter = RunFilter(step % 5 == 0 ? "status:failed" : "")
      var snapshot = Snapshot(source: SourceLabel(profile: "p", host: "h"), takenAt: Fixture.epoch)
      snapshot.runs = ledger.table
      let passing = filters.rows(passing: &filter, in: snapshot, now: Fixture.epoch)
      let sort = step / 15 % 2 == 0 ? byName(step > 30) : byVersion(step > 30)
      let rowsNow = order.rows(of: passing, by: sort)
      #expect(ids(rowsNow) == expected(passing, sort), "seed \(seed), step \(step)")
    }
  }

  @Test func aLongListIsOrderedInSlicesAndStaysThereWhenAPageComes() {
    var generator = SplitMix(seed: 3)
    var ledger = RunLedger()
    ledger.merge((0..<4_000).map { run($0, &generator) })
    var order = RunOrder()
    var slices = 0
    var made: OrderedRuns?
    repeat {
      made = order.rows(of: FilteredRuns(ledger.table), by: byVersion(true), chunksMax: 4)
      slices += 1
    } while order.hasMoreWork
    #expect(slices == (ledger.table.chunks.count + 3) / 4)
    #expect(ids(made) == expected(ledger.table, byVersion(true)))
    ledger.merge([run(9_000, &generator), run(9_001, &generator)])
    let next = order.rows(of: FilteredRuns(ledger.table), by: byVersion(true), chunksMax: 4)
    #expect(!order.hasMoreWork)
    #expect(ids(next) == expected(ledger.table, byVersion(true)))
  }

  @Test func keysAreMadeOnceAChunkUntilItsStampChanges() {
    var generator = SplitMix(seed: 5)
    var ledger = RunLedger()
    ledger.merge((0..<600).map { run($0, &generator) })
    let count = Counter()
    var order = RunOrder()
    func rows(stamp: Int) -> OrderedRuns? {
      let sort = RunSort(
        "version", descending: false, stamp: { _ in stamp },
        key: { run in
          count.value += 1
          return .number(Int64(run.versionNumber ?? 0))
        })
      return order.rows(of: FilteredRuns(ledger.table), by: sort, chunksMax: 1)
    }
    while rows(stamp: 0) == nil {}
    #expect(count.value == 600)
    _ = rows(stamp: 0)
    #expect(count.value == 600)
    // Older keys serve until the new ones are made.
    #expect(rows(stamp: 1)?.count == 600)
    #expect(order.hasMoreWork)
    while order.hasMoreWork { _ = rows(stamp: 1) }
    #expect(count.value == 1_200)
  }

  @Test func aRowIsFoundByItsID() {
    var generator = SplitMix(seed: 11)
    var ledger = RunLedger()
    ledger.merge((0..<500).map { run($0, &generator) })
    var order = RunOrder()
    let rows = order.rows(of: FilteredRuns(ledger.table), by: byName())
    let misplaced = (0..<(rows?.count ?? 0)).filter { row in
      rows.flatMap { $0.index(of: $0[row].id) } != row
    }
    #expect(misplaced == [])
    #expect(rows?.index(of: "gone") == nil)
  }

  private final class Counter: @unchecked Sendable { var value = 0 }
}
