// Every transition of a run and its tasks, and what each state refuses.
import OrchestraAPI
import Testing
import Time

@testable import PodiumEngine

@Suite struct RunMachineTests {
  @Test func aChainRunsInOrderAndSucceeds() throws {
    var run = Harness(chain("a", "b"))
    #expect(try run.send(.admitted) == [.requestSlot(task: 0)])
    #expect(run.state.status == .running)
    #expect(run.words == "QUEUED CREATED")
    #expect(try run.send(.granted(task: 0)) == [.run(task: 0, attempt: 1)])
    #expect(try run.send(.ended(task: 0, attempt: 1, outcome: .ok)) == [.requestSlot(task: 1)])
    #expect(run.words == "SUCCEEDED QUEUED")
    try run.send(.granted(task: 1))
    #expect(try run.send(.ended(task: 1, attempt: 1, outcome: .ok)) == [.finished(.succeeded)])
    #expect(run.state.status == .succeeded)
    #expect(run.state.message == "All tasks have succeeded.")
    #expect(run.state.completedAt != nil)
  }

  @Test func aFailureSkipsWhatComesAfterAndNamesTheFirstCause() throws {
    var run = Harness(chain("load", "transform", "publish"))
    try run.send(.admitted)
    try run.finishTask(0, .failed(message: "Exit status 3"))
    #expect(run.words == "FAILED SKIPPED SKIPPED")
    #expect(run.state.status == .failed)
    #expect(run.state.tasks[2].message == "Skipped: transform is SKIPPED.")
    #expect(
      run.state.message
        == "Pipeline failed - a task is in failed state: load: Exit status 3")
  }

  @Test func anIndependentBranchGoesOnAfterAFailure() throws {
    var run = Harness(MachinePlan(tasks: [task("a"), task("b"), task("c", after: 1)]))
    #expect(try run.send(.admitted) == [.requestSlot(task: 0), .requestSlot(task: 1)])
    try run.finishTask(0, .failed(message: "x"))
    #expect(run.state.status == .running)
    try run.finishTask(1, .ok)
    try run.finishTask(2, .ok)
    #expect(run.words == "FAILED SUCCEEDED SUCCEEDED")
    #expect(run.state.status == .failed)
  }

  @Test func retriesWaitThenAskForASlotAgain() throws {
    var plan = chain("a")
    plan.tasks[0].retries = 2
    plan.tasks[0].retryDelay = .seconds(60)
    var run = Harness(plan)
    try run.send(.admitted)
    try run.send(.granted(task: 0))
    let failed = RunEvent.ended(task: 0, attempt: 1, outcome: .failed(message: "Exit status 1"))
    #expect(try run.send(failed) == [.retryLater(task: 0, after: .seconds(60))])
    #expect(run.words == "QUEUED")
    #expect(
      run.state.tasks[0].message == "Exit status 1 (attempt 1 of 3); next attempt after 60 s.")
    run.refuses(.granted(task: 0))
    #expect(try run.send(.retryDue(task: 0)) == [.requestSlot(task: 0)])
    try run.finishTask(0, .failed(message: "Exit status 1"))
    try run.send(.retryDue(task: 0))
    try run.finishTask(0, .failed(message: "Exit status 1"))
    #expect(run.state.tasks[0].attempts == 3)
    #expect(run.state.status == .failed)
    #expect(run.state.tasks[0].message == "Exit status 1 (attempt 3 of 3)")
  }

  @Test func aFailureCountedAsWarningLetsTheRestRun() throws {
    var plan = chain("check", "load")
    plan.tasks[0].treatFailureAsWarning = true
    var run = Harness(plan)
    try run.send(.admitted)
    try run.finishTask(0, .failed(message: "Exit status 1"))
    try run.finishTask(1, .ok)
    #expect(run.words == "WARNING SUCCEEDED")
    #expect(run.state.status == .warning)
    #expect(run.state.message == "Finished with warnings: check.")
  }

  @Test func aGateAloneDecides() throws {
    var plan = MachinePlan(tasks: [task("a"), task("cleanup", after: 0), task("b", after: 0)])
    plan.tasks[1].gate = TaskGate {
      $0.statuses["a"] == .failed ? .run : .skip(reason: "Skipped: its condition is false.")
    }
    var failing = Harness(plan)
    try failing.send(.admitted)
    try failing.finishTask(0, .failed(message: "x"))
    #expect(failing.words == "FAILED QUEUED SKIPPED")
    try failing.finishTask(1, .ok)
    #expect(failing.state.status == .failed)

    var fine = Harness(plan)
    try fine.send(.admitted)
    try fine.finishTask(0, .ok)
    #expect(fine.words == "SUCCEEDED SKIPPED QUEUED")
    try fine.finishTask(2, .ok)
    #expect(fine.state.message == "All tasks that were needed have succeeded; 1 skipped.")
  }

  @Test func aGateThatCannotBeDecidedFailsItsTask() throws {
    var plan = chain("a", "b")
    plan.tasks[0].gate = TaskGate { _ in .broken(reason: "unknown input x") }
    var run = Harness(plan)
    #expect(try run.send(.admitted) == [.finished(.failed)])
    #expect(run.words == "FAILED SKIPPED")
    #expect(run.state.tasks[0].message.contains("unknown input x"))
  }

  @Test func aRunOfSkippedTasksIsSkippedAndAnEmptyOneSucceeds() throws {
    var plan = chain("a")
    plan.tasks[0].gate = TaskGate { _ in .skip(reason: "Skipped.") }
    var run = Harness(plan)
    #expect(try run.send(.admitted) == [.finished(.skipped)])
    var empty = Harness(MachinePlan(tasks: []))
    #expect(try empty.send(.admitted) == [.finished(.succeeded)])
  }

  @Test func presetTasksAreKeptAndCountAsDone() throws {
    let preset = TaskPreset(
      message: "Kept from run 1: SUCCEEDED.", keptStatus: .succeeded, outputs: ["rows": "3"])
    var run = Harness(chain("a", "b"), presets: [0: preset], note: "Restarts run 1.")
    #expect(run.state.message == "Waiting to start. Restarts run 1.")
    #expect(try run.send(.admitted) == [.requestSlot(task: 1)])
    #expect(run.machine.facts.statuses["a"] == .succeeded)
    #expect(run.machine.facts.outputs["a"] == ["rows": "3"])
    try run.finishTask(1, .ok)
    #expect(run.words == "SKIPPED SUCCEEDED")
    #expect(run.state.message == "All tasks have succeeded. Restarts run 1.")
  }

  // MARK: Cancelling

  @Test func cancellingBeforeTheStartEndsTheRunAtOnce() throws {
    for first in [[RunEvent](), [.queued(reason: "Waiting for a free slot.")]] {
      var run = Harness(chain("a"))
      for event in first { try run.send(event) }
      #expect(try run.send(.cancel) == [.finished(.cancelled)])
      #expect(run.words == "CANCELLED")
      #expect(run.state.startedAt == nil)
    }
  }

  @Test func cancellingStopsWhatRunsAndNothingStartsAfterwards() throws {
    var run = Harness(MachinePlan(tasks: [task("a"), task("b"), task("c", after: 0)]))
    try run.send(.admitted)
    try run.send(.granted(task: 0))
    #expect(try run.send(.cancel) == [.stop(task: 0), .withdraw(task: 1)])
    #expect(run.state.status == .cancelling)
    #expect(run.words == "CANCELLING CANCELLED CANCELLED")
    run.refuses(.granted(task: 1))
    run.refuses(.cancel)
    run.refuses(.admitted)
    let end = RunEvent.ended(task: 0, attempt: 1, outcome: .failed(message: "Ended by TERM"))
    #expect(try run.send(end) == [.finished(.cancelled)])
    #expect(run.state.tasks[0].message == "Cancelled while it ran: Ended by TERM")
  }

  @Test func aTaskThatSucceedsWhileItIsCancelledHasSucceeded() throws {
    var run = Harness(chain("a", "b"))
    try run.send(.admitted)
    try run.send(.granted(task: 0))
    try run.send(.cancel)
    try run.send(.ended(task: 0, attempt: 1, outcome: .ok))
    #expect(run.words == "SUCCEEDED CANCELLED")
    #expect(run.state.status == .cancelled)
  }

  @Test func forceOnlyHelpsARunThatIsCancelling() throws {
    var run = Harness(chain("a"))
    run.refuses(.forceCancel)
    try run.send(.admitted)
    run.refuses(.forceCancel)
    try run.send(.granted(task: 0))
    try run.send(.cancel)
    #expect(try run.send(.forceCancel) == [.kill(task: 0), .finished(.cancelled)])
    run.refuses(.ended(task: 0, attempt: 1, outcome: .ok))
  }

  @Test func cancellingATaskThatWaitsForItsRetryWithdrawsIt() throws {
    var plan = chain("a")
    plan.tasks[0].retries = 1
    var run = Harness(plan)
    try run.send(.admitted)
    try run.finishTask(0, .failed(message: "x"))
    #expect(try run.send(.cancel) == [.withdraw(task: 0), .finished(.cancelled)])
    #expect(run.state.tasks[0].message == "Cancelled before attempt 2.")
  }

  // MARK: Interruption

  @Test func anInterruptedRunFailsAndSaysSo() throws {
    var run = Harness(MachinePlan(tasks: [task("a"), task("b", after: 0)]))
    try run.send(.admitted)
    try run.send(.granted(task: 0))
    let commands = try run.send(.interrupted(reason: "the engine stopped"))
    #expect(commands == [.kill(task: 0), .finished(.failed)])
    #expect(run.words == "FAILED SKIPPED")
    #expect(run.state.message == "Interrupted: the engine stopped")
    #expect(run.state.tasks[0].message == "Interrupted: the engine stopped")
  }

  @Test func anInterruptionWhileCancellingEndsCancelled() throws {
    var run = Harness(chain("a"))
    try run.send(.admitted)
    try run.send(.granted(task: 0))
    try run.send(.cancel)
    try run.send(.interrupted(reason: "the engine stopped"))
    #expect(run.state.status == .cancelled)
    #expect(run.words == "CANCELLED")
  }

  // MARK: Refusals

  @Test func everyStateRefusesWhatDoesNotFit() throws {
    var fresh = Harness(chain("a"))
    for event: RunEvent in [
      .granted(task: 0), .retryDue(task: 0), .ended(task: 0, attempt: 1, outcome: .ok),
      .granted(task: 9), .forceCancel,
    ] { fresh.refuses(event) }

    var running = Harness(chain("a", "b"))
    try running.send(.admitted)
    for event: RunEvent in [
      .admitted, .queued(reason: ""), .granted(task: 1), .retryDue(task: 0), .granted(task: -1),
    ] { running.refuses(event) }
    try running.send(.granted(task: 0))
    running.refuses(.granted(task: 0))
    running.refuses(.ended(task: 0, attempt: 2, outcome: .ok))

    var ended = Harness(chain("a"))
    try ended.send(.cancel)
    for event: RunEvent in [
      .admitted, .cancel, .forceCancel, .interrupted(reason: ""), .granted(task: 0),
    ] { ended.refuses(event) }
  }

  @Test func eventsSurviveTheJournal() throws {
    let events: [RunEvent] = [
      .queued(reason: "Waiting"), .admitted, .granted(task: 3), .retryDue(task: 0), .cancel,
      .forceCancel, .interrupted(reason: "the engine stopped"),
      .ended(
        task: 1, attempt: 2, outcome: .succeeded(message: "ok", outputs: ["b": "2", "a": "ü\n"])),
      .ended(task: 1, attempt: 2, outcome: .failed(message: "Exit status 1")),
    ]
    for event in events { #expect(RunEvent(json: event.json) == event) }
    #expect(RunEvent(json: ["event": "newer"]) == nil)
  }
}

