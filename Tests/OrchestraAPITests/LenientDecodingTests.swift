// What servers send instead of what the specification says.
import HTTP
import JSON
import OrchestraAPI
import TestSupport
import Testing
import Time

@Suite struct LenientDecodingTests {
  private func run(_ text: String) throws -> PipelineRun {
    try GetPipelineRun.decode(HTTPResponse(status: 200, body: Array(text.utf8)))
  }

  @Test func unknownFieldsAndNullsAreHarmless() throws {
    let run = try run(
      """
      {"id":"436685529","pipelineId":null,"pipelineName":null,"runStatus":"PAUSED_BY_ADMIN",
       "message":null,"createdAt":"2025-10-16T00:15:50Z","completedAt":null,"branch":null,
       "brandNew":{"deep":[1,2,{"x":null}]},"hasAnomalies":"true","pipelineVersionNumber":"12",
       "triggeredBy":[null,{"triggerType":"SENSOR","new":1}],"data":null}
      """)
    #expect(run.id.text == "436685529")
    #expect(run.status == .other("PAUSED_BY_ADMIN"))
    #expect(run.status.word == "PAUSED_BY_ADMIN")
    #expect(!run.status.isTerminal)
    #expect(run.pipelineName == "")
    #expect(run.hasAnomalies)
    #expect(run.versionNumber == 12)
    #expect(run.triggeredBy.map(\.type) == ["SENSOR"])
  }

  @Test func bothTimestampFormsAreTheSameMoment() throws {
    let zulu = try run(#"{"id":"a","createdAt":"2025-10-16T00:15:50.472460Z"}"#)
    let offset = try run(#"{"id":"a","createdAt":"2025-10-16T02:15:50.472460+02:00"}"#)
    #expect(zulu.createdAt == Sample.time)
    #expect(offset.createdAt == Sample.time)
  }

  @Test("A row without an id is an error, not a ghost")
  func rowsNeedIDs() {
    #expect(throws: DecodingProblem.self) { try run(#"{"runStatus":"FAILED"}"#) }
  }

  @Test func triggersArriveAsJSONInStrings() throws {
    let text = """
      {"id":"p","name":"n","createdAt":"2025-10-16T00:15:50Z","paused":null,
       "schedule":"[{\\"cron\\":\\"0 3 ? * * *\\"}]","sensors":"not json","inputs":"{}"}
      """
    let pipeline = try GetPipeline.decode(HTTPResponse(status: 200, body: Array(text.utf8)))
    #expect(pipeline.schedule?.array?.first?["cron"]?.string == "0 3 ? * * *")
    #expect(pipeline.sensors == "not json")
  }

  @Test(
    "Error bodies of any kind become one line",
    arguments: [
      (#"{"detail":"Unauthorized"}"#, "Unauthorized"),
      (#"{"message":"no"}"#, "no"),
      (#"{"error":{"message":"deep"}}"#, "deep"),
      (#"{"detail":["a","b"]}"#, "a; b"),
      ("plain words", "plain words"),
      ("<html><head><title>502 Bad Gateway</title></head>", "502 Bad Gateway"),
      ("", ""),
    ])
  func problems(_ body: String, _ detail: String) {
    let problem = APIProblem(reading: HTTPResponse(status: 500, body: Array(body.utf8)))
    #expect(problem.detail == detail)
  }

  @Test func fieldProblemsKeepTheirPlace() {
    let problem = APIProblem.invalid("body", "schedule", "0", "cron", message: "bad")
    let again = APIProblem(reading: problem.response)
    #expect(again.fields == problem.fields)
    #expect(String(decoding: problem.response.body, as: UTF8.self).contains(#""schedule",0"#))
  }
}
