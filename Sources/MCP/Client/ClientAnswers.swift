// What a client can do for a server that asks: fill in a form, ask a model, name folders. Nothing unless
// it was given here.
import JSON

/// Answers to a server's questions.
package struct ClientAnswers: Sendable {
  /// Gives the result of a request, nil to refuse it.
  package typealias Answer = @Sendable (_ params: JSONObject) async -> JSONValue?

  /// A form for the person ("elicitation/create"). What is left out gets the schema's defaults.
  package var elicitation: Answer?
  /// A question to a model ("sampling/createMessage").
  package var sampling: Answer?
  /// Folders that the server may look at ("roots/list").
  package var roots: Answer?

  package init() {}

  /// As it is declared to servers.
  var capabilities: JSONObject {
    var object = JSONObject()
    if elicitation != nil { object["elicitation"] = [:] }
    if sampling != nil { object["sampling"] = [:] }
    if roots != nil { object["roots"] = [:] }
    return object
  }

  /// The answer to a server's request.
  func result(_ method: String, _ params: JSONObject) async -> Result<JSONValue, RPCError> {
    let answer: Answer? =
      switch method {
      case "ping": { _ in [:] }
      case "elicitation/create": elicitation
      case "sampling/createMessage": sampling
      case "roots/list": roots
      default: nil
      }
    guard let answer else { return .failure(.methodNotFound(method)) }
    guard let result = await answer(params) else {
      return .failure(RPCError(code: -1, "the client refuses \(method)"))
    }
    return .success(method == "elicitation/create" ? Self.completed(result, params) : result)
  }

  /// A form with the defaults of its schema where a field was left out (SEP-1034).
  private static func completed(_ answer: JSONValue, _ params: JSONObject) -> JSONValue {
    guard var object = answer.object, object["action"]?.string == "accept" else { return answer }
    var content = object["content"]?.object ?? JSONObject()
    let properties = params["requestedSchema"]?["properties"]?.object ?? JSONObject()
    for property in properties.members where content[property.key] == nil {
      if let value = property.value["default"] { content[property.key] = value }
    }
    object["content"] = .object(content)
    return .object(object)
  }
}
