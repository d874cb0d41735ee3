// Runs the store's state machine against a simulated server on a virtual clock.
import OrchestraAPI
import Resilience
import Time

@testable import PodiumCore

/// How badly the way to the server behaves.
struct Weather {
  var latency: ClosedRange<Double> = 0.05...0.4
  var failureRate = 0.0
  /// Every request fails within it, in seconds from the start.
  var outage: Range<Double>?
}

/// One store, one server, one clock.
struct Simulation {
  var state = StoreState()
  var limiter: RateLimiter
  var server: SimulatedServer
  var weather: Weather
  var random: SplitMix
  let start: Timestamp
  private(set) var now: Duration = .zero
  private(set) var departures: [(at: Duration, ticket: Ticket)] = []
  private(set) var wakeUps = 0
  private(set) var dropped = 0
  private var arrivals: [Arrival] = []

  private struct Arrival {
    var at: Duration
    var ticket: Ticket
    var result: Result<FetchAnswer, FetchFailure>
  }

  init(
    server: SimulatedServer, start: Timestamp, perMinute: Int? = 50, weather: Weather = Weather(),
    seed: UInt64 = 1
  ) {
    self.server = server
    self.start = start
    self.weather = weather
    limiter = RateLimiter(perMinute: perMinute)
    random = SplitMix(seed: seed)
  }

  var wall: Timestamp { start + now }
  var moment: Moment { Moment(monotonic: now, wall: wall) }

  /// Runs until `end`; `visit` sees the state after every step.
  mutating func run(until end: Duration, _ visit: (inout Simulation) -> Void = { _ in }) {
    while now < end {
      let plan = state.plan(at: moment, budget: limiter)
      wakeUps += 1
      for ticket in plan.tickets { send(ticket) }
      let next = [arrivals.map(\.at).min(), plan.wakeAt, end].compactMap { $0 }.min() ?? end
      precondition(next >= now, "the plan wakes in the past")
      now = max(next, now)
      deliver()
      visit(&self)
    }
  }

  private mutating func send(_ ticket: Ticket) {
    precondition(limiter.take(ticket.priority, at: now) == .now, "the plan overdraws the budget")
    departures.append((now, ticket))
    let there = Double.random(in: weather.latency, using: &random) / 2
    let back = Double.random(in: weather.latency, using: &random) / 2
    let served = wall + .seconds(there)
    let isOut = weather.outage.map { $0.contains(now.inSeconds) } ?? false
    let result: Result<FetchAnswer, FetchFailure>
    if isOut {
      result = .failure(FetchFailure(.service, cause: "no route"))
    } else if random.chance(weather.failureRate) {
      result = .failure(failure())
    } else {
      result = .success(server.answer(ticket.fetch, at: served))
    }
    arrivals.append(Arrival(at: now + .seconds(there + back), ticket: ticket, result: result))
  }

  private mutating func failure() -> FetchFailure {
    switch Int.random(in: 0..<4, using: &random) {
    case 0: FetchFailure(.service, cause: "429", notBefore: now + .seconds(7))
    case 1: FetchFailure(.request, cause: "500")
    case 2: FetchFailure(.request, cause: "truncated JSON")
    default: FetchFailure(.service, cause: "timed out")
    }
  }

  private mutating func deliver() {
    let due = arrivals.filter { $0.at <= now }.shuffled(using: &random)
    arrivals.removeAll { $0.at <= now }
    for arrival in due {
      switch arrival.result {
      case .success(let answer):
        if !state.apply(answer, for: arrival.ticket, at: moment) { dropped += 1 }
      case .failure(let failure): state.fail(failure, for: arrival.ticket, at: moment)
      }
    }
  }

  /// Most requests in any 60 seconds.
  var busiestMinute: Int {
    var best = 0
    var first = 0
    for index in departures.indices {
      while departures[index].at - departures[first].at >= .seconds(60) { first += 1 }
      best = max(best, index - first + 1)
    }
    return best
  }
}
