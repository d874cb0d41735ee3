// Prints how Podium's costs grow: counts, and what ten times the data costs; with files, what the
// pager costs on them. It gates nothing; times from outside, as a user sees them, are tuibench's.
import Glibc
import TerminalUI

@main struct Bench {
  static func main() {
    UIActor.executor.claim()
    let files = Array(CommandLine.arguments.dropFirst())
    guard files.isEmpty else { return printTexts(files) }
    let sizes = [2_300, 20_000, 100_000]
    var table = BenchTable(columns: ["what", "unit"] + sizes.map(BenchTable.grouped) + ["growth"])
    let rows = RunListBench.rows(sizes) + StoreBench.rows(sizes) + ScreenBench.rows(sizes)
    for row in rows { table.add(row, sizes) }
    print(table.text)
    var filters = BenchTable(
      columns: ["filter as you type", "unit"] + FilterBench.sizes.map(BenchTable.grouped)
        + ["growth"])
    for row in FilterBench.rows() { filters.add(row, FilterBench.sizes) }
    print("\n\(filters.text)\n")
    let samples = PagerBench.samples()
    defer { for path in samples { unlink(path) } }
    var texts = BenchTable(
      columns: ["texts, lines", "unit"] + PagerBench.sampleLines.map(BenchTable.grouped)
        + ["growth"])
    for row in PagerBench.rows(samples) { texts.add(row, PagerBench.sampleLines) }
    print(texts.text)
  }

  /// Logs of a person's, and following.
  private static func printTexts(_ files: [String]) {
    let names = files.map { $0.split(separator: "/").last.map(String.init) ?? $0 }
    var texts = BenchTable(columns: ["text", "unit"] + names)
    for row in PagerBench.rows(files) { texts.add(row) }
    var follow = BenchTable(columns: ["follow", "unit", "value"])
    for row in PagerBench.followRows() { follow.add(row) }
    print("\(texts.text)\n\n\(follow.text)")
  }
}
