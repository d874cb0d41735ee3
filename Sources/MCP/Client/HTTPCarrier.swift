// What the HTTP ways need from outside: something that carries a request and hands its answer over as it
// arrives. The program gives libcurl, tests give a function.
import HTTP
import JSON

/// Carries requests to one server.
package protocol HTTPCarrier: Sendable {
  /// Takes pieces of an answer's body in their order, each with the answer's head.
  typealias Receiver = @Sendable (_ head: HTTPResponse, _ piece: [UInt8]) -> Void

  /// "http://host:port" of the server.
  var origin: String { get }

  /// Sends a request to a path of the server and gives the answer's head when its body has ended.
  /// Cancelling the task ends the exchange at once.
  func send(
    _ request: HTTPRequest, receive: @escaping Receiver
  ) async throws(ClientFailure) -> HTTPResponse
}

/// The body of one answer, understood while it arrives. Used by one exchange at a time.
struct BodyReader {
  private(set) var events = EventReader()
  private var whole: [UInt8] = []

  /// Bytes of an answer that is no stream.
  static let wholeBytesMax = 64 << 20

  static func isStream(_ head: HTTPResponse) -> Bool {
    head.headers["Content-Type"]?.lowercased().hasPrefix("text/event-stream") == true
  }

  /// The events that a piece completes; of other bodies none.
  mutating func take(_ head: HTTPResponse, _ piece: [UInt8]) -> [EventReader.Event] {
    if Self.isStream(head), head.isSuccess { return events.take(piece) }
    if whole.count + piece.count <= Self.wholeBytesMax { whole += piece }
    return []
  }

  /// The whole body as JSON; nil when it is none.
  var json: JSONValue? { try? JSONValue(parsing: whole) }

  /// The beginning of the body in one line; nil when it is empty.
  var words: String? {
    let line = Excerpt.line(String(decoding: whole.prefix(2_000), as: UTF8.self))
    return line.isEmpty ? nil : line
  }
}

extension HTTPResponse {
  /// The failure that an error status means when the body is no message.
  func failure(_ body: BodyReader, hadSession: Bool) -> ClientFailure {
    if status == 404, hadSession { return .sessionLost }
    let isHTML = body.words?.hasPrefix("<") == true
    return .status(status, words: isHTML ? nil : body.words)
  }
}
