// The methods of both eras.
import JSON

extension ProtocolServer {
  /// The result of a request.
  func result(_ inquiry: Inquiry) async throws(RPCError) -> JSONObject {
    switch inquiry.request.method {
    case "tools/list" where offer.tools != nil: try await listTools(inquiry)
    case "tools/call" where offer.tools != nil: try await callTool(inquiry)
    case "prompts/list" where offer.prompts != nil: try await listPrompts(inquiry)
    case "prompts/get" where offer.prompts != nil: try await getPrompt(inquiry)
    case "resources/list" where offer.read != nil: try await listResources(inquiry)
    case "resources/templates/list" where offer.read != nil: try listTemplates(inquiry)
    case "resources/read" where offer.read != nil: try await readResource(inquiry)
    case "completion/complete" where offer.complete != nil: try await complete(inquiry)
    default:
      inquiry.meta.era.isModern ? try await modern(inquiry) : try legacy(inquiry)
    }
  }

  private func modern(_ inquiry: Inquiry) async throws(RPCError) -> JSONObject {
    switch inquiry.request.method {
    case "server/discover": return discover(inquiry)
    case "subscriptions/listen" where offer.changes != nil: return try await listen(inquiry)
    default: throw .methodNotFound(inquiry.request.method)
    }
  }

  private func legacy(_ inquiry: Inquiry) throws(RPCError) -> JSONObject {
    let params = inquiry.request.params
    switch inquiry.request.method {
    case "ping": return JSONObject()
    case "logging/setLevel" where offer.logs:
      guard let level = params["level"]?.string.flatMap(LogLevel.init) else {
        let names = LogLevel.allCases.map(\.rawValue).joined(separator: ", ")
        throw .invalidParams("\"level\" must be one of \(names)")
      }
      inquiry.session.setLogLevel(level)
    case "resources/subscribe" where offer.changes != nil && offer.read != nil:
      guard inquiry.session.subscribe(try Self.uri(params)) else {
        throw RPCError(code: RPCError.busyCode, "too many subscriptions")
      }
    case "resources/unsubscribe" where offer.changes != nil && offer.read != nil:
      inquiry.session.unsubscribe(try Self.uri(params))
    default: throw .methodNotFound(inquiry.request.method)
    }
    return JSONObject()
  }

  private func discover(_ inquiry: Inquiry) -> JSONObject {
    var result: JSONObject = [
      "supportedVersions": .array(ProtocolVersion.all.map { .string($0) }),
      "capabilities": .object(offer.capabilities(inquiry.meta.era)),
    ]
    if let instructions = offer.card.instructions { result["instructions"] = .string(instructions) }
    return cached(result, inquiry, offer.listMilliseconds)
  }

  /// Lists and reads of the modern era say how long they may be kept.
  func cached(_ result: JSONObject, _ inquiry: Inquiry, _ milliseconds: Int64) -> JSONObject {
    guard inquiry.meta.era.isModern else { return result }
    var result = result
    result["ttlMs"] = .int(milliseconds)
    result["cacheScope"] = "private"
    return result
  }

  // MARK: Tools and prompts

  private func listTools(_ inquiry: Inquiry) async throws(RPCError) -> JSONObject {
    try Self.refuseCursor(inquiry.request.params)
    let tools = await offer.tools?() ?? []
    return cached(["tools": .array(tools.map(\.json))], inquiry, offer.listMilliseconds)
  }

  private func callTool(_ inquiry: Inquiry) async throws(RPCError) -> JSONObject {
    let name = try Self.text("name", inquiry.request.params)
    guard let tool = await offer.tools?().first(where: { $0.name == name }) else {
      throw .invalidParams("there is no tool \(name.prefix(80))")
    }
    let call = try self.call(inquiry, name: name)
    if let problem = SchemaCheck.firstProblem(.object(call.arguments), .object(tool.inputSchema)) {
      return Self.failed("\(tool.name): \(problem)")
    }
    defer { call.end() }
    do {
      switch try await tool.perform(call) {
      case .done(let content, let structured):
        var result: JSONObject = ["content": .array(content.map(\.json))]
        if let structured { result["structuredContent"] = .object(structured) }
        result["isError"] = false
        return result
      case .failed(let message): return Self.failed(message)
      case .needsInput(let needed): return try ask(needed, inquiry)
      }
    } catch let error as RPCError {
      throw error
    } catch is CancellationError {
      throw RPCError(code: RPCError.internalCode, "cancelled")
    } catch {
      return Self.failed("\(tool.name): \(error)")
    }
  }

