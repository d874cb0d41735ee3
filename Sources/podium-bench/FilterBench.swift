// Filtering while typing, over a hundred thousand and a million runs: how much is looked at, and how
// its cost grows. Times a person would see are tuibench's.
import OrchestraAPI
import PodiumCore
import Time

enum FilterBench {
  static let sizes = [10_000, 100_000, 1_000_000]

  /// Texts as they are typed, one key a time, into one index.
  private struct Typing {
    let what: String
    /// What was typed before and is not measured.
    var before: [String] = []
    /// Whether all is made that the first letter needs, as when the prompt has opened.
    var isExpected = false
    let texts: [String]
  }

  private static let typings = [
    Typing(what: "first letter, nothing prepared", texts: ["n"]),
    Typing(what: "first letter, expected", isExpected: true, texts: ["n"]),
    Typing(what: "another word", before: ["n"], texts: ["orders"]),
    Typing(what: "a letter more", before: ["n", "nightl"], texts: ["nightly"]),
    Typing(what: "a letter more of a rare word", before: ["n", "xq"], texts: ["xqz"]),
    Typing(what: "status pane", texts: ["status:failed"]),
    Typing(what: "expression", before: ["n"], texts: ["/^nightly .*4[0-9]$/"]),
    Typing(what: "~fuzzy", before: ["n"], texts: ["~ngtord"]),
    Typing(what: "comparison", texts: ["duration>5m"]),
    Typing(what: "beginning of an id", before: ["n"], texts: ["3b80"]),
    Typing(what: "nothing changed", before: ["nightly"], texts: ["nightly"]),
  ]

  static func rows() -> [BenchRow] {
    let snapshots = sizes.map(SampleSnapshot.make)
    var rows: [BenchRow] = []
    for typing in typings {
      let results = snapshots.map { measure(typing, $0) }
      rows.append(
        BenchRow(
          what: typing.what, unit: "CPU ms", values: results.map(\.cost), isTotal: true))
      rows.append(
        BenchRow(
          what: typing.what, unit: "bytes a run",
          values: zip(results, sizes).map { Double($0.bytes) / Double($1) }))
    }
    rows.append(
      BenchRow(
        what: "memory while a filter is on", unit: "bytes a run", values: snapshots.map(memory)))
    return rows
  }

  private static func measure(
    _ typing: Typing, _ snapshot: Snapshot
  ) -> (cost: Double, bytes: Int) {
    var least = Double.infinity
    var bytes = 0
    for _ in 0..<3 {
      var index = RunFilterIndex()
      var filter = RunFilter()
      func type(_ text: String) {
        filter.enter(text)
        let found = index.rows(passing: &filter, in: snapshot, now: snapshot.takenAt)
        precondition(filter.problem == nil && found.isComplete, "a bench filter must be good")
      }
      index.keepsTexts = typing.isExpected
      if typing.isExpected { _ = index.makeTexts(of: snapshot) }
      for text in typing.before { type(text) }
      let before = index.work.bytesSearched
      least = min(least, Meter.processorMilliseconds { for text in typing.texts { type(text) } })
      bytes = index.work.bytesSearched - before
    }
    return (least, bytes)
  }

  private static func memory(_ snapshot: Snapshot) -> Double {
    let before = Meter.heapBytes()
    var index = RunFilterIndex()
    var filter = RunFilter("nightly message:x")
    let found = index.rows(passing: &filter, in: snapshot, now: snapshot.takenAt)
    let used = Meter.heapBytes() - before
    precondition(found.isComplete && index.work.chunks > 0)
    return Double(used) / Double(snapshot.runs.count)
  }
}
