// 2024-11-05 … 2025-11-25: a handshake first; and both eras on one connection.
import JSON
import MCP
import Testing

struct LegacyEraTests {
  @Test(arguments: [
    ("2024-11-05", "2024-11-05"), ("2025-11-25", "2025-11-25"), ("2099-01-01", "2025-11-25"),
    ("1.0", "2025-11-25"), ("2026-07-28", "2025-11-25"),
  ])
  func theHandshakeNeverFails(_ wish: String, _ expected: String) async {
    let client = LegacyClient(Harness.server(), version: wish)
    let result = await client.mailbox.answer(to: .text("hello"))["result"]
    #expect(result?["protocolVersion"]?.string == expected)
    #expect(result?["serverInfo"]?["title"] == "Test")
    #expect(result?["capabilities"]?["logging"] != nil)
    #expect(result?["resultType"] == nil)
  }

  @Test func beforeTheHandshakeOnlyPing() async {
    let (server, mailbox, session) = (Harness.server(), Mailbox(), Session())
    for (id, method) in [(1, "ping"), (2, "tools/list")] {
      server.take(
        .request(RPCRequest(id: .number(Int64(id)), method)), of: session, outlet: mailbox)
    }
    #expect(await mailbox.answer(to: .number(1))["result"] == [:])
    let code = await mailbox.answer(to: .number(2))["error"]?["code"]?.int
    #expect(code == RPCError.invalidRequestCode)
  }

  @Test func pagesOfResources() async {
    let client = LegacyClient(Harness.server())
    let first = await client.ask("resources/list", id: 1)
    #expect(first["result"]?["nextCursor"] == "2")
    #expect(first["result"]?["ttlMs"] == nil)
    let second = await client.ask("resources/list", ["cursor": "2"], id: 2)
    #expect(second["result"]?["resources"]?.array?.first?["uri"] == "test://2")
    for (id, cursor) in [(3, "" as JSONValue), (4, 7)] {
      let bad = await client.ask("resources/list", ["cursor": cursor], id: Int64(id))
      #expect(bad["error"]?["code"]?.int == RPCError.invalidParamsCode)
    }
  }

  @Test func resourcesThatAreNotThereHaveTheirOldCode() async {
    let answer = await LegacyClient(Harness.server())
      .ask("resources/read", ["uri": "test://9"], id: 1)
    #expect(answer["error"]?["code"]?.int == RPCError.legacyNotFoundCode)
    #expect(answer["error"]?["data"]?["uri"] == "test://9")
  }

  @Test func completionIsCutAndSaysSo() async {
    let answer = await LegacyClient(Harness.server()).ask(
      "completion/complete",
      [
        "ref": ["type": "ref/prompt", "name": "greeting"],
        "argument": ["name": "name", "value": "A"],
      ], id: 1)
    let completion = answer["result"]?["completion"]
    #expect(completion?["values"]?.array?.count == 100)
    #expect(completion?["total"] == 150)
    #expect(completion?["hasMore"] == true)
  }

  @Test func promptsNeedTheirArguments() async {
    let client = LegacyClient(Harness.server())
    let good = await client.ask(
      "prompts/get", ["name": "greeting", "arguments": ["name": "Ana"]], id: 1)
    #expect(good["result"]?["messages"]?.array?.first?["content"]?["text"] == "Hello Ana")
    let bad = await client.ask("prompts/get", ["name": "greeting"], id: 2)
    #expect(bad["error"]?["message"] == "the prompt greeting needs the argument name")
  }

  @Test func aCancelledRequestGetsNoAnswer() async {
    let client = LegacyClient(Harness.server())
    client.send("tools/call", ["name": "wait"], id: 1)
    client.send("notifications/cancelled", ["requestId": 99])
    client.send("notifications/cancelled", ["requestId": 1])
    #expect(await client.ask("ping", id: 2)["result"] == [:])
    #expect(client.session.running == 0)
    #expect(!client.mailbox.all.contains { $0["id"] == 1 })
  }

  @Test func anIdInUseIsRefused() async {
    let client = LegacyClient(Harness.server())
    client.send("tools/call", ["name": "wait"], id: 1)
    let answer = await client.ask("ping", id: 1)
    #expect(answer["error"]?["code"]?.int == RPCError.busyCode)
    client.session.close()
  }

  @Test func bothErasOnOneConnectionAtAnyTime() async {
    let client = LegacyClient(Harness.server())
    let modern = await client.ask("server/discover", ["_meta": Harness.meta()], id: 1)
    #expect(modern["result"]?["resultType"] == "complete")
    client.server.take(
      .request(
        RPCRequest(
          id: .number(2), "initialize", ["protocolVersion": "2025-06-18", "capabilities": [:]])),
      of: client.session, outlet: client.mailbox)
    let again = await client.mailbox.answer(to: .number(2))
    #expect(again["result"]?["protocolVersion"] == "2025-06-18")
    #expect(await client.ask("tools/list", id: 3)["result"]?["tools"]?.array?.count == 3)
  }
}
