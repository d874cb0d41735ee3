// Closed, open, half-open as a value. While half-open exactly one probe is out; results of calls
// that left before the last change of state are ignored. Time is a parameter.

/// Stops calling a host that fails, and finds out by one probe when it works again.
package struct CircuitBreaker: Sendable, Equatable {
  /// Where the breaker stands.
  package enum State: Sendable, Equatable {
    /// Calls pass.
    case closed
    /// Calls are refused until then; afterwards one probe may leave.
    case open(until: Duration)
    /// One probe is out; everything else is refused.
    case halfOpen
    /// Refused until `reset`.
    case tripped
  }

  /// Leave to make one call; hand it back with its outcome, or abandon it.
  package struct Permit: Sendable, Equatable {
    /// Whether this call decides if the breaker closes.
    package let isProbe: Bool
    fileprivate let epoch: UInt64
  }

  /// Answer to "may I call?".
  package enum Admission: Sendable, Equatable {
    case allowed(Permit)
    /// `until` is nil when nothing but a probe's result or a reset can change it.
    case refused(until: Duration?)
  }

  /// How a call ended, as far as the health of the host goes.
  package enum Outcome: Sendable, Equatable {
    /// The host answered, be it with a 4xx.
    case answered
    /// 5xx, no connection, time-out, broken answer.
    case failed
  }

  /// When to open and for how long.
  package let limits: Limits
  /// The present state. `open` stays until the next admission even when its time is over.
  package private(set) var state: State = .closed
  /// Failures since the last answer.
  package private(set) var consecutiveFailures = 0

  private var epoch: UInt64 = 0
  private var failedProbes = 0
  private var recent: [Bool] = []

  /// A closed breaker.
  package init(limits: Limits = Limits()) { self.limits = limits }

  /// Whether a call would be allowed now, without taking the permit.
  package func wouldRefuse(at now: Duration) -> Admission? {
    switch state {
    case .closed: nil
    case .open(let until): now < until ? .refused(until: until) : nil
    case .halfOpen, .tripped: .refused(until: nil)
    }
  }

  /// Asks to make one call. After an open period the first caller gets the probe.
  package mutating func admit(at now: Duration) -> Admission {
    if let refusal = wouldRefuse(at: now) { return refusal }
    guard case .open = state else { return .allowed(Permit(isProbe: false, epoch: epoch)) }
    change(to: .halfOpen)
    return .allowed(Permit(isProbe: true, epoch: epoch))
  }

  /// Notes how a permitted call ended. Late results, from before a change of state, change nothing.
  package mutating func record(_ outcome: Outcome, of permit: Permit, at now: Duration) {
    guard permit.epoch == epoch else { return }
    switch (state, outcome) {
    case (.closed, .answered):
      consecutiveFailures = 0
      remember(failed: false)
    case (.closed, .failed):
      consecutiveFailures += 1
      remember(failed: true)
      if isFailing { open(at: now) }
    case (.halfOpen, .answered): close()
    case (.halfOpen, .failed):
      consecutiveFailures += 1
      failedProbes += 1
      open(at: now)
    case (.open, _), (.tripped, _): break
    }
  }

  /// Gives a permit back without an outcome: the caller cancelled. Another probe may leave at once.
  package mutating func abandon(_ permit: Permit, at now: Duration) {
    guard permit.epoch == epoch, state == .halfOpen else { return }
    change(to: .open(until: now))
  }

  /// Refuses everything until `reset`.
  package mutating func trip() { change(to: .tripped) }

  /// Closes, with a clean slate.
  package mutating func reset() { close() }

  private var isFailing: Bool {
    if consecutiveFailures >= limits.consecutiveFailuresMax { return true }
    guard let rate = limits.failureRateMax, recent.count >= limits.outcomesMin else { return false }
    return Double(recent.count { $0 }) / Double(recent.count) >= rate
  }

  private mutating func remember(failed: Bool) {
    guard limits.failureRateMax != nil else { return }
    recent.append(failed)
    if recent.count > limits.outcomesMax { recent.removeFirst() }
  }

  private mutating func open(at now: Duration) {
    var pause = limits.openFor
    for _ in 0..<min(failedProbes, 32) where pause < limits.openForMax { pause = pause * 2 }
    change(to: .open(until: now + min(pause, limits.openForMax)))
  }

  private mutating func close() {
    consecutiveFailures = 0
    failedProbes = 0
    change(to: .closed)
  }

  private mutating func change(to next: State) {
    state = next
    epoch += 1
    recent.removeAll(keepingCapacity: true)
  }
}

extension CircuitBreaker {
  /// Thresholds of a breaker.
  package struct Limits: Sendable, Equatable {
    /// So many failures in a row open it.
    package var consecutiveFailuresMax: Int
    /// Share of failures among the recent outcomes that opens it; nil switches this off.
    package var failureRateMax: Double?
    /// Outcomes needed before the rate counts.
    package var outcomesMin: Int
    /// Outcomes looked at for the rate.
    package var outcomesMax: Int
    /// First open period; doubles with every failed probe.
    package var openFor: Duration
    /// Longest open period.
    package var openForMax: Duration

    /// - Parameters: counts are at least 1.
    package init(
      consecutiveFailuresMax: Int = 5, failureRateMax: Double? = nil, outcomesMin: Int = 10,
      outcomesMax: Int = 20, openFor: Duration = .seconds(5), openForMax: Duration = .seconds(30)
    ) {
      self.consecutiveFailuresMax = max(1, consecutiveFailuresMax)
      self.failureRateMax = failureRateMax
      self.outcomesMin = max(1, outcomesMin)
      self.outcomesMax = max(1, outcomesMax, outcomesMin)
      self.openFor = openFor
      self.openForMax = openForMax
    }
  }
}
