// What screens ask for below the list of runs: it arrives whole, settles, and stays bounded.
import OrchestraAPI
import Testing
import Time

@testable import PodiumCore

@Suite struct DepthTests {
  private func simulation() -> Simulation {
    let server = SimulatedServer(seed: 3, start: Fixture.epoch, perDay: 300, hoursAfter: 1)
    return Simulation(server: server, start: Fixture.epoch)
  }

  @Test func theHistoryOfAPipelineArrivesWholeAndIsKeptFresh() throws {
    var simulation = simulation()
    simulation.run(until: .seconds(30))
    let id = Pipeline.ID("pipeline-3")
    simulation.state.watch([.runs, .history(id)])
    simulation.run(until: .seconds(600))
    let history = try #require(simulation.state.depth.histories[id])
    #expect(history.isComplete)
    let runs = simulation.state.ledger.table.filter { $0.pipelineID == id }
    #expect(runs.count > 20)
    for run in runs where run.status.isTerminal {
      #expect(history.isWhole(run), "\(run.createdAt)")
      #expect(history.runs[run.id]?.allSatisfy { $0.status.isTerminal } == true)
    }
    let freshness = simulation.state.freshness(
      of: .history(id), at: simulation.moment, pace: Pace(perMinute: 50))
    guard case .fresh = freshness else { throw Problem("\(freshness)") }
    #expect(simulation.busiestMinute <= 50)
  }

  @Test func aVersionOfADefinitionIsAskedForOnce() {
    var simulation = simulation()
    simulation.run(until: .seconds(30))
    let key = DefinitionKey("pipeline-3", version: 4)
    simulation.state.watch([.runs, .definition(key)])
    simulation.run(until: .seconds(3000))
    #expect(simulation.state.depth.shapes[key] != nil)
    let asked = simulation.departures.filter { $0.ticket.fetch == .definition(key) }
    #expect(asked.count == 1)
  }

  @Test func operationsOfATaskAreGatheredFromTheirPagesAndSettle() throws {
    var simulation = simulation()
    simulation.run(until: .seconds(30))
    let run = try #require(
      simulation.state.ledger.table.first { $0.status == .failed })
    let task = try #require(simulation.server.life(run.id).tasks.first)
    simulation.state.watch([.runs, .run(run.id), .operations(run.id, task.id)])
    simulation.run(until: .seconds(1500))
    let operations = try #require(simulation.state.depth.operations[task.id])
    #expect(operations.items.count == 250 && operations.total == 250)
    let asked = simulation.departures.count { $0.ticket.fetch.key == .operations(task.id) }
    #expect(asked == 3 * FetchRecord.unfinishedAnswersMax)
  }

  @Test func historiesThatNobodyLooksAtAreForgotten() {
    var simulation = simulation()
    for number in 0..<9 {
      simulation.state.watch([.runs, .history(Pipeline.ID("pipeline-\(number)"))])
      simulation.run(until: simulation.now + .seconds(120))
    }
    #expect(simulation.state.depth.histories.count <= Depth.historiesMax + 1)
    #expect(simulation.state.depth.histories["pipeline-8"] != nil)
  }

  private struct Problem: Error {
    init(_ text: String) { self.text = text }
    let text: String
  }
}
