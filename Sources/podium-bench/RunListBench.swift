// The run list: reading pages, merging them, and what a run costs in memory.
import HTTP
import OrchestraAPI
import PodiumCore
import Time

enum RunListBench {
  static func rows(_ sizes: [Int]) -> [BenchRow] {
    let inputs = sizes.map(SampleRuns.pages)
    let decoding = inputs.map { pages in Meter.least(of: 3) { decode(pages) } }
    let merging = inputs.map { pages in
      let decoded = pages.map(items)
      return Meter.least(of: 3) { _ = ledger(decoded) }
    }
    let looks = inputs.map(lookingThrough)
    return [
      BenchRow(
        what: "a page on the wire", unit: "kB a page",
        values: inputs.map { Double($0[0].body.count) / 1000 }),
      BenchRow(what: "decode all pages", unit: "CPU ms", values: decoding, isTotal: true),
      BenchRow(what: "merge all pages", unit: "CPU ms", values: merging, isTotal: true),
      BenchRow(
        what: "merge the newest page again", unit: "CPU ms",
        values: inputs.map(mergingNewestAgain)),
      BenchRow(
        what: "copy the list for a snapshot", unit: "CPU µs", values: inputs.map(publishing)),
      BenchRow(what: "find a run's row by its id", unit: "CPU µs", values: inputs.map(finding)),
      BenchRow(
        what: "look through pages as they arrive", unit: "CPU ms",
        values: looks.map(\.cost), isTotal: true),
      BenchRow(
        what: "look through pages as they arrive", unit: "times a chunk is read",
        values: looks.map(\.reads)),
      BenchRow(what: "memory of the list", unit: "bytes a run", values: inputs.map(bytesPerRun)),
    ]
  }

  static func table(_ pages: [HTTPResponse]) -> RunTable { ledger(pages.map(items)).table }

  private static func items(_ page: HTTPResponse) -> [PipelineRun] {
    (try? ListPipelineRuns.decode(page).items) ?? []
  }

  private static func decode(_ pages: [HTTPResponse]) {
    for page in pages { precondition(!items(page).isEmpty, "a sample page must decode") }
  }

  private static func ledger(_ pages: [[PipelineRun]]) -> RunLedger {
    var ledger = RunLedger()
    for page in pages { ledger.merge(page) }
    return ledger
  }

  private static func mergingNewestAgain(_ pages: [HTTPResponse]) -> Double {
    var ledger = ledger(pages.map(items))
    let newest = items(pages[0])
    return Meter.least(of: 5) { ledger.merge(newest) }
  }

  private static func publishing(_ pages: [HTTPResponse]) -> Double {
    let table = table(pages)
    let copies = 1000
    var snapshots: [RunTable] = []
    snapshots.reserveCapacity(copies)
    let cost = Meter.processorMilliseconds { for _ in 0..<copies { snapshots.append(table) } }
    precondition(snapshots.count == copies)
    return cost * 1000 / Double(copies)
  }

  private static func finding(_ pages: [HTTPResponse]) -> Double {
    let table = table(pages)
    let ids = stride(from: 0, to: table.count, by: max(1, table.count / 200)).map { table[$0].id }
    let cost = Meter.least(of: 3) { for id in ids { precondition(table.index(of: id) != nil) } }
    return cost * 1000 / Double(ids.count)
  }

  /// Twenty looks while a list is paged in, as a dashboard takes them.
  private static func lookingThrough(_ pages: [HTTPResponse]) -> (cost: Double, reads: Double) {
    var tables: [RunTable] = []
    var ledger = RunLedger()
    for (number, page) in pages.enumerated() {
      ledger.merge(items(page))
      if (number + 1) * 20 % pages.count < 20 { tables.append(ledger.table) }
    }
    var index = InsightIndex()
    let cost = Meter.processorMilliseconds { for table in tables { _ = index.insight(of: table) } }
    return (cost, Double(index.chunksRead) / Double(max(1, ledger.table.chunks.count)))
  }

  private static func bytesPerRun(_ pages: [HTTPResponse]) -> Double {
    let before = Meter.heapBytes()
    let ledger = ledger(pages.map(items))
    let used = Meter.heapBytes() - before
    return Double(used) / Double(ledger.table.count)
  }
}
