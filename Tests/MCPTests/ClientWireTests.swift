// The client against answers as other servers give them: streams cut anywhere, other eras, plain errors.
import HTTP
import JSON
import MCP
import TestSupport
import Testing

@Suite(.patient) struct ClientWireTests {
  private typealias Script = ScriptedCarrier

  private static let hello =
    #"{"jsonrpc":"2.0","id":2,"result":{"protocolVersion":"2025-03-26","capabilities":{}}}"#
  private static let noDiscovery =
    #"{"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"no"}}"#

  private func client(_ carrier: Script, _ eras: ClientOptions.Eras = .all) -> ProtocolClient {
    ProtocolClient(
      StreamableLink(carrier, target: "/mcp", pause: { _ in }), ClientHarness.options(eras))
  }

  /// An answer to server/discover of a server of the other era.
  @Test(arguments: [
    Script.json(Self.noDiscovery), Script.json(Self.noDiscovery, status: 404),
    Script.json(#"{"jsonrpc":"2.0","id":1,"result":{}}"#),
    Script.json("Bad Request", status: 400),
    Script.json(#"{"jsonrpc":"2.0","id":null,"error":{"code":-32000,"message":"x"}}"#, status: 400),
    HTTPResponse(status: 405), HTTPResponse(status: 202),
  ])
  func whoDoesNotKnowTheModernQuestionIsGreeted(answer: HTTPResponse) async throws {
    var greeting = Script.json(Self.hello)
    greeting.headers["Mcp-Session-Id"] = "s1"
    let carrier = Script([answer, greeting, HTTPResponse(status: 202), HTTPResponse(status: 204)])
    let client = client(carrier)
    try await client.connect()
    #expect(client.era == .legacy("2025-03-26"))
    await client.close()
    let told = carrier.seen.all
    #expect(told.map(\.method) == [.post, .post, .post, .delete])
    #expect(told[1].headers["Mcp-Session-Id"] == nil && told[1].headers["Mcp-Method"] == nil)
    #expect(told[2].headers["Mcp-Session-Id"] == "s1" && told[3].headers["Mcp-Session-Id"] == "s1")
    #expect(told[2].headers["MCP-Protocol-Version"] == "2025-03-26")
  }

  @Test(arguments: [401, 403, 500, 503])
  func aStatusThatSaysNothingOfErasIsTheEnd(status: Int) async throws {
    let carrier = Script([HTTPResponse(status: status)])
    await #expect(throws: ClientFailure.status(status, words: nil)) {
      try await client(carrier).connect()
    }
  }

  @Test func aVersionIsTriedAgainWhenTheServerNamesIt() async throws {
    let refusal =
      #"{"jsonrpc":"2.0","id":1,"error":{"code":-32022,"message":"no","data":{"supported":["2026-07-28"]}}}"#
    let good =
      #"{"jsonrpc":"2.0","id":2,"result":{"supportedVersions":["2026-07-28"],"capabilities":{}}}"#
    let carrier = Script([Script.json(refusal, status: 400), Script.json(good)])
    let client = client(carrier)
    try await client.connect()
    #expect(client.era == .modern)
  }

  @Test func whoSpeaksOnlyUnknownRevisionsIsNamed() async throws {
    let refusal =
      #"{"jsonrpc":"2.0","id":1,"error":{"code":-32022,"message":"no","data":{"supported":["2031-01-01"]}}}"#
    let client = client(Script([Script.json(refusal, status: 400)]))
    await #expect(throws: ClientFailure.noCommonVersion(["2031-01-01"])) {
      try await client.connect()
    }
  }

  @Test func aStreamThatEndsEarlyIsTakenUpAgain() async throws {
    let early = "id: e1\nretry: 10\ndata: \n\n"
    let rest =
      ": comment\r\nevent: message\r\nid: e2\r\n"
      + #"data: {"jsonrpc":"2.0","id":3,"result":{"content":[{"type":"text","text":"ok"}]}}"#
      + "\r\n\r\n"
    let carrier = Script([
      Script.json(Self.noDiscovery), Script.json(Self.hello), HTTPResponse(status: 202),
      Script.events(early), Script.events("id: e1b\ndata:\n\n"), Script.events(rest),
    ])
    let client = client(carrier)
    try await client.connect()
    #expect(try await client.call("slow").text == "ok")
    let resumed = carrier.seen.all.suffix(2)
    #expect(resumed.map(\.method) == [.get, .get])
    #expect(resumed.map { $0.headers["Last-Event-ID"] } == ["e1", "e1b"])
  }

