// What an operation of the API is: a value that turns into a request and back, and its output likewise.
// Written once; the client, the engine's routes and the tests all use the same types.
import HTTP
import JSON

/// One operation with its parameters.
package protocol Endpoint: Sendable, Equatable {
  associatedtype Output: Sendable

  static var route: Route { get }
  static var effect: Effect { get }
  /// Client side: the variable parts of the request.
  var call: Call { get }
  /// Server side: the parameters of a request that matched `route`.
  init(_ call: Call) throws(APIProblem)
  /// Client side: the value of a successful answer. Unknown fields are ignored.
  static func decode(_ response: HTTPResponse) throws(DecodingProblem) -> Output
  /// Server side: the answer that carries a value.
  static func encode(_ output: Output) -> HTTPResponse
}

/// What calling an operation may change.
package enum Effect: String, Sendable {
  case read
  /// Repeating it does not change more than doing it once.
  case idempotentWrite
  /// Repeating it does it twice: never repeated when it is unknown whether it arrived.
  case write
}

/// A successful status with a body that cannot be understood.
package struct DecodingProblem: Error, Sendable, Equatable {
  /// What was found, in words; never the body itself.
  package let reason: String

  package init(_ reason: String) { self.reason = reason }
}

extension Endpoint {
  package var request: HTTPRequest { Self.route.request(for: call) }

  /// The name in logs: "GET /pipeline_runs/{}/status".
  package static var name: String { "\(route.method.rawValue) \(route.template)" }
}

/// A value with a JSON form in both directions.
package protocol JSONCodable: Sendable {
  init(json reader: inout JSONReader) throws(JSONError)
  func write(to writer: inout JSONWriter)
}

extension Endpoint where Output: JSONCodable {
  package static func decode(_ response: HTTPResponse) throws(DecodingProblem) -> Output {
    try decodeJSON(response) { (reader) throws(JSONError) in try Output(json: &reader) }
  }

  package static func encode(_ output: Output) -> HTTPResponse {
    var writer = JSONWriter(capacity: 1024)
    output.write(to: &writer)
    return .json(writer.bytes)
  }
}

extension Endpoint {
  /// Reads a JSON body; what is wrong with it is said in words with its size.
  package static func decodeJSON<Value>(
    _ response: HTTPResponse, _ read: (inout JSONReader) throws(JSONError) -> Value
  ) throws(DecodingProblem) -> Value {
    do throws(JSONError) {
      return try JSONReader.read(response.body, read)
    } catch {
      throw DecodingProblem(Self.reason(error, response))
    }
  }

  private static func reason(_ error: JSONError, _ response: HTTPResponse) -> String {
    let size = response.body.count
    if size == 0 { return "an empty body" }
    if response.body.first(where: { $0 > 32 }) == 60 { return "HTML instead of JSON" }
    return "\(error) of \(size)"
  }
}

extension HTTPResponse {
  /// A JSON answer.
  package static func json(_ body: [UInt8], status: Int = 200) -> HTTPResponse {
    HTTPResponse(status: status, headers: ["Content-Type": "application/json"], body: body)
  }
}

/// The output of operations that answer with nothing.
package struct Nothing: Sendable, Equatable {
  package init() {}
}

extension Endpoint where Output == Nothing {
  package static func decode(_ response: HTTPResponse) throws(DecodingProblem) -> Nothing {
    Nothing()
  }

  package static func encode(_ output: Nothing) -> HTTPResponse { HTTPResponse(status: 204) }
}
