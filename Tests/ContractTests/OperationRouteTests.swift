// Requests below /api/v1: what is wrong with them, and what may not be done by them.
import JSON
import OrchestraAPI
import PodiumCore
import PodiumMCP
import TestSupport
import Testing

@Suite struct OperationRouteTests {
  static let failures: [(target: String, status: Int, says: String)] = [
    ("/nowhere", 404, "openapi.json"), ("/pipelines/nowhere", 404, "there are "),
    ("/pipeline_runs?limit=ten", 400, "limit must be a whole number"),
    ("/pipeline_runs?limit=1001", 400, "limit must be from 1"),
    ("/pipeline_runs?colour=red", 400, "colour"), ("/diagnosis", 400, "pipeline_run_id"),
    ("/pipelines/nightly/start", 405, "GET"),
  ]

  @Test func whatIsWrongIsAStatusAndALine() async throws {
    try await Agent.withServer { agent, _ in
      for (target, status, says) in Self.failures {
        let response = await agent.answer(.get, target)
        #expect(response.status == status, "\(target)")
        let detail = try JSONValue(parsing: response.body)["detail"]?.string ?? ""
        #expect(detail.contains(says) && !detail.contains("\n"), "\(target): \(detail)")
      }
      let wrong = await agent.answer(.get, "/pipelines/nightly/start")
      #expect(wrong.headers["Allow"] == "POST")
    }
  }

  @Test func aPostStartsWhatItNames() async throws {
    try await Agent.withServer { agent, caller in
      let started = try await agent.route(
        .post, "/pipelines/Nightly/start", body: ["run_inputs": ["day": "monday"]])
      let id = PipelineRun.ID(started["id"]?.string ?? "")
      #expect(try await caller.run(id) { $0.status.isTerminal }.status == .succeeded)
      let list = await agent.answer(.post, "/pipelines/Nightly/start", body: ["colour": "red"])
      #expect(list.status == 400)
    }
  }

  @Test(arguments: ["production", "armed", "read-only"])
  func whereNobodyMayWriteNothingIsSent(place: String) async throws {
    try await LocalServer.serve(.inProcess) { caller in
      let agent = try Agent(caller) { source in
        source.isProduction = place == "production"
        source.armsWrites = place == "armed"
        if place == "read-only" { source.readOnly = .option }
      }
      let names = Set(agent.tools.map(\.name))
      #expect(!names.contains("trigger_pipeline") && names.contains("whats_broken"))
      #expect(await agent.answer(.post, "/pipelines/nightly/start").status == 403)
      #expect(try await agent.route(.get, "/pipelines")["total"] != nil)
      #expect(agent.transport.writes.isEmpty)
    }
  }

  /// Only some environments are production: the tools are there, and what goes into these is refused.
  @Test func productionEnvironmentsAreRefusedToAgents() async throws {
    try await Agent.withServer { _, caller in
      let agent = try Agent(caller) { $0.productionEnvironments = ["Live"] }
      let problem = try await agent.problem(
        "trigger_pipeline", ["pipeline_id": "nightly", "environment": "Live"])
      #expect(problem.contains("--allow-writes"))
      #expect(agent.transport.writes.isEmpty)
    }
  }
}
