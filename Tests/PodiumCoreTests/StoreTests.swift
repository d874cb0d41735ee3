// The actor itself: a real client over scripted answers, on a clock that the test moves.
import OrchestraAPI
import OrchestraClient
import TestSupport
import Testing
import Time

@testable import PodiumCore

@Suite struct StoreTests {
  private let clock = ManualClock(start: Fixture.epoch, sleeping: .waits)
  private let transport = FakeTransport()
  private let label = SourceLabel(profile: "test", host: "localhost")

  private func store(_ label: SourceLabel? = nil) throws -> Store {
    let access = WorkspaceAccess(address: try ServerAddress("http://127.0.0.1:9"))
    let client = Client(transport: transport, access: access, world: clock.world())
    return Store(client: client, source: label ?? self.label, world: clock.world())
  }

  private func serve(_ server: SimulatedServer) {
    let clock = clock
    transport.always(ListPipelineRuns.self) { (endpoint) throws(APIProblem) in
      guard let from = endpoint.from, let to = endpoint.to else { throw APIProblem(422, "window") }
      let window = TimeWindow(from: from, to: to)
      let fetch =
        endpoint.runIDs.isEmpty
        ? Fetch.newest(endpoint.page, window) : Fetch.runs(endpoint.runIDs)
      guard case .runs(let page) = server.answer(fetch, at: clock.start + clock.now) else {
        throw APIProblem(500, "no")
      }
      return page
    }
    transport.always(ListTaskRuns.self) { (endpoint) throws(APIProblem) in
      guard let from = endpoint.from, let to = endpoint.to,
        case .tasks(let page) = server.answer(
          .failedTasks(page: endpoint.page.page, TimeWindow(from: from, to: to)),
          at: clock.start + clock.now)
      else { throw APIProblem(422, "window") }
      return page
    }
    transport.always(ListRunTaskRuns.self) { (endpoint) throws(APIProblem) in
      guard
        case .tasks(let page) = server.answer(
          .tasks(endpoint.runID, page: endpoint.page.page), at: clock.start + clock.now)
      else { throw APIProblem(500, "no") }
      return page
    }
    transport.always(ListPipelines.self) { _ in PipelineList(pipelines: []) }
  }

  /// Reads snapshots and moves the clock until one satisfies.
  private func wait(
    _ stream: AsyncStream<Snapshot>, steps: Int = 2_000, _ holds: (Snapshot) -> Bool
  ) async -> Snapshot? {
    let clock = clock
    let mover = Task {
      while !Task.isCancelled {
        await Task.yield()
        clock.advance(by: .milliseconds(10))
      }
    }
    defer { mover.cancel() }
    var left = steps
    for await snapshot in stream {
      if holds(snapshot) { return snapshot }
      left -= 1
      if left == 0 { return nil }
    }
    return nil
  }

  @Test func theFirstSnapshotWithRunsComesFromOneRequest() async throws {
    serve(SimulatedServer(seed: 1, start: Fixture.epoch, perDay: 340, hoursAfter: 1))
    let store = try store()
    let stream = await store.snapshots()
    await store.start()
    var first: Snapshot?
    for await snapshot in stream where !snapshot.runs.isEmpty {
      first = snapshot
      break
    }
    #expect(first?.runs.count == 100)
    #expect(first?.coverage.total ?? 0 > 2_000)
    #expect(transport.requests.first?.path.hasSuffix("/pipeline_runs") == true)
    await store.stop()
  }

  @Test func theWholeWindowIsPagedInAndGenerationsGrow() async throws {
    serve(SimulatedServer(seed: 2, start: Fixture.epoch, perDay: 340, hoursAfter: 1))
    let store = try store()
    let stream = await store.snapshots()
    await store.start()
    var generations: [Int] = []
    let last = await wait(stream) { snapshot in
      generations.append(snapshot.generation)
      return snapshot.coverage.isComplete && !snapshot.failureCauses.isEmpty
    }
    #expect(last?.runs.count ?? 0 >= last?.coverage.total ?? 1)
    #expect(zip(generations, generations.dropFirst()).allSatisfy { $0 <= $1 })
    #expect(last?.traffic.requests.isEmpty == false)
    #expect(last?.traffic.budget.perMinute == 50)
    await store.stop()
  }

