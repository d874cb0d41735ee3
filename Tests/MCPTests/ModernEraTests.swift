// 2026-07-28: no handshake, every request says what it needs.
import JSON
import MCP
import Testing

struct ModernEraTests {
  private func code(_ answer: JSONValue) -> Int64? { answer["error"]?["code"]?.int }

  @Test func discovery() async {
    let answer = await Harness.modern(Harness.server(), "server/discover")
    let result = answer["result"]
    #expect(result?["resultType"] == "complete")
    #expect(result?["supportedVersions"]?.array?.first == "2026-07-28")
    #expect(result?["instructions"] == "Use echo.")
    #expect(result?["ttlMs"]?.int == 60_000)
    #expect(result?["cacheScope"] == "private")
    #expect(result?["_meta"]?[MetaKey.server]?["name"] == "test")
    #expect(
      result?["capabilities"]?.object?.keys == ["tools", "prompts", "resources", "completions"])
  }

  @Test(arguments: [
    "tools/list", "prompts/list", "resources/list", "resources/templates/list",
  ])
  func listsSayHowLongTheyMayBeKept(_ method: String) async {
    let result = await Harness.modern(Harness.server(), method)["result"]
    #expect(result?["ttlMs"] != nil)
    #expect(result?["cacheScope"] == "private")
    #expect(result?["resultType"] == "complete")
  }

  @Test(arguments: [
    "initialize", "ping", "logging/setLevel", "resources/subscribe", "resources/unsubscribe", "x",
  ])
  func methodsThatAreGone(_ method: String) async {
    let answer = await Harness.modern(Harness.server(), method)
    #expect(code(answer) == RPCError.methodNotFoundCode)
    #expect(answer["id"] == 1)
  }

  @Test func whatIsMissingInMetaIsNamed() async {
    let server = Harness.server()
    let half: JSONValue = [MetaKey.version: "2026-07-28"]
    #expect(
      code(await Harness.modern(server, "tools/list", meta: half)) == RPCError.invalidParamsCode)
    #expect(
      code(await Harness.modern(server, "server/discover", meta: [:]))
        == RPCError.invalidParamsCode)
    let future: JSONValue = [MetaKey.version: "2099-01-01", MetaKey.capabilities: [:]]
    let answer = await Harness.modern(server, "tools/list", meta: future)
    #expect(code(answer) == RPCError.unsupportedVersionCode)
    #expect(answer["error"]?["data"]?["requested"] == "2099-01-01")
  }

  @Test func aCallWithProgressThatGrows() async {
    let mailbox = Mailbox()
    let answer = await Harness.modern(
      Harness.server(), "tools/call", ["name": "echo", "arguments": ["text": "hi"]],
      meta: Harness.meta(["progressToken": 7]), mailbox: mailbox)
    #expect(answer["result"]?["structuredContent"] == ["said": "hi"])
    #expect(answer["result"]?["content"]?.array?.first?["text"] == #"{"said":"hi"}"#)
    let progress = mailbox.notifications("notifications/progress").map {
      $0["params"]?["progress"]?.double
    }
    #expect(progress == [1, 2])
    #expect(mailbox.notifications("notifications/message").isEmpty, "no log without a level")
  }

  @Test func logsOnlyFromTheLevelOn() async {
    let mailbox = Mailbox()
    _ = await Harness.modern(
      Harness.server(), "tools/call", ["name": "echo", "arguments": ["text": "hi"]],
      meta: Harness.meta([MetaKey.logLevel: "info"]), mailbox: mailbox)
    #expect(
      mailbox.notifications("notifications/message").map { $0["params"]?["data"] } == ["echo"])
  }

  @Test func badArgumentsAreResultsThatAModelCanMend() async {
    let answer = await Harness.modern(
      Harness.server(), "tools/call", ["name": "echo", "arguments": ["txt": "hi"]])
    #expect(answer["result"]?["isError"] == true)
    #expect(answer["result"]?["content"]?.array?.first?["text"] == "echo: \"text\" is missing")
    #expect(
      code(await Harness.modern(Harness.server(), "tools/call", ["name": "nope"]))
        == RPCError.invalidParamsCode)
  }

  @Test func inputIsAskedForAndStateIsBoundToTheCall() async {
    let server = Harness.server()
    let first = await Harness.modern(server, "tools/call", ["name": "ask"])
    #expect(first["result"]?["resultType"] == "input_required")
    #expect(first["result"]?["inputRequests"]?["name"] != nil)
    guard let state = first["result"]?["requestState"] else { return #expect(Bool(false)) }
    let responses: JSONValue = ["name": ["action": "accept", "content": ["name": "Ana"]]]
    let other = await Harness.modern(
      server, "tools/call",
      ["name": "echo", "arguments": ["text": "x"], "requestState": state])
    #expect(code(other) == RPCError.invalidParamsCode, "a state of another call")
    let forged = await Harness.modern(
      server, "tools/call",
      ["name": "ask", "requestState": "handle-99", "inputResponses": responses])
    #expect(code(forged) == RPCError.invalidParamsCode)
    let second = await Harness.modern(
      server, "tools/call", ["name": "ask", "requestState": state, "inputResponses": responses])
    #expect(second["result"]?["content"]?.array?.first?["text"] == "Ana in round 1")
    let again = await Harness.modern(
      server, "tools/call", ["name": "ask", "requestState": state, "inputResponses": responses])
    #expect(code(again) == RPCError.invalidParamsCode, "used once")
  }

  @Test func listeningHearsWhatItAskedFor() async {
    let changes = ChangeHub()
    let server = Harness.server(changes: changes)
    let (mailbox, session) = (Mailbox(), Session())
    let params: JSONObject = [
      "_meta": Harness.meta(),
      "notifications": [
        "toolsListChanged": true, "resourceSubscriptions": ["test://1"], "other": true,
      ],
    ]
    server.take(
      .request(RPCRequest(id: .number(5), "subscriptions/listen", params)), of: session,
      outlet: mailbox)
    let acknowledged = "notifications/subscriptions/acknowledged"
    while mailbox.notifications(acknowledged).isEmpty { await Task.yield() }
    #expect(
      mailbox.all.first?["params"]?["notifications"]
        == ["toolsListChanged": true, "resourceSubscriptions": ["test://1"]])
    for change in [
      ServerChange.prompts, .resource(uri: "test://2"), .resource(uri: "test://1"), .tools,
    ] { changes.announce(change) }
    changes.close()
    let end = await mailbox.answer(to: .number(5))
    #expect(end["result"]?["_meta"]?[MetaKey.subscription] == 5)
    #expect(
      mailbox.all.compactMap { $0["method"]?.string }
        == [acknowledged, "notifications/resources/updated", "notifications/tools/list_changed"])
    #expect(
      mailbox.all.dropLast().allSatisfy { $0["params"]?["_meta"]?[MetaKey.subscription] == 5 })
  }
}
