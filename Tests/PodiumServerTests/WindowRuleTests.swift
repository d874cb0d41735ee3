import OrchestraAPI
import Testing
import Time

@testable import PodiumServer

struct WindowRuleTests {
  private static let now = Timestamp(seconds: 1_800_000_000)
  private let rule = WindowRule(now: { now })
  private let day: Duration = .seconds(86400)

  @Test func `without ends it is the last seven days`() throws {
    let window = try rule.window(from: nil, to: nil)
    #expect(window.to == Self.now)
    #expect(window.to - window.from == .seconds(7 * 86400))
  }

  @Test func `168 hours are allowed, a microsecond more is not`() throws {
    let from = Self.now - .seconds(7 * 86400)
    #expect(try rule.window(from: from, to: Self.now).from == from)
    #expect(throws: APIProblem.self) {
      try rule.window(from: from - .microseconds(1), to: Self.now)
    }
  }

  @Test func `old windows are allowed, turned ones are not`() throws {
    let old = Self.now - .seconds(90 * 86400)
    #expect(try rule.window(from: old, to: old + day).to == old + day)
    #expect(throws: APIProblem.self) { try rule.window(from: Self.now, to: Self.now - day) }
  }

  @Test func `one end stands for seven days`() throws {
    #expect(
      try rule.window(from: Self.now - day, to: nil).to == Self.now + day + day + day + day + day
        + day)
    #expect(try rule.window(from: nil, to: Self.now).from == Self.now - .seconds(7 * 86400))
  }

  @Test func `ids are found whatever their age, unless ends are given`() throws {
    var listing = ListPipelineRuns()
    listing.runIDs = ["a"]
    #expect(try rule.applied(to: listing).from == nil)
    listing.to = Self.now
    #expect(try rule.applied(to: listing).from == Self.now - .seconds(7 * 86400))
    #expect(try rule.applied(to: ListTaskRuns()).to == Self.now)
  }
}
