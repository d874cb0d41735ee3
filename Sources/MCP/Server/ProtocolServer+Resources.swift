// Resources, completion, and listening for changes.
import JSON

extension ProtocolServer {
  func listResources(_ inquiry: Inquiry) async throws(RPCError) -> JSONObject {
    let cursor = inquiry.request.params["cursor"] ?? JSONValue.null
    if !cursor.isNull, cursor.string == nil {
      throw .invalidParams("\"cursor\" must be a string")
    }
    var page = ListPage<Resource>([])
    if let resources = offer.resources {
      do {
        page = try await resources(cursor.string)
      } catch let error as RPCError {
        throw error
      } catch {
        throw RPCError(code: RPCError.internalCode, "\(error)")
      }
    } else {
      try Self.refuseCursor(inquiry.request.params)
    }
    var result: JSONObject = ["resources": .array(page.items.map(\.json))]
    if let next = page.next { result["nextCursor"] = .string(next) }
    return cached(result, inquiry, offer.listMilliseconds)
  }

  func listTemplates(_ inquiry: Inquiry) throws(RPCError) -> JSONObject {
    try Self.refuseCursor(inquiry.request.params)
    return cached(
      ["resourceTemplates": .array(offer.templates.map(\.json))], inquiry,
      offer.listMilliseconds)
  }

  func readResource(_ inquiry: Inquiry) async throws(RPCError) -> JSONObject {
    let uri = try Self.uri(inquiry.request.params)
    guard let read = offer.read else { throw .methodNotFound("resources/read") }
    let call = try self.call(inquiry, name: uri)
    defer { call.end() }
    let contents = try await Self.guarded({ try await read(uri, $0) }, call)
    guard let contents else { throw .resourceNotFound(uri, inquiry.meta.era) }
    return cached(
      ["contents": .array(contents.map(\.json))], inquiry, offer.readMilliseconds)
  }

  func complete(_ inquiry: Inquiry) async throws(RPCError) -> JSONObject {
    let params = inquiry.request.params
    guard let complete = offer.complete else { throw .methodNotFound("completion/complete") }
    let reference: CompletionQuestion.Reference
    switch params["ref"]?["type"]?.string {
    case "ref/prompt":
      guard let name = params["ref"]?["name"]?.string else {
        throw .invalidParams("\"ref\" has no name")
      }
      reference = .prompt(name)
    case "ref/resource":
      guard let uri = params["ref"]?["uri"]?.string else {
        throw .invalidParams("\"ref\" has no uri")
      }
      reference = .resource(template: uri)
    default: throw .invalidParams("\"ref\" must be a ref/prompt or a ref/resource")
    }
    guard let name = params["argument"]?["name"]?.string,
      let value = params["argument"]?["value"]?.string
    else { throw .invalidParams("\"argument\" must have a name and a value") }
    let question = CompletionQuestion(reference: reference, argument: name, value: value)
    let found: (values: [String], total: Int)
    do {
      found = try await complete(question)
    } catch let error as RPCError {
      throw error
    } catch {
      throw RPCError(code: RPCError.internalCode, "\(error)")
    }
    let values = found.values.prefix(ServerOffer.completionsMax)
    return [
      "completion": [
        "values": .array(values.map { .string($0) }), "total": .int(Int64(found.total)),
        "hasMore": .bool(found.total > values.count),
      ]
    ]
  }

  /// Sends changes until the request is cancelled or the server ends.
  func listen(_ inquiry: Inquiry) async throws(RPCError) -> JSONObject {
    guard let changes = offer.changes else { throw .methodNotFound("subscriptions/listen") }
    guard let wish = inquiry.request.params["notifications"]?.object else {
      throw .invalidParams("\"notifications\" must be an object")
    }
    let filter = ChangeFilter(wish, hasResources: offer.read != nil)
    let tag: JSONValue = .object([MetaKey.subscription: inquiry.id.json])
    let stream = changes.listen()
    inquiry.outlet.send(
      RPCRequest(
        "notifications/subscriptions/acknowledged",
        ["notifications": .object(filter.json), "_meta": tag]
      ).json)
    for await change in stream {
      if let message = filter.notification(of: change, tag) { inquiry.outlet.send(message.json) }
    }
    return ["_meta": tag]
  }
}

/// Which changes a listener wants to hear of.
struct ChangeFilter {
  private let tools: Bool
  private let prompts: Bool
  private let resources: Bool
  private let uris: Set<String>

  init(_ wish: JSONObject, hasResources: Bool) {
    tools = wish["toolsListChanged"]?.bool ?? false
    prompts = wish["promptsListChanged"]?.bool ?? false
    resources = hasResources && wish["resourcesListChanged"]?.bool ?? false
    let listed = wish["resourceSubscriptions"]?.array?.compactMap(\.string) ?? []
    uris = hasResources ? Set(listed.prefix(Session.subscriptionsMax)) : []
  }

  /// The part of the wish that is honoured.
  var json: JSONObject {
    var object = JSONObject()
    if tools { object["toolsListChanged"] = true }
    if prompts { object["promptsListChanged"] = true }
    if resources { object["resourcesListChanged"] = true }
    if !uris.isEmpty { object["resourceSubscriptions"] = .array(uris.sorted().map { .string($0) }) }
    return object
  }

  func notification(of change: ServerChange, _ tag: JSONValue) -> RPCRequest? {
    switch change {
    case .tools: tools ? RPCRequest("notifications/tools/list_changed", ["_meta": tag]) : nil
    case .prompts: prompts ? RPCRequest("notifications/prompts/list_changed", ["_meta": tag]) : nil
    case .resources:
      resources ? RPCRequest("notifications/resources/list_changed", ["_meta": tag]) : nil
    case .resource(let uri):
      uris.contains(uri)
        ? RPCRequest("notifications/resources/updated", ["uri": .string(uri), "_meta": tag]) : nil
    }
  }
}
