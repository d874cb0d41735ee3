// The refresh actor: sends what the plan says, hands answers to the state, publishes snapshots. Every
// rule is in StoreState and RefreshPlan; the only suspensions are calls of the client and timers.
import OrchestraAPI
import OrchestraClient
import Resilience
import Time

/// Keeps one workspace's remote state fresh and shows it as numbered snapshots.
package actor Store {
  /// Shortest time between two snapshots, apart from the first: at most 20 a second.
  package static let publishPause: Duration = .milliseconds(50)
  /// The same while nothing but older pages has arrived: each picture costs as much as some pages.
  package static let backfillPause: Duration = .milliseconds(200)

  let client: Client
  let source: SourceLabel
  let world: ClientWorld
  let audit: Audit?
  var state = StoreState()
  private let thread: StoreThread
  private let tasks: StoreTasks

  private var isRunning = false
  private var calls: [Int: Task<Void, Never>] = [:]
  private var timer: StoreTimer
  private var publishing: StoreTimer
  private var published: (at: Duration, generation: Int)?
  private var listeners: [Int: AsyncStream<Snapshot>.Continuation] = [:]
  private var listenerCount = 0

  /// - Parameters:
  ///   - world: clocks and waiting; nil means the real ones, on the store's own thread.
  ///   - audit: where writes are recorded.
  package init(
    client: Client, source: SourceLabel, world: ClientWorld? = nil, audit: Audit? = nil
  ) {
    self.client = client
    self.source = source
    self.audit = audit
    let thread = StoreThread()
    self.thread = thread
    tasks = StoreTasks(thread)
    timer = StoreTimer(tasks)
    publishing = StoreTimer(tasks)
    let system = ClientWorld.system
    self.world =
      world
      ?? ClientWorld(
        clock: system.clock, wall: system.wall,
        sleep: { (pause) async throws(CancellationError) in try await thread.sleep(pause) },
        random: system.random)
  }

  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    thread.asUnownedSerialExecutor()
  }

  /// Begins to fetch. The first request is the newest page of runs.
  package func start() {
    guard !isRunning else { return }
    isRunning = true
    advance()
  }

  /// Ends all requests and streams; the store cannot be started again.
  package func stop() {
    isRunning = false
    timer.cancel()
    publishing.cancel()
    for call in calls.values { call.cancel() }
    for listener in listeners.values { listener.finish() }
    listeners = [:]
  }

  /// What screens show now; it is kept fresh as the budget allows.
  package func watch(_ queries: Set<Query>) {
    guard queries != state.refresh.watched else { return }
    state.watch(queries)
    advance()
    publishSoon(isUrgent: true)
  }

  /// How much it may ask for.
  package func setRole(_ role: StoreRole) {
    guard role != state.refresh.role else { return }
    state.setRole(role)
    advance()
    publishSoon(isUrgent: true)
  }

  /// Fetches the newest runs and what is watched as soon as possible, also while calls are paused
  /// after failures.
  package func refreshNow() {
    client.resetBreaker()
    state.refreshNow()
    advance()
  }

  /// Snapshots from now on, the present one first. Only the newest is kept for a slow reader.
  package func snapshots() -> AsyncStream<Snapshot> {
    let (stream, listener) = AsyncStream<Snapshot>.makeStream(bufferingPolicy: .bufferingNewest(1))
    listenerCount += 1
    let id = listenerCount
    listeners[id] = listener
    listener.onTermination = { [weak self] _ in
      guard let self else { return }
      Task { await self.forget(listener: id) }
    }
    listener.yield(snapshot())
    return stream
  }

  /// Waits on the store's clock; ends early when the task is cancelled.
  package nonisolated func pause(_ duration: Duration) async { try? await world.sleep(duration) }

  /// The present state.
  package func snapshot() -> Snapshot {
    state.snapshot(source: source, traffic: traffic(), pace: pace, at: moment)
  }

  /// Plans, sends what is due and sleeps until the next thought.
  func advance() {
    guard isRunning else { return }
    let now = moment
    state.noteClockSkew(client.clockSkew)
    let plan = state.plan(at: now, budget: client.budget)
    for ticket in plan.tickets { launch(ticket) }
    timer.set(to: plan.wakeAt, now: now.monotonic, world) { [weak self] in await self?.advance() }
  }

  /// Publishes now or as soon as the pause after the last snapshot is over.
  func publishSoon(isUrgent: Bool = false, after pause: Duration = Store.publishPause) {
    guard let published else { return publish() }
    let now = world.clock()
    if isUrgent || now >= published.at + pause { return publish() }
    let due = publishing.at.map { min($0, published.at + pause) } ?? published.at + pause
    publishing.set(to: due, now: now, world) { [weak self] in await self?.publish() }
  }

  var moment: Moment { Moment(monotonic: world.clock(), wall: world.wall()) }
  private var pace: Pace { Pace(perMinute: client.budgetUsage.limit) }

  private func launch(_ ticket: Ticket) {
    let client = client
    calls[ticket.number] = Task(executorPreference: tasks) { [weak self] in
      let answer = await client.answer(ticket)
      await self?.receive(answer, for: ticket)
    }
  }

  private func receive(_ answer: Result<FetchAnswer, FetchFailure>, for ticket: Ticket) {
    calls[ticket.number] = nil
    guard isRunning else { return }
    let hadRuns = state.refresh.head.isAnswered
    let wasReading = state.refresh.backfill.isReading
    switch answer {
    case .success(let answer): state.apply(answer, for: ticket, at: moment)
    case .failure(let failure): state.fail(failure, for: ticket, at: moment)
    }
    state.expireMarks(at: moment)
    advance()
    // The first rows are what a person waits for; later ones may wait for each other.
    let isFiller =
      ticket.priority == .background && wasReading && state.refresh.backfill.isReading
    publishSoon(
      isUrgent: !hadRuns && state.refresh.head.isAnswered,
      after: isFiller ? Self.backfillPause : Self.publishPause)
  }

  private func publish() {
    publishing.cancel()
    // What changed without an answer (a watched query, the next poll) is a new picture, too.
    if published?.generation == state.generation { state.touch() }
    published = (world.clock(), state.generation)
    guard !listeners.isEmpty else { return }
    let snapshot = snapshot()
    for listener in listeners.values { listener.yield(snapshot) }
  }

  private func forget(listener id: Int) { listeners[id] = nil }

  private func traffic() -> Traffic {
    var traffic = Traffic()
    traffic.requests = client.calls.suffix(Traffic.requestsMax).reversed().map(RequestRecord.init)
    traffic.budget = BudgetUse(client.budgetUsage, at: moment)
    traffic.nextPoll = state.nextPoll(pace: pace).map { moment.wall(at: $0) }
    return traffic
  }
}

/// One pending wake-up; a nearer or farther one replaces it.
struct StoreTimer {
  private let executor: StoreTasks
  private var task: Task<Void, Never>?
  /// When it rings; nil while nothing is pending.
  private(set) var at: Duration?

  init(_ executor: StoreTasks) { self.executor = executor }

  /// - Parameter time: monotonic; nil cancels.
  mutating func set(
    to time: Duration?, now: Duration, _ world: ClientWorld,
    _ wake: @escaping @Sendable () async -> Void
  ) {
    if let time, time == at { return }
    cancel()
    guard let time else { return }
    at = time
    task = Task(executorPreference: executor) {
      do { try await world.sleep(max(time - now, .milliseconds(1))) } catch { return }
      await wake()
    }
  }

  mutating func cancel() {
    task?.cancel()
    task = nil
    at = nil
  }
}