  private static func failed(_ message: String) -> JSONObject {
    ["content": [Content.text(message).json], "isError": true]
  }

  private func listPrompts(_ inquiry: Inquiry) async throws(RPCError) -> JSONObject {
    try Self.refuseCursor(inquiry.request.params)
    let prompts = await offer.prompts?() ?? []
    return cached(["prompts": .array(prompts.map(\.json))], inquiry, offer.listMilliseconds)
  }

  private func getPrompt(_ inquiry: Inquiry) async throws(RPCError) -> JSONObject {
    let name = try Self.text("name", inquiry.request.params)
    guard let prompt = await offer.prompts?().first(where: { $0.name == name }) else {
      throw .invalidParams("there is no prompt \(name.prefix(80))")
    }
    let call = try self.call(inquiry, name: name)
    for argument in prompt.arguments where argument.isRequired {
      guard call.arguments[argument.name]?.string != nil else {
        throw .invalidParams("the prompt \(name) needs the argument \(argument.name)")
      }
    }
    defer { call.end() }
    switch try await Self.guarded(prompt.fill, call) {
    case .messages(let messages):
      return [
        "description": .string(prompt.description), "messages": .array(messages.map(\.json)),
      ]
    case .needsInput(let needed): return try ask(needed, inquiry)
    }
  }

  // MARK: Input from the client, modern

  /// The call, with what an earlier try of it kept.
  func call(_ inquiry: Inquiry, name: String) throws(RPCError) -> Call {
    var state: JSONValue?
    if let handle = inquiry.request.params["requestState"] {
      guard let text = handle.string, let kept = vault.take(text, owner: owner(inquiry)) else {
        throw .invalidParams("requestState is not of this request, or too old: call again without")
      }
      state = kept
    }
    return Call(
      inquiry.request, name: name, meta: inquiry.meta, session: inquiry.session,
      outlet: inquiry.outlet, state: state)
  }

  private func ask(_ needed: InputNeeded, _ inquiry: Inquiry) throws(RPCError) -> JSONObject {
    guard inquiry.meta.era.isModern else {
      throw RPCError(code: RPCError.internalCode, "this client cannot be asked in this way")
    }
    var result: JSONObject = ["resultType": "input_required"]
    if !needed.requests.isEmpty { result["inputRequests"] = .object(needed.requests) }
    result["requestState"] = .string(vault.keep(needed.state, owner: owner(inquiry)))
    return result
  }

  /// Whose state it is: client, method and what was asked for.
  private func owner(_ inquiry: Inquiry) -> String {
    let params = inquiry.request.params
    let parts: [JSONValue] = [
      .string(inquiry.session.principal), .string(inquiry.request.method), params["name"] ?? .null,
      params["uri"] ?? .null, params["arguments"] ?? .null,
    ]
    return JSONValue.array(parts).text
  }

  /// Runs a function of the offer; its errors become protocol errors.
  static func guarded<T>(
    _ body: @Sendable (Call) async throws -> T, _ call: Call
  ) async throws(RPCError) -> T {
    do {
      return try await body(call)
    } catch let error as RPCError {
      throw error
    } catch {
      throw RPCError(code: RPCError.internalCode, "\(error)")
    }
  }

  static func text(_ name: String, _ params: JSONObject) throws(RPCError) -> String {
    guard let text = params[name]?.string else {
      throw .invalidParams("\"\(name)\" must be a string")
    }
    return text
  }

  static func uri(_ params: JSONObject) throws(RPCError) -> String { try text("uri", params) }

  /// Lists that have one page know no cursor.
  static func refuseCursor(_ params: JSONObject) throws(RPCError) {
    if let cursor = params["cursor"], !cursor.isNull {
      throw .invalidParams("this cursor is not known: begin without one")
    }
  }
}
