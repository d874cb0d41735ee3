// Random plans under random events: whatever happens, the promises hold. The seed is in the failure.
import OrchestraAPI
import Testing
import Time

@testable import PodiumEngine

@Suite struct RunMachineSimulationTests {
  static let seeds = 0..<2000

  @Test func everyRunEndsAndKeepsItsPromises() throws {
    for seed in Self.seeds {
      var world = World(seed: UInt64(seed))
      let problem = world.play()
      #expect(problem == nil, "seed \(seed)")
    }
  }

  @Test func foldingTheSameEventsGivesTheSameState() throws {
    for seed in Self.seeds.prefix(300) {
      var world = World(seed: UInt64(seed))
      _ = world.play()
      var copy = RunMachine(plan: world.plan, at: world.begin)
      for (event, time) in world.accepted {
        let read = RunEvent(json: event.json)
        _ = try copy.apply(try #require(read), at: time)
      }
      #expect(copy.state == world.machine.state, "seed \(seed)")
    }
  }
}

/// A runner that obeys commands in any order, with slots, and checks every step.
private struct World {
  static let stepsMax = 2000
  static let slots = 3

  let plan: MachinePlan
  let begin = Timestamp(seconds: 1_700_000_000)
  var machine: RunMachine
  var accepted: [(RunEvent, Timestamp)] = []
  private var random: SeededRandom
  private var time: Timestamp
  private var waiting: Set<Int> = []
  private var delayed: Set<Int> = []
  private var running: [Int: Int] = [:]
  private var wasCancelled = false

  init(seed: UInt64) {
    random = SeededRandom(seed: seed)
    plan = Self.randomPlan(&random)
    machine = RunMachine(plan: plan, at: begin)
    time = begin
  }

  private static func randomPlan(_ random: inout SeededRandom) -> MachinePlan {
    let count = Int.random(in: 0...12, using: &random)
    var tasks: [MachineTask] = []
    for index in 0..<count {
      var task = MachineTask(id: "t\(index)")
      task.upstreams = (0..<index).filter { _ in Int.random(in: 0..<4, using: &random) == 0 }
      task.retries = Int.random(in: 0...2, using: &random)
      task.treatFailureAsWarning = Int.random(in: 0..<5, using: &random) == 0
      if Int.random(in: 0..<4, using: &random) == 0 {
        let answers: [GateAnswer] = [.run, .skip(reason: "x"), .broken(reason: "x")]
        let answer = answers.randomElement(using: &random) ?? .run
        task.gate = TaskGate { _ in answer }
      }
      tasks.append(task)
    }
    return MachinePlan(tasks: tasks)
  }

  /// What went wrong, or nil.
  mutating func play() -> String? {
    guard send(.admitted) else { return "a fresh run refused to begin" }
    for _ in 0..<Self.stepsMax {
      if machine.state.status.isTerminal { return endProblem }
      if let problem = step() ?? stateProblem { return problem }
    }
    return "no end after \(Self.stepsMax) steps"
  }

  private mutating func step() -> String? {
    switch Int.random(in: 0..<60, using: &random) {
    case 0:
      wasCancelled = send(.cancel) || wasCancelled
    case 1: _ = send(.forceCancel)
    case 2 where Int.random(in: 0..<8, using: &random) == 0:
      _ = send(.interrupted(reason: "simulated"))
    case 3: _ = send(.granted(task: Int.random(in: -1...13, using: &random)))
    default: return work()
    }
    return nil
  }

  /// Does one thing that a runner would do.
  private mutating func work() -> String? {
    let task = [waiting, delayed, Set(running.keys)].flatMap { $0.sorted() }
      .randomElement(using: &random)
    guard let task else { return "nothing to do, and the run is \(machine.state.status.word)" }
    if let attempt = running[task] {
      let failed = Int.random(in: 0..<3, using: &random) == 0
      running[task] = nil
      let outcome = failed ? TaskOutcome.failed(message: "x") : .ok
      return send(.ended(task: task, attempt: attempt, outcome: outcome)) ? nil : "an end refused"
    }
    if delayed.remove(task) != nil {
      return send(.retryDue(task: task)) ? nil : "a retry refused"
    }
    guard running.count < Self.slots else { return nil }
    waiting.remove(task)
    return send(.granted(task: task)) ? nil : "a slot refused"
  }

  private mutating func send(_ event: RunEvent) -> Bool {
    time = time + .milliseconds(10)
    guard let commands = try? machine.apply(event, at: time) else { return false }
    accepted.append((event, time))
    for command in commands { obey(command) }
    return true
  }

  private mutating func obey(_ command: RunCommand) {
    switch command {
    case .requestSlot(let task): waiting.insert(task)
    case .run(let task, let attempt):
      waiting.remove(task)
      running[task] = attempt
    case .retryLater(let task, _): delayed.insert(task)
    case .withdraw(let task):
      waiting.remove(task)
      delayed.remove(task)
    case .stop: break
    case .kill(let task): running[task] = nil
    case .finished: break
    }
  }

  private var stateProblem: String? {
    for (task, known) in zip(plan.tasks, machine.state.tasks) {
      if known.attempts > task.retries + 1 { return "\(task.id) had \(known.attempts) attempts" }
      let hasBegun = known.attempts > 0 || known.status == .queued
      let upstreamsEnded = task.upstreams.allSatisfy { machine.state.tasks[$0].status.isTerminal }
      if hasBegun, !upstreamsEnded { return "\(task.id) began before its upstreams" }
    }
    let active = machine.state.tasks.indices.filter {
      [.running, .cancelling].contains(machine.state.tasks[$0].status)
    }
    if Set(active) != Set(running.keys) { return "running \(active), told \(running.keys)" }
    if wasCancelled, !waiting.isEmpty || !delayed.isEmpty { return "something waits after cancel" }
    return nil
  }

  private var endProblem: String? {
    if !machine.state.tasks.allSatisfy(\.status.isTerminal) { return "ended with open tasks" }
    if !running.isEmpty { return "ended with running tasks" }
    if wasCancelled, machine.state.status != .cancelled { return "cancelled but not CANCELLED" }
    if machine.state.message.isEmpty { return "no message" }
    return nil
  }
}

/// SplitMix64: the same numbers for the same seed.
struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
}