// MARK: Support

func task(_ id: String, after upstreams: Int...) -> MachineTask {
  var task = MachineTask(id: id)
  task.upstreams = upstreams
  return task
}

func chain(_ ids: String...) -> MachinePlan {
  MachinePlan(
    tasks: ids.enumerated().map { index, id in
      var task = MachineTask(id: id)
      task.upstreams = index == 0 ? [] : [index - 1]
      return task
    })
}

extension TaskOutcome {
  static let ok = TaskOutcome.succeeded(message: "", outputs: [:])
}

/// A machine with a clock that ticks once an event.
struct Harness {
  var machine: RunMachine
  var time = Timestamp(seconds: 1_700_000_000)

  init(_ plan: MachinePlan, presets: [Int: TaskPreset] = [:], note: String = "") {
    machine = RunMachine(plan: plan, presets: presets, note: note, at: time)
  }

  var state: RunState { machine.state }
  var words: String { state.tasks.map(\.status.word).joined(separator: " ") }

  @discardableResult
  mutating func send(_ event: RunEvent) throws -> [RunCommand] {
    time = time + .seconds(1)
    return try machine.apply(event, at: time)
  }

  mutating func finishTask(_ index: Int, _ outcome: TaskOutcome) throws {
    try send(.granted(task: index))
    let attempt = state.tasks[index].attempts
    try send(.ended(task: index, attempt: attempt, outcome: outcome))
  }

  /// The event is refused and changes nothing.
  mutating func refuses(
    _ event: RunEvent, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let before = state
    #expect(throws: RunRefusal.self, sourceLocation: sourceLocation) { try send(event) }
    #expect(state == before, sourceLocation: sourceLocation)
  }
}
