// Agents' clients against the built program: what the official SDKs and fastmcp do must work here, on
// every transport and in both eras.
import JSON
import TestSupport
import Testing

@Suite(.enabled(if: OfficialSDK.arePresent, Comment(rawValue: OfficialSDK.advice)))
struct OfficialSDKTests {
  @Test(arguments: OfficialSDK.allCases)
  func everyTransportInEveryEra(_ sdk: OfficialSDK) async throws {
    let lines = try await sdk.run("checks.py")
    let run = try #require(lines.first)
    #expect(run["started"]?["isError"] == false, "\(run.text)")
    #expect(run["ended"]?["structured"]?["runStatus"] == "SUCCEEDED", "\(run.text)")
    let id = try #require(run["started"]?["structured"]?["id"]?.string)
    let seen = lines.dropFirst()
    let places = ["stdio", "http", "sse", "http beside the API", "sse beside the API"]
    let expected = places.flatMap { place in sdk.eras.map { "\(place) \($0)" } }
    #expect(
      seen.map { "\($0["transport"]?.string ?? "") \($0["protocol"]?.string ?? "")" } == expected)
    for found in seen { expectEverything(found, run: id) }
  }

  private func expectEverything(_ found: JSONValue, run id: String) {
    let place = Comment(rawValue: found.text)
    let tools = found["tools"]?.array?.compactMap(\.string) ?? []
    #expect(Set(tools).isSuperset(of: ["whats_broken", "trigger_pipeline", "explain_run"]), place)
    #expect(found["resources"] == [.string("pipeline-run://\(id)")], place)
    #expect(found["templates"]?.array?.contains("pipeline-run://{id}") == true, place)
    #expect(found["prompts"]?.array?.contains("morning-check") == true, place)
    #expect(found["prompt"]?.string?.contains(id) == true, place)
    let listed = found["call"]?["structured"]
    #expect(listed?["results"]?.array?.map { $0["id"] } == [.string(id)], place)
    // What a model reads as text is what a program gets as a value.
    #expect(found["call"]?["text"]?.string.flatMap { try? JSONValue(parsing: $0) } == listed, place)
    #expect(found["read"]?["uri"]?.string == "pipeline-run://\(id)", place)
    #expect(found["read"]?["text"]?.string?.contains(id) == true, place)
    #expect(found["unknownResource"]?["code"]?.int == -32602, place)
    for failed in ["toolError", "badArguments"] {
      #expect(found[failed]?["isError"] == true, place)
      #expect(found[failed]?["text"]?.string?.contains("\n") == false, place)
    }
    #expect(found["toolError"]?["text"]?.string?.contains("there is no run none") == true, place)
    #expect(found["badArguments"]?["text"]?.string?.contains("limit") == true, place)
    #expect(found["unknownTool"]?["code"]?.int == -32602, place)
    #expect(found["concurrent"] == 100, place)
    #expect(found["different"] == 1, place)
  }

  @Test func fastmcpListsReadsAndCalls() async throws {
    let lines = try await OfficialSDK.second.run("fastmcp_cli.py")
    func said(_ name: String) throws -> JSONValue {
      try #require(lines.first { $0["name"]?.string == name })
    }
    for name in ["stdio list", "http list"] {
      let list = try said(name)
      #expect(list["code"] == 0, "\(list.text)")
      let offer = try JSONValue(parsing: list["out"]?.string ?? "")
      let tools = offer["tools"]?.array?.compactMap { $0["name"]?.string } ?? []
      #expect(tools.contains("whats_broken"), "\(list.text)")
      #expect(offer["prompts"]?.array?.isEmpty == false, "\(list.text)")
    }
    for (name, code, words) in [
      ("stdio call", 0, "\"Nightly\""), ("sse call", 0, "\"Nightly\""),
      ("http read", 0, "SUCCEEDED"), ("http tool error", 1, "there is no run none"),
      ("http wrong key", 1, "Error"),
    ] {
      let line = try said(name)
      #expect(line["code"]?.int == Int64(code), "\(line.text)")
      #expect(line["out"]?.string?.contains(words) == true, "\(line.text)")
    }
    for line in lines where line["name"] != nil {
      #expect(line["holdsKey"] == false, "the key is in the output of \(line["name"]?.text ?? "")")
    }
  }
}

extension OfficialSDK {
  /// The revisions that its clients agree on, in the order of the checks.
  fileprivate var eras: [String] {
    self == .first ? ["2025-11-25"] : ["2026-07-28", "2025-11-25"]
  }
}
