// The table of HTTP statuses, without a socket.
import HTTP
import HTTPServer
import JSON
import MCP
import Synchronization
import Testing

struct HTTPFrontTests {
  private static let usual: HTTPHeaders = [
    "Host": "127.0.0.1:9", "Content-Type": "application/json",
    "Accept": "application/json, text/event-stream",
  ]

  private func front(_ change: (inout HTTPFrontOptions) -> Void = { _ in }) -> HTTPFront {
    var options = HTTPFrontOptions()
    // Nothing here takes long: a pause would be for ever.
    options.pause = { _ in
      let (stream, hold) = AsyncStream<Void>.makeStream()
      for await _ in stream {}
      hold.finish()
    }
    change(&options)
    return HTTPFront(Harness.server(), options, random: Harness.handles())
  }

  private func headers(_ more: (String, String)...) -> HTTPHeaders {
    var headers = Self.usual
    for (name, value) in more {
      headers.fields.removeAll { $0.name.lowercased() == name.lowercased() }
      if !value.isEmpty { headers.fields.append(.init(name, value)) }
    }
    return headers
  }

  private func post(
    _ front: HTTPFront, _ body: String, _ headers: HTTPHeaders = HTTPFrontTests.usual
  ) async -> Reply {
    await front.reply(
      to: HTTPRequest(.post, "/mcp", headers: headers, body: Array(body.utf8)))
  }

  private func json(_ reply: Reply) throws -> JSONValue {
    guard case .whole(let bytes) = reply.body else { return .null }
    return bytes.isEmpty ? .null : try JSONValue(parsing: bytes)
  }

  private static let ping = #"{"jsonrpc":"2.0","id":1,"method":"ping"}"#
  private static let hello =
    #"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{}}}"#

  private func modern(_ method: String, _ params: String = "") -> String {
    let meta =
      #""_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}"#
    return
      #"{"jsonrpc":"2.0","id":1,"method":"\#(method)","params":{\#(meta)\#(params.isEmpty ? "" : ",")\#(params)}}"#
  }

  @Test(arguments: [
    ("Origin", "http://evil.example", 403), ("Origin", "http://localhost.evil.example", 403),
    ("Origin", "null", 403), ("Host", "evil.example", 421), ("Host", "localhost.evil.example", 421),
    ("Content-Type", "text/plain", 415), ("Content-Type", "", 415),
    ("Accept", "application/json", 406), ("Accept", "", 406), ("Accept", "text/*", 406),
    ("Mcp-Protocol-Version", "1999-01-01", 400),
  ])
  func refusals(_ name: String, _ value: String, _ status: Int) async {
    let reply = await post(front(), Self.ping, headers((name, value)))
    #expect(reply.status == status)
  }

  @Test(arguments: [
    "{", "[]", #"{"id":1,"method":"ping"}"#, #"{"jsonrpc":"2.0","id":null,"method":"x"}"#,
  ])
  func whatIsNoMessage(_ body: String) async throws {
    let reply = await post(front(), body)
    #expect(reply.status == 400)
    #expect(try json(reply)["id"] != .null, "an unknown id is left out")
  }

  @Test func tokensAreCheckedFirst() async {
    let front = front { options in
      options.principal = { $0.headers["Authorization"] == "Bearer secret" ? "ana" : nil }
    }
    let none = await post(front, "{", headers(("Content-Type", "text/plain")))
    #expect(none.status == 401)
    #expect(none.headers["WWW-Authenticate"]?.hasPrefix("Bearer") == true)
    let good = await post(front, Self.hello, headers(("Authorization", "Bearer secret")))
    #expect(good.status == 200)
    var request = HTTPRequest(.post, "/mcp", headers: Self.usual)
    request.query = Query(encoded: "access_token=secret")
    #expect(await front.reply(to: request).status == 400)
  }

  @Test func verbsAndPathsThatAreNotThere() async {
    let put = await front().reply(to: HTTPRequest(.put, "/mcp", headers: Self.usual))
    #expect(put.status == 405)
    #expect(put.headers["Allow"] == "GET, POST, DELETE")
    let other = await front().reply(to: HTTPRequest(.get, "/mcp/x", headers: Self.usual))
    #expect(other.status == 404)
  }

