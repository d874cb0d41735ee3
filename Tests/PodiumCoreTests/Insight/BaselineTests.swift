// What is usual, and when a run counts as stuck: tables of cases.
import OrchestraAPI
import Testing
import Time

@testable import PodiumCore

@Suite struct BaselineTests {
  @Test func nothingIsClaimedFromFewRuns() {
    #expect(Baseline(milliseconds: [] as [Int64]) == nil)
    #expect(Baseline(milliseconds: [1, 2, 3, 4] as [Int64]) == nil)
    #expect(Baseline(milliseconds: [1, 2, 3, 4, 5] as [Int64])?.n == 5)
  }

  @Test(
    arguments: [
      ([5, 1, 4, 2, 3], 3, 5), ([10, 20, 30, 40, 50, 60], 35, 60),
      (Array(1...10), 5, 9), (Array(1...100), 50, 90), ([7, 7, 7, 7, 7], 7, 7),
    ] as [([Int64], Int64, Int64)])
  func medianAndTheNinthOfTen(values: [Int64], median: Int64, p90: Int64) throws {
    let baseline = try #require(Baseline(milliseconds: values.map { $0 * 1000 }.shuffled()))
    #expect(baseline.median.milliseconds / 1000 == median)
    #expect(baseline.p90 == .seconds(p90))
    #expect(baseline.n == values.count)
  }

  @Test func theFactorIsAgainstTheMedian() throws {
    let baseline = try #require(Baseline(milliseconds: [60_000, 60_000, 60_000, 60_000, 90_000]))
    #expect(baseline.factor(of: .seconds(150)) == 2.5)
    let nothing = try #require(Baseline(milliseconds: [0, 0, 0, 0, 0]))
    #expect(nothing.factor(of: .seconds(150)) == nil)
  }

  private func run(_ status: RunStatus, ago seconds: Int) -> PipelineRun {
    var run = PipelineRun(
      id: "r", pipelineID: "p", pipelineName: "P", status: status,
      createdAt: Fixture.epoch - .seconds(seconds))
    run.startedAt = run.createdAt
    run.updatedAt = run.createdAt
    return run
  }

  @Test func runningIsStuckBeyondThreeMediansAndMoreThanFiveMinutesBeyondNineOfTen() throws {
    // Median and p90 are a minute: five minutes beyond p90 decide.
    let short = try #require(Baseline(milliseconds: Array(repeating: 60_000, count: 9)))
    #expect(Stuck(run(.running, ago: 360), usual: short, at: Fixture.epoch) == nil)
    let stuck = try #require(Stuck(run(.running, ago: 361), usual: short, at: Fixture.epoch))
    #expect(stuck.reason == .running(short))
    #expect(stuck.lasting == .seconds(361))
    #expect(stuck.limit == .seconds(360))
    // An hour: three medians decide.
    let long = try #require(Baseline(milliseconds: Array(repeating: 3_600_000, count: 9)))
    #expect(Stuck(run(.running, ago: 3 * 3600), usual: long, at: Fixture.epoch) == nil)
    #expect(Stuck(run(.running, ago: 3 * 3600 + 1), usual: long, at: Fixture.epoch) != nil)
    #expect(Stuck(run(.running, ago: 900_000), usual: nil, at: Fixture.epoch) == nil)
  }

  @Test(
    arguments: [
      (.queued, 1800, false), (.queued, 1801, true), (.created, 1801, true),
      (.cancelling, 600, false), (.cancelling, 601, true), (.failed, 99_999, false),
      (.other("NEW"), 99_999, false),
    ] as [(RunStatus, Int, Bool)])
  func waitingAndCancellingHaveLimits(status: RunStatus, seconds: Int, isStuck: Bool) {
    let stuck = Stuck(run(status, ago: seconds), usual: nil, at: Fixture.epoch)
    #expect((stuck != nil) == isStuck)
  }
}
