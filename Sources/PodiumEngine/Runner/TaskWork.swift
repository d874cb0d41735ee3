// One attempt from its folders to its outcome: prepares, resolves parameters, picks the kind.
import JSON
import OrchestraAPI
import Time

struct TaskWork: Sendable {
  let blueprint: RunBlueprint
  let index: Int
  let attempt: Int
  let values: RunValues
  let path: TaskRunPath
  let workID: PipelineRun.ID

  func perform(_ tools: DriverTools) async -> TaskOutcome {
    do throws(EngineError) { try await prepare(tools.tasks) } catch {
      return .failed(message: "Its folders cannot be made: \(error)")
    }
    let task = blueprint.tasks[index]
    switch task.resolve(values) {
    case .failure(let problem): return .failed(message: problem.text)
    case .success(let parameters):
      let attempt = taskAttempt(task, parameters, tools.tasks)
      guard let kind = TaskKind.of(task.definition) else {
        return tools.simulates
          ? await SimulatedTask.perform(attempt, tools.tasks)
          : .failed(
            message: TaskKind.refusal(of: task.definition, simulates: false) ?? "unknown kind")
      }
      return await kind.perform(attempt, tools.tasks)
    }
  }

  private func prepare(_ tools: TaskTools) async throws(EngineError) {
    let files = tools.files
    try await tools.folders.make(files.work(workID))
    try await tools.folders.make(files.artifacts(path))
    try await tools.folders.make("\(files.logs(path))/\(attempt)")
    await tools.folders.remove(files.output(path))
    try await tools.folders.write([], to: files.log(path, attempt: attempt))
  }

  private func taskAttempt(
    _ task: BlueprintTask, _ parameters: JSONObject, _ tools: TaskTools
  ) -> TaskAttempt {
    TaskAttempt(
      path: path, pipelineID: blueprint.pipelineID, pipelineName: blueprint.pipelineName,
      task: task.definition, parameters: parameters, number: attempt, inputs: values.inputs,
      environment: values.environment, outputs: values.facts.outputs, timeout: task.timeout,
      workFolder: tools.files.work(workID))
  }
}
