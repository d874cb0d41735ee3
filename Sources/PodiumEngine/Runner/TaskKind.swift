// The kinds of tasks that this engine runs, one line each. All others are refused by name, or
// simulated where the user asked for it.
import JSON
import OrchestraAPI

/// How tasks of one integration and job are run.
package struct TaskKind: Sendable {
  package var integration: String
  package var job: String
  /// What is wrong with a task of this kind, before it runs; nil when nothing is.
  package var problem: @Sendable (TaskDefinition) -> String?
  /// Runs one attempt. Cancelling the Swift task ends it soon.
  package var perform: @Sendable (TaskAttempt, TaskTools) async -> TaskOutcome

  package static let all = [
    TaskKind(
      integration: PlatformWords.localIntegration, job: PlatformWords.localCommandJob,
      problem: CommandTask.problem, perform: CommandTask.perform),
    TaskKind(
      integration: "PYTHON", job: "PYTHON_EXECUTE_SCRIPT", problem: PythonTask.problem,
      perform: PythonTask.perform),
    TaskKind(
      integration: "HTTP", job: "HTTP_REQUEST", problem: HTTPTask.problem,
      perform: HTTPTask.perform),
    TaskKind(
      integration: "ORCHESTRA", job: "WAIT", problem: WaitTask.problem, perform: WaitTask.perform),
  ]

  /// The kind of a task, nil when this engine cannot run it.
  package static func of(_ task: TaskDefinition) -> TaskKind? {
    all.first { $0.integration == task.integration && $0.job == task.integrationJob }
  }

  /// Why a task cannot run here, or nil.
  package static func refusal(of task: TaskDefinition, simulates: Bool) -> String? {
    guard let kind = of(task) else {
      if simulates { return nil }
      let known = all.map { "\($0.integration)/\($0.job)" }.joined(separator: ", ")
      return """
        task \(task.id): \(task.integration)/\(task.integrationJob) does not run on the local \
        engine (it runs \(known)); --simulate pretends it
        """
    }
    return kind.problem(task).map { "task \(task.id): \($0)" }
  }
}

/// Pretends a task of another integration: waits a moment and says so.
enum SimulatedTask {
  static let pause = Duration.milliseconds(300)

  static func perform(_ attempt: TaskAttempt, _ tools: TaskTools) async -> TaskOutcome {
    let what = "\(attempt.task.integration)/\(attempt.task.integrationJob)"
    await tools.note(attempt, "simulated: \(what) is not run by the local engine; nothing was done")
    do { try await Task.sleep(for: pause) } catch { return .failed(message: "Stopped") }
    return .succeeded(message: "simulated: \(what) was not run", outputs: [:])
  }
}
