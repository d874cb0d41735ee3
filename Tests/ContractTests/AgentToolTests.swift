// Every tool as an agent calls it, against a local server: results as declared and small enough, the three
// patterns of the older server's text, names instead of ids.
import JSON
import MCP
import OrchestraAPI
import OrchestraClient
import PodiumCore
import PodiumMCP
import TestSupport
import Testing
import Time

@Suite struct AgentToolTests {
  /// Arguments for each tool; "RUN", "TASK" and "BAD" stand for a good run, its task, a failed run.
  static let calls: [(tool: String, arguments: JSONObject)] = [
    ("list_pipeline_runs", ["status": "SUCCEEDED,FAILED", "limit": 5]),
    ("list_pipeline_runs", ["filter": "status:failed"]),
    ("get_pipeline_run_status", ["pipeline_run_id": "RUN"]),
    ("get_pipeline_run_details", ["pipeline_run_id": "BAD"]),
    ("list_task_runs", ["pipeline_run_id": "BAD"]), ("list_task_runs", ["status": ["FAILED"]]),
    ("get_task_run_artifacts", ["pipeline_run_id": "RUN", "task_run_id": "Second"]),
    (
      "download_task_artifact",
      ["pipeline_run_id": "RUN", "task_run_id": "Second", "filename": "made.txt"]
    ),
    ("list_pipelines", [:]), ("get_pipeline_config", ["pipeline": "nightly"]),
    ("get_pipeline_metrics", ["pipeline": "Nightly"]), ("whats_broken", [:]),
    ("explain_run", ["pipeline_run_id": "BAD"]), ("explain_run", ["pipeline_run_id": "RUN"]),
    ("diagnose", ["pipeline_run_id": "BAD"]), ("diagnose", ["task_run_id": "TASK"]),
    ("pipeline_context", ["pipeline": "failing"]),
    ("compare_runs", ["pipeline_run_id": "BAD", "other_pipeline_run_id": "RUN"]),
    ("search_logs", ["pipeline_run_id": "BAD", "task_run_id": "broken", "pattern": "(?i)error"]),
    ("search_logs", ["pipeline_run_id": "BAD", "task_run_id": "broken"]),
    ("why_late", ["pipeline": "nightly"]), ("wait_for_run", ["pipeline_run_id": "RUN"]),
    ("trigger_pipeline", ["pipeline_id": "nightly"]),
    ("rerun", ["pipeline_run_id": "BAD"]),
    ("cancel_pipeline_run", ["pipeline_run_id": "slow@latest"]),
  ]

