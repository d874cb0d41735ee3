// Plans: order, matrices, what runs and what is skipped, which tasks a retry chooses.
import JSON
import OrchestraAPI
import Testing
import Time

@testable import PodiumEngine

@Suite struct DefinitionPlanTests {
  private static let now = ExpressionContext(currentTime: Timestamp(seconds: 0))

  /// `load: extract → transform`, then `report: mail`, and a `cleanup` that looks at failures.
  private static let staged = """
    version: v1
    name: Staged
    configuration: {retries: 2, timeout: 60, concurrency: {max_active: 1}}
    inputs: {full: {type: boolean, default: false}}
    pipeline:
      load:
        tasks:
          extract: {integration: LOCAL, integration_job: LOCAL_COMMAND, parameters: {}}
          transform:
            integration: LOCAL
            integration_job: LOCAL_COMMAND
            parameters: {}
            depends_on: [extract]
            configuration: {retries: 0}
          vacuum:
            integration: LOCAL
            integration_job: LOCAL_COMMAND
            parameters: {}
            depends_on: [extract]
            condition: ${{ inputs.full }}
      report:
        depends_on: [load]
        tasks:
          mail: {integration: LOCAL, integration_job: LOCAL_COMMAND, parameters: {}}
      cleanup:
        depends_on: [load]
        condition: ${{ task_groups['load'].any().status == 'FAILED' }}
        tasks:
          sweep: {integration: LOCAL, integration_job: LOCAL_COMMAND, parameters: {}}
      always:
        integration: LOCAL
        integration_job: LOCAL_COMMAND
        parameters: {}
        depends_on: [report]
        condition: ${{ True }}
    """

