// The request budget of one API key: at most so many requests in any rolling minute, with room
// kept free for what matters more. A value; it never waits, it says when. Time is a parameter.

/// Says whether a request may leave now or when, and learns from refusals of the server.
package struct RateLimiter: Sendable, Equatable {
  /// Why a request is made, least important first.
  package enum Priority: Int, Sendable, Comparable, CaseIterable {
    /// History, other pages, look-ahead.
    case background
    /// What is on screen or running.
    case visible
    /// What the user asked for just now.
    case asked

    package static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
  }

  /// Answer to "may I?".
  package enum Verdict: Sendable, Equatable {
    case now
    /// Ask again then: by that time another request may have been faster.
    case wait(until: Duration)
  }

  /// Requests of a rolling minute that the user allows; nil means no limit.
  package private(set) var perMinute: Int?

  private var departures: [Departure] = []
  private var first = 0
  private var learned: Learned?
  private var blockedUntil: Duration?
  private var refusalsInRow = 0

  private struct Departure: Equatable {
    var at: Duration
    var priority: Priority
  }

  /// A lower limit that a refusal taught; it is raised again step by step.
  private struct Learned: Equatable {
    var limit: Int
    var raisedAt: Duration
  }

  /// - Parameter perMinute: nil for no limit; otherwise brought into 1...10,000.
  package init(perMinute: Int? = Self.perMinuteDefault) {
    self.perMinute = perMinute.map { min(max(1, $0), Self.departuresKeptMax) }
  }

  /// What Orchestra allows for one key.
  package static let perMinuteDefault = 50
  /// A minute and one second: requests may travel at different speeds.
  package static let window: Duration = .seconds(61)
  /// Shares of the limit that `visible` and `background` may fill.
  private static let visibleShare = 0.84
  private static let backgroundShare = 0.6
  private static let departuresKeptMax = 10_000
  private static let pauseFirst: Duration = .seconds(5)
  private static let pauseMax: Duration = .seconds(60)

  /// Changes the user's limit; what has left already counts on.
  package mutating func setPerMinute(_ limit: Int?) {
    perMinute = limit.map { min(max(1, $0), Self.departuresKeptMax) }
    learned = nil
  }

  /// Takes one place in the minute if there is room for this priority.
  package mutating func take(_ priority: Priority, at now: Duration) -> Verdict {
    forget(at: now)
    raise(at: now)
    let verdict = verdict(priority, at: now)
    if verdict == .now {
      // A clock that runs backwards must not shorten anyone's stay.
      let latest = first < departures.count ? departures[departures.count - 1].at : now
      departures.append(Departure(at: max(now, latest), priority: priority))
    }
    return verdict
  }

  /// The same without taking.
  package func verdict(_ priority: Priority, at now: Duration) -> Verdict {
    if let blockedUntil, now < blockedUntil { return .wait(until: blockedUntil) }
    guard let room = room(for: priority) else { return .now }
    let live = firstLive(at: now)
    let used = departures.count - live
    guard used >= room else { return .now }
    return .wait(until: departures[live + used - room].at + Self.window)
  }

  /// Notes a 429.
  /// - Parameter retryAfter: the delay the server named; nil when it named none.
  package mutating func refused(retryAfter: Duration?, at now: Duration) {
    forget(at: now)
    var pause = retryAfter ?? Self.pauseFirst
    if retryAfter == nil {
      for _ in 0..<min(refusalsInRow, 8) where pause < Self.pauseMax { pause = pause * 2 }
      pause = min(pause, Self.pauseMax)
    }
    refusalsInRow += 1
    blockedUntil = max(blockedUntil ?? .zero, now + max(pause, .zero))
    guard let perMinute else { return }
    // Others may use the same key: what we had sent was too much together with theirs.
    let used = departures.count - first
    let ceiling = min(learned?.limit ?? perMinute, perMinute, max(used, 1))
    learned = Learned(limit: max(Self.learnedMin(perMinute), ceiling * 4 / 5), raisedAt: now)
  }

  /// Notes an answer that was not a 429.
  package mutating func accepted() { refusalsInRow = 0 }
}

extension RateLimiter {
  /// The state of the budget, for people.
  package struct Usage: Sendable, Equatable {
    /// Requests of the last minute.
    package var used: Int
    /// The user's limit; nil means none.
    package var limit: Int?
    /// The limit that applies now: below `limit` while the server refuses.
    package var effectiveLimit: Int?
    /// Requests of the last minute by priority, least important first.
    package var usedByPriority: [Int]
    /// Nothing leaves before this monotonic time; nil when nothing is blocked.
    package var blockedUntil: Duration?

    /// An unused budget.
    package static func unused(limit: Int?) -> Usage {
      Usage(
        used: 0, limit: limit, effectiveLimit: limit,
        usedByPriority: Priority.allCases.map { _ in 0 }, blockedUntil: nil)
    }
  }

  /// How much of the minute is used.
  package func usage(at now: Duration) -> Usage {
    var usage = Usage.unused(limit: perMinute)
    for departure in departures[firstLive(at: now)...] {
      usage.used += 1
      usage.usedByPriority[departure.priority.rawValue] += 1
    }
    usage.effectiveLimit = effectiveLimit
    if let blockedUntil, now < blockedUntil { usage.blockedUntil = blockedUntil }
    return usage
  }

  /// Requests in a rolling minute that may have left when one of this priority leaves.
  /// nil means no limit. At least 1 for every priority.
  package func room(for priority: Priority) -> Int? {
    guard let limit = effectiveLimit else { return nil }
    let share =
      switch priority {
      case .asked: 1.0
      case .visible: Self.visibleShare
      case .background: Self.backgroundShare
      }
    return max(1, Int(Double(limit) * share))
  }

  private var effectiveLimit: Int? {
    perMinute.map { min($0, learned?.limit ?? $0) }
  }

  private static func learnedMin(_ perMinute: Int) -> Int { min(perMinute, 5) }

  private func firstLive(at now: Duration) -> Int {
    var index = first
    while index < departures.count, departures[index].at + Self.window <= now { index += 1 }
    return index
  }

  private mutating func forget(at now: Duration) {
    first = firstLive(at: now)
    first = max(first, departures.count - Self.departuresKeptMax)
    if first > 256, first * 2 > departures.count {
      departures.removeFirst(first)
      first = 0
    }
  }

  /// A minute without refusal gives a tenth of the limit back.
  private mutating func raise(at now: Duration) {
    guard let perMinute, var learned else { return }
    while learned.limit < perMinute, now - learned.raisedAt >= .seconds(60) {
      learned.limit += max(1, perMinute / 10)
      learned.raisedAt += .seconds(60)
    }
    self.learned = learned.limit < perMinute ? learned : nil
  }
}
