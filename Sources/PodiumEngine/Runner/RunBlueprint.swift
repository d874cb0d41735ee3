// A definition made ready for one run: the machine's plan and, task by task, what to do.
import JSON
import OrchestraAPI
import Time

/// What a run was started from; does not change while it lasts.
package struct RunBlueprint: Sendable {
  package var pipelineID: Pipeline.ID
  package var pipelineName: String
  package var plan: MachinePlan
  /// In the order of `plan.tasks`.
  package var tasks: [BlueprintTask]
  /// Runs of this pipeline at the same time; nil is no limit.
  package var activeMax: Int?
  /// The plan behind it, for choosing tasks; nil in a blueprint made from stored rows.
  package var selectionPlan: Plan?

  package init(
    pipelineID: Pipeline.ID, pipelineName: String, plan: MachinePlan, tasks: [BlueprintTask]
  ) {
    self.pipelineID = pipelineID
    self.pipelineName = pipelineName
    self.plan = plan
    self.tasks = tasks
  }
}

/// One task of a blueprint.
package struct BlueprintTask: Sendable {
  package var definition: TaskDefinition
  /// Ids of the tasks before it.
  package var dependsOn: [String]
  package var timeout: Duration?
  /// Limit of this task over all runs; nil is none.
  package var lane: SlotQueue.Lane?
  /// The parameters with their expressions replaced; the error is a sentence for people.
  package var resolve: @Sendable (RunValues) -> Result<JSONObject, ParameterProblem>

  package init(
    definition: TaskDefinition, dependsOn: [String] = [], timeout: Duration? = nil,
    resolve: @escaping @Sendable (RunValues) -> Result<JSONObject, ParameterProblem>
  ) {
    self.definition = definition
    self.dependsOn = dependsOn
    self.timeout = timeout
    self.resolve = resolve
  }
}

/// What expressions in parameters may look at.
package struct RunValues: Sendable {
  package var inputs: JSONObject
  package var environment: JSONObject
  package var facts: RunFacts
  package var runID: PipelineRun.ID
  package var taskRunID: TaskRun.ID?
  package var now: Timestamp

  package init(runID: PipelineRun.ID, inputs: JSONObject, environment: JSONObject, now: Timestamp) {
    self.runID = runID
    self.inputs = inputs
    self.environment = environment
    self.now = now
    facts = RunFacts()
  }
}

/// An expression that cannot be evaluated: which and why.
package struct ParameterProblem: Error, Sendable, Equatable {
  package var text: String

  package init(_ text: String) { self.text = text }
}
