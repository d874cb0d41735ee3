// After a crash or a kill: runs that had begun say that they were interrupted, processes they left
// are killed, runs that were still waiting wait again.
import CSystem
import Glibc
import OrchestraAPI
import Time

extension Engine {
  static let interruption = "the engine stopped while this ran"

  /// Goes through the runs that the journal knows as not ended.
  func recover() async throws(EngineError) {
    let open = try await archive.activeRuns()
    guard !open.isEmpty else { return }
    var interrupted: [(RunRecord, [TaskRecord])] = []
    for record in open {
      let tasks = try await archive.tasks(of: record.run.id)
      let hasBegun = record.run.status == .running || record.run.status == .cancelling
      if !hasBegun, let driver = await waitingAgain(record, tasks) {
        await runner.add(record.run.id, driver)
      } else {
        interrupted.append((record, tasks))
      }
    }
    let orphans = interrupted.flatMap { $0.1 }.filter { !$0.task.status.isTerminal }
    await parts.folders.killProcesses(of: Set(orphans.map(\.task.id.text)))
    for (record, tasks) in interrupted { await interrupt(record, tasks) }
  }

  /// A driver for a run that had not begun; nil when its definition cannot be laid out any more.
  private func waitingAgain(_ record: RunRecord, _ tasks: [TaskRecord]) async -> RunDriver? {
    guard let start = record.start, let version = record.run.versionNumber else { return nil }
    let values = RunValues(
      runID: record.run.id, inputs: start.inputs, environment: start.environment,
      now: record.run.createdAt)
    guard
      let definition = try? await catalog.definition(of: record.run.pipelineID, version: version),
      let blueprint = try? RunBlueprint(
        definition, pipelineID: record.run.pipelineID, values: values),
      blueprint.plan.tasks.count == tasks.count
    else { return nil }
    var state = RunState(record, tasks)
    state.status = .created
    return driver(RunMachine(plan: blueprint.plan, state: state), record, tasks, blueprint)
  }

  private func interrupt(_ record: RunRecord, _ tasks: [TaskRecord]) async {
    let plan = MachinePlan(tasks: tasks.map { MachineTask(id: $0.task.taskID) })
    let machine = RunMachine(plan: plan, state: RunState(record, tasks))
    let blueprint = RunBlueprint(
      pipelineID: record.run.pipelineID, pipelineName: record.run.pipelineName, plan: plan,
      tasks: [])
    do throws(RunRefusal) {
      try await driver(machine, record, tasks, blueprint)
        .send(.interrupted(reason: Self.interruption))
    } catch {
      parts.report("run \(record.run.id.short) cannot be marked as interrupted: \(error.reason)")
    }
  }
}

extension RunState {
  /// The state that rows tell of.
  init(_ record: RunRecord, _ tasks: [TaskRecord]) {
    self.init(
      createdAt: record.run.createdAt, updatedAt: record.run.updatedAt ?? record.run.createdAt,
      tasks: tasks.map { TaskState($0) })
    status = record.run.status
    message = record.run.message
    note = record.start?.note ?? ""
    startedAt = record.run.startedAt
    completedAt = record.run.completedAt
    firstFailure = tasks.firstIndex { $0.task.status == .failed }
  }
}

extension TaskState {
  fileprivate init(_ record: TaskRecord) {
    self.init(
      createdAt: record.task.createdAt, updatedAt: record.task.updatedAt ?? record.task.createdAt)
    status = record.task.status
    message = record.task.message ?? ""
    attempts = record.task.numberOfAttempts
    keptStatus = record.keptStatus
    outputs = record.outputs
    startedAt = record.task.startedAt
    completedAt = record.task.completedAt
  }
}

extension FolderThread {
  /// Kills what is left of tasks of an engine that was killed: processes that carry the id of one
  /// of these task runs in their environment.
  func killProcesses(of taskRuns: Set<String>) {
    guard !taskRuns.isEmpty else { return }
    let marker = "ORCHESTRA_TASK_RUN_ID="
    for name in Folders.names(in: "/proc") {
      guard let pid = Int32(name), pid > 1, pid != getpid(),
        let environment = try? Folders.whole("/proc/\(name)/environ")
      else { continue }
      let isOurs = environment.split(separator: 0).contains { entry in
        entry.starts(with: marker.utf8)
          && taskRuns.contains(
            String(decoding: entry.dropFirst(marker.utf8.count), as: UTF8.self))
      }
      if isOurs { kill(pid, SIGKILL) }
    }
  }
}
