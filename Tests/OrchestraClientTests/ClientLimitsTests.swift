// Budget, breaker, deadlines and cancellation as a caller meets them.
import HTTP
import OrchestraAPI
import OrchestraClient
import Resilience
import TestSupport
import Testing
import Time

@Suite struct ClientLimitsTests {
  let status = GetPipelineRunStatus(runID: Sample.runID)

  @Test func `more calls than the minute allows wait for their turn`() async throws {
    let stage = try Stage()
    let clock = stage.clock
    stage.transport.always(GetPipelineRunStatus.self) { _ in Sample.run }
    var left: [Duration] = []
    for _ in 0..<160 {
      _ = try await stage.client.call(status, priority: .asked)
      left.append(clock.now)
    }
    for index in left.indices.dropFirst(50) {
      #expect(left[index] - left[index - 50] >= .seconds(60))
    }
    #expect(left[159] < .seconds(200))
    #expect(stage.client.budgetUsage.used <= 50)
  }

  @Test func `a call that cannot leave before its deadline says so at once`() async throws {
    let stage = try Stage(perMinute: 1)
    stage.transport.plan(status, output: Sample.run)
    _ = try await stage.client.call(status, priority: .asked)
    let failure = try await stage.failure(status, deadline: .seconds(10))
    #expect(failure.kind == .overBudget(until: .seconds(61)))
    #expect(stage.clock.slept.isEmpty)
    #expect(stage.client.budgetVerdict(.asked) == .wait(until: .seconds(61)))
    #expect(stage.transport.requests.count == 1)
  }

  @Test func `background calls leave room for what the user asks`() async throws {
    let stage = try Stage(perMinute: 10)
    stage.transport.always(GetPipelineRunStatus.self) { _ in Sample.run }
    for _ in 0..<6 { _ = try await stage.client.call(status, priority: .background) }
    let background = try await stage.failure(
      status, priority: .background, deadline: .seconds(1))
    #expect(background.kind == .overBudget(until: .seconds(61)))
    for _ in 0..<4 { _ = try await stage.client.call(status, priority: .asked) }
    #expect(stage.clock.now == .zero)
    #expect(stage.client.budgetUsage.usedByPriority == [6, 0, 4])
  }

  @Test func `a raised budget reaches calls that wait already`() async throws {
    let stage = try Stage(sleeping: .waits, perMinute: 1)
    stage.transport.always(GetPipelineRunStatus.self) { _ in Sample.run }
    _ = try await stage.client.call(status)
    let waiting = Task { try await stage.client.call(status) }
    await stage.clock.sleepers(1)
    stage.client.setRequestsPerMinute(nil)
    stage.clock.advance(by: .seconds(5))
    #expect(try await waiting.value == Sample.run)
  }

  @Test func `too many waiting calls are refused`() async throws {
    let stage = try Stage(
      sleeping: .waits, perMinute: 1, limits: ClientLimits(waitingMax: 3))
    stage.transport.always(GetPipelineRunStatus.self) { _ in Sample.run }
    _ = try await stage.client.call(status)
    let waiting = (0..<3).map { _ in Task { try await stage.client.call(status) } }
    await stage.clock.sleepers(3)
    #expect(try await stage.failure(status).kind == .overBudget(until: .seconds(61)))
    for task in waiting { task.cancel() }
    for task in waiting { _ = await task.result }
  }

  @Test func `a 429 is waited out, taught to the budget, and repeated even for a start`()
    async throws
  {
    let stage = try Stage()
    let start = StartPipeline(pipeline: "p")
    var refusal = APIProblem(429, "slow down").response
    refusal.headers["Retry-After"] = "7"
    stage.transport.plan(
      start, .response(refusal),
      .response(StartPipeline.encode(StartedRun(id: "", runID: Sample.runID))))
    _ = try await stage.client.call(start, priority: .asked)
    #expect(stage.clock.now >= .seconds(7))
    #expect(stage.client.budgetUsage.effectiveLimit == 5)
  }