  @Test func aFailureKeepsTheDataAndSaysWhy() async throws {
    let server = SimulatedServer(seed: 3, start: Fixture.epoch, perDay: 20, hoursAfter: 1)
    serve(server)
    let store = try store()
    let stream = await store.snapshots()
    await store.start()
    let good = await wait(stream) { $0.coverage.isComplete }
    transport.whenever(ListPipelineRuns.self) { _ in .problem(401, "bad key") }
    let failing = await wait(stream) { $0.freshness(of: .runs).failure != nil }
    #expect(failing?.runs.count == good?.runs.count)
    #expect(failing?.freshness(of: .runs).failure?.cause == "401 key refused")
    #expect(failing?.freshness(of: .runs).failure?.nextAttempt != nil)
    serve(server)
    let well = await wait(stream) { $0.freshness(of: .runs).failure == nil }
    #expect(well != nil)
    await store.stop()
  }

  @Test func readOnlyRefusesWritesWithoutSendingThem() async throws {
    let store = try store(
      SourceLabel(profile: "test", host: "localhost", readOnly: .profile("test")))
    let request = try OperationTable.standard.start("nightly", in: OperationContext())
    let outcome = await store.perform(request)
    #expect(outcome == .refused(.readOnly(.profile("test"))))
    #expect(transport.requests.isEmpty)
  }

  @Test func aStartThatTimesOutIsUnknownAndNeverRepeated() async throws {
    let store = try store()
    transport.whenever(StartPipeline.self) { _ in
      .failure(.timedOut(after: .seconds(30), sentRequest: true))
    }
    let request = try OperationTable.standard.start("nightly", in: OperationContext())
    let outcome = await store.perform(request)
    guard case .unknown = outcome else {
      Issue.record("expected unknown, got \(outcome)")
      return
    }
    #expect(transport.requests.count == 1)
  }

  @Test func aStartAnswersWithTheRunToFollow() async throws {
    let store = try store()
    transport.always(StartPipeline.self) { _ in StartedRun(id: "x", runID: "run-7") }
    let request = try OperationTable.standard.start(
      "nightly", options: ["branch": "main"], in: OperationContext())
    let outcome = await store.perform(request)
    guard case .done(let result) = outcome else {
      Issue.record("expected done, got \(outcome)")
      return
    }
    #expect(result.startedRun == "run-7")
    #expect(
      transport.requests.map { String(decoding: $0.body, as: UTF8.self) } == [
        #"{"branch":"main"}"#
      ])
    #expect(request.preview.body == #"{"branch":"main"}"#)
    #expect(request.preview.path == transport.requests.first?.target)
  }

  @Test func aCancellationIsMarkedUntilTheServerShowsIt() async throws {
    let server = SimulatedServer(seed: 8, start: Fixture.epoch, perDay: 900, hoursAfter: 1)
    serve(server)
    let running = server.lives.first {
      $0.createdAt < Fixture.epoch && $0.completedAt > Fixture.epoch + .seconds(60)
    }
    let life = try #require(running)
    let store = try store()
    let stream = await store.snapshots()
    await store.start()
    let loaded = await wait(stream) { $0.runs[id: life.id] != nil }
    transport.always(CancelPipelineRun.self) { _ in Nothing() }
    let context = OperationContext(try #require(loaded))
    let request = try OperationTable.standard.cancel(life.id, in: context)
    let outcome = await store.perform(request)
    #expect(outcome.message.hasPrefix("cancel requested"))
    let marked = await store.snapshot()
    #expect(marked.marks[life.id]?.kind == .cancelling)
    let done = await wait(stream) { $0.runs[id: life.id]?.status.isTerminal == true }
    #expect(done?.marks[life.id] == nil)
    await store.stop()
  }
}
