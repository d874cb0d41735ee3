// Every endpoint in both directions.
import HTTP
import JSON
import OrchestraAPI
import TestSupport
import Testing
import Time

@Suite struct EndpointTests {
  @Test("A request reads back as the same request", arguments: EndpointExample.all)
  func requestRoundTrip(_ example: EndpointExample) throws {
    #expect(try example.requestAgain() == example.request)
  }

  @Test("An output survives the wire", arguments: EndpointExample.all)
  func outputRoundTrip(_ example: EndpointExample) throws {
    let (first, again) = try example.answers()
    #expect(first == again)
  }

  @Test func runIDsAreEncodedAsOneSegment() {
    #expect(
      GetPipelineRun(runID: "a/b c").request.path == "/api/engine/public/pipeline_runs/a%2Fb%20c")
  }

  @Test func plusInTimesIsEncoded() {
    let target = ListPipelineRuns(from: Sample.time, to: Sample.time).request.target
    #expect(target.contains("time_from=2025-10-16T00%3A15%3A50.472460%2B00%3A00"))
  }

  @Test("A start accepts both spellings", arguments: ["taskIds", "task_ids"])
  func startSpellings(_ key: String) throws {
    let body: JSONValue = .object([key: ["load"], "runInputs": ["a": 1]])
    let start = try StartPipeline(Call(captures: ["x"], body: body.serialized()))
    #expect(start.taskIDs == ["load"])
    #expect(start.runInputs == ["a": 1])
  }

  @Test func startRefusesUnknownKeys() throws {
    let call = Call(captures: ["x"], body: Array(#"{"cause":"me"}"#.utf8))
    let problem = try #require(throws: APIProblem.self) { try StartPipeline(call) }
    #expect(problem.status == 422)
    #expect(problem.fields.map(\.path) == [["body", "cause"]])
    #expect(problem.fields.first?.kind == "extra_forbidden")
  }

  @Test(
    "Pages beyond the platform's caps are refused",
    arguments: ["page_size=101", "page=0", "page=x", "page_size=0"])
  func pageCaps(_ query: String) {
    #expect(throws: APIProblem.self) {
      try ListPipelineRuns(Call(query: Query(encoded: query)))
    }
  }

  @Test func nestedPagesHoldFiftyAtMost() throws {
    #expect(throws: APIProblem.self) {
      try ListRunTaskRuns(Call(captures: ["r"], query: Query(encoded: "page_size=51")))
    }
    #expect(try ListRunTaskRuns(Call(captures: ["r"])).page.size == 10)
  }

  @Test(
    "The run of a start is pipelineRunId",
    arguments: [
      (#"{"id":"p","pipelineRunId":"r","message":null}"#, "r"), (#"{"id":"r"}"#, "r"),
    ])
  func startedRun(_ body: String, _ expected: String) throws {
    let started = try StartPipeline.decode(HTTPResponse(status: 200, body: Array(body.utf8)))
    #expect(started.runID.text == expected)
  }

  @Test(
    "Bodies that are not the promised JSON are refused in words",
    arguments: [
      ("", "an empty body"), ("<html><title>502</title>", "HTML instead of JSON"),
      (#"{"page":1,"results":[{"id":"x""#, "the text ends too early"),
    ])
  func brokenBodies(_ body: String, _ words: String) throws {
    let problem = try #require(throws: DecodingProblem.self) {
      try ListPipelineRuns.decode(HTTPResponse(status: 200, body: Array(body.utf8)))
    }
    #expect(problem.reason.contains(words))
  }
}
