// Messages: what is understood, what is refused and with which code.
import JSON
import MCP
import Testing

struct RPCMessageTests {
  @Test(arguments: [
    (#"{"jsonrpc":"2.0","id":1,"method":"ping"}"#, RPCRequest(id: .number(1), "ping")),
    (
      #"{"jsonrpc":"2.0","id":"a","method":"x","params":{"k":1}}"#,
      RPCRequest(id: .text("a"), "x", ["k": 1])
    ),
    (
      #"{"jsonrpc":"2.0","method":"notifications/initialized","params":null}"#,
      RPCRequest("notifications/initialized")
    ),
  ])
  func requests(_ text: String, _ expected: RPCRequest) throws {
    #expect(try RPCMessage(bytes: Array(text.utf8)) == .request(expected))
  }

  @Test(arguments: [
    ("", RPCError.parseCode), ("{", RPCError.parseCode), ("nonsense", RPCError.parseCode),
    ("[]", RPCError.invalidRequestCode), (#"[{"jsonrpc":"2.0"}]"#, RPCError.invalidRequestCode),
    ("1", RPCError.invalidRequestCode), ("{}", RPCError.invalidRequestCode),
    (#"{"id":1,"method":"ping"}"#, RPCError.invalidRequestCode),
    (#"{"jsonrpc":"1.0","id":1,"method":"ping"}"#, RPCError.invalidRequestCode),
    (#"{"jsonrpc":"2.0","id":null,"method":"ping"}"#, RPCError.invalidRequestCode),
    (#"{"jsonrpc":"2.0","id":1.5,"method":"ping"}"#, RPCError.invalidRequestCode),
    (#"{"jsonrpc":"2.0","id":1,"method":7}"#, RPCError.invalidRequestCode),
    (#"{"jsonrpc":"2.0","id":1,"method":"x","params":[1]}"#, RPCError.invalidParamsCode),
    (#"{"jsonrpc":"2.0","id":1}"#, RPCError.invalidRequestCode),
  ])
  func refusals(_ text: String, _ code: Int64) {
    #expect(throws: RPCFault.self) { try RPCMessage(bytes: Array(text.utf8)) }
    do throws(RPCFault) {
      _ = try RPCMessage(bytes: Array(text.utf8))
    } catch {
      #expect(error.error.code == code)
      #expect(error.json["id"] != .null, "an unknown id is left out, not null")
    }
  }

  @Test func bytesThatAreNoTextAndTooDeepNesting() {
    let deep = Array(String(repeating: "[", count: 100_000).utf8)
    for bytes in [[0xFF, 0xFE, 0x7B], deep] {
      do throws(RPCFault) {
        _ = try RPCMessage(bytes: bytes)
        Issue.record("was understood")
      } catch {
        #expect(error.error.code == RPCError.parseCode)
      }
    }
  }

  @Test(arguments: ["", "plain", " edge ", "Grüße", "=?base64?AA==?=", "\u{1F680}"])
  func headerValuesComeBack(_ text: String) {
    let encoded = HeaderCheck.encoded(text)
    #expect(encoded.utf8.allSatisfy { (0x20...0x7E).contains($0) })
    #expect(HeaderCheck.decoded(encoded) == text)
  }

  @Test(arguments: ["=?base64?AB==?=", "=?base64?A?=", "=?base64?/w==?="])
  func brokenHeaderValuesNeverMatch(_ text: String) {
    #expect(HeaderCheck.decoded(text) == nil)
  }

  @Test func templatesMatchWholeAddresses() {
    let template = ResourceTemplate(
      "run://{id}/tasks/{task}", name: "t", title: "", description: "")
    #expect(template.match("run://a1/tasks/b") == ["id": "a1", "task": "b"])
    for uri in ["run://a1", "run:///tasks/b", "run://a1/tasks/", "run://a/tasks/b/c", ""] {
      #expect(template.match(uri) == nil)
    }
  }
}
