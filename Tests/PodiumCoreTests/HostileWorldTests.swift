// The store's state in a seeded hostile world: late and reordered answers, 429, 5xx, broken JSON, runs
// that vanish between pages, outages. After every step the invariants hold; at the end all is there.
import OrchestraAPI
import OrchestraClient
import Testing
import Time

@testable import PodiumCore

@Suite struct HostileWorldTests {
  static let start = Fixture.epoch

  private func world(_ seed: UInt64, _ change: (inout SimulatedServer) -> Void = { _ in })
    -> Simulation
  {
    var server = SimulatedServer(seed: seed, start: Self.start, perDay: 260, hoursAfter: 3)
    change(&server)
    let weather = Weather(latency: 0.02...9, failureRate: 0.25, outage: 1_500..<1_900)
    return Simulation(
      server: server, start: Self.start, perMinute: 120, weather: weather, seed: seed)
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func invariantsHoldAfterEveryStep(seed: UInt64) {
    var simulation = world(seed)
    var generation = 0
    var steps = 0
    var ended: Set<PipelineRun.ID> = []
    simulation.run(until: .seconds(3_600)) { world in
      steps += 1
      let table = world.state.ledger.table
      #expect(world.state.generation >= generation, "seed \(seed): the generation went back")
      generation = world.state.generation
      watchSomething(&world, steps)
      guard steps % 20 == 0 else { return }
      #expect(Set(table.map(\.id)).count == table.count, "seed \(seed): a run is listed twice")
      #expect(zip(table, table.dropFirst()).allSatisfy { $0.key < $1.key }, "seed \(seed): order")
      #expect(StatusCounts(Array(table)) == table.statusCounts, "seed \(seed): counts drifted")
      for id in ended {
        #expect(table[id: id]?.status.isTerminal != false, "seed \(seed): a run came back to life")
      }
      ended.formUnion(table.filter { $0.status.isTerminal }.map(\.id))
      let unknown = world.state.refresh.active.keys.filter { table[id: $0] == nil }
      #expect(unknown.isEmpty, "seed \(seed): active runs that are not listed")
    }
    #expect(simulation.busiestMinute <= 120, "seed \(seed)")
    expectEverything(simulation, seed)
  }

  @Test(arguments: [21, 22, 23] as [UInt64])
  func runsThatVanishBetweenPagesLoseNoOther(seed: UInt64) {
    var simulation = world(seed) { server in
      var random = SplitMix(seed: seed)
      // Rows disappear while the window is paged in: everything behind them moves up.
      for life in server.lives where life.createdAt < Self.start && random.chance(0.1) {
        let at = Self.start + .seconds(Double.random(in: 0...30, using: &random))
        server.deletedAt[life.id] = at
      }
    }
    simulation.run(until: .seconds(3_600))
    expectEverything(simulation, seed)
  }

  @Test func aServerThatIgnoresTheIdFilterStillEndsAllRuns() {
    var simulation = world(9) { $0.filtersRunIDs = false }
    simulation.run(until: .seconds(3_600))
    expectEverything(simulation, 9)
    #expect(!simulation.state.refresh.server.filtersRunIDs)
  }

  @Test func anOutageKeepsTheDataAndRecoversByItself() {
    let server = SimulatedServer(seed: 3, start: Self.start, perDay: 340, hoursAfter: 2)
    let weather = Weather(outage: 600..<1_200)
    var simulation = Simulation(server: server, start: Self.start, weather: weather)
    simulation.state.watch([.pipelines])
    simulation.run(until: .seconds(590))
    let before = simulation.state.ledger.table.count
    simulation.run(until: .seconds(1_190))
    let pace = Pace(perMinute: 50)
    let during = simulation.state.freshness(of: .runs, at: simulation.moment, pace: pace)
    let failure = during.failure
    #expect(failure?.cause == "no route")
    #expect(failure?.lastGood.map { $0 <= Self.start + .seconds(605) } == true)
    #expect(failure?.nextAttempt.map { $0 > simulation.wall } == true)
    #expect(simulation.state.ledger.table.count >= before)
    let pipelines = simulation.state.freshness(of: .pipelines, at: simulation.moment, pace: pace)
    #expect(pipelines.asOf != nil)
    let probes = simulation.departures.filter { $0.at > .seconds(700) && $0.at < .seconds(1_190) }
    #expect(probes.allSatisfy { $0.ticket.fetch.key == .newest })
    #expect(probes.count < 15)
    simulation.run(until: .seconds(1_300))
    let after = simulation.state.freshness(of: .runs, at: simulation.moment, pace: pace)
    #expect(after.failure == nil && after.asOf != nil)
    expectEverything(simulation, 3)
  }

  @Test func aNightOffIsCaughtUpPageByPage() {
    let server = SimulatedServer(seed: 4, start: Self.start, perDay: 2_000, hoursAfter: 12)
    let weather = Weather(outage: 300..<36_000)
    var simulation = Simulation(server: server, start: Self.start, weather: weather)
    simulation.run(until: .seconds(36_600))
    expectEverything(simulation, 4)
  }

  @Test func aRunningRunThatTheServerForgetsLeavesTheList() {
    var server = SimulatedServer(seed: 6, start: Self.start, perDay: 900, hoursAfter: 1)
    let running = server.lives.filter {
      $0.createdAt < Self.start && $0.completedAt > Self.start + .seconds(60)
    }
    #expect(!running.isEmpty)
    for life in running { server.deletedAt[life.id] = Self.start + .seconds(20) }
    var simulation = Simulation(server: server, start: Self.start)
    simulation.run(until: .seconds(10))
    #expect(running.allSatisfy { simulation.state.ledger.knows($0.id) })
    simulation.run(until: .seconds(240))
    #expect(running.allSatisfy { !simulation.state.ledger.knows($0.id) })
  }

  @Test func lateAnswersAreDropped() {
    let server = SimulatedServer(seed: 5, start: Self.start, perDay: 100, hoursAfter: 1)
    var state = StoreState()
    let now = Moment(monotonic: .seconds(1), wall: Self.start)
    let window = TimeWindow.week(at: Self.start)
    let early = Ticket(number: 1, fetch: .newest(PageRequest(), window), priority: .visible)
    let late = Ticket(number: 2, fetch: .newest(PageRequest(), window), priority: .visible)
    let old = server.answer(early.fetch, at: Self.start)
    let new = server.answer(late.fetch, at: Self.start + .seconds(1_800))
    let isUsed = state.apply(new, for: late, at: now)
    let generation = state.generation
    let isLateUsed = state.apply(old, for: early, at: now)
    let isTwiceUsed = state.apply(new, for: late, at: now)
    #expect((isUsed, isLateUsed, isTwiceUsed) == (true, false, false))
    #expect(state.generation == generation)
  }

  private func watchSomething(_ world: inout Simulation, _ step: Int) {
    guard step % 50 == 0 else { return }
    let open = world.state.refresh.active.keys.randomElement(using: &world.random)
    world.state.watch(Set([.runs, .pipelines] + (open.map { [.run($0)] } ?? [])))
  }

  /// What the server has in the window is in the table, as the server has it.
  private func expectEverything(_ world: Simulation, _ seed: UInt64) {
    let oldest = world.wall - TimeWindow.lengthMax + .seconds(600)
    let settled = world.wall - .seconds(300)
    let expected = world.server.lives.filter {
      $0.createdAt > oldest && $0.createdAt < settled && world.server.exists($0, at: world.wall)
    }
    let table = world.state.ledger.table
    let missing = expected.filter { table[id: $0.id] == nil }
    #expect(missing.isEmpty, "seed \(seed): \(missing.count) of \(expected.count) runs are lost")
    let wrong = expected.filter { $0.completedAt < settled && table[id: $0.id]?.status != $0.end }
    #expect(wrong.isEmpty, "seed \(seed): \(wrong.count) runs with an old status")
    let unexplained = expected.filter { life in
      guard life.completedAt < settled, let first = life.firstFailing else { return false }
      return world.state.notes.failureCauses[life.id]?.taskRunID != first.id
    }
    #expect(unexplained.isEmpty, "seed \(seed): \(unexplained.count) failures without first cause")
    #expect(world.state.coverage.isComplete, "seed \(seed)")
  }
}
