// A day of a usual workspace under the platform's budget: how old does each kind of datum get?
import OrchestraAPI
import Testing
import Time

@testable import PodiumCore

@Suite struct DaySimulationTests {
  static let start = Fixture.epoch

  /// Ages in seconds.
  struct Ages {
    var newRun: [Double] = []
    var ended: [Double] = []
    var openTasks: [Double] = []
    var pipelines: [Double] = []

    static func text(_ name: String, _ values: [Double]) -> String {
      let sorted = values.sorted()
      func at(_ share: Double) -> String {
        guard !sorted.isEmpty else { return "-" }
        return String(Int(sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))] * 10))
      }
      return "\(name): n=\(values.count) p50=\(at(0.5)) p95=\(at(0.95)) max=\(at(1)) (tenths of s)"
    }
  }

  @Test func aDayStaysWithinTheBudgetAndTheDataStayYoung() throws {
    let server = SimulatedServer(seed: 42, start: Self.start, perDay: 340, hoursAfter: 25)
    var simulation = Simulation(server: server, start: Self.start)
    var ages = Ages()
    var unseen = server.lives.filter { $0.createdAt > Self.start + .seconds(60) }
    var running: [Life] = []
    var loadedAt: Duration?
    simulation.run(until: .seconds(86_400)) { world in
      let isNight = world.now > .seconds(43_200)
      if loadedAt == nil, world.state.coverage.isComplete { loadedAt = world.now }
      while let next = unseen.last, world.state.ledger.knows(next.id) {
        ages.newRun.append((world.wall - next.createdAt).inSeconds)
        running.append(next)
        unseen.removeLast()
      }
      running.removeAll { life in
        guard world.state.ledger[life.id]?.status.isTerminal == true else { return false }
        ages.ended.append((world.wall - life.completedAt).inSeconds)
        return true
      }
      // Half of the day somebody looks at the newest running run and the pipelines.
      let open = running.last?.id
      world.state.watch(
        isNight ? [.runs] : Set([.runs, .pipelines] + (open.map { [.run($0)] } ?? [])))
      if !isNight, let open, let at = world.state.refresh.records[.tasks(open)]?.goodAt {
        ages.openTasks.append((world.wall - at).inSeconds)
      }
      if !isNight, let at = world.state.refresh.records[.pipelines]?.goodAt {
        ages.pipelines.append((world.wall - at).inSeconds)
      }
    }
    print(
      "day: \(simulation.departures.count) requests, busiest minute", simulation.busiestMinute,
      "wake-ups \(simulation.wakeUps), window loaded after \(loadedAt?.inSeconds ?? -1) s")
    print(Ages.text("new run listed after", ages.newRun))
    print(Ages.text("end of a run seen after", ages.ended))
    print(Ages.text("age of the open run's tasks", ages.openTasks))
    print(Ages.text("age of the pipelines", ages.pipelines))
    #expect(simulation.busiestMinute <= 50)
    #expect(ages.newRun.count > 300)
    #expect(ages.newRun.max() ?? 0 < 15)
    #expect(ages.ended.max() ?? 0 < 30)
    #expect(ages.openTasks.max() ?? 0 < 20)
    #expect(ages.pipelines.max() ?? 0 < 90)
    #expect(simulation.wakeUps < 2 * 86_400)
    let loaded = try #require(loadedAt)
    #expect(loaded < .seconds(60))
    let asked = simulation.departures.filter {
      if case .tasks = $0.ticket.fetch { true } else { false }
    }
    #expect(!asked.isEmpty)
  }

  @Test func terminalRunsAreNeverFetchedAgain() {
    let server = SimulatedServer(seed: 5, start: Self.start, perDay: 340, hoursAfter: 2)
    var simulation = Simulation(server: server, start: Self.start)
    let old = server.lives.first { $0.createdAt < Self.start - .seconds(86_400) }!
    simulation.state.watch([.run(old.id)])
    simulation.run(until: .seconds(3_600)) { world in
      let known = world.state.ledger
      let late = world.departures.suffix(4).contains { departure in
        guard case .runs(let ids) = departure.ticket.fetch, departure.at == world.now else {
          return false
        }
        return ids.contains { known[$0]?.status.isTerminal == true }
      }
      #expect(!late)
    }
    let asked = simulation.departures.count { $0.ticket.fetch.key == .tasks(old.id) }
    #expect(asked == 1)
    #expect(simulation.state.details[old.id]?.tasks.count == old.tasks.count)
  }

  @Test func theFirstScreenNeedsOneRequest() {
    let server = SimulatedServer(seed: 5, start: Self.start, perDay: 340, hoursAfter: 1)
    var simulation = Simulation(server: server, start: Self.start)
    simulation.state.watch([.runs, .pipelines])
    let plan = simulation.state.plan(at: simulation.moment, budget: simulation.limiter)
    #expect(plan.tickets.map(\.fetch.key) == [.newest])
    let again = simulation.state.plan(at: simulation.moment, budget: simulation.limiter)
    #expect(again.tickets.isEmpty)
    #expect(again.wakeAt == nil)
  }

  @Test(arguments: [10, 20, 120])
  func otherBudgetsHoldToo(perMinute: Int) {
    let server = SimulatedServer(seed: 8, start: Self.start, perDay: 340, hoursAfter: 3)
    var simulation = Simulation(server: server, start: Self.start, perMinute: perMinute)
    simulation.run(until: .seconds(7_200)) { world in
      let open = world.state.refresh.active.keys.sorted().first
      world.state.watch(Set([.runs, .pipelines] + (open.map { [.run($0)] } ?? [])))
    }
    #expect(simulation.busiestMinute <= perMinute)
    #expect(simulation.state.coverage.isComplete)
  }
}
