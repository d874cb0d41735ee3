// What the budget is spent on.
import Testing
import Time

@testable import PodiumCore

struct TrafficTests {
  @Test func theLastMinuteIsCountedByPurpose() {
    let now = Timestamp(seconds: 1_790_000_000)
    var traffic = Traffic()
    traffic.requests = [
      (0, "start"), (5, "newest runs"), (10, "newest runs"), (15, ""), (59, "newest runs"),
      (60, "past runs"),
    ].map { age, purpose in
      var record = RequestRecord(
        at: now - .seconds(age), method: "GET", target: "", priority: "visible")
      record.purpose = purpose
      return record
    }
    let spent = traffic.spent(at: now)
    #expect(spent.map(\.purpose) == ["newest runs", "other", "start"])
    #expect(spent.map(\.count) == [3, 1, 1])
    #expect(traffic.spent(at: now + .seconds(120)).isEmpty)
  }
}
