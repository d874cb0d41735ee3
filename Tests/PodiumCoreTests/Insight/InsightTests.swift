// What the runs say, against a plain reading of each line from the oldest run to the newest.
import OrchestraAPI
import Testing
import Time

@testable import PodiumCore

@Suite struct InsightTests {
  /// A problem as a test reads it.
  struct Reading: Hashable {
    var line: RunLine
    var outcome: Outcome
    var count: Int
    var newest: PipelineRun.ID
    var oldest: PipelineRun.ID
    var resolver: PipelineRun.ID?

    init(_ span: ProblemSpan) {
      (line, outcome, count) = (span.line, span.outcome, span.count)
      (newest, oldest) = (span.newest.run.id, span.oldest.run.id)
      resolver = span.resolver?.run.id
    }

    init(_ line: RunLine, _ resolver: PipelineRun.ID?, _ runs: [PipelineRun]) {
      let worst = [RunStatus.failed, .warning, .cancelled].first { status in
        runs.contains { $0.status == status }
      }
      let same = runs.filter { $0.status == worst }.sorted { $0.key < $1.key }
      self.line = line
      self.resolver = resolver
      outcome = Outcome(worst ?? .succeeded)
      count = same.count
      (newest, oldest) = (same[0].id, same[same.count - 1].id)
    }
  }

  /// The rule as one would say it: each bad run is fixed by the first later good one of its line.
  static func readings(_ runs: [PipelineRun]) -> Set<Reading> {
    struct Place: Hashable {
      var line: RunLine
      var resolver: PipelineRun.ID?
    }
    var groups: [Place: [PipelineRun]] = [:]
    for (line, runs) in Dictionary(grouping: runs, by: { RunLine($0) }) {
      let ordered = runs.sorted { $1.key < $0.key }
      for (index, run) in ordered.enumerated() {
        let good: [RunStatus] = run.status == .warning ? [.succeeded] : [.succeeded, .warning]
        guard [.failed, .warning, .cancelled].contains(run.status) else { continue }
        let resolver = ordered[(index + 1)...].first { good.contains($0.status) }
        groups[Place(line: line, resolver: resolver?.id), default: []].append(run)
      }
    }
    return Set(groups.map { Reading($0.key.line, $0.key.resolver, $0.value) })
  }

  static func randomRuns(_ count: Int, _ random: inout SplitMix) -> [PipelineRun] {
    let statuses: [RunStatus] = [
      .succeeded, .succeeded, .failed, .failed, .warning, .cancelled, .skipped, .running, .queued,
      .other("NEW_WORD"),
    ]
    return (0..<count).map { index in
      let pipeline = Int.random(in: 0..<4, using: &random)
      var run = PipelineRun(
        id: .random(using: &random), pipelineID: Pipeline.ID("pipeline-\(pipeline)"),
        pipelineName: "Pipeline \(pipeline)",
        status: statuses.randomElement(using: &random) ?? .succeeded,
        createdAt: Fixture.epoch - .seconds(Int.random(in: 0..<count * 20, using: &random)))
      run.branch = ["main", "main", "fix", nil].randomElement(using: &random) ?? nil
      run.environmentName = ["prod", "staging"].randomElement(using: &random)
      run.startedAt = run.createdAt
      run.completedAt = run.createdAt + .seconds(Int.random(in: 1..<900, using: &random))
      return run
    }
  }

  @Test(arguments: 1...12 as ClosedRange<UInt64>)
  func theSpansAreThoseOfAPlainReading(seed: UInt64) {
    var random = SplitMix(seed: seed)
    let runs = Self.randomRuns(700, &random)
    var ledger = RunLedger()
    ledger.merge(runs)
    let insight = Insight(ledger.table)
    let expected = Self.readings(runs)
    let found = (insight.open + insight.resolved).map { Reading($0) }
    #expect(Set(found) == expected, "seed \(seed)")
    #expect(found.count == expected.count, "seed \(seed)")
    #expect(insight.open.allSatisfy { $0.resolver == nil })
    #expect(insight.resolved.allSatisfy { $0.resolver != nil })
  }

  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func anyOrderOfArrivalAndAnySliceGiveTheSame(seed: UInt64) {
    var random = SplitMix(seed: seed)
    let runs = Self.randomRuns(1_500, &random)
    var ledger = RunLedger()
    var index = InsightIndex()
    var rest = runs.shuffled(using: &random)
    while !rest.isEmpty {
      let count = min(rest.count, Int.random(in: 1...200, using: &random))
      ledger.merge(Array(rest.prefix(count)))
      rest.removeFirst(count)
      _ = index.insight(of: ledger.table, chunksMax: Int.random(in: 1...3, using: &random))
    }
    while !index.insight.isComplete { _ = index.insight(of: ledger.table, chunksMax: 1) }
    let direct = Insight(ledger.table)
    #expect(index.insight.open.map { Reading($0) } == direct.open.map { Reading($0) })
    #expect(index.insight.resolved.map { Reading($0) } == direct.resolved.map { Reading($0) })
    #expect(Set((direct.open + direct.resolved).map { Reading($0) }) == Self.readings(runs))
    #expect(index.insight.runs == runs.count, "seed \(seed)")
  }

