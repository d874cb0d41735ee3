// Backoff, retry policy and retry budget: tables of cases.
import Resilience
import Testing

@Suite struct BackoffTests {
  @Test(arguments: [(1, 100), (2, 200), (3, 400), (4, 800), (5, 1000), (6, 1000), (99, 1000)])
  func `the ceiling doubles up to the cap`(attempt: Int, milliseconds: Int) {
    let backoff = Backoff(base: .milliseconds(100), cap: .seconds(1))
    #expect(backoff.ceiling(afterAttempt: attempt) == .milliseconds(milliseconds))
  }

  @Test func `jitter is full: from nothing to the ceiling`() {
    let backoff = Backoff(base: .seconds(1), cap: .seconds(8))
    #expect(backoff.delay(afterAttempt: 3, random: 0) == .zero)
    #expect(backoff.delay(afterAttempt: 3, random: 0.5) == .seconds(2))
    #expect(backoff.delay(afterAttempt: 3, random: 0.999) < .seconds(4))
    #expect(backoff.delay(afterAttempt: 3, random: 7) == .seconds(4))
    #expect(backoff.delay(afterAttempt: 3, random: -1) == .zero)
    #expect(backoff.delay(afterAttempt: 3, random: .nan) == .seconds(4))
  }

  @Test func `odd arguments stay within bounds`() {
    let backoff = Backoff(base: .seconds(10), cap: .seconds(2))
    #expect(backoff.ceiling(afterAttempt: 0) == .seconds(2))
    #expect(backoff.ceiling(afterAttempt: .max) == .seconds(2))
  }
}

@Suite struct RetryPolicyTests {
  let policy = RetryPolicy(
    attemptsMax: 3, backoff: Backoff(base: .seconds(2), cap: .seconds(8)),
    serverDelayMax: .seconds(30))

  @Test func `a safe failure is retried after the jittered backoff`() {
    let first = policy.decision(on: .safe, attempt: 1, remaining: nil, random: 0.5)
    let second = policy.decision(on: .safe, attempt: 2, remaining: nil, random: 0.5)
    #expect(first == .retry(after: .seconds(1)))
    #expect(second == .retry(after: .seconds(2)))
  }

  @Test func `a failure that must not be repeated stops at once`() {
    let decision = policy.decision(on: .never, attempt: 1, remaining: nil, random: 0)
    #expect(decision == .stop(.advisedAgainst))
  }

  @Test func `the last attempt is the last`() {
    let decision = policy.decision(on: .safe, attempt: 3, remaining: nil, random: 0)
    #expect(decision == .stop(.attemptsUsedUp))
    let single = RetryPolicy(attemptsMax: 0).decision(
      on: .safe, attempt: 1, remaining: nil, random: 0)
    #expect(single == .stop(.attemptsUsedUp))
  }

  @Test func `the server's delay is kept, with jitter on top and never below`() {
    let plain = policy.decision(on: .after(.seconds(7)), attempt: 1, remaining: nil, random: 0)
    let jittered = policy.decision(
      on: .after(.seconds(7)), attempt: 1, remaining: nil, random: 0.99)
    #expect(plain == .retry(after: .seconds(7)))
    #expect(jittered == .retry(after: .seconds(8)))
    let past = policy.decision(on: .after(.seconds(-5)), attempt: 1, remaining: nil, random: 0)
    #expect(past == .retry(after: .zero))
  }

  @Test func `a server's delay beyond the limit ends the call`() {
    let decision = policy.decision(on: .after(.seconds(31)), attempt: 1, remaining: nil, random: 0)
    #expect(decision == .stop(.serverDelayTooLong))
  }

  @Test func `no retry starts at or after the deadline`() {
    let late = policy.decision(
      on: .after(.seconds(7)), attempt: 1, remaining: .seconds(7), random: 0)
    let early = policy.decision(
      on: .after(.seconds(7)), attempt: 1, remaining: .seconds(8), random: 0)
    #expect(late == .stop(.deadlineTooClose))
    #expect(early == .retry(after: .seconds(7)))
  }
}

@Suite struct RetryBudgetTests {
  @Test func `a full budget pays for a burst and then refuses`() {
    var budget = RetryBudget(share: 0.2, tokensMax: 3)
    let paid = (0..<5).map { _ in budget.spend() }
    #expect(paid == [true, true, true, false, false])
  }

  @Test func `five first attempts earn one retry`() {
    var budget = RetryBudget(share: 0.2, tokensMax: 1)
    var paid = [budget.spend()]
    for _ in 0..<4 { budget.earn() }
    paid.append(budget.spend())
    budget.earn()
    paid.append(budget.spend())
    paid.append(budget.spend())
    #expect(paid == [true, false, true, false])
  }

  @Test func `savings end at the maximum and odd values allow nothing`() {
    var budget = RetryBudget(share: 0.5, tokensMax: 2)
    for _ in 0..<100 { budget.earn() }
    #expect(budget.tokens == 2)
    var none = RetryBudget(share: -1, tokensMax: -1)
    none.earn()
    let paid = none.spend()
    #expect(!paid)
  }

  @Test func `over a long outage retries stay near a fifth of the calls`() {
    var budget = RetryBudget()
    var retries = 0
    for _ in 0..<10_000 {
      budget.earn()
      while budget.spend() { retries += 1 }
    }
    #expect((2_000...2_011).contains(retries))
  }
}
