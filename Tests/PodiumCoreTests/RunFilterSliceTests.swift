// A filter worked off in slices ends with the same rows as one worked off at once; what was looked at
// is not looked at again.
import OrchestraAPI
import Testing
import Time

@testable import PodiumCore

@Suite struct RunFilterSliceTests {
  private static func snapshot(_ count: Int = 2000) -> Snapshot {
    var ledger = RunLedger()
    ledger.merge(Fixture.runs(count))
    var snapshot = Snapshot(
      source: SourceLabel(profile: "p", host: "h"), takenAt: Fixture.epoch)
    snapshot.generation = 1
    snapshot.runs = ledger.table
    return snapshot
  }

  private func rows(
    _ index: inout RunFilterIndex, _ text: String, _ snapshot: Snapshot, workMax: Int = .max
  ) -> FilteredRuns {
    var filter = RunFilter(text)
    return index.rows(passing: &filter, in: snapshot, now: Fixture.epoch, workMax: workMax)
  }

  @Test(arguments: ["status:failed", "pipeline", "!status:succeeded 7", "cause:x", "age>10h"])
  func slicesEndWithTheSameRows(_ text: String) {
    let snapshot = Self.snapshot()
    var whole = RunFilterIndex()
    let expected = rows(&whole, text, snapshot)
    #expect(expected.isComplete)
    var sliced = RunFilterIndex()
    _ = rows(&sliced, "status:running", snapshot, workMax: 3)
    var found = rows(&sliced, text, snapshot, workMax: 1)
    #expect(!found.isComplete)
    var turns = 1
    while !found.isComplete, turns < 100 {
      #expect(found.map(\.id) == expected.prefix(found.count).map(\.id))
      found = rows(&sliced, text, snapshot, workMax: 1)
      turns += 1
    }
    #expect(turns <= snapshot.runs.chunks.count + 1)
    #expect(found.map(\.id) == expected.map(\.id))
  }

  @Test func whatIsUnchangedIsNotLookedAtAgain() {
    var snapshot = Self.snapshot()
    var index = RunFilterIndex()
    _ = rows(&index, "pipeline", snapshot)
    let first = index.work
    _ = rows(&index, "pipeline", snapshot)
    #expect(index.work == first)
    // One changed row costs its chunk.
    var ledger = RunLedger()
    ledger.merge(Fixture.runs(2000))
    var changed = snapshot.runs[1000]
    changed.status = .failed
    changed.updatedAt = changed.createdAt + .seconds(900_000)
    ledger.merge([changed])
    snapshot.runs = ledger.table
    snapshot.generation = 2
    var other = RunFilterIndex()
    _ = rows(&other, "pipeline", snapshot)
    let before = other.work.chunks
    ledger.merge(
      [snapshot.runs[3]].map {
        var run = $0
        run.updatedAt = .now()
        run.message = "m"
        return run
      })
    snapshot.runs = ledger.table
    _ = rows(&other, "pipeline", snapshot)
    #expect(other.work.chunks <= before + 2)
  }

  @Test func whatIsMadeBeforeTheFirstLetterIsNotMadeAgain() {
    var snapshot = Self.snapshot()
    var index = RunFilterIndex()
    index.keepsTexts = true
    var turns = 1
    while !index.makeTexts(of: snapshot, workMax: 1), turns < 100 { turns += 1 }
    #expect(turns > 1 && turns <= snapshot.runs.chunks.count + 1)
    // News between the key that opens the prompt and the first letter.
    snapshot.generation = 2
    #expect(rows(&index, "", snapshot).count == 2000)
    let made = index.work.bytesMade
    #expect(made > 0)
    var plain = RunFilterIndex()
    let found = rows(&index, "pipeline 7", snapshot)
    #expect(found.map(\.id) == rows(&plain, "pipeline 7", snapshot).map(\.id))
    #expect(index.work.bytesMade == made && plain.work.bytesMade == made)
    index.keepsTexts = false
    _ = rows(&index, "", snapshot)
    _ = rows(&index, "pipeline", snapshot)
    #expect(index.work.bytesMade == 2 * made)
  }

  @Test func typingOnLooksOnlyWhereSomethingWasFound() {
    let snapshot = Self.snapshot()
    var index = RunFilterIndex()
    #expect(rows(&index, "x", snapshot).count == 0)
    let first = index.work
    #expect(rows(&index, "xy", snapshot).count == 0)
    #expect(index.work == first)
    #expect(rows(&index, "xy status:failed", snapshot).count == 0)
    #expect(index.work == first)
    // Not narrower: all is looked at again.
    #expect(rows(&index, "pipeline", snapshot).count == 2000)
    #expect(index.work != first)
  }

  @Test func aWordThatGrowsIntoAnIdIsFoundThere() {
    let snapshot = Self.snapshot()
    let id = snapshot.runs[700].id.text
    var index = RunFilterIndex()
    for length in 1...8 {
      let found = rows(&index, String(id.prefix(length)), snapshot)
      var filter = RunFilter(String(id.prefix(length)))
      let expected = snapshot.runs.filter {
        filter.matches($0, cause: nil, now: Fixture.epoch)
      }
      filter.enter("")
      #expect(found.map(\.id) == expected.map(\.id), "\(length)")
      if length >= 4 { #expect(found.contains { $0.id.text == id }) }
    }
  }

  @Test func timesBringRowsInAndOutByThemselves() throws {
    let snapshot = Self.snapshot(300)
    var index = RunFilterIndex()
    var filter = RunFilter("age<30m")
    // One run a minute; the newest was created at the epoch.
    let now = Fixture.epoch
    let first = index.rows(passing: &filter, in: snapshot, now: now)
    #expect(first.count == 30)
    let until = try #require(first.validUntil)
    #expect(until > now && until <= now + .seconds(60))
    #expect(index.rows(passing: &filter, in: snapshot, now: until).count == 29)
    #expect(index.rows(passing: &filter, in: snapshot, now: now + .seconds(900)).count == 15)
    filter.enter("status:failed")
    #expect(index.rows(passing: &filter, in: snapshot, now: now).validUntil == nil)
  }

  @Test func anExpressionThatTakesTooLongIsGivenUpInWords() {
    var snapshot = Self.snapshot(300)
    var ledger = RunLedger()
    ledger.merge(
      snapshot.runs.map { run in
        var run = run
        run.pipelineName = String(repeating: "a", count: 60)
        return run
      })
    snapshot.runs = ledger.table
    var index = RunFilterIndex()
    var filter = RunFilter("status:failed")
    let good = index.rows(passing: &filter, in: snapshot, now: Fixture.epoch)
    filter.enter("pipeline:/(a|aa|aaa)+(a|aa)+(a|aa)+[bc]$/")
    #expect(filter.problem == nil)
    let found = index.rows(passing: &filter, in: snapshot, now: Fixture.epoch)
    #expect(filter.problem?.message.contains("takes too long") == true)
    #expect(found.map(\.id) == good.map(\.id))
  }
}
