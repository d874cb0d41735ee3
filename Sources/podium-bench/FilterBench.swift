// Filtering while typing: the first letter, the next ones, and a page that arrives meanwhile.
import OrchestraAPI
import PodiumCore
import Time

enum FilterBench {
  static func rows(_ sizes: [Int]) -> [BenchRow] {
    let tables = sizes.map { RunListBench.table(SampleRuns.pages(of: $0)) }
    return [
      BenchRow(
        what: "filter, first letter", unit: "CPU ms",
        values: tables.map { table in
          Meter.least(of: 3) {
            var index = RunFilterIndex()
            _ = index.rows(passing: RunFilter("f"), in: table, notes: Notes())
          }
        }, isTotal: true),
      BenchRow(
        what: "filter, each further letter", unit: "CPU ms",
        values: tables.map(furtherLetters), isTotal: true),
      BenchRow(
        what: "filter, nothing changed", unit: "CPU ms", values: tables.map(unchanged),
        isTotal: true),
    ]
  }

  private static func furtherLetters(_ table: RunTable) -> Double {
    var index = RunFilterIndex()
    _ = index.rows(passing: RunFilter("f"), in: table, notes: Notes())
    let words = ["fa", "fai", "fail", "faile", "failed"]
    let cost = Meter.processorMilliseconds {
      for word in words { _ = index.rows(passing: RunFilter(word), in: table, notes: Notes()) }
    }
    return cost / Double(words.count)
  }

  private static func unchanged(_ table: RunTable) -> Double {
    var index = RunFilterIndex()
    let filter = RunFilter("failed")
    _ = index.rows(passing: filter, in: table, notes: Notes())
    return Meter.least(of: 5) { _ = index.rows(passing: filter, in: table, notes: Notes()) }
  }
}
