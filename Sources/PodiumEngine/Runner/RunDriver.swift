// Drives one run: takes events in order, stores what they change, then does what the machine asks.
// Decides nothing itself.
import OrchestraAPI
import Time

/// What all drivers share.
package struct DriverTools: Sendable {
  package var journal: Journal
  package var slots: SlotQueue
  package var tasks: TaskTools
  package var simulates: Bool
  package var now: @Sendable () -> Timestamp
  /// One line about something that people should know.
  package var report: @Sendable (String) -> Void
}

/// One active run.
package actor RunDriver {
  /// Attempts to store a change before the run is given up.
  static let commitAttemptsMax = 5
  static let commitPause = Duration.milliseconds(200)

  private struct Entry {
    var event: RunEvent
    var reply: CheckedContinuation<RunRefusal?, Never>?
  }

  package nonisolated let blueprint: RunBlueprint
  private let tools: DriverTools
  private let onEnd: @Sendable (RunRecord) async -> Void
  private var machine: RunMachine
  private var record: RunRecord
  private var tasks: [TaskRecord]
  /// At most one entry for each task and each request of a person.
  private var inbox: [Entry] = []
  private var isDraining = false
  private var running: [Int: Task<Void, Never>] = [:]
  private var delays: [Int: Task<Void, Never>] = [:]

  package init(
    machine: RunMachine, record: RunRecord, tasks: [TaskRecord], blueprint: RunBlueprint,
    tools: DriverTools, onEnd: @escaping @Sendable (RunRecord) async -> Void
  ) {
    self.machine = machine
    self.record = record
    self.tasks = tasks
    self.blueprint = blueprint
    self.tools = tools
    self.onEnd = onEnd
  }

  /// Stores the new run. Nothing of it has started yet.
  package func create() async throws(EngineError) {
    copyState(machine.state.tasks.indices.map { $0 })
    var change = RunChange(runID: record.run.id)
    change.created = record
    change.createdTasks = tasks
    try await tools.journal.commit(change)
  }

  /// Takes an event in; its effect follows.
  package func post(_ event: RunEvent) { enqueue(Entry(event: event)) }

  /// Takes an event in and waits until it is stored, or refused.
  package func send(_ event: RunEvent) async throws(RunRefusal) {
    let refusal = await withCheckedContinuation { reply in
      enqueue(Entry(event: event, reply: reply))
    }
    if let refusal { throw refusal }
  }

  private func enqueue(_ entry: Entry) {
    inbox.append(entry)
    guard !isDraining else { return }
    isDraining = true
    Task { await drain() }
  }

  /// Works the inbox off: everything that came while a commit was on its way shares the next one.
  private func drain() async {
    while !inbox.isEmpty {
      let entries = inbox
      inbox = []
      await take(entries)
    }
    isDraining = false
  }

  private func take(_ entries: [Entry]) async {
    var change = RunChange(runID: record.run.id)
    var commands: [RunCommand] = []
    var accepted: [Entry] = []
    for entry in entries {
      let now = tools.now()
      do throws(RunRefusal) {
        commands += try machine.apply(entry.event, at: now)
        change.events.append(RunChange.Event(at: now, event: entry.event))
        accepted.append(entry)
      } catch {
        refuse(entry, error)
      }
    }
    guard !accepted.isEmpty else { return }
    let changed = machine.takeChanges()
    copyState(changed)
    change.run = record.run
    change.tasks = changed.map { tasks[$0] }
    guard await store(change) else {
      for entry in accepted { entry.reply?.resume(returning: RunRefusal("it cannot be stored")) }
      await giveUp()
      return
    }
    for entry in accepted { entry.reply?.resume(returning: nil) }
    for command in commands { await perform(command) }
  }

  /// A slot that nobody wants any more goes back.
  private func refuse(_ entry: Entry, _ refusal: RunRefusal) {
    if case .granted(let task) = entry.event {
      Task { await tools.slots.release(lane: lane(of: task)) }
    }
    entry.reply?.resume(returning: refusal)
  }

  private func store(_ change: RunChange) async -> Bool {
    for attempt in 1...Self.commitAttemptsMax {
      do throws(EngineError) {
        try await tools.journal.commit(change)
        return true
      } catch {
        tools.report("run \(record.run.id.short): \(error) (attempt \(attempt))")
        try? await Task.sleep(for: Self.commitPause * attempt)
      }
    }
    return false
  }

  /// The disk refuses: everything stops. The next start of the engine finds the run interrupted.
  private func giveUp() async {
    tools.report("run \(record.run.id.short) is given up: its state cannot be stored")
    for (index, task) in running { stop(task, index, hard: true) }
    for task in delays.values { task.cancel() }
    inbox = []
    await onEnd(record)
  }

  // MARK: Commands

  private func perform(_ command: RunCommand) async {
    switch command {
    case .requestSlot(let task): requestSlot(task)
    case .run(let task, let attempt):
      running[task] = Task { await self.run(task, attempt) }
    case .retryLater(let task, let delay):
      delays[task] = Task {
        guard (try? await Task.sleep(for: delay)) != nil else { return }
        self.post(.retryDue(task: task))
      }
    case .withdraw(let task):
      delays.removeValue(forKey: task)?.cancel()
      await tools.slots.withdraw(tasks[task].task.id)
    case .stop(let task): running[task].map { stop($0, task, hard: false) }
    case .kill(let task): running[task].map { stop($0, task, hard: true) }
    case .finished: await onEnd(record)
    }
  }

  private func requestSlot(_ task: Int) {
    delays[task] = nil
    let key = tasks[task].task.id
    Task {
      if await tools.slots.acquire(key, lane: lane(of: task)) {
        self.post(.granted(task: task))
      }
    }
  }

  private func lane(of task: Int) -> SlotQueue.Lane? {
    blueprint.tasks.indices.contains(task) ? blueprint.tasks[task].lane : nil
  }

  private func stop(_ task: Task<Void, Never>, _ index: Int, hard: Bool) {
    task.cancel()
    if hard { tools.tasks.processes.kill(tasks[index].task.id) }
  }

  private func run(_ index: Int, _ attempt: Int) async {
    var values = RunValues(
      runID: record.run.id, inputs: record.start?.inputs ?? [:],
      environment: record.start?.environment ?? [:], now: tools.now())
    values.facts = machine.facts
    values.taskRunID = tasks[index].task.id
    let work = TaskWork(
      blueprint: blueprint, index: index, attempt: attempt, values: values,
      path: TaskRunPath(runID: record.run.id, taskRunID: tasks[index].task.id),
      workID: record.start?.workID ?? record.run.id)
    let outcome = await work.perform(tools)
    await tools.slots.release(lane: lane(of: index))
    running[index] = nil
    post(.ended(task: index, attempt: attempt, outcome: outcome))
  }

  // MARK: Rows

  private func copyState(_ changed: [Int]) {
    let state = machine.state
    record.run.status = state.status
    record.run.message = state.message
    record.run.updatedAt = state.updatedAt
    record.run.startedAt = state.startedAt
    record.run.completedAt = state.completedAt
    for index in changed { tasks[index].take(state.tasks[index]) }
  }
}

extension TaskRecord {
  /// Copies what the machine knows into the row.
  fileprivate mutating func take(_ state: TaskState) {
    task.status = state.status
    task.message = state.message.isEmpty ? nil : state.message
    task.numberOfAttempts = state.attempts
    task.updatedAt = state.updatedAt
    task.startedAt = state.startedAt
    task.completedAt = state.completedAt
    outputs = state.outputs
    keptStatus = state.keptStatus
  }
}