  @Test func `groups are expanded into the order of tasks`() throws {
    let plan = try plan(Self.staged)
    #expect(plan.tasks.map(\.id) == ["extract", "transform", "vacuum", "mail", "sweep", "always"])
    #expect(plan.tasks.map(\.upstreams) == [[], [0], [0], [0, 1, 2], [0, 1, 2], [3]])
    #expect(plan.tasks.map(\.required) == [[], [0], [0], [], [], []])
    #expect(
      plan.groups == [
        "load": ["extract", "transform", "vacuum"], "report": ["mail"], "cleanup": ["sweep"],
      ])
    #expect(plan.tasks.map(\.configuration.retries) == [2, 0, 2, 2, 2, 2])
    #expect(plan.tasks.allSatisfy { $0.configuration.timeoutSeconds == 60 })
    #expect(plan.tasks.allSatisfy { $0.configuration.activeMax == nil })
  }

  @Test(arguments: [
    // What the tasks before have become → what is decided, in the order of the plan.
    ("C C C C C C", "run wait wait wait wait wait"),
    ("R C C C C C", "run wait wait wait wait wait"),
    ("S C C C C C", "run run skip wait wait wait"),
    ("W C C C C C", "run run skip wait wait wait"),
    ("S S K C C C", "run run skip run skip wait"),
    ("S W K S K C", "run run skip run skip run"),
    ("S F K C C C", "run run skip skip run wait"),
    ("S F K K S C", "run run skip skip run run"),
    ("F K K C C C", "run skip skip skip run wait"),
    ("X K K C C C", "run skip skip skip skip wait"),
    ("K K K C C C", "run skip skip skip skip wait"),
  ])
  func `what runs follows from how the tasks before ended`(statuses: String, decisions: String)
    throws
  {
    let plan = try plan(Self.staged)
    let context = context(plan, statuses)
    let found = plan.tasks.indices.map { word(plan.decision(at: $0, in: context)) }
    #expect(found.joined(separator: " ") == decisions)
  }

  @Test func `the reason of a skip names the culprit or the condition`() throws {
    let plan = try plan(Self.staged)
    #expect(
      plan.decision(at: 1, in: context(plan, "F C C C C C"))
        == .skip(reason: "Skipped: “extract” is FAILED."))
    #expect(
      plan.decision(at: 2, in: context(plan, "S C C C C C"))
        == .skip(reason: "Skipped: its condition is false: ${{ inputs.full }}"))
    #expect(
      plan.decision(at: 4, in: context(plan, "S S S C C C"))
        == .skip(
          reason: "Skipped: the condition of its group is false: "
            + "${{ task_groups['load'].any().status == 'FAILED' }}"))
  }

  @Test func `a condition that can't be evaluated fails the task and says why`() throws {
    let plan = try plan(Self.staged.replacingInputs())
    let decision = plan.decision(at: 2, in: context(plan, "S C C C C C"))
    #expect(
      decision
        == .fail(
          reason: "The condition ${{ tasks['extract'].outputs.rows > 0 }} can't be evaluated: "
            + "the outputs of task “extract” has no “rows”"))
  }

  @Test func `a matrix is unfolded, bounded and in order`() throws {
    let text = """
      version: v1
      name: Matrix
      pipeline:
        per_table:
          matrix: {inputs: {table: [a, b, c]}, %@}
          tasks:
            load: {integration: LOCAL, integration_job: LOCAL_COMMAND, parameters: {}}
            check:
              integration: LOCAL
              integration_job: LOCAL_COMMAND
              parameters: {}
              depends_on: [load]
        after:
          depends_on: [per_table]
          tasks:
            done: {integration: LOCAL, integration_job: LOCAL_COMMAND, parameters: {}}
      """
    let free = try plan(text.filled("continue_on_error: false"))
    let ids = ["load[a]", "check[a]", "load[b]", "check[b]", "load[c]", "check[c]", "done"]
    #expect(free.tasks.map(\.id) == ids)
    #expect(free.tasks.map(\.upstreams) == [[], [0], [], [2], [], [4], [0, 1, 2, 3, 4, 5]])
    #expect(free.tasks[2].matrix == ["table": "b"])
    let sequential = try plan(text.filled("sequential: true"))
    #expect(sequential.tasks.map(\.upstreams)[2] == [0, 1])
    #expect(word(sequential.decision(at: 2, in: context(sequential, "S F C C C C C"))) == "skip")
    let brave = try plan(text.filled("max_parallel: 2, continue_on_error: true"))
    #expect(brave.tasks.map(\.upstreams)[4] == [0, 1])
    #expect(brave.tasks.map(\.upstreams)[2] == [])
    #expect(word(brave.decision(at: 4, in: context(brave, "S F C C C C C"))) == "run")
  }

  @Test func `a repetition sees its own siblings, others see them combined`() throws {
    let plan = try plan(
      """
      version: v1
      name: Matrix
      pipeline:
        per_table:
          matrix: {inputs: {table: [a, b]}}
          tasks:
            load: {integration: LOCAL, integration_job: LOCAL_COMMAND, parameters: {}}
            mend:
              integration: LOCAL
              integration_job: LOCAL_COMMAND
              parameters: {}
              depends_on: [load]
              condition: ${{ tasks['load'].status == 'FAILED' }}
        after:
          depends_on: [per_table]
          condition: ${{ tasks['load'].status == 'FAILED' and TASKS.load.OUTPUTS.rows[1] == 7 }}
          tasks:
            tell: {integration: LOCAL, integration_job: LOCAL_COMMAND, parameters: {}}
      """)
    var facts = context(plan, "F S S K C")
    facts.tasks["load[b]"]?.outputs = ["rows": 7]
    #expect(word(plan.decision(at: 1, in: facts)) == "run")
    #expect(word(plan.decision(at: 3, in: facts)) == "skip")
    #expect(word(plan.decision(at: 4, in: facts)) == "run")
  }

  @Test func `matrices from inputs are known at the start, from outputs they are refused`() throws {
    let text = """
      version: v1
      name: Matrix
      inputs: {tables: {type: list, default: [x]}}
      pipeline:
        first: {integration: LOCAL, integration_job: LOCAL_COMMAND, parameters: {}}
        per_table:
          depends_on: [first]
          matrix: {inputs: {table: "%@"}}
          tasks:
            load: {integration: LOCAL, integration_job: LOCAL_COMMAND, parameters: {}}
      """
    var context = Self.now
    context.inputs = ["tables": ["p", "q", "p"]]
    let known = try Plan(definition(text.filled("${{ inputs.tables }}")), context: context)
    #expect(known.tasks.map(\.id) == ["first", "load[p]", "load[q]", "load[2]"])
    let late = try definition(text.filled("${{ TASKS.first.OUTPUTS.tables }}"))
    let error = #expect(throws: PlanError.self) { try Plan(late, context: context) }
    #expect(
      error?.description
        == "the matrix of group “per_table” needs values that are known when the run starts "
        + "(a list, inputs or ENV): there is no task “first”")
  }

  @Test func `a start chooses tasks with or without what follows`() throws {
    let plan = try plan(Self.staged)
    let earlier: [String: TaskStatus] = [
      "extract": .succeeded, "transform": .failed, "vacuum": .skipped, "mail": .skipped,
      "sweep": .succeeded, "always": .succeeded,
    ]
    #expect(try plan.selection(.all).indices == [0, 1, 2, 3, 4, 5])
    #expect(try plan.selection(.tasks(["transform"], withDownstream: false)).indices == [1])
    #expect(
      try plan.selection(.tasks(["transform"], withDownstream: true)).indices == [1, 3, 4, 5])
    #expect(try plan.selection(.tasks(["load"], withDownstream: false)).indices == [0, 1, 2])
    #expect(try plan.selection(.fromFailed(earlier)).indices == [1, 3, 4, 5])
    let error = #expect(throws: PlanError.self) {
      try plan.selection(.tasks(["extrat"], withDownstream: true))
    }
    #expect(error?.description == "the pipeline has no task “extrat”")
    #expect(throws: PlanError.self) {
      try plan.selection(.fromFailed(earlier.mapValues { _ in .succeeded }))
    }
  }

  // MARK: Means

  private func definition(_ text: String) throws -> PipelineDefinition {
    let loaded = DefinitionLoader.load(yaml: text, file: "plan.yaml")
    #expect(loaded.problems.map(\.rendered) == [])
    return try #require(loaded.definition)
  }

  private func plan(_ text: String) throws -> Plan {
    try Plan(definition(text), context: Self.now)
  }

  private func context(_ plan: Plan, _ letters: String) -> ExpressionContext {
    let words: [Substring: TaskStatus] = [
      "C": .created, "R": .running, "S": .succeeded, "W": .warning, "F": .failed, "K": .skipped,
      "X": .cancelled,
    ]
    var context = Self.now
    context.inputs = ["full": false]
    for (task, letter) in zip(plan.tasks, letters.split(separator: " ")) {
      context.tasks[task.id] = TaskFacts(status: words[letter] ?? .created)
    }
    return context
  }

  private func word(_ decision: PlanDecision) -> String {
    switch decision {
    case .wait: "wait"
    case .run: "run"
    case .skip: "skip"
    case .fail: "fail"
    }
  }
}

extension String {
  /// The text with `%@` replaced.
  fileprivate func filled(_ text: String) -> String {
    split(separator: "%@", omittingEmptySubsequences: false).joined(separator: text)
  }

  /// The staged pipeline with a condition on an output that does not exist.
  fileprivate func replacingInputs() -> String {
    split(separator: "${{ inputs.full }}").joined(
      separator: "${{ tasks['extract'].outputs.rows > 0 }}")
  }
}
