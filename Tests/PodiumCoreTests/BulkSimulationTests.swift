// A bulk against a server that is busy, says no and loses answers: through the store, the client and
// its budget, on a clock that the waiting moves. The seed is printed.
import JSON
import OrchestraAPI
import OrchestraClient
import Synchronization
import TestSupport
import Testing
import Time

@testable import PodiumCore

@Suite struct BulkSimulationTests {
  /// What the server did with each start, by pipeline.
  private final class Desk: Sendable {
    enum Answer: Sendable { case started, busy, refused, lost }

    struct State: Sendable {
      var random: SplitMix
      var answers: [String: [Answer]] = [:]
      var times: [Duration] = []
    }

    private let state: Mutex<State>

    init(seed: UInt64) { state = Mutex(State(random: SplitMix(seed: seed))) }

    var answers: [String: [Answer]] { state.withLock { $0.answers } }
    var times: [Duration] { state.withLock { $0.times } }

    func answer(_ pipeline: String, at now: Duration) -> FakeTransport.Answer {
      let answer = state.withLock { state -> Answer in
        state.times.append(now)
        let answer: Answer =
          state.random.chance(0.1)
          ? .busy
          : state.random.chance(0.08) ? .lost : state.random.chance(0.05) ? .refused : .started
        state.answers[pipeline, default: []].append(answer)
        return answer
      }
      switch answer {
      case .started:
        return .response(StartPipeline.encode(StartedRun(id: "x", runID: "new-run")))
      case .busy: return .problem(429, "slow down")
      case .refused: return .problem(400, "Missing required pipeline input")
      case .lost: return .failure(.timedOut(after: .seconds(30), sentRequest: true))
      }
    }
  }

  @Test(arguments: [1, 2, 3, UInt64.random(in: 0 ... .max)])
  func everyStartIsSentOnceWithinTheBudgetAndTold(seed: UInt64) async throws {
    print("seed \(seed)")
    let clock = ManualClock(start: Fixture.epoch)
    let transport = FakeTransport()
    let desk = Desk(seed: seed)
    transport.whenever(StartPipeline.self) { desk.answer($0.pipeline, at: clock.now) }
    let lines = Mutex<[JSONValue]>([])
    let author = AuditRecord.Author(user: "ana", machine: "m")
    let audit = Audit(author: author) { line in
      lines.withLock { $0.append(line) }
      return nil
    }
    let access = WorkspaceAccess(address: try ServerAddress("http://127.0.0.1:9"))
    let client = Client(
      transport: transport, access: access, requestsPerMinute: 50, world: clock.world())
    let source = SourceLabel(profile: "acme", host: "h")
    let store = Store(client: client, source: source, world: clock.world(), audit: audit)

    let runs = (0..<60).map { BulkPlanTests.run($0) }
    let snapshot = BulkPlanTests.snapshot(runs) { $0.traffic.budget.perMinute = 50 }
    let plan = BulkPlan(.rerunAll, runs.map(\.id), snapshot)
    var bulk = BulkRun(plan, WriteConsent(at: Fixture.epoch))
    while let next = bulk.next() {
      bulk.note(await store.perform(next.request), of: next.index)
      await store.pause(plan.pause)
    }

    let answers = desk.answers
    for (pipeline, answers) in answers {
      // Only what the server did not take is sent again.
      #expect(answers.dropLast().allSatisfy { $0 == .busy }, "seed \(seed) \(pipeline)")
    }
    for (index, item) in plan.items.enumerated() {
      let last = answers[item.run?.pipelineID.text ?? ""]?.last
      switch bulk.results[index] {
      case .ended(.done): #expect(last == .started)
      case .ended(.unknown): #expect(last == .lost)
      case .ended(.failed): #expect(last == .refused || last == .busy || last == nil)
      case .notSent: #expect(last == nil)
      default: Issue.record("seed \(seed): \(item.name) has no result")
      }
    }
    let ended = bulk.results.values.count { if case .ended = $0 { true } else { false } }
    #expect(lines.withLock { $0.count } == 2 * ended)
    let times = desk.times
    for (index, time) in times.enumerated() {
      let inMinute = times[index...].prefix { $0 < time + .seconds(60) }.count
      #expect(inMinute <= 50, "seed \(seed)")
    }
    if case .failures = bulk.end {} else { #expect(bulk.end == .all) }
  }
}
