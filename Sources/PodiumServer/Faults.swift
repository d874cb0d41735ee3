// Failures on purpose, for tests of clients: what a bad day of the platform looks like. Off unless a
// caller passes a value; no option of the program does.
import HTTP
import HTTPServer
import OrchestraAPI
import Synchronization

/// Decides which requests fail and how.
package struct Faults: Sendable {
  /// What happens to one request.
  package enum Fault: Sendable, Equatable {
    /// 429; nil: without Retry-After.
    case rateLimited(retryAfterSeconds: Int?)
    /// An error page as a proxy sends it.
    case html(status: Int)
    /// The answer comes late.
    case delay(Duration)
    /// The connection breaks after so many bytes of the body.
    case truncated(afterBytes: Int)
    /// 200 with a page instead of JSON, as a captive portal does.
    case portal
  }

  private let choose: @Sendable (HTTPRequest, Int) -> Fault?
  private let counter = Counter()

  /// - Parameter choose: gets the request and its number, from 0.
  package init(_ choose: @escaping @Sendable (HTTPRequest, Int) -> Fault?) { self.choose = choose }

  package static let none = Faults { _, _ in nil }

  /// The fault of the next request.
  func next(_ request: HTTPRequest) -> Fault? { choose(request, counter.next()) }

  private final class Counter: Sendable {
    private let value = Atomic(0)
    func next() -> Int { value.wrappingAdd(1, ordering: .relaxed).oldValue }
  }
}

extension Faults.Fault {
  /// The answer instead of the right one; nil: the right one is sent, late or in part.
  var response: HTTPResponse? {
    switch self {
    case .rateLimited(let seconds):
      APIProblem(429, "Rate limit exceeded", retryAfterSeconds: seconds).response
    case .html(let status): Self.page("\(status) Bad Gateway", status: status)
    case .portal: Self.page("Sign in to the network", status: 200)
    case .delay, .truncated: nil
    }
  }

  private static func page(_ title: String, status: Int) -> HTTPResponse {
    let text = "<html><head><title>\(title)</title></head><body><h1>\(title)</h1></body></html>"
    return HTTPResponse(
      status: status, headers: ["Content-Type": "text/html"], body: Array(text.utf8))
  }

  /// Sends the head of an answer and the first bytes of its body, then breaks off.
  static func truncate(_ response: HTTPResponse, afterBytes: Int) -> Reply {
    let part = Array(response.body.prefix(afterBytes))
    let isFirst = FirstTime()
    return Reply(
      status: response.status, headers: response.headers,
      body: .stream(length: max(response.body.count, afterBytes + 1)) {
        isFirst.take() && !part.isEmpty ? .bytes(part) : .cut
      })
  }

  private final class FirstTime: Sendable {
    private let taken = Atomic(false)
    func take() -> Bool { !taken.exchange(true, ordering: .relaxed) }
  }
}
