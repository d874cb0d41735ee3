// The request budget: rooms of the priorities, learning from refusals, and a seeded property.
import Resilience
import Testing

@Suite struct RateLimiterTests {
  private func expect(
    _ verdict: RateLimiter.Verdict, from limiter: inout RateLimiter,
    _ priority: RateLimiter.Priority, at now: Duration,
    location: SourceLocation = #_sourceLocation
  ) {
    let given = limiter.take(priority, at: now)
    #expect(given == verdict, "at \(now)", sourceLocation: location)
  }

  private func fill(
    _ limiter: inout RateLimiter, _ priority: RateLimiter.Priority, at now: Duration
  ) -> Int {
    var taken = 0
    while taken < 100_000, limiter.take(priority, at: now) == .now { taken += 1 }
    return taken
  }

  @Test func `background leaves room for the screen, the screen for the user`() {
    var limiter = RateLimiter(perMinute: 50)
    let filled = RateLimiter.Priority.allCases.map { fill(&limiter, $0, at: .zero) }
    #expect(filled == [30, 12, 8])
    expect(.wait(until: .seconds(61)), from: &limiter, .asked, at: .seconds(60))
    #expect(limiter.usage(at: .zero).usedByPriority == [30, 12, 8])
  }

  @Test func `a refusal says when the next place gets free`() {
    var limiter = RateLimiter(perMinute: 2)
    expect(.now, from: &limiter, .asked, at: .seconds(1))
    expect(.now, from: &limiter, .asked, at: .seconds(2))
    expect(.wait(until: .seconds(62)), from: &limiter, .asked, at: .seconds(3))
    expect(.now, from: &limiter, .asked, at: .seconds(62))
    expect(.wait(until: .seconds(63)), from: &limiter, .asked, at: .seconds(62))
  }