  @Test func aStreamThatEndsForGoodIsToldAtOnce() async throws {
    let carrier = Script([
      Script.json(Self.noDiscovery), Script.json(Self.hello), HTTPResponse(status: 202),
      Script.events("data: {}\n\n"),
    ])
    let client = client(carrier)
    try await client.connect()
    await #expect(throws: ClientFailure.badAnswer("the stream ended before the answer")) {
      try await client.call("slow")
    }
  }

  @Test func aLostSessionIsNamed() async throws {
    var greeting = Script.json(Self.hello)
    greeting.headers["Mcp-Session-Id"] = "s1"
    let carrier = Script([
      Script.json(Self.noDiscovery), greeting, HTTPResponse(status: 202),
      Script.json(
        #"{"jsonrpc":"2.0","error":{"code":-32600,"message":"no session"}}"#, status: 404),
    ])
    let client = client(carrier)
    try await client.connect()
    await #expect(throws: ClientFailure.sessionLost) { try await client.call("x") }
  }

  @Test func aPageThatIsNoMCPIsNamed() async throws {
    let page = HTTPResponse(
      status: 200, headers: ["Content-Type": "text/html"], body: Array("<html>Log in".utf8))
    let failure = await #expect(throws: ClientFailure.self) {
      try await client(Script([page, page])).connect()
    }
    #expect(failure?.message == "speaks no MCP: it answered <html>Log in")
  }

  @Test(
    arguments: [
      (#"{"content":[],"structuredContent":{"n":1}}"#, nil),
      (#"{"content":[],"structuredContent":{"n":"x"}}"#, "is not as its schema says"),
      (#"{"content":[]}"#, "gave none"), ("{}", "has no content"),
      (#"{"content":[],"isError":true}"#, nil),
    ] as [(String, String?)])
  func aResultIsHeldAgainstItsSchema(result: String, problem: String?) async throws {
    let tools =
      #"{"jsonrpc":"2.0","id":3,"result":{"tools":[{"name":"n","inputSchema":{"type":"object"},"outputSchema":{"type":"object","properties":{"n":{"type":"integer"}},"required":["n"]}},{"name":"bad"}]}}"#
    let carrier = Script([
      Script.json(Self.noDiscovery), Script.json(Self.hello), HTTPResponse(status: 202),
      Script.json(tools), Script.json(#"{"jsonrpc":"2.0","id":4,"result":\#(result)}"#),
    ])
    let client = client(carrier)
    try await client.connect()
    #expect(try await client.tools().map(\.name) == ["n"])
    var said: String?
    do throws(ClientFailure) { _ = try await client.call("n") } catch { said = error.message }
    #expect(said == nil ? problem == nil : said?.contains(problem ?? "-") == true, "\(said ?? "")")
  }

  @Test(arguments: [
    (#"{"type":"string","x-mcp-header":"Region"}"#, true),
    (#"{"type":"string","x-mcp-header":""}"#, false),
    (#"{"type":"object","x-mcp-header":"Data"}"#, false),
    (#"{"type":"array","items":{},"x-mcp-header":"Data"}"#, false),
    (#"{"type":"null","x-mcp-header":"Data"}"#, false),
    (#"{"type":"string","x-mcp-header":"My Region"}"#, false),
    (#"{"type":"string","x-mcp-header":"A:B"}"#, false),
    (#"{"type":"string","x-mcp-header":"Région"}"#, false),
    (#"{"type":"string","x-mcp-header":"same"}"#, false),
  ])
  func toolsWithMalformedHeadersAreLeftOut(property: String, isGood: Bool) throws {
    let schema =
      #"{"type":"object","properties":{"x":\#(property),"y":{"type":"string","x-mcp-header":"Same"}}}"#
    let json = try JSONValue(parsing: #"{"name":"t","inputSchema":\#(schema)}"#)
    #expect((RemoteTool(json: json) != nil) == isGood)
  }
}
