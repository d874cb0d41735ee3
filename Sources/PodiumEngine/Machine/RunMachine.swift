// The life of a run as a pure machine: (state, event) → (state, commands). No clock, no I/O, no
// randomness. The runner stores what changed before it performs the commands.
import OrchestraAPI
import Time

/// A run that answers events with commands.
///
/// Run: CREATED → (QUEUED →) RUNNING → SUCCEEDED | WARNING | FAILED | SKIPPED,
/// and from every state before the end → (CANCELLING →) CANCELLED, or FAILED when interrupted.
/// Task: CREATED → QUEUED → RUNNING → (QUEUED → RUNNING →)* SUCCEEDED | WARNING | FAILED,
/// CREATED → SKIPPED, and → (CANCELLING →) CANCELLED.
package struct RunMachine: Sendable {
  package let plan: MachinePlan
  package private(set) var state: RunState
  /// Positions of the tasks that changed since the last `takeChanges`.
  private var changed: Set<Int> = []
  private var commands: [RunCommand] = []
  private var now: Timestamp

  /// A fresh run. Preset tasks are not run: they count as ended the way the preset says.
  package init(
    plan: MachinePlan, presets: [Int: TaskPreset] = [:], note: String = "", at now: Timestamp
  ) {
    self.plan = plan
    self.now = now
    let fresh = TaskState(createdAt: now, updatedAt: now)
    state = RunState(
      note: note, createdAt: now, updatedAt: now,
      tasks: Array(repeating: fresh, count: plan.tasks.count))
    state.message = withNote("Waiting to start.")
    for (index, preset) in presets {
      state.tasks[index].status = .skipped
      state.tasks[index].message = preset.message
      state.tasks[index].keptStatus = preset.keptStatus
      state.tasks[index].outputs = preset.outputs
      state.tasks[index].completedAt = now
    }
  }

  /// A run as it was stored.
  package init(plan: MachinePlan, state: RunState) {
    precondition(plan.tasks.count == state.tasks.count, "a state fits its plan")
    self.plan = plan
    self.state = state
    now = state.updatedAt
  }

  /// Takes one event. A refusal leaves everything as it was.
  package mutating func apply(
    _ event: RunEvent, at time: Timestamp
  ) throws(RunRefusal) -> [RunCommand] {
    guard !state.status.isTerminal else {
      throw RunRefusal("the run has ended (\(state.status.word))")
    }
    now = time
    switch event {
    case .queued(let reason): try queue(reason)
    case .admitted: try admit()
    case .granted(let task): try grant(task)
    case .ended(let task, let attempt, let outcome): try end(task, attempt, outcome)
    case .retryDue(let task): try retry(task)
    case .cancel: try cancel()
    case .forceCancel: try forceCancel()
    case .interrupted(let reason): interrupt(reason)
    }
    state.updatedAt = now
    defer { commands = [] }
    return commands
  }

  /// Tasks whose rows must be written; the run's row always is.
  package mutating func takeChanges() -> [Int] {
    defer { changed = [] }
    return changed.sorted()
  }

  /// What conditions and parameters can look at now.
  package var facts: RunFacts {
    var facts = RunFacts()
    for (task, known) in zip(plan.tasks, state.tasks) {
      facts.statuses[task.id] = known.keptStatus ?? known.status
      facts.outputs[task.id] = known.outputs
    }
    return facts
  }

  // MARK: Events

  private mutating func queue(_ reason: String) throws(RunRefusal) {
    guard state.status == .created else { throw refusal("queue the run") }
    state.status = .queued
    state.message = withNote(reason)
  }

  private mutating func admit() throws(RunRefusal) {
    guard state.status == .created || state.status == .queued else { throw refusal("begin") }
    state.status = .running
    state.startedAt = now
    state.message = withNote("Running.")
    decideWaitingTasks()
    finishIfDone()
  }

  private mutating func grant(_ index: Int) throws(RunRefusal) {
    let task = try known(index)
    guard state.status == .running, task.status == .queued, !task.isDelayed else {
      throw refusal("start task \(plan.tasks[index].id)")
    }
    let attempt = task.attempts + 1
    change(index) { task, now in
      task.status = .running
      task.attempts = attempt
      task.startedAt = task.startedAt ?? now
      task.message = attempt == 1 ? "" : "Attempt \(attempt)."
    }
    commands.append(.run(task: index, attempt: attempt))
  }

  private mutating func end(
    _ index: Int, _ attempt: Int, _ outcome: TaskOutcome
  ) throws(RunRefusal) {
    let task = try known(index)
    guard task.status == .running || task.status == .cancelling, task.attempts == attempt else {
      throw refusal("end attempt \(attempt) of task \(plan.tasks[index].id)")
    }
    switch outcome {
    case .succeeded(let message, let outputs):
      finish(index, .succeeded, message) { $0.outputs = outputs }
    case .failed(let message) where task.status == .cancelling:
      finish(index, .cancelled, "Cancelled while it ran: \(message)")
    case .failed(let message): fail(index, message)
    }
    decideWaitingTasks()
    finishIfDone()
  }

  private mutating func retry(_ index: Int) throws(RunRefusal) {
    let task = try known(index)
    guard state.status == .running, task.status == .queued, task.isDelayed else {
      throw refusal("retry task \(plan.tasks[index].id)")
    }
    change(index) { task, _ in task.isDelayed = false }
    commands.append(.requestSlot(task: index))
  }

  private mutating func cancel() throws(RunRefusal) {
    guard state.status != .cancelling else { throw refusal("cancel") }
    if state.status == .created || state.status == .queued { state.startedAt = nil }
    state.status = .cancelling
    state.message = withNote("Cancelling: waiting for running tasks to end.")
    for index in state.tasks.indices {
      switch state.tasks[index].status {
      case .created: finish(index, .cancelled, "Cancelled before it started.")
      case .queued:
        commands.append(.withdraw(task: index))
        finish(index, .cancelled, "Cancelled before attempt \(state.tasks[index].attempts + 1).")
      case .running:
        change(index) { task, _ in
          task.status = .cancelling
          task.message = "Cancelling: asked to end."
        }
        commands.append(.stop(task: index))
      default: break
      }
    }
    finishIfDone()
  }

  private mutating func forceCancel() throws(RunRefusal) {
    guard state.status == .cancelling else {
      throw RunRefusal("only a run that is CANCELLING can be cancelled with force")
    }
    for index in state.tasks.indices where !state.tasks[index].status.isTerminal {
      commands.append(.kill(task: index))
      finish(index, .cancelled, "Cancelled with force while it ran.")
    }
    finishIfDone()
  }

  private mutating func interrupt(_ reason: String) {
    let wasCancelling = state.status == .cancelling
    state.interruption = reason
    for index in state.tasks.indices {
      switch state.tasks[index].status {
      case .created: finish(index, .skipped, "Not started: \(reason)")
      case .queued:
        commands.append(.withdraw(task: index))
        if state.tasks[index].attempts > 0 { state.firstFailure = state.firstFailure ?? index }
        finish(
          index, state.tasks[index].attempts > 0 ? .failed : .skipped,
          "Not started\(state.tasks[index].attempts > 0 ? " again" : ""): \(reason)")
      case .running, .cancelling:
        commands.append(.kill(task: index))
        finish(index, wasCancelling ? .cancelled : .failed, "Interrupted: \(reason)")
      default: break
      }
    }
    finishIfDone()
  }

  // MARK: Parts

  private mutating func fail(_ index: Int, _ message: String) {
    let task = plan.tasks[index]
    let attempts = state.tasks[index].attempts
    let ofAttempts = task.retries > 0 ? " (attempt \(attempts) of \(task.retries + 1))" : ""
    if attempts <= task.retries, state.status == .running {
      change(index) { state, _ in
        state.status = .queued
        state.isDelayed = true
        state.message = "\(message)\(ofAttempts); next attempt after \(task.retryDelay.words)."
      }
      commands.append(.retryLater(task: index, after: task.retryDelay))
    } else if task.treatFailureAsWarning {
      finish(index, .warning, "\(message)\(ofAttempts); counted as a warning.")
    } else {
      state.firstFailure = state.firstFailure ?? index
      finish(index, .failed, "\(message)\(ofAttempts)")
    }
  }

  /// Queues or skips every task whose upstreams have all ended, until nothing changes.
  private mutating func decideWaitingTasks() {
    guard state.status == .running else { return }
    var grew = true
    while grew {
      grew = false
      for (index, task) in plan.tasks.enumerated() where state.tasks[index].status == .created {
        guard task.upstreams.allSatisfy({ state.tasks[$0].status.isTerminal }) else { continue }
        decide(index)
        grew = grew || state.tasks[index].status.isTerminal
      }
    }
  }

  private mutating func decide(_ index: Int) {
    switch answer(plan.tasks[index]) {
    case .run:
      change(index) { task, _ in task.status = .queued }
      commands.append(.requestSlot(task: index))
    case .skip(let reason): finish(index, .skipped, reason)
    case .broken(let reason):
      state.firstFailure = state.firstFailure ?? index
      finish(index, .failed, reason)
    }
  }

  private func answer(_ task: MachineTask) -> GateAnswer {
    if let gate = task.gate { return gate.evaluate(facts) }
    guard let unmet = task.upstreams.first(where: { !state.tasks[$0].isSatisfied }) else {
      return .run
    }
    return .skip(reason: "Skipped: \(plan.tasks[unmet].id) is \(state.tasks[unmet].status.word).")
  }

  private mutating func finishIfDone() {
    guard state.tasks.allSatisfy({ $0.status.isTerminal }) else { return }
    let ending = RunEnding(state: state, plan: plan)
    state.status = ending.status
    state.message = withNote(ending.message)
    state.completedAt = now
    commands.append(.finished(ending.status))
  }

  private mutating func finish(
    _ index: Int, _ status: TaskStatus, _ message: String,
    also: (inout TaskState) -> Void = { _ in }
  ) {
    change(index) { task, now in
      task.status = status
      task.message = message
      task.isDelayed = false
      task.completedAt = now
      also(&task)
    }
  }

  private mutating func change(_ index: Int, _ body: (inout TaskState, Timestamp) -> Void) {
    body(&state.tasks[index], now)
    state.tasks[index].updatedAt = now
    changed.insert(index)
  }

  private func known(_ index: Int) throws(RunRefusal) -> TaskState {
    guard state.tasks.indices.contains(index) else { throw RunRefusal("no task \(index)") }
    return state.tasks[index]
  }

  private func refusal(_ what: String) -> RunRefusal {
    RunRefusal("cannot \(what) while the run is \(state.status.word)")
  }

  private func withNote(_ text: String) -> String {
    state.note.isEmpty ? text : "\(text) \(state.note)"
  }
}
