// Which tasks of a start run: all, chosen ones, or those that a failed run has still to do.
import JSON
import OrchestraAPI

extension Engine {
  /// Decides about every task of a start. A restart also gets the work folder, the trigger and the
  /// note of what it continues.
  func choice(
    _ order: StartOrder, _ blueprint: RunBlueprint, _ record: inout RunRecord
  ) async throws(APIProblem) -> StartChoice {
    let request = order.request
    guard request.retryFromFailed || !request.taskIDs.isEmpty, let plan = blueprint.selectionPlan
    else { return StartChoice(message: "Pipeline run created") }
    if request.retryFromFailed, !request.taskIDs.isEmpty {
      throw .invalid(
        "body", "taskIds", message: "Give either taskIds or retryFromFailed, not both")
    }
    if request.retryFromFailed { return try await retry(blueprint, plan, &record) }
    return try chosen(request, plan, &record)
  }

  private func chosen(
    _ request: StartPipeline, _ plan: Plan, _ record: inout RunRecord
  ) throws(APIProblem) -> StartChoice {
    let withDownstream = request.continueDownstreamRun ?? false
    let selection: PlanSelection
    do throws(PlanError) {
      selection = try plan.selection(.tasks(request.taskIDs, withDownstream: withDownstream))
    } catch {
      throw .invalid("body", "taskIds", message: error.description)
    }
    let isDownstream = plan.downstream(of: selection.indices)
    var choice = StartChoice()
    for index in plan.tasks.indices where !selection.indices.contains(index) {
      let reason = isDownstream.contains(index) ? "its downstream was not asked for" : "not chosen"
      choice.presets[index] = TaskPreset(
        message: "Skipped: \(reason) for this run.", keptStatus: .succeeded)
    }
    var trigger = record.run.triggeredBy.first ?? TriggeredBy(type: "MANUAL")
    trigger.type = "RESTART_FROM_TASKS"
    trigger.taskIDs = request.taskIDs
    record.run.triggeredBy = [trigger]
    let after = withDownstream ? " and what follows" : ""
    choice.message = "Runs only \(request.taskIDs.joined(separator: ", "))\(after)."
    record.start?.note = choice.message
    return choice
  }

  private func retry(
    _ blueprint: RunBlueprint, _ plan: Plan, _ record: inout RunRecord
  ) async throws(APIProblem) -> StartChoice {
    let pipeline = record.run.pipelineID
    let (earlier, tasks) = try await latestFailed(pipeline, record.run.pipelineName)
    var statuses: [String: TaskStatus] = [:]
    var outputs: [String: [String: String]] = [:]
    for task in tasks where !earlier.isGenerated {
      statuses[task.task.taskID] = task.keptStatus ?? task.task.status
      outputs[task.task.taskID] = task.outputs
    }
    let selection: PlanSelection
    do throws(PlanError) {
      selection = try plan.selection(.fromFailed(statuses))
    } catch {
      throw APIProblem(400, "Run \(earlier.run.id.short): \(error.description)")
    }
    var choice = StartChoice()
    for index in plan.tasks.indices where !selection.indices.contains(index) {
      let id = plan.tasks[index].id
      let status = statuses[id] ?? .succeeded
      choice.presets[index] = TaskPreset(
        message: "Kept from run \(earlier.run.id.short): it was \(status.word).",
        keptStatus: status, outputs: outputs[id] ?? [:])
    }
    continueRun(earlier, &record, &choice)
    return choice
  }

  private func continueRun(
    _ earlier: RunRecord, _ record: inout RunRecord, _ choice: inout StartChoice
  ) {
    var trigger = record.run.triggeredBy.first ?? TriggeredBy(type: "MANUAL")
    trigger.type = "RESTART_FROM_FAILED"
    trigger.pipelineRunID = earlier.run.id
    trigger.pipelineName = earlier.run.pipelineName
    record.run.triggeredBy = [trigger]
    if earlier.isGenerated {
      choice.message = "Restarts the generated run \(earlier.run.id.short): all tasks run."
    } else {
      record.start?.workID = earlier.start?.workID ?? earlier.run.id
      let kept = choice.presets.count
      choice.message =
        "Restarts run \(earlier.run.id.text) from its failed tasks; \(kept) kept."
    }
    record.start?.note = choice.message
  }

  /// The newest run of a pipeline that failed or was cancelled.
  private func latestFailed(
    _ pipeline: Pipeline.ID, _ name: String
  ) async throws(APIProblem) -> (RunRecord, [TaskRecord]) {
    let found: RunRecord?
    var tasks: [TaskRecord] = []
    do throws(EngineError) {
      found = try await archive.latestRun(of: pipeline, statuses: [.failed, .cancelled])
      if let found { tasks = try await archive.tasks(of: found.run.id) }
    } catch {
      throw APIProblem(error)
    }
    guard let found else {
      throw APIProblem(400, "Pipeline \(name) has no failed run to restart")
    }
    return (found, tasks)
  }
}
