// Performs the effects that leave the screen: the only place that awaits. Every one ends in an
// event.
import PodiumCore
import TerminalUI

/// Runs work outside of the screen and brings back events.
@UIActor
package final class EffectRunner {
  /// Work under way at most; more is refused in words.
  static let jobsMax = 32

  /// The workspace that was there first; it opens the others.
  let first: Ports
  /// Open workspaces by the names of their profiles, the first among them.
  var opened: [String: Ports]
  /// The name of the shown one.
  var front: String
  var ports: Ports { opened[front] ?? first }
  let deliver: @UIActor (Event) -> Void
  private var jobs = 0
  /// Whether nothing is under way.
  package var isIdle: Bool { jobs == 0 }
  /// Texts that were opened lately.
  var sources: [(target: TextTarget, source: any TextSource)] = []
  private var wished: Set<Query>?
  private let wishes: AsyncStream<Wish>.Continuation

  /// What the open workspaces shall do from now on.
  private struct Wish: Sendable {
    let front: Ports
    let queries: Set<Query>
    let others: [(ports: Ports, role: StoreRole)]

    func tell() async {
      for (ports, role) in others {
        await ports.watch([])
        await ports.setRole(role)
      }
      await front.setRole(.front)
      await front.watch(queries)
    }
  }

  /// - Parameter name: of the workspace's profile.
  package init(_ ports: Ports, name: String, deliver: @escaping @UIActor (Event) -> Void) {
    first = ports
    front = name
    opened = [name: ports]
    self.deliver = deliver
    // One pump keeps the order; only the newest wish counts.
    let (stream, wishes) = AsyncStream<Wish>.makeStream(bufferingPolicy: .bufferingNewest(1))
    self.wishes = wishes
    Task(executorPreference: UIActor.executor) { await Self.pump(stream) }
  }

  private nonisolated static func pump(_ wishes: AsyncStream<Wish>) async {
    for await wish in wishes { await wish.tell() }
  }

  /// Brings snapshots to the screen until the store ends.
  package func pumpSnapshots() { pumpSnapshots(of: ports) }

  /// The same of any workspace; they say themselves whose they are.
  func pumpSnapshots(of ports: Ports) {
    // Without the preference every snapshot would pass through the shared pool's threads.
    Task(executorPreference: UIActor.executor) { await self.pump(ports) }
  }

  private func pump(_ ports: Ports) async {
    for await snapshot in await ports.snapshots() { deliver(.snapshot(snapshot)) }
  }

  /// Brings changes of the configuration to the screen.
  package func pumpSettings() {
    Task(executorPreference: UIActor.executor) { await self.pumpReadings() }
  }

  private func pumpReadings() async {
    for await reading in first.settings() { deliver(.settings(reading, isAsked: false)) }
  }

  /// Reads the configuration again.
  package func reload() {
    let first = first
    start { await first.reload().map { .settings($0, isAsked: true) } }
  }

  /// What the screen shows now; the store keeps it fresh. Only the newest wish counts.
  package func watch(_ queries: Set<Query>) {
    guard queries != wished else { return }
    wished = queries
    announce()
  }

  /// Tells every open workspace what it shall do now.
  func announce() {
    let others = opened.filter { $0.key != front }
    wishes.yield(
      Wish(
        front: ports, queries: wished ?? [],
        others: others.map { ($0.value, isWatched($0.key) ? .beside : .resting) }))
  }

  /// What was read belongs to a workspace that is not shown any more.
  func forgetSources() {
    sources = []
    wished = nil
  }

  /// Asks for news at once, also of what is watched beside the shown workspace.
  package func refresh() {
    let asked = opened.filter { $0.key == front || isWatched($0.key) }
    start {
      for ports in asked.values { await ports.refresh() }
      return nil
    }
  }

  /// Sends a write once; how it ended comes back as an event.
  package func perform(_ request: OperationRequest) {
    let name = request.source?.profile ?? ""
    let ports = workspace(of: request)
    start { .performed(await ports.perform(request), in: name) }
  }

  /// The workspace that a request was prepared in, whichever is shown now. A store refuses what was
  /// prepared elsewhere.
  private func workspace(of request: OperationRequest) -> Ports {
    request.source.flatMap { opened[$0.profile] } ?? ports
  }

  /// Sends one request of a bulk.
  package func perform(_ request: OperationRequest, of index: Int) {
    let ports = workspace(of: request)
    start { .bulkEnded(index, await ports.perform(request)) }
  }

  /// Comes back when the next request of a bulk may go.
  package func takeTurn(after pause: Duration) {
    let ports = ports
    start {
      await ports.pause(pause)
      return .bulkTurn
    }
  }

  /// Keeps something for the next session; only a failure is told.
  package func remember(_ change: MemoryChange) {
    let first = first
    start {
      await first.remember(change).map { .said(.warning($0)) }
    }
  }

  /// Runs a program behind the screen.
  package func run(_ program: ExternalProgram) {
    let first = first
    start {
      Message(ending: program, await first.run(program)).map { .said($0) }
    }
  }

  /// Writes a new file and says so.
  /// - Parameter makesFolder: its folder is Podium's own and may be missing.
  package func write(
    _ bytes: [UInt8], to path: String, saying words: String = "written:", makesFolder: Bool = false
  ) {
    start {
      do throws(FileProblem) {
        let file = try await NewFile.create(path, makesFolder: makesFolder)
        try await file.append(bytes)
        await file.close()
        return .said(Message("\(words) \(file.path)"))
      } catch {
        return .said(.error(error.description))
      }
    }
  }

  /// Starts work whose result is an event.
  ///
  /// - Parameter isLong: it computes for milliseconds and goes to the shared pool. All else waits on
  ///   the screen's own thread: once used, the pool's monitor wakes the process each second.
  package func start(isLong: Bool = false, _ work: @escaping @Sendable () async -> sending Event?) {
    guard jobs < Self.jobsMax else {
      return deliver(.said(.error("too much is under way; wait a moment and try again")))
    }
    jobs += 1
    if isLong {
      Task { await self.finish(work) }
    } else {
      Task(executorPreference: UIActor.executor) { await self.finish(work) }
    }
  }

  private func finish(_ work: @Sendable () async -> sending Event?) async {
    let event = await work()
    jobs -= 1
    if let event { deliver(event) }
  }
}
