// Words about the budget of requests and what it is spent on. Pure.
import PodiumCore
import TerminalUI
import Time

extension Wording {
  /// "newest runs 12, tasks of a run 3, start 1": the requests of the last minute; empty without any.
  package static func spent(_ traffic: Traffic, now: Timestamp) -> String {
    traffic.spent(at: now).map { "\($0.purpose) \(count($0.count))" }.joined(separator: ", ")
  }

  /// "next in 4 s", "next now", "the server asks to wait 30 s"; empty while nothing is planned.
  package static func nextPoll(_ traffic: Traffic, now: Timestamp) -> String {
    if let until = traffic.budget.blockedUntil, until > now {
      return "the server asks to wait \(wait(until - now))"
    }
    guard let next = traffic.nextPoll else { return "" }
    return next > now ? "next in \(wait(next - now))" : "next now"
  }
}