  /// Pages that arrive two at a time, each pair in the wrong order.
  @Test func olderPagesAreReadAloneAndNotAllBeforeThemAgain() {
    let runs = Fixture.runs(8_000)
    let pages = stride(from: 0, to: runs.count, by: 100).map { Array(runs[$0..<$0 + 100]) }
    var ledger = RunLedger()
    var index = InsightIndex()
    for pair in stride(from: 0, to: pages.count, by: 2) {
      for page in [pages[pair + 1], pages[pair]] {
        ledger.merge(page)
        #expect(index.insight(of: ledger.table).runs == ledger.table.count)
      }
    }
    let direct = Insight(ledger.table)
    #expect(index.insight.open.map { Reading($0) } == direct.open.map { Reading($0) })
    #expect(index.insight.resolved.map { Reading($0) } == direct.resolved.map { Reading($0) })
    // Each chunk once, and the last few again with each page.
    let most = ledger.table.chunks.count + pages.count * (InsightIndex.unsettledMax + 1)
    #expect(index.chunksRead <= most)
  }

  @Test func aChangedRunChangesWhatIsSaid() {
    var ledger = RunLedger()
    var index = InsightIndex()
    var runs = Fixture.runs(900)
    for row in runs.indices { runs[row].status = .succeeded }
    ledger.merge(runs)
    #expect(index.insight(of: ledger.table).open.isEmpty)
    var failed = runs[3]
    failed.status = .failed
    failed.updatedAt = failed.createdAt + .seconds(40)
    ledger.merge([failed])
    #expect(index.insight(of: ledger.table).open.map { $0.newest.run.id } == [failed.id])
  }

  @Test func factsOfAPipelineComeFromItsNewestRuns() throws {
    let id = Pipeline.ID("elt")
    let statuses: [RunStatus] = [.running, .failed, .warning, .cancelled, .skipped]
    var runs: [PipelineRun] = []
    for index in 0..<240 {
      let status = index < statuses.count ? statuses[index] : .succeeded
      var run = PipelineRun(
        id: PipelineRun.ID("run-\(index)"), pipelineID: id, pipelineName: "ELT", status: status,
        createdAt: Fixture.epoch - .seconds(index * 600))
      run.startedAt = run.createdAt
      if status.isTerminal { run.completedAt = run.createdAt + .seconds(100 + index) }
      var cause = TriggeredBy(type: index % 2 == 0 ? "SCHEDULED" : "MANUAL")
      cause.scheduleCron = index % 4 == 0 ? "0 3 * * ? *" : "0 9 * * ? *"
      run.triggeredBy = [cause]
      runs.append(run)
    }
    var ledger = RunLedger()
    ledger.merge(runs)
    let facts = try #require(Insight(ledger.table)[id])
    #expect(
      facts.recent
        == [.active, .failed, .warning, .cancelled, .neutral]
        + Array(repeating: .succeeded, count: PipelineFacts.recentMax - 5))
    #expect(facts.ended == 237)
    #expect(facts.endedWell == 236)
    let baseline = try #require(facts.baseline)
    #expect(baseline.n == Baseline.nMax)
    #expect(baseline.median == .milliseconds(204_500))
    #expect(baseline.p90 == .seconds(105 + 179))
    #expect(facts.starts.map(\.cron) == ["0 3 * * ? *", "0 9 * * ? *"])
    #expect(facts.starts.map(\.at) == [runs[0].createdAt, runs[2].createdAt])
    #expect(Insight(ledger.table)["other"] == nil)
  }
}
