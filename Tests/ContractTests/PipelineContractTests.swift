// The contract of pipelines and of the workspace, over each carrier.
import HTTP
import JSON
import OrchestraAPI
import Testing

private let engine = "/api/engine/public"

/// Pipelines: read in every spelling, written, started.
struct PipelineContractTests {
  @Test(arguments: Carrier.allCases)
  func `the list is a bare array, or an envelope when a page is asked for`(
    carrier: Carrier
  ) async throws {
    try await LocalServer.serve(carrier) { caller async throws in
      let bare = try JSONValue(parsing: try await caller.send(.get, "\(engine)/pipelines").body)
      #expect(bare.array?.count == Samples.all.count)
      let target = "\(engine)/pipelines?page=2&page_size=3"
      let page = try JSONValue(parsing: try await caller.send(.get, target).body)
      #expect(page["total"] == .int(Int64(Samples.all.count)))
      #expect(page["results"]?.array?.count == min(3, Samples.all.count - 3))
      let named = try await caller.call(ListPipelines(name: "Nightly"))
      #expect(named.pipelines.map(\.alias) == ["nightly"])
    }
  }

  @Test(arguments: Carrier.allCases)
  func `fields that clients need as text are text`(carrier: Carrier) async throws {
    try await LocalServer.serve(carrier) { caller async throws in
      let response = try await caller.send(.get, "\(engine)/pipeline?alias=nightly")
      let pipeline = try JSONValue(parsing: response.body)
      for key in ["yamlPath", "triggerEvents", "webhook", "schedule", "sensors"] {
        #expect(pipeline[key]?.string != nil, "\(key)")
      }
      #expect(pipeline["yamlPath"]?.string?.isEmpty == false)
      #expect(pipeline["schedule"] == "[]")
      #expect(pipeline["latestVersionNumber"] == 1)
    }
  }

  @Test(arguments: Carrier.allCases)
  func `the definition is served under both paths`(carrier: Carrier) async throws {
    try await LocalServer.serve(carrier) { caller async throws in
      for path in ["pipelines/data", "pipeline/data"] {
        let response = try await caller.send(.get, "\(engine)/\(path)?alias=nightly")
        let model = try JSONValue(parsing: response.body)
        #expect(model["name"] == "Nightly")
        let task = model["pipeline"]?["two"]?["tasks"]?["third"]
        #expect(task?["integrationJob"] == "LOCAL_COMMAND")
        #expect(task?["dependsOn"] == ["second"])
      }
    }
  }

  @Test(arguments: Carrier.allCases)
  func `start takes nothing, an empty object, snake and camel`(carrier: Carrier) async throws {
    try await LocalServer.serve(carrier) { caller async throws in
      let bodies = ["", "{}", #"{"run_inputs":{"day":"x"}}"#, #"{"runInputs":{"day":"x"}}"#]
      for (index, body) in bodies.enumerated() {
        let prefix = index % 2 == 0 ? engine : "/engine/public"
        let response = try await caller.send(.post, "\(prefix)/pipelines/nightly/start", body: body)
        #expect(response.status == 200, "\(body)")
        let answer = try JSONValue(parsing: response.body)
        #expect(answer["message"]?.string != nil)
        #expect(answer["id"]?.string != nil)
        let id = try #require(answer["pipelineRunId"]?.string)
        _ = try await caller.run(PipelineRun.ID(id)) { $0.status.isTerminal }
      }
      let extra = try await caller.send(
        .post, "\(engine)/pipelines/nightly/start", body: #"{"cause":"x"}"#)
      #expect(extra.status == 422)
      let broken = try await caller.send(.post, "\(engine)/pipelines/nightly/start", body: "{")
      #expect(broken.status == 422)
      #expect(try await caller.status(StartPipeline(pipeline: "needy")) == 400)
    }
  }

  @Test(arguments: Carrier.allCases)
  func `validate needs no key and names places`(carrier: Carrier) async throws {
    try await LocalServer.serve(carrier) { caller async throws in
      let good = try await caller.call(GetPipelineDefinition(.alias("nightly")))
      var request = ValidatePipeline(definition: good).request
      let answer = try await caller.transport.send(request, limits: .init())
      #expect(answer.status == 200)
      #expect(try JSONValue(parsing: answer.body)["message"] == "Pipeline schema is valid")
      request.body = Array(#"{"version":"v1","name":"x","pipelines":{}}"#.utf8)
      let bad = try await caller.transport.send(request, limits: .init())
      #expect(bad.status == 422)
      let places = try JSONValue(parsing: bad.body)["detail"]?.array?.compactMap { $0["loc"] }
      #expect(places?.contains(["pipelines"]) == true, "\(places ?? [])")
      request.body = Array("not json".utf8)
      #expect(try await caller.transport.send(request, limits: .init()).status == 422)
    }
  }

  @Test(arguments: Carrier.allCases)
  func `pipelines are created, changed and deleted in every spelling`(
    carrier: Carrier
  ) async throws {
    try await LocalServer.serve(carrier) { caller async throws in
      let model = try await caller.call(GetPipelineDefinition(.alias("nightly")))
      let create = CreatePipeline(definition: model, alias: "fresh").request
      let created = try await caller.send(create)
      #expect(created.status == 201)
      let saved = try CreatePipeline.decode(created)
      #expect(saved.versionNumber == 1)
      #expect(saved.pipeline.alias == "fresh")
      let body = #"{"data":\#(model.text),"published":true}"#
      let byPath = try await caller.send(.put, "\(engine)/pipelines/fresh", body: body)
      #expect(byPath.status == 200)
      let byQuery = try await caller.send(.put, "\(engine)/pipelines?alias=fresh", body: body)
      #expect(byQuery.status == 200)
      let inBody = #"{"pipeline_id":"\#(saved.pipeline.id)","data":\#(model.text)}"#
      let third = try await caller.send(.put, "\(engine)/pipelines", body: inBody)
      #expect(third.status == 200)
      let version = try JSONValue(parsing: third.body)["latestVersionNumber"]?.int
      #expect((1...4).contains(version ?? 0))
      #expect(try await caller.send(.delete, "\(engine)/pipelines/fresh").status == 204)
      #expect(try await caller.status(GetPipeline(.alias("fresh"))) == 404)
      #expect(try await caller.send(.delete, "\(engine)/pipelines?alias=fresh").status == 404)
    }
  }

  @Test(arguments: Carrier.allCases)
  func `an invalid definition is not saved`(carrier: Carrier) async throws {
    try await LocalServer.serve(carrier) { caller async throws in
      let bad = CreatePipeline(definition: ["version": "v1", "name": "x"], alias: "bad")
      #expect(try await caller.status(bad) == 422)
      #expect(try await caller.status(GetPipeline(.alias("bad"))) == 404)
    }
  }

  @Test(arguments: Carrier.allCases)
  func `the workspace has an account, environments and empty lists`(
    carrier: Carrier
  ) async throws {
    try await LocalServer.serve(carrier) { caller async throws in
      #expect(try await caller.call(ListAccounts()).count == 1)
      let environments = try await caller.call(ListEnvironments())
      for environment in environments {
        let one = try await caller.call(GetEnvironment(environmentID: environment.id))
        #expect(one.name == environment.name)
      }
      #expect(try await caller.call(ListConnections()).isEmpty)
      #expect(try await caller.call(ListAssets()).total == 0)
    }
  }
}
