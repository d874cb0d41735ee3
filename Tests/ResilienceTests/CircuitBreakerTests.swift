// Every transition of the breaker, and a refusal in each state.
import Resilience
import Testing

@Suite struct CircuitBreakerTests {
  private func permit(_ breaker: inout CircuitBreaker, at now: Duration) throws
    -> CircuitBreaker.Permit
  {
    let admission = breaker.admit(at: now)
    guard case .allowed(let permit) = admission else {
      Issue.record("refused at \(now) in \(breaker.state)")
      throw CancellationError()
    }
    return permit
  }

  private func expectRefusal(_ breaker: inout CircuitBreaker, at now: Duration, until: Duration?) {
    let admission = breaker.admit(at: now)
    #expect(admission == .refused(until: until), "at \(now)")
  }

  private func opened(openFor: Duration = .seconds(5)) throws -> CircuitBreaker {
    var breaker = CircuitBreaker(limits: .init(consecutiveFailuresMax: 2, openFor: openFor))
    for _ in 0..<2 {
      breaker.record(.failed, of: try permit(&breaker, at: .zero), at: .seconds(1))
    }
    #expect(breaker.state == .open(until: .seconds(1) + openFor))
    return breaker
  }

  @Test func `closed: failures in a row open it, an answer between them does not`() throws {
    var breaker = CircuitBreaker(limits: .init(consecutiveFailuresMax: 2))
    for outcome in [CircuitBreaker.Outcome.failed, .answered, .failed] {
      breaker.record(outcome, of: try permit(&breaker, at: .zero), at: .zero)
      #expect(breaker.state == .closed)
    }
    #expect(breaker.consecutiveFailures == 1)
    breaker.record(.failed, of: try permit(&breaker, at: .zero), at: .zero)
    #expect(breaker.state == .open(until: .seconds(5)))
  }

  @Test func `closed: the failure rate opens it once enough outcomes are known`() throws {
    var breaker = CircuitBreaker(
      limits: .init(
        consecutiveFailuresMax: 100, failureRateMax: 0.5, outcomesMin: 4, outcomesMax: 4))
    for outcome in [CircuitBreaker.Outcome.failed, .answered, .answered, .failed] {
      #expect(breaker.state == .closed)
      breaker.record(outcome, of: try permit(&breaker, at: .zero), at: .zero)
    }
    #expect(breaker.state == .open(until: .seconds(5)))
  }

  @Test func `open: refuses until its time, then lets exactly one probe out`() throws {
    var breaker = try opened()
    expectRefusal(&breaker, at: .seconds(5.999), until: .seconds(6))
    #expect(breaker.wouldRefuse(at: .seconds(6)) == nil)
    let probe = try permit(&breaker, at: .seconds(6))
    #expect(probe.isProbe)
    #expect(breaker.state == .halfOpen)
    for second in 6..<2_000 {
      expectRefusal(&breaker, at: .seconds(second), until: nil)
    }
  }

  @Test func `half-open: an answer closes it`() throws {
    var breaker = try opened()
    breaker.record(.answered, of: try permit(&breaker, at: .seconds(6)), at: .seconds(7))
    #expect(breaker.state == .closed)
    #expect(breaker.consecutiveFailures == 0)
    let next = try permit(&breaker, at: .seconds(7))
    #expect(!next.isProbe)
  }

  @Test func `half-open: failed probes open it again, longer each time, up to the limit`() throws {
    var breaker = try opened()
    var now: Duration = .seconds(6)
    for seconds in [10, 20, 30, 30] {
      breaker.record(.failed, of: try permit(&breaker, at: now), at: now)
      #expect(breaker.state == .open(until: now + .seconds(seconds)))
      now += .seconds(seconds)
    }
    breaker.record(.answered, of: try permit(&breaker, at: now), at: now)
    for _ in 0..<2 { breaker.record(.failed, of: try permit(&breaker, at: now), at: now) }
    #expect(breaker.state == .open(until: now + .seconds(5)))
  }

  @Test func `half-open: a cancelled probe makes room for another`() throws {
    var breaker = try opened()
    let probe = try permit(&breaker, at: .seconds(6))
    breaker.abandon(probe, at: .seconds(7))
    let next = try permit(&breaker, at: .seconds(7))
    #expect(next.isProbe)
    breaker.abandon(probe, at: .seconds(8))
    #expect(breaker.state == .halfOpen)
  }

  @Test func `results of calls from before a change of state change nothing`() throws {
    var breaker = CircuitBreaker(limits: .init(consecutiveFailuresMax: 1))
    let slow = try permit(&breaker, at: .zero)
    let alsoSlow = try permit(&breaker, at: .zero)
    breaker.record(.failed, of: try permit(&breaker, at: .zero), at: .zero)
    breaker.record(.answered, of: slow, at: .seconds(1))
    #expect(breaker.state == .open(until: .seconds(5)))
    _ = try permit(&breaker, at: .seconds(5))
    breaker.record(.failed, of: alsoSlow, at: .seconds(6))
    breaker.abandon(alsoSlow, at: .seconds(6))
    #expect(breaker.state == .halfOpen)
  }

  @Test func `tripped: refuses for ever, until reset`() throws {
    var breaker = CircuitBreaker()
    let before = try permit(&breaker, at: .zero)
    breaker.trip()
    expectRefusal(&breaker, at: .seconds(1_000_000), until: nil)
    breaker.record(.answered, of: before, at: .seconds(1))
    #expect(breaker.state == .tripped)
    breaker.reset()
    #expect(breaker.state == .closed)
    let next = try permit(&breaker, at: .zero)
    #expect(!next.isProbe)
  }

  @Test func `reset closes an open and a half-open breaker`() throws {
    var open = try opened()
    open.reset()
    #expect(open.state == .closed)
    var half = try opened()
    let probe = try permit(&half, at: .seconds(6))
    half.reset()
    half.record(.failed, of: probe, at: .seconds(7))
    #expect(half.state == .closed)
    #expect(half.consecutiveFailures == 0)
  }
}
