// One request as a tool, prompt or resource sees it: its arguments, and ways to say something to the
// client before the answer.
import JSON
import Synchronization

/// A call under way. Cancellation is that of its task.
package final class Call: Sendable {
  /// "tools/call" and the like.
  package let method: String
  /// The tool, prompt or resource.
  package let name: String
  package let arguments: JSONObject
  package let meta: RequestMeta
  /// Answers to questions that an earlier try of this call asked, by their keys.
  package let inputResponses: JSONObject
  /// What that try kept; nil in a first try.
  package let state: JSONValue?
  private let session: Session
  private let outlet: any Outlet
  private let progressed = Mutex<Double?>(-.infinity)

  init(
    _ request: RPCRequest, name: String, meta: RequestMeta, session: Session,
    outlet: any Outlet, state: JSONValue? = nil
  ) {
    method = request.method
    self.name = name
    arguments = request.params["arguments"]?.object ?? JSONObject()
    self.meta = meta
    inputResponses = request.params["inputResponses"]?.object ?? JSONObject()
    self.state = state
    self.session = session
    self.outlet = outlet
  }

  /// Tells how far it is. What does not grow is not sent, nor anything after the answer.
  package func progress(_ value: Double, of total: Double? = nil, _ message: String? = nil) {
    guard let token = meta.progressToken else { return }
    let grows = progressed.withLock { last in
      guard let before = last, value > before else { return false }
      last = value
      return true
    }
    guard grows else { return }
    var params: JSONObject = ["progressToken": token, "progress": .double(value)]
    if let total { params["total"] = .double(total) }
    if let message { params["message"] = .string(message) }
    outlet.send(RPCRequest("notifications/progress", params).json)
  }

  /// Sends a log message, if the client wants messages of this level.
  package func log(_ level: LogLevel, _ data: JSONValue, logger: String? = nil) {
    guard let wanted = meta.logLevel, level >= wanted else { return }
    var params: JSONObject = ["level": .string(level.rawValue)]
    if let logger { params["logger"] = .string(logger) }
    params["data"] = data
    outlet.send(RPCRequest("notifications/message", params).json)
  }

  /// Asks the client something in the middle of a call. Only up to 2025-11-25: later a tool answers
  /// `needsInput` instead.
  package func ask(_ method: String, _ params: JSONObject) async throws -> JSONValue {
    guard !meta.era.isModern else {
      throw RPCError(code: RPCError.internalCode, "this client cannot be asked in a call")
    }
    return try await session.ask(method, params, through: outlet)
  }

  /// From here on nothing is sent any more.
  func end() { progressed.withLock { $0 = nil } }
}
