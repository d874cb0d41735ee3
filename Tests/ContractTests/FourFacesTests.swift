// The operation table walked once: each operation has its key, verb, tool and route or says why not; the
// same inputs become the same request and the same answer whichever face they come by.
import HTTP
import JSON
import OrchestraAPI
import OrchestraClient
import PodiumCore
import PodiumMCP
import PodiumTUI
import TestSupport
import Testing

@testable import PodiumCLI

@Suite struct FourFacesTests {
  private let table = OperationTable.standard

  @Test func everyOperationHasEachFaceOrSaysWhyNot() async throws {
    try await Agent.withServer { agent, _ in
      let every = agent.offering([.standard, .more])
      let document = try await agent.route(.get, "/openapi.json")["paths"]?.object
      for spec in table.specs {
        for face in OperationFace.allCases {
          #expect(
            spec.has(face) || spec.reasonWithout(face) != nil, "\(spec.name) has no \(face)")
          guard spec.has(face) else { continue }
          switch face {
          case .key: #expect(Keymap().bindings.contains { $0.isOf(spec) }, "\(spec.name)")
          case .verb: #expect(CommandTable.command(named: spec.verb ?? "") != nil, "\(spec.name)")
          case .tool: #expect(every.contains { $0.name == spec.name }, "\(spec.name)")
          case .route:
            let parts = (spec.route ?? "").split(separator: " ")
            let entry = document?[String(parts[1])]?[parts[0].lowercased()]
            #expect(entry?["operationId"]?.string == spec.name, "\(spec.name)")
          }
        }
      }
    }
  }

  // MARK: The same request

  /// A write by all of its faces.
  struct Write: Sendable {
    var tool: String
    var arguments: JSONObject
    var words: [String]
    var method: HTTPMethod = .post
    var path: String
    /// What the dialog of the dashboard makes.
    var dialog:
      @Sendable (PipelineRun, OperationContext) throws(OperationProblem) -> OperationRequest
  }

  /// "RUN" is the run that it is about.
  static let writes: [Write] = [
    Write(
      tool: "trigger_pipeline",
      arguments: [
        "pipeline_id": "Nightly", "branch": "main", "environment": "Live",
        "run_inputs": ["day": "monday"],
      ],
      words: [
        "pipelines", "start", "Nightly", "--branch", "main", "--environment", "Live", "--input",
        "day=monday",
      ], path: "/pipelines/Nightly/start"
    ) { (_, context) throws(OperationProblem) in
      let options: JSONObject = [
        "branch": "main", "environment": "Live", "run_inputs": ["day": "monday"],
      ]
      let pipeline = context.pipeline("nightly")?.id.text ?? ""
      return try OperationTable.standard.start(pipeline, options: options, in: context)
    },
    Write(
      tool: "rerun", arguments: ["pipeline_run_id": "RUN"], words: ["runs", "rerun", "RUN"],
      path: "/pipeline_runs/RUN/rerun"
    ) { (run, context) throws(OperationProblem) in
      try OperationTable.standard.rerun(run.id, .fromFailed, in: context)
    },
    Write(
      tool: "rerun", arguments: ["pipeline_run_id": "RUN", "scope": "all"],
      words: ["runs", "rerun", "RUN", "--all"], path: "/pipeline_runs/RUN/rerun"
    ) { (run, context) throws(OperationProblem) in
      try OperationTable.standard.rerun(run.id, .all, in: context)
    },
    Write(
      tool: "rerun",
      arguments: [
        "pipeline_run_id": "RUN", "scope": "tasks", "task_ids": ["broken"],
        "continue_downstream": true,
      ], words: ["runs", "rerun", "RUN", "--task", "broken", "--downstream"],
      path: "/pipeline_runs/RUN/rerun"
    ) { (run, context) throws(OperationProblem) in
      try OperationTable.standard.rerun(run.id, .tasks(["broken"], downstream: true), in: context)
    },
    Write(
      tool: "cancel_pipeline_run", arguments: ["pipeline_run_id": "SLOW"],
      words: ["runs", "cancel", "SLOW"], path: "/pipeline_runs/SLOW/cancel"
    ) { (run, context) throws(OperationProblem) in
      try OperationTable.standard.cancel(run.id, in: context)
    },
  ]

  @Test(arguments: Array(FourFacesTests.writes.indices))
  func theSameInputsBecomeTheSameRequest(index: Int) async throws {
    let write = Self.writes[index]
    try await Podium.withServer { podium, caller in
      let failed = try await caller.finishedRun("failing")
      let slow = try await caller.call(StartPipeline(pipeline: "slow")).runID
      let isCancel = write.tool == "cancel_pipeline_run"
      let run = isCancel ? try await caller.run(slow) { $0.status == .running } : failed
      func named(_ text: String) -> String {
        text.replacing("RUN", with: failed.id.text).replacing("SLOW", with: slow.text)
      }
      let agent = try Agent(caller, sendsWrites: false)
      let arguments = write.arguments.replacingTexts(named)
      // What is kept of a request that never left is that it was asked for.
      _ = try await agent.problem(write.tool, arguments)
      var body = arguments
      if let inPath = body.keys.first { body[inPath] = nil }
      _ = try? await agent.route(write.method, named(write.path), body: body)
      let pipelines = try await caller.call(ListPipelines()).pipelines
      let context = OperationContext(
        run: { $0 == run.id ? run : nil },
        pipeline: { name in pipelines.first { $0.id.text == name || $0.alias == name } })
      let dialog = try write.dialog(run, context)
      _ = await WriteGate(agent.client, agent.source, audit: nil, wall: { .now() }).send(dialog)
      let sent = agent.transport.writes
      #expect(sent.count == 3, "\(write.tool): tool, route and dialog")
      for other in sent.dropFirst() { #expect(other == sent[0], "\(write.tool)") }
      let verb = try await podium.run(write.words.map(named) + ["--dry-run"])
      #expect(verb.exitCode == 0, "\(verb)")
      let text = sent.first?.body.isEmpty == true ? "" : "\n\(sent.first?.text ?? "")"
      #expect(verb.output == "POST \(sent.first?.target ?? "")\(text)\n", "\(write.tool)")
      #expect(dialog.preview.path == sent.first?.target)
    }
  }

  // MARK: The same answer

  /// Reads by their faces: operation, words of the verb, arguments, address.
  static let reads: [(name: String, words: [String], arguments: JSONObject, target: String)] = [
    (
      "list_pipeline_runs", ["runs", "list", "--status", "failed", "--limit", "5"],
      ["status": ["failed"], "limit": 5], "/pipeline_runs?status=failed&limit=5"
    ),
    (
      "get_pipeline_run_status", ["runs", "status", "RUN"], ["pipeline_run_id": "RUN"],
      "/pipeline_runs/RUN/status"
    ),
    (
      "get_pipeline_run_details", ["runs", "show", "RUN"], ["pipeline_run_id": "RUN"],
      "/pipeline_runs/RUN"
    ),
    (
      "list_task_runs", ["tasks", "list", "RUN"], ["pipeline_run_id": "RUN"],
      "/task_runs?pipeline_run_id=RUN"
    ),
    (
      "get_task_run_artifacts", ["artifacts", "list", "RUN", "broken"],
      ["pipeline_run_id": "RUN", "task_run_id": "broken"],
      "/pipeline_runs/RUN/task_runs/broken/files"
    ),
    (
      "download_task_artifact", ["artifacts", "get", "RUN", "broken", "LOG"],
      ["pipeline_run_id": "RUN", "task_run_id": "broken", "filename": "LOG"],
      "/pipeline_runs/RUN/task_runs/broken/files/LOG"
    ),
    ("list_pipelines", ["pipelines", "list"], [:], "/pipelines"),
    (
      "get_pipeline_config", ["pipelines", "show", "nightly"], ["pipeline": "nightly"],
      "/pipelines/nightly"
    ),
    (
      "get_pipeline_metrics", ["metrics", "failing"], ["pipeline": "failing"],
      "/pipelines/failing/metrics"
    ),
    ("whats_broken", ["problems"], [:], "/problems"),
    (
      "explain_run", ["runs", "explain", "RUN"], ["pipeline_run_id": "RUN"],
      "/pipeline_runs/RUN/explanation"
    ),
    (
      "diagnose", ["tasks", "show", "RUN"], ["pipeline_run_id": "RUN"],
      "/diagnosis?pipeline_run_id=RUN"
    ),
    (
      "search_logs", ["logs", "search", "RUN", "broken", "(?i)error"],
      ["pipeline_run_id": "RUN", "task_run_id": "broken", "pattern": "(?i)error"],
      "/pipeline_runs/RUN/task_runs/broken/log_matches?pattern=(?i)error"
    ),
    (
      "pipeline_context", ["pipelines", "context", "failing"], ["pipeline": "failing"],
      "/pipelines/failing/context"
    ),
    (
      "compare_runs", ["runs", "compare", "RUN", "RUN"],
      ["pipeline_run_id": "RUN", "other_pipeline_run_id": "RUN"],
      "/pipeline_runs/RUN/comparison?other_pipeline_run_id=RUN"
    ),
    (
      "why_late", ["pipelines", "why-late", "follower"], ["pipeline": "follower"],
      "/pipelines/follower/lateness"
    ),
    (
      "wait_for_run", ["runs", "watch", "RUN"], ["pipeline_run_id": "RUN"], "/pipeline_runs/RUN/end"
    ),
    ("list_environments", ["environments"], [:], "/environments"),
    (
      "read_log", ["logs", "RUN", "broken"],
      ["pipeline_run_id": "RUN", "task_run_id": "broken"],
      "/pipeline_runs/RUN/log?task_run_id=broken"
    ),
    ("probe_endpoints", ["requests"], [:], "/requests"),
  ]

  /// Members that say when, by whom or how fast it was asked.
  static let fleeting: Set<String> = [
    "window", "now", "waitedSeconds", "milliseconds", "requestsUsed", "requestsPerMinute",
    "clockSkewSeconds", "host", "profile", "link",
  ]

  @Test func theSameQuestionGetsTheSameAnswer() async throws {
    try await Podium.withServer { podium, caller in
      let run = try await caller.finishedRun("failing")
      let task = try await caller.task("broken", in: run.id)
      let path = TaskRunPath(runID: run.id, taskRunID: task.id)
      let log = try #require(try await caller.call(ListLogFiles(task: path)).files.first?.name)
      func named(_ text: String) -> String {
        text.replacing("RUN", with: run.id.text).replacing("LOG", with: log)
      }
      let agent = try Agent(caller)
      let every = agent.offering([.standard, .more])
      for (name, words, arguments, target) in Self.reads {
        let tool = try #require(every.first { $0.name == name })
        let answer = JSONValue.object(
          try await agent.call(tool, arguments.replacingTexts(named))
        ).without(Self.fleeting)
        let inPath = target.replacing("LOG", with: PercentEncoding.encode(log))
        let routed = try await agent.route(.get, named(inPath)).without(Self.fleeting)
        #expect(routed == answer, "\(name): \(routed.text) \(answer.text)")
        let verb = try await podium.run(words.map(named) + ["--json"])
        #expect(verb.exitCode == 0, "\(name): \(verb)")
        let printed = try JSONValue(parsing: verb.output).without(Self.fleeting)
        #expect(printed == answer, "\(name): \(printed.text) \(answer.text)")
      }
    }
  }

  @Test func nothingThatLooksIsLeftOut() {
    // Verbs check files, tools and routes definitions: see FileVerbTests.
    let known = Set(Self.reads.map(\.name) + Self.writes.map(\.tool) + ["validate_pipeline"])
    let done = table.specs.filter(\.isDoneAtOnce).map(\.name)
    #expect(Set(done) == known)
  }
}

extension Keymap.Binding {
  /// Whether it asks for what an operation does, by the key that the operation names.
  fileprivate func isOf(_ spec: OperationSpec) -> Bool {
    let commands: [String: PodiumTUI.Command] = [
      "start_pipeline": .trigger, "rerun_pipeline_run": .rerun, "cancel_pipeline_run": .cancelRun,
    ]
    let keys = keys.map(\.name)
    return command == commands[spec.name] && keys.contains(spec.key ?? "")
  }
}

extension JSONObject {
  /// The same with other texts, at any depth.
  fileprivate func replacingTexts(_ change: (String) -> String) -> JSONObject {
    JSONObject(
      pairs: members.map { member in
        (key: member.key, value: member.value.string.map { .string(change($0)) } ?? member.value)
      })
  }
}

extension JSONValue {
  /// The same without some members, at any depth.
  fileprivate func without(_ names: Set<String>) -> JSONValue {
    switch self {
    case .object(let object):
      .object(
        JSONObject(
          pairs: object.members.filter { !names.contains($0.key) }
            .map { (key: $0.key, value: $0.value.without(names)) }))
    case .array(let items): .array(items.map { $0.without(names) })
    default: self
    }
  }
}
