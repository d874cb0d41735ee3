// Many real runs at once, some cancelled at random moments: every one ends, and what the journal
// tells is what the rows say. The seed is in every failure.
import OrchestraAPI
import TestSupport
import Testing
import Time

@testable import PodiumEngine

@Suite(.patient) struct EngineStormTests {
  static let diamond: String = {
    let nap = "configuration: {retries: 1, retry_delay: 0}"
    let flaky = #"[sh, -c, "sleep 0.0$(($$ % 4)); test $(($$ % 5)) -ne 0"]"#
    return "version: v1\nname: Diamond\npipeline:\n"
      + Sample.task("a", flaky, extra: nap)
      + Sample.task("b", flaky, after: ["a"], extra: nap)
      + Sample.task("c", flaky, after: ["a"], extra: "treat_failure_as_warning: true")
      + Sample.task("d", "['true']", after: ["b", "c"])
  }()

  @Test(arguments: [1, 2] as [UInt64])
  func everyRunEndsAndTheJournalAgrees(seed: UInt64) async throws {
    let shop = try await Workshop(["diamond.yaml": Self.diamond]) { options in
      options.slotsMax = 5
      options.activeRunsMax = 12
    }
    var random = SeededRandom(seed: seed)
    var ids: [PipelineRun.ID] = []
    for _ in 0..<15 {
      ids.append(try await shop.start("diamond"))
      for _ in 0..<Int.random(in: 0..<400, using: &random) { await Task.yield() }
      guard Int.random(in: 0..<3, using: &random) == 0 else { continue }
      let victim = ids.randomElement(using: &random) ?? ids[0]
      _ = try? await shop.engine.answer(CancelPipelineRun(runID: victim))
      if Bool.random(using: &random) {
        _ = try? await shop.engine.answer(CancelPipelineRun(runID: victim, force: true))
      }
    }
    await shop.engine.waitUntilIdle()
    for id in ids { try await check(id, shop, seed) }
    await shop.engine.stop()
  }

  private func check(_ id: PipelineRun.ID, _ shop: Workshop, _ seed: UInt64) async throws {
    let done = try await shop.finished(id)
    #expect(done.run.status.isTerminal, "seed \(seed)")
    let isOver = done.tasks.allSatisfy(\.status.isTerminal)
    #expect(isOver, "seed \(seed): \(done.words)")
    #expect(done.tasks.allSatisfy { $0.numberOfAttempts <= 2 }, "seed \(seed)")
    var plan = chain("a", "b", "c", "d")
    plan.tasks[2].upstreams = [0]
    plan.tasks[3].upstreams = [1, 2]
    for index in [0, 1] { plan.tasks[index].retries = 1 }
    plan.tasks[2].treatFailureAsWarning = true
    var machine = RunMachine(plan: plan, at: done.run.createdAt)
    for event in try await shop.engine.archive.events(of: id) {
      _ = try machine.apply(event.event, at: event.at)
    }
    #expect(machine.state.status == done.run.status, "seed \(seed)")
    #expect(machine.state.tasks.map(\.status) == done.tasks.map(\.status), "seed \(seed)")
    #expect(machine.state.tasks.map(\.attempts) == done.tasks.map(\.numberOfAttempts))
  }
}