  @Test func everyResultIsAsDeclaredAndSmall() async throws {
    try await Agent.withServer { agent, caller in
      let good = try await caller.finishedRun("nightly").id
      let bad = try await caller.finishedRun("failing").id
      let task = try await caller.task("first", in: good).id
      _ = try await caller.call(StartPipeline(pipeline: "slow"))
      let words = ["RUN": good.text, "BAD": bad.text, "TASK": task.text]
      for (name, arguments) in Self.calls {
        let pairs = arguments.members.map { member in
          let text = member.value.string.flatMap { words[$0] }
          return (key: member.key, value: text.map { JSONValue.string($0) } ?? member.value)
        }
        let tool = try agent.tool(name)
        let result = JSONValue.object(try await agent.call(name, JSONObject(pairs: pairs)))
        let listed = JSONValue.object(try #require(tool.outputSchema))
        #expect(SchemaCheck.firstProblem(result, listed) == nil, "\(name): \(result.text)")
        let whole = ResultShape.schema(of: name)
        #expect(SchemaCheck.firstProblem(result, whole) == nil, "\(name): \(result.text)")
        let shape = try #require(ResultShape.results[name])
        #expect(shape.problems(in: result.object ?? [:]) == [], "\(name): \(result.text)")
        #expect(result.serialized().count <= ResultBudget.usual, "\(name)")
      }
    }
  }

  /// A tool that is not called above is not known to keep its promise.
  @Test func everyToolIsCalled() async throws {
    try await Agent.withServer { agent, _ in
      #expect(Set(agent.tools.map(\.name)) == Set(Self.calls.map(\.tool)))
    }
  }

  /// "Pipeline X failed last night": from the list to the text of its log.
  @Test func patternOneFindsWhyARunFailed() async throws {
    try await Agent.withServer { agent, caller in
      let bad = try await caller.finishedRun("loading")
      let runs = try await agent.call(
        "list_pipeline_runs", ["time_from": "24h", "status": "FAILED", "limit": 10])
      #expect(runs["window"]?["note"]?.string?.contains("time_to") == true)
      let id = try #require(runs["results"]?.array?.first?["id"])
      #expect(id.string == bad.id.text)
      let run = try await agent.call("get_pipeline_run_status", ["pipeline_run_id": id])
      for name in ["runStatus", "message", "createdAt", "completedAt", "triggeredBy"] {
        #expect(run[name] != nil, "\(name)")
      }
      let tasks = try await agent.call("list_task_runs", ["pipeline_run_id": id])
      let failed = try #require(tasks["results"]?.array?.first { $0["status"] == "FAILED" }?["id"])
      let path: JSONObject = ["pipeline_run_id": id, "task_run_id": failed]
      let files = try await agent.call("get_task_run_artifacts", path)
      let names = files["results"]?.array?.compactMap { $0["filename"]?.string } ?? []
      #expect(names.contains("error.log"))
      var file = path
      file["filename"] = "error.log"
      let log = try await agent.call("download_task_artifact", file)
      #expect(log["content"] == "row 7 has no customer\n")
      let details = try await agent.call("get_pipeline_run_details", ["pipeline_run_id": id])
      for name in run.keys { #expect(details[name] == run[name], "\(name)") }
    }
  }

  /// A week of durations.
  @Test func patternTwoMeasuresAWeek() async throws {
    try await Agent.withServer { agent, caller in
      for _ in 0..<3 { _ = try await caller.finishedRun("nightly") }
      let now = Timestamp.now()
      let week: JSONObject = [
        "time_from": .string((now - .seconds(7 * 86_400)).iso8601),
        "time_to": .string(now.iso8601), "status": "SUCCEEDED", "limit": 1_000,
      ]
      let runs = try await agent.call("list_pipeline_runs", week)
      let rows = try #require(runs["results"]?.array)
      #expect(rows.count == 3 && runs["total"] == 3)
      for row in rows {
        let start = try #require(Timestamp(iso8601: row["startedAt"]?.string ?? ""))
        let end = try #require(Timestamp(iso8601: row["completedAt"]?.string ?? ""))
        #expect(end >= start)
      }
      var longer = week
      longer["time_from"] = .string((now - .seconds(7 * 86_400 + 60)).iso8601)
      let problem = try await agent.problem("list_pipeline_runs", longer)
      #expect(problem.contains("seven days"))
    }
  }

  /// Start, take the id from the answer, look until it has ended.
  @Test func patternThreeStartsAndFollows() async throws {
    try await Agent.withServer { agent, _ in
      let cause = "Manual trigger to test failure fix - Task #123"
      let started = try await agent.call(
        "trigger_pipeline", ["pipeline_id": "nightly", "cause": .string(cause)])
      let id = try #require(started["id"])
      #expect(started["cause"]?.string == cause && started["pipelineRunId"] == id)
      let ended = try await agent.call(
        "wait_for_run", ["pipeline_run_id": id, "timeout_seconds": 600])
      #expect(ended["hasEnded"] == true)
      let run = try await agent.call("get_pipeline_run_status", ["pipeline_run_id": id])
      #expect(run["runStatus"] == "SUCCEEDED")
    }
  }

  static let failures: [(tool: String, arguments: JSONObject, says: String)] = [
    ("list_pipeline_runs", ["limit": 1_001], "limit must be from 1 to 1000"),
    ("list_pipeline_runs", ["status": "BROKEN"], "none of CREATED"),
    ("list_pipeline_runs", ["time_from": "lately"], "time_from \"lately\" is no time"),
    ("list_pipeline_runs", ["colour": "red"], "colour"),
    ("get_pipeline_run_status", [:], "pipeline_run_id"),
    ("get_pipeline_run_status", ["pipeline_run_id": "436685529"], "there is no run 436685529"),
    ("get_pipeline_config", ["pipeline": "nowhere"], "there are "),
    ("search_logs", ["pipeline_run_id": "BAD", "task_run_id": "nope"], "it has broken, after"),
    (
      "download_task_artifact",
      ["pipeline_run_id": "BAD", "task_run_id": "broken", "filename": "x"], "it has 1/"
    ), ("diagnose", [:], "pipeline_run_id"),
    ("rerun", ["pipeline_run_id": "BAD", "scope": "tasks", "task_ids": ["no"]], "it has broken"),
    ("cancel_pipeline_run", ["pipeline_run_id": "BAD"], "has ended already"),
  ]

  @Test func whatIsWrongIsSaidInOneLineThatHelps() async throws {
    try await Agent.withServer { agent, caller in
      let bad = try await caller.finishedRun("failing").id.text
      for (name, arguments, says) in Self.failures {
        var arguments = arguments
        if arguments["pipeline_run_id"] == "BAD" { arguments["pipeline_run_id"] = .string(bad) }
        let problem = try await agent.problem(name, arguments)
        #expect(problem.contains(says) && !problem.contains("\n"), "\(name): \(problem)")
      }
    }
  }

  /// The platform would retry the latest run, whichever was named.
  @Test func fromFailedIsRefusedForAnOlderRun() async throws {
    try await Agent.withServer { agent, caller in
      let older = try await caller.finishedRun("failing").id
      let latest = try await caller.finishedRun("failing").id
      let problem = try await agent.problem("rerun", ["pipeline_run_id": .string(older.text)])
      #expect(problem.contains(latest.text) && problem.contains("scope all"))
      let again = try await agent.call("rerun", ["pipeline_run_id": .string(latest.text)])
      #expect(again["id"]?.string.map { agent.started($0) } == true)
    }
  }

  @Test func whatIsBlockedAndWhatWasWellIsSaid() async throws {
    try await Agent.withServer { agent, caller in
      _ = try await caller.finishedRun("failing")
      let why = try await agent.call("explain_run", ["pipeline_run_id": "failing@latest"])
      #expect(why["cause"]?["errorLine"]?.string?.contains("no such table: sales") == true)
      #expect(why["blocked"]?.array?.map { $0["task"] } == ["after"])
      #expect(why["blockedPipelines"] == ["Follower"])
      #expect(why["logTail"]?["tail"]?.string?.contains("no such table") == true)
      #expect(why["summary"]?.string?.contains("Pipelines that wait for it: Follower") == true)
      let late = try await agent.call("why_late", ["pipeline": "Follower"])
      #expect(late["verdict"] == "blocked")
      #expect(late["reasons"]?.array?.first?.string?.contains("after Failing") == true)
    }
  }
}