  @Test func aSessionFromItsBeginningToItsEnd() async throws {
    let front = front()
    let hello = await post(front, Self.hello)
    let id = try #require(hello.headers["Mcp-Session-Id"])
    #expect(await post(front, Self.ping).status == 400, "no session id")
    #expect(await post(front, Self.ping, headers(("Mcp-Session-Id", "other"))).status == 404)
    let own = headers(("Mcp-Session-Id", id))
    let ping = await post(front, Self.ping, own)
    #expect(ping.status == 200)
    #expect(try json(ping)["result"] == [:])
    let note = #"{"jsonrpc":"2.0","method":"notifications/initialized"}"#
    let accepted = await post(front, note, own)
    #expect(accepted.status == 202)
    #expect(try json(accepted) == .null)
    let end = HTTPRequest(.delete, "/mcp", headers: own)
    #expect(await front.reply(to: end).status == 204)
    #expect(await front.reply(to: end).status == 404)
    #expect(await post(front, Self.ping, own).status == 404)
  }

  @Test func lookingBeforeBeginningIsAStream() async {
    let get = HTTPRequest(.get, "/mcp", headers: headers(("Accept", "text/event-stream")))
    let reply = await front().reply(to: get)
    #expect(reply.status == 200)
    #expect(reply.headers["Content-Type"] == "text/event-stream")
    let plain = HTTPRequest(.get, "/mcp", headers: headers(("Accept", "text/html")))
    #expect(await front().reply(to: plain).status == 405)
  }

  @Test func modernRequestsNeedTheirHeaders() async throws {
    let front = front()
    let list = modern("tools/list")
    let version = ("MCP-Protocol-Version", "2026-07-28")
    let good = await post(front, list, headers(version, ("mcp-method", " tools/list ")))
    #expect(good.status == 200)
    #expect(try json(good)["result"]?["resultType"] == "complete")
    for bad in [
      headers(version), headers(("Mcp-Method", "tools/list")),
      headers(version, ("Mcp-Method", "tools/call")),
      headers(version, ("Mcp-Method", "Tools/list")),
    ] {
      let reply = await post(front, list, bad)
      #expect(reply.status == 400)
      #expect(try json(reply)["error"]?["code"]?.int == RPCError.headerMismatchCode)
    }
    let gone = await post(front, modern("ping"), headers(version, ("Mcp-Method", "ping")))
    #expect(gone.status == 404)
    let bare = await post(front, Self.ping, headers(version, ("Mcp-Method", "ping")))
    #expect(bare.status == 400)
    #expect(try json(bare)["error"]?["code"]?.int == RPCError.invalidParamsCode)
  }

  @Test func parametersInHeadersAgreeWithTheBody() async throws {
    let call = modern("tools/call", #""name":"echo","arguments":{"text":"Grüße"}"#)
    func send(_ more: (String, String)...) async -> Reply {
      var all = headers(
        ("MCP-Protocol-Version", "2026-07-28"), ("Mcp-Method", "tools/call"), ("Mcp-Name", "echo"))
      for (name, value) in more { all.fields.append(.init(name, value)) }
      return await post(front(), call, all)
    }
    #expect(await send(("Mcp-Param-Text", HeaderCheck.encoded("Grüße"))).status == 200)
    #expect(await send().status == 400)
    #expect(await send(("Mcp-Param-Text", "other")).status == 400)
  }

  @Test func theOlderTransportNamesItsAddressFirst() async throws {
    let front = front()
    let get = HTTPRequest(.get, "/mcp/sse", headers: headers(("Accept", "text/event-stream")))
    let reply = await front.reply(to: get)
    guard case .stream(_, let next) = reply.body, case .bytes(let first) = await next() else {
      return #expect(Bool(false), "not a stream")
    }
    let event = String(decoding: first, as: UTF8.self)
    #expect(event == "event: endpoint\ndata: /mcp/messages?session_id=handle-1\n\n")
    var message = HTTPRequest(
      .post, "/mcp/messages", headers: Self.usual, body: Array(Self.hello.utf8))
    message.query = Query(encoded: "session_id=handle-1")
    #expect(await front.reply(to: message).status == 202)
    guard case .bytes(let second) = await next() else { return #expect(Bool(false)) }
    #expect(String(decoding: second, as: UTF8.self).contains("2025-06-18"))
    message.query = Query(encoded: "session_id=handle-2")
    #expect(await front.reply(to: message).status == 404)
  }
}
