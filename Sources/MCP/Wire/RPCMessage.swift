// JSON-RPC 2.0 messages as values. Batches are refused: no revision that clients use has them.
import JSON

/// The identity of a request.
package enum RPCID: Sendable, Hashable {
  case number(Int64)
  case text(String)

  /// As it stands on the wire.
  package var json: JSONValue {
    switch self {
    case .number(let number): .int(number)
    case .text(let text): .string(text)
    }
  }

  package init?(json value: JSONValue) {
    switch value {
    case .int(let number): self = .number(number)
    case .string(let text): self = .text(text)
    default: return nil
    }
  }
}

/// A request or, without an id, a notification.
package struct RPCRequest: Sendable, Equatable {
  package var id: RPCID?
  package var method: String
  package var params: JSONObject

  package init(id: RPCID? = nil, _ method: String, _ params: JSONObject = JSONObject()) {
    self.id = id
    self.method = method
    self.params = params
  }

  /// As it stands on the wire.
  package var json: JSONValue {
    var object: JSONObject = ["jsonrpc": "2.0"]
    if let id { object["id"] = id.json }
    object["method"] = .string(method)
    if !params.isEmpty { object["params"] = .object(params) }
    return .object(object)
  }
}

/// An answer to a request of ours.
package struct RPCResponse: Sendable, Equatable {
  package var id: RPCID
  package var outcome: Result<JSONValue, RPCError>
}

/// One message.
package enum RPCMessage: Sendable, Equatable {
  case request(RPCRequest)
  case response(RPCResponse)
}

/// A message that cannot be understood, and whose it seems to be.
package struct RPCFault: Error, Sendable, Equatable {
  package var id: RPCID?
  package var error: RPCError

  /// As it stands on the wire.
  package var json: JSONValue { RPCMessage.failure(id, error) }
}

extension RPCMessage {
  /// Reads one message from its bytes.
  package init(bytes: [UInt8]) throws(RPCFault) {
    let value: JSONValue
    do throws(JSONError) {
      value = try JSONValue(parsing: bytes)
    } catch {
      throw RPCFault(error: .parse("\(error)"))
    }
    try self.init(json: value)
  }

  /// Reads one message.
  package init(json value: JSONValue) throws(RPCFault) {
    guard let object = value.object else {
      let isBatch = value.array != nil
      throw RPCFault(
        error: .invalidRequest(isBatch ? "batches are not taken" : "a message is a JSON object"))
    }
    let id = object["id"].flatMap(RPCID.init(json:))
    guard object["jsonrpc"]?.string == "2.0" else {
      throw RPCFault(id: id, error: .invalidRequest("\"jsonrpc\" must be \"2.0\""))
    }
    if object["id"] != nil, id == nil {
      throw RPCFault(error: .invalidRequest("\"id\" must be a string or a whole number"))
    }
    if let method = object["method"] {
      guard let name = method.string else {
        throw RPCFault(id: id, error: .invalidRequest("\"method\" must be a string"))
      }
      let params = object["params"] ?? .object(JSONObject())
      guard let params = params.isNull ? JSONObject() : params.object else {
        throw RPCFault(id: id, error: .invalidParams("\"params\" must be an object"))
      }
      self = .request(RPCRequest(id: id, name, params))
      return
    }
    guard let id, object["result"] != nil || object["error"] != nil else {
      throw RPCFault(id: id, error: .invalidRequest("there is no \"method\""))
    }
    let failure = object["error"].map { RPCError(json: $0) }
    self = .response(
      RPCResponse(
        id: id, outcome: failure.map { .failure($0) } ?? .success(object["result"] ?? .null)))
  }

  /// A good answer.
  package static func success(_ id: RPCID, _ result: JSONValue) -> JSONValue {
    ["jsonrpc": "2.0", "id": id.json, "result": result]
  }

  /// An error answer; without an id where it is not known (the schemas allow absence, not null).
  package static func failure(_ id: RPCID?, _ error: RPCError) -> JSONValue {
    var object: JSONObject = ["jsonrpc": "2.0"]
    if let id { object["id"] = id.json }
    object["error"] = error.json
    return .object(object)
  }
}