  @Test func `a 429 that asks for too long a wait is an error with the delay`() async throws {
    let stage = try Stage()
    var refusal = APIProblem(429, "slow down").response
    refusal.headers["Retry-After"] = "600"
    stage.transport.plan(status, .response(refusal))
    let failure = try await stage.failure(status)
    #expect(failure.kind == .rateLimited(retryAfter: .seconds(600)))
    #expect(
      try await stage.failure(status, deadline: .seconds(60)).kind
        == .overBudget(until: .seconds(600)))
  }

  @Test func `a host that fails is left alone, then one probe finds out`() async throws {
    let stage = try Stage(limits: ClientLimits(retry: RetryPolicy(attemptsMax: 1)))
    let refused = FakeTransport.Answer.failure(.refused(host: "engine.example", port: 443))
    stage.transport.plan(status, refused, refused, refused, refused, refused)
    for _ in 0..<5 { _ = try await stage.failure(status) }
    let paused = try await stage.failure(status)
    #expect(paused.kind == .circuitOpen(until: .seconds(5)))
    #expect(stage.transport.requests.count == 5)
    #expect(stage.client.budgetUsage.used == 5)
    stage.clock.advance(by: .seconds(5))
    stage.transport.plan(status, output: Sample.run)
    _ = try await stage.client.call(status)
    #expect(stage.client.breakerState == .closed)
  }

  @Test func `while a probe is out other calls are refused, and its cancel makes room`()
    async throws
  {
    let stage = try Stage(limits: ClientLimits(retry: RetryPolicy(attemptsMax: 1)))
    stage.transport.whenever(GetPipelineRunStatus.self) { _ in .failure(.dns(host: "h")) }
    for _ in 0..<5 { _ = try await stage.failure(status) }
    stage.clock.advance(by: .seconds(5))
    stage.transport.whenever(GetPipelineRunStatus.self) { _ in .silence }
    let probe = Task { try await stage.client.call(status) }
    while stage.client.breakerState != .halfOpen { await Task.yield() }
    #expect(try await stage.failure(status).kind == .circuitOpen(until: nil))
    probe.cancel()
    _ = await probe.result
    stage.transport.always(GetPipelineRunStatus.self) { _ in Sample.run }
    _ = try await stage.client.call(status)
    #expect(stage.client.breakerState == .closed)
  }

  @Test func `when the breaker opens between attempts the caller gets the real failure`()
    async throws
  {
    let stage = try Stage(limits: ClientLimits(breaker: .init(consecutiveFailuresMax: 2)))
    stage.transport.plan(status, .problem(502, "bad"), .problem(503, "worse"))
    let failure = try await stage.failure(status)
    #expect(failure.status == 503)
    stage.client.resetBreaker()
    #expect(stage.client.breakerState == .closed)
    stage.client.tripBreaker()
    #expect(try await stage.failure(status).kind == .circuitOpen(until: nil))
  }

  @Test func `in a long outage most calls are not repeated`() async throws {
    let stage = try Stage(
      perMinute: nil, limits: ClientLimits(breaker: .init(consecutiveFailuresMax: .max)))
    stage.transport.whenever(GetPipelineRunStatus.self) { _ in .problem(503, "down") }
    for _ in 0..<200 { _ = try await stage.failure(status) }
    #expect((240...252).contains(stage.transport.requests.count))
  }

  @Test func `no attempt outlives the deadline`() async throws {
    let stage = try Stage()
    stage.transport.plan(status, .problem(503, "a"), .problem(503, "b"))
    let failure = try await stage.failure(status, deadline: .milliseconds(500))
    #expect(failure.status == 503)
    #expect(stage.clock.now < .milliseconds(500))
    let totals = stage.transport.limits.map(\.total)
    #expect(totals == [.milliseconds(500), .milliseconds(300)])
    #expect(stage.transport.limits.allSatisfy { $0.connect <= $0.total })
  }

  @Test func `cancelling ends a call in every phase`() async throws {
    let stage = try Stage(sleeping: .waits, perMinute: 2)
    stage.transport.whenever(GetPipelineRunStatus.self) { _ in .silence }
    let sending = Task { await stage.client.result(status) }
    while stage.transport.requests.isEmpty { await Task.yield() }
    sending.cancel()
    #expect(await sending.value?.kind == .cancelled(sentRequest: true))

    stage.transport.whenever(GetPipelineRunStatus.self) { _ in .problem(503, "x") }
    let pausing = Task { await stage.client.result(status) }
    await stage.clock.sleepers(1)
    pausing.cancel()
    #expect(await pausing.value?.kind == .cancelled(sentRequest: false))

    let waiting = Task { await stage.client.result(status) }
    await stage.clock.sleepers(1)
    waiting.cancel()
    #expect(await waiting.value?.kind == .cancelled(sentRequest: false))
    #expect(stage.transport.requests.count == 2)
    #expect(stage.client.breakerState == .closed)
  }
}

extension Client {
  /// The error of a call; nil when it gave a value.
  fileprivate func result<E: Endpoint>(_ endpoint: E) async -> ClientError? {
    do throws(ClientError) {
      _ = try await call(endpoint, priority: .asked)
      return nil
    } catch {
      return error
    }
  }
}
