// Prints how Podium's costs grow: counts, and what ten times the data costs. It judges nothing by
// the clock and gates nothing; times from outside, as a user sees them, are tuibench's.
import Glibc
import TerminalUI

@main struct Bench {
  static func main() {
    UIActor.executor.claim()
    let sizes = [2_300, 20_000, 100_000]
    var table = BenchTable(columns: ["what", "unit"] + sizes.map(BenchTable.grouped) + ["growth"])
    let rows = RunListBench.rows(sizes) + StoreBench.rows(sizes) + ScreenBench.rows(sizes)
    for row in rows { table.add(row, sizes) }
    print(table.text)
    var filters = BenchTable(
      columns: ["filter as you type", "unit"] + FilterBench.sizes.map(BenchTable.grouped)
        + ["growth"])
    for row in FilterBench.rows() { filters.add(row, FilterBench.sizes) }
    print("\n\(filters.text)")
  }
}
