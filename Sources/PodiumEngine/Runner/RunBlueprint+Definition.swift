// From a checked definition to a blueprint: the plan's rules become gates of the machine, and
// parameters are resolved when their task begins.
import JSON
import OrchestraAPI
import Time

extension RunBlueprint {
  /// - Parameter values: inputs and environment of the run; a matrix may depend on them.
  package init(
    _ definition: PipelineDefinition, pipelineID: Pipeline.ID, values: RunValues
  ) throws(PlanError) {
    let plan = try Plan(definition, context: values.context)
    self.init(
      pipelineID: pipelineID, pipelineName: definition.name,
      plan: MachinePlan(
        tasks: plan.tasks.indices.map { Self.machineTask($0, plan, values) }),
      tasks: plan.tasks.map { Self.blueprintTask($0, plan, pipelineID) })
    selectionPlan = plan
    activeMax = definition.configuration.activeMax
  }

  private static func machineTask(_ index: Int, _ plan: Plan, _ values: RunValues) -> MachineTask {
    let task = plan.tasks[index]
    var machine = MachineTask(id: task.id)
    machine.upstreams = task.upstreams
    machine.retries = min(max(0, task.configuration.retries ?? 0), retriesMax)
    machine.retryDelay = .seconds(60 * max(0, task.configuration.retryDelayMinutes ?? 0))
    machine.treatFailureAsWarning = task.definition.treatFailureAsWarning
    machine.gate = TaskGate { facts in
      var now = values
      now.facts = facts
      switch plan.decision(at: index, in: now.context) {
      case .run: return .run
      case .skip(let reason): return .skip(reason: reason)
      case .fail(let reason): return .broken(reason: reason)
      case .wait: return .broken(reason: "decided too early")
      }
    }
    return machine
  }

  /// Most further attempts of a task.
  static let retriesMax = 100

  private static func blueprintTask(
    _ task: PlanTask, _ plan: Plan, _ pipelineID: Pipeline.ID
  ) -> BlueprintTask {
    let timeout = task.configuration.timeoutSeconds
    var known = BlueprintTask(
      definition: task.definition, dependsOn: task.upstreams.map { plan.tasks[$0].id },
      timeout: timeout.map { .seconds($0) }
    ) { values in
      do throws(ExpressionError) {
        let context = plan.context(for: task, values.context)
        return .success(try task.definition.parameters.filledIn(context))
      } catch {
        return .failure(ParameterProblem("A parameter cannot be evaluated: \(error)"))
      }
    }
    if let limit = task.definition.configuration.activeMax, limit > 0 {
      known.lane = SlotQueue.Lane(
        pipelineID: pipelineID, taskID: task.definition.id, activeMax: limit)
    }
    return known
  }
}

extension RunValues {
  /// The same facts as expressions see them.
  var context: ExpressionContext {
    var context = ExpressionContext(currentTime: now)
    context.environment = environment
    context.inputs = inputs
    context.pipelineRunID = runID.text
    context.taskRunID = taskRunID?.text
    for (id, status) in facts.statuses {
      let outputs = TaskOutputs.json(facts.outputs[id] ?? [:]).object
      context.tasks[id] = TaskFacts(status: status, outputs: outputs ?? [:])
    }
    return context
  }
}