  @Test func `asking without taking takes nothing`() {
    var limiter = RateLimiter(perMinute: 1)
    for _ in 0..<5 { #expect(limiter.verdict(.asked, at: .zero) == .now) }
    expect(.now, from: &limiter, .asked, at: .zero)
    #expect(limiter.verdict(.asked, at: .zero) == .wait(until: .seconds(61)))
  }

  @Test(arguments: [1, 2, 3, 5, 50, 10_000])
  func `every priority can move under every limit`(limit: Int) throws {
    for priority in RateLimiter.Priority.allCases {
      var limiter = RateLimiter(perMinute: limit)
      let room = try #require(limiter.room(for: priority))
      #expect(room >= 1)
      let filled = fill(&limiter, priority, at: .zero)
      #expect(filled == room)
    }
  }

  @Test func `no limit never waits, and still counts`() {
    var limiter = RateLimiter(perMinute: nil)
    for index in 0..<2_000 {
      expect(.now, from: &limiter, .background, at: .milliseconds(index))
    }
    #expect(limiter.usage(at: .seconds(2)).used == 2_000)
    #expect(limiter.usage(at: .seconds(2)).limit == nil)
    #expect(limiter.usage(at: .seconds(100)).used == 0)
  }

  @Test func `limits outside the possible are brought into it`() {
    #expect(RateLimiter(perMinute: -3).perMinute == 1)
    #expect(RateLimiter(perMinute: .max).perMinute == 10_000)
  }

  @Test func `a lower limit counts what has left already`() {
    var limiter = RateLimiter(perMinute: 50)
    for second in 0..<10 { _ = limiter.take(.asked, at: .seconds(second)) }
    limiter.setPerMinute(4)
    expect(.wait(until: .seconds(67)), from: &limiter, .asked, at: .seconds(10))
  }

  @Test func `after a 429 with a delay nothing leaves before it is over`() {
    var limiter = RateLimiter(perMinute: 50)
    limiter.refused(retryAfter: .seconds(17), at: .seconds(100))
    expect(.wait(until: .seconds(117)), from: &limiter, .asked, at: .seconds(116))
    #expect(limiter.usage(at: .seconds(116)).blockedUntil == .seconds(117))
    expect(.now, from: &limiter, .asked, at: .seconds(117))
    #expect(limiter.usage(at: .seconds(117)).blockedUntil == nil)
  }

  @Test func `a 429 without a delay pauses longer each time, until an answer comes`() {
    var limiter = RateLimiter(perMinute: 50)
    var now: Duration = .zero
    for seconds in [5, 10, 20, 40, 60, 60] {
      limiter.refused(retryAfter: nil, at: now)
      now += .seconds(seconds)
      #expect(limiter.usage(at: now - .milliseconds(1)).blockedUntil == now)
    }
    limiter.accepted()
    limiter.refused(retryAfter: nil, at: now)
    #expect(limiter.usage(at: now).blockedUntil == now + .seconds(5))
  }

  @Test func `a shorter delay does not shorten an earlier longer one`() {
    var limiter = RateLimiter()
    limiter.refused(retryAfter: .seconds(30), at: .zero)
    limiter.refused(retryAfter: .seconds(1), at: .seconds(1))
    #expect(limiter.usage(at: .seconds(2)).blockedUntil == .seconds(30))
  }

  @Test func `a 429 teaches a lower limit that is given back minute by minute`() {
    var limiter = RateLimiter(perMinute: 50)
    for _ in 0..<20 { _ = limiter.take(.asked, at: .zero) }
    limiter.refused(retryAfter: .zero, at: .seconds(1))
    #expect(limiter.usage(at: .seconds(1)).effectiveLimit == 16)
    #expect(limiter.usage(at: .seconds(1)).limit == 50)
    _ = limiter.take(.asked, at: .seconds(62))
    #expect(limiter.usage(at: .seconds(62)).effectiveLimit == 21)
    _ = limiter.take(.asked, at: .seconds(600))
    #expect(limiter.usage(at: .seconds(600)).effectiveLimit == 50)
  }

  @Test func `many 429 leave a few requests a minute`() {
    var limiter = RateLimiter(perMinute: 50)
    for second in 0..<100 { limiter.refused(retryAfter: .zero, at: .seconds(second)) }
    #expect(limiter.usage(at: .seconds(99)).effectiveLimit == 5)
  }

  @Test func `no rolling minute exceeds the budget, whatever is asked when`() {
    let seed = UInt64.random(in: .min ... .max)
    print("rolling minute: seed \(seed)")
    var random = SplitMix(state: seed)
    for round in 0..<40 {
      let limit = Int.random(in: 1...60, using: &random)
      var limiter = RateLimiter(perMinute: limit)
      var left: [(at: Duration, priority: RateLimiter.Priority)] = []
      var now: Duration = .zero
      for _ in 0..<3_000 {
        now += .milliseconds(
          Int.random(in: 0...Int.random(in: 0...4_000, using: &random), using: &random))
        let priority = RateLimiter.Priority.allCases.randomElement(using: &random) ?? .asked
        if Int.random(in: 0..<200, using: &random) == 0 {
          limiter.refused(retryAfter: Bool.random(using: &random) ? nil : .seconds(3), at: now)
        }
        switch limiter.take(priority, at: now) {
        case .now: left.append((now, priority))
        case .wait(let until): #expect(until > now, "seed \(seed) round \(round)")
        }
      }
      expectRollingMinutes(left, limit: limit, note: "seed \(seed) round \(round)")
    }
  }

  private func expectRollingMinutes(
    _ left: [(at: Duration, priority: RateLimiter.Priority)], limit: Int, note: String
  ) {
    let room = RateLimiter(perMinute: limit).room(for: .background) ?? 0
    var start = 0
    var worst = 0
    var backgroundBeyondItsRoom = 0
    for index in left.indices {
      while left[index].at - left[start].at >= .seconds(60) { start += 1 }
      let inMinute = index - start + 1
      worst = max(worst, inMinute)
      if left[index].priority == .background, inMinute > room { backgroundBeyondItsRoom += 1 }
    }
    #expect(worst <= limit, "\(note) limit \(limit)")
    #expect(backgroundBeyondItsRoom == 0, "\(note) limit \(limit)")
  }
}

/// A small seeded generator, so that a failing seed can be run again.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
