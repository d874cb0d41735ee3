// What goes wrong in the protocol, as JSON-RPC says it. What goes wrong inside a tool is not here: it
// is a result that a model can read.
import JSON

/// An error answer of JSON-RPC. Codes: JSON-RPC 2.0 and MCP 2026-07-28, "Error codes".
package struct RPCError: Error, Sendable, Equatable {
  package var code: Int64
  /// One line, for people and models.
  package var message: String
  package var data: JSONValue?

  package init(code: Int64, _ message: String, data: JSONValue? = nil) {
    self.code = code
    self.message = message
    self.data = data
  }

  package static let parseCode: Int64 = -32_700
  package static let invalidRequestCode: Int64 = -32_600
  package static let methodNotFoundCode: Int64 = -32_601
  package static let invalidParamsCode: Int64 = -32_602
  package static let internalCode: Int64 = -32_603
  package static let headerMismatchCode: Int64 = -32_020
  package static let missingCapabilityCode: Int64 = -32_021
  package static let unsupportedVersionCode: Int64 = -32_022
  /// Resources that are not there, up to 2025-11-25.
  package static let legacyNotFoundCode: Int64 = -32_002
  /// Of this implementation: too much at a time.
  package static let busyCode: Int64 = -31_999

  /// The bytes are not JSON.
  package static func parse(_ reason: String) -> RPCError {
    RPCError(code: parseCode, "not a JSON message: \(reason)")
  }

  /// JSON, but not a message.
  package static func invalidRequest(_ reason: String) -> RPCError {
    RPCError(code: invalidRequestCode, reason)
  }

  /// A method that the era or the server does not have.
  package static func methodNotFound(_ method: String) -> RPCError {
    RPCError(code: methodNotFoundCode, "there is no method \(method.prefix(80))")
  }

  /// The method is there, but not with these parameters.
  package static func invalidParams(_ reason: String, data: JSONValue? = nil) -> RPCError {
    RPCError(code: invalidParamsCode, reason, data: data)
  }

  /// A revision that is not spoken here; the answer names those that are.
  package static func unsupportedVersion(_ requested: String) -> RPCError {
    RPCError(
      code: unsupportedVersionCode, "protocol version \(requested.prefix(40)) is not supported",
      data: [
        "supported": .array(ProtocolVersion.all.map { .string($0) }),
        "requested": .string(requested),
      ])
  }

  /// The client did not declare what the request needs.
  package static func missingCapability(_ name: String) -> RPCError {
    RPCError(
      code: missingCapabilityCode, "this needs the client capability \(name)",
      data: ["requiredCapabilities": .object([name: [:]])])
  }

  /// A resource that is not there; the code depends on the era.
  package static func resourceNotFound(_ uri: String, _ era: Era) -> RPCError {
    RPCError(
      code: era.isModern ? invalidParamsCode : legacyNotFoundCode,
      "there is no resource \(uri.prefix(200))", data: ["uri": .string(uri)])
  }

  var json: JSONValue {
    var object: JSONObject = ["code": .int(code), "message": .string(message)]
    if let data { object["data"] = data }
    return .object(object)
  }

  init(json value: JSONValue) {
    code = value["code"]?.int ?? Self.internalCode
    message = value["message"]?.string ?? "an error without a message"
    data = value["data"]
  }
}
