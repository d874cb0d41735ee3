// What a client asks for: lists, calls, reads, prompts.
import HTTP
import JSON

extension ProtocolClient {
  /// Pages of one list; a server that never comes to an end is cut here.
  private static let pagesMax = 200
  /// Rounds of questions before a call's answer.
  private static let roundsMax = 10

  /// All tools that can be used; malformed ones are left out.
  package func tools() async throws(ClientFailure) -> [RemoteTool] {
    let tools = try await list("tools/list", "tools").compactMap { RemoteTool(json: $0) }
    state.withLock { state in
      state.tools = Dictionary(tools.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }
    return tools
  }

  /// All resources.
  package func resources() async throws(ClientFailure) -> [JSONValue] {
    try await list("resources/list", "resources")
  }

  /// All forms of addresses of resources.
  package func templates() async throws(ClientFailure) -> [JSONValue] {
    try await list("resources/templates/list", "resourceTemplates")
  }

  /// All prompts.
  package func prompts() async throws(ClientFailure) -> [JSONValue] {
    try await list("prompts/list", "prompts")
  }

  /// Calls a tool and answers what it asks on the way.
  /// - Parameter onProgress: `progress`, `total`, `message`, as the server sends them.
  package func call(
    _ tool: String, _ arguments: JSONObject = JSONObject(),
    onProgress: @escaping @Sendable (JSONObject) -> Void = { _ in }
  ) async throws(ClientFailure) -> ToolOutcome {
    let answer: JSONValue
    do throws(ClientFailure) {
      answer = try await answerOf(tool, arguments, onProgress)
    } catch {
      guard case .refused(let refusal) = error, refusal.code == RPCError.headerMismatchCode
      else { throw error }
      // What a call says in headers stands in the list of tools, which may have changed.
      _ = try await tools()
      answer = try await answerOf(tool, arguments, onProgress)
    }
    let known = state.withLock { $0.tools[tool] }
    guard answer["content"]?.array != nil else {
      throw .badAnswer("the result of \(tool) has no content")
    }
    let outcome = ToolOutcome(json: answer)
    guard !outcome.isError, let schema = known?.json["outputSchema"] else { return outcome }
    guard let structured = outcome.structured else {
      throw .badAnswer("\(tool) promises a structured result and gave none")
    }
    if let problem = SchemaCheck.firstProblem(structured, schema) {
      throw .badAnswer("the result of \(tool) is not as its schema says: \(Excerpt.line(problem))")
    }
    return outcome
  }

  private func answerOf(
    _ tool: String, _ arguments: JSONObject,
    _ onProgress: @escaping @Sendable (JSONObject) -> Void
  ) async throws(ClientFailure) -> JSONValue {
    let known = state.withLock { $0.tools[tool] }
    return try await converse(
      "tools/call", ["name": .string(tool), "arguments": .object(arguments)],
      headers: era?.isModern == true ? known?.headers(arguments) ?? HTTPHeaders() : HTTPHeaders(),
      onProgress: onProgress)
  }

  /// The contents of a resource.
  package func read(_ uri: String) async throws(ClientFailure) -> [JSONValue] {
    let answer = try await converse("resources/read", ["uri": .string(uri)])
    guard let contents = answer["contents"]?.array else {
      throw .badAnswer("the answer for \(Excerpt.line(uri)) has no contents")
    }
    return contents
  }

  /// A prompt's messages, with its arguments filled in.
  package func prompt(
    _ name: String, _ arguments: JSONObject = JSONObject()
  ) async throws(ClientFailure) -> JSONValue {
    try await converse("prompts/get", ["name": .string(name), "arguments": .object(arguments)])
  }

  // MARK: Shared

  private func list(_ method: String, _ key: String) async throws(ClientFailure) -> [JSONValue] {
    var items: [JSONValue] = []
    var cursor: String?
    var seen: Set<String> = []
    for _ in 0..<Self.pagesMax {
      let params: JSONObject = cursor.map { ["cursor": .string($0)] } ?? JSONObject()
      let answer = try await ask(method, params)
      guard let page = answer[key]?.array else {
        throw .badAnswer("the answer to \(method) has no \(key)")
      }
      items += page
      guard let next = answer["nextCursor"]?.string else { return items }
      guard seen.insert(next).inserted else {
        throw .badAnswer("the pages of \(method) go round in circles")
      }
      cursor = next
    }
    throw .badAnswer("\(method) has more than \(Self.pagesMax) pages")
  }

  /// Asks; where the server needs input first, gives it and asks again under a new id.
  private func converse(
    _ method: String, _ params: JSONObject, headers: HTTPHeaders = HTTPHeaders(),
    onProgress: (@Sendable (JSONObject) -> Void)? = nil
  ) async throws(ClientFailure) -> JSONValue {
    var asked = params
    for _ in 0..<Self.roundsMax {
      let answer = try await ask(method, asked, headers: headers, onProgress: onProgress)
      guard answer["resultType"]?.string == "input_required" else { return answer }
      var responses = JSONObject()
      for request in (answer["inputRequests"]?.object ?? JSONObject()).members {
        responses[request.key] = try await response(to: request.value)
      }
      asked = params
      asked["inputResponses"] = .object(responses)
      if let state = answer["requestState"] { asked["requestState"] = state }
    }
    throw .badAnswer("\(method) asks for input again and again")
  }

  private func response(to request: JSONValue) async throws(ClientFailure) -> JSONValue {
    let params = request["params"]?.object ?? JSONObject()
    switch await options.answers.result(request["method"]?.string ?? "", params) {
    case .success(let result): return result
    case .failure(let error): throw .refused(error)
    }
  }
}
