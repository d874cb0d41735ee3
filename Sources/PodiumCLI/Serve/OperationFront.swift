// The routes of the operation table on a socket: guarded as the agents' server beside it is, by the same
// options. Decides nothing about operations.
import HTTP
import HTTPServer
import JSON
import MCP
import PodiumMCP

/// Requests below /api/v1.
struct OperationFront: Sendable {
  private let routes: OperationRoutes
  private let options: HTTPFrontOptions

  /// - Parameter options: who may ask; its path does not matter here.
  init(_ routes: OperationRoutes, _ options: HTTPFrontOptions) {
    (self.routes, self.options) = (routes, options)
  }

  /// Whether a path is one of these.
  func owns(_ path: String) -> Bool { routes.owns(path) }

  /// What the head of a request says against it; nil lets it pass.
  func refusal(of head: HTTPRequest) -> Reply? {
    if let refusal = options.browserGuard.refusal(of: head) {
      return Self.problem(refusal == .foreignOrigin ? 403 : 421, refusal.rawValue)
    }
    guard options.principal(head) == nil else { return nil }
    var reply = Self.problem(401, "a valid key is needed: Authorization: Bearer KEY")
    reply.headers.fields.append(.init("WWW-Authenticate", #"Bearer realm="podium""#))
    return reply
  }

  /// The answer to a request.
  func reply(to request: HTTPRequest) async -> Reply {
    if let refusal = refusal(of: request) { return refusal }
    return Reply(await routes.answer(request))
  }

  private static func problem(_ status: Int, _ line: String) -> Reply {
    Reply(
      status: status, headers: ["Content-Type": "application/json"],
      body: .whole((["detail": .string(line)] as JSONValue).serialized()))
  }
}
