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

  /// What tools answer that ask the client first, up to 2025-11-25 and since.
  private static let asking: [(legacy: Bool, tool: String, says: String)] = [
    (true, "test_sampling", "Paris"), (true, "test_elicitation", "ada@example.org"),
    (true, "test_elicitation_sep1034_defaults", "action=accept"),
    (true, "test_elicitation_sep1330_enums", "action=accept"),
    (false, "test_input_required_result_elicitation", "Hello, Ada!"),
    (false, "test_input_required_result_sampling", "Paris"),
    (false, "test_input_required_result_list_roots", "file:///work"),
    (false, "test_input_required_result_tampered_state", "state-ok"),
    (false, "test_input_required_result_request_state", "state-ok"),
    (false, "test_input_required_result_multiple_inputs", "all inputs are there"),
    (false, "test_input_required_result_multi_round", "finished for Ada"),
    (false, "test_input_required_result_capabilities", "ok"),
    (false, "test_streaming_elicitation", "ok"),
  ]
  private static let plain = [
    "test_simple_text", "test_image_content", "test_audio_content", "test_embedded_resource",
    "test_multiple_content_types", "json_schema_2020_12_tool", "test_custom_header",
    "test_tool_with_logging", "test_logging_tool", "test_tool_with_progress",
    "test_trigger_tool_change", "test_trigger_prompt_change", "test_missing_capability",
    "test_reconnection",
  ]

  @Test(arguments: OfficialSDK.allCases)
  func everyFixtureOfTheConformanceSuite(_ sdk: OfficialSDK) async throws {
    let lines = try await sdk.run("fixtures.py", with: "mcp-fixtures")
    #expect(lines.map { $0["protocol"]?.string } == sdk.eras)
    for found in lines {
      let isLegacy = found["protocol"] != "2026-07-28"
      let tools = found["tools"]
      for name in Self.plain {
        #expect(tools?[name]?["isError"] == false, "\(name): \(found.text)")
      }
      #expect(tools?["test_error_handling"]?["isError"] == true)
      for (legacy, tool, says) in Self.asking {
        let answer = tools?[tool]
        let isAnswered = answer?["text"]?.string?.contains(says) == true
        #expect(isAnswered == (legacy == isLegacy), "\(tool): \(answer?.text ?? "missing")")
        if !isAnswered {
          #expect(answer?["code"] == -32603, "\(tool): \(answer?.text ?? "missing")")
        }
      }
      expectTheRest(of: found)
    }
  }

  private func expectTheRest(of found: JSONValue) {
    #expect(found["prompts"]?["test_simple_prompt"] == ["text"])
    #expect(found["prompts"]?["test_prompt_with_arguments"] == ["text"])
    #expect(found["prompts"]?["test_prompt_with_embedded_resource"] == ["resource", "text"])
    #expect(found["prompts"]?["test_prompt_with_image"] == ["image", "text"])
    #expect(found["resources"]?["test://static-text"]?.string?.contains("static text") == true)
    #expect(found["resources"]?["test://static-binary"]?.int != nil)
    #expect(found["resources"]?["test://watched-resource"] == "Watched")
    #expect(found["resources"]?["test://template/7/data"]?.string?.contains("ID: 7") == true)
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
