// Performs the effects that leave the screen: the only place that awaits. Every one ends in an
// event.
import PodiumCore
import TerminalUI

/// Runs work outside of the screen and brings back events.
@UIActor
package final class EffectRunner {
  /// Work under way at most; more is refused in words.
  static let jobsMax = 32

  private let ports: Ports
  private let deliver: @UIActor (Event) -> Void
  private var jobs = 0
  /// Whether nothing is under way.
  package var isIdle: Bool { jobs == 0 }
  private var sources: [(target: TextTarget, source: any TextSource)] = []
  private var wished: Set<Query>?
  private let watched: AsyncStream<Set<Query>>.Continuation

  package init(_ ports: Ports, deliver: @escaping @UIActor (Event) -> Void) {
    self.ports = ports
    self.deliver = deliver
    // One pump keeps the order; only the newest wish counts.
    let (stream, watched) = AsyncStream<Set<Query>>.makeStream(bufferingPolicy: .bufferingNewest(1))
    self.watched = watched
    let watch = ports.watch
    Task(executorPreference: UIActor.executor) { await Self.pump(stream, into: watch) }
  }

  private nonisolated static func pump(
    _ wishes: AsyncStream<Set<Query>>, into watch: @Sendable (Set<Query>) async -> Void
  ) async {
    for await queries in wishes { await watch(queries) }
  }

  /// Brings snapshots to the screen until the store ends.
  package func pumpSnapshots() {
    // Without the preference every snapshot would pass through the shared pool's threads.
    Task(executorPreference: UIActor.executor) { await self.pump() }
  }

  private func pump() async {
    for await snapshot in await ports.snapshots() { deliver(.snapshot(snapshot)) }
  }

  /// Brings changes of the configuration to the screen.
  package func pumpSettings() {
    Task(executorPreference: UIActor.executor) { await self.pumpReadings() }
  }

  private func pumpReadings() async {
    for await reading in ports.settings() { deliver(.settings(reading, isAsked: false)) }
  }

  /// Reads the configuration again.
  package func reload() {
    let ports = ports
    start { await ports.reload().map { .settings($0, isAsked: true) } }
  }

  /// What the screen shows now; the store keeps it fresh. Only the newest wish counts.
  package func watch(_ queries: Set<Query>) {
    guard queries != wished else { return }
    wished = queries
    watched.yield(queries)
  }

  /// Asks for news at once.
  package func refresh() {
    let ports = ports
    start {
      await ports.refresh()
      return nil
    }
  }

  /// Sends a write once; how it ended comes back as an event.
  package func perform(_ request: OperationRequest) {
    let ports = ports
    start { .performed(await ports.perform(request)) }
  }

  /// Sends one request of a bulk.
  package func perform(_ request: OperationRequest, of index: Int) {
    let ports = ports
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
    let ports = ports
    start {
      await ports.remember(change).map { .said(.warning($0)) }
    }
  }

  /// Runs a program behind the screen.
  package func run(_ program: ExternalProgram) {
    let ports = ports
    start {
      Message(ending: program, await ports.run(program)).map { .said($0) }
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

  /// Reads for a pager, or saves a file.
  package func perform(_ effect: TextEffect) {
    switch effect {
    case .read(let target, let request):
      let source = source(of: target)
      start { .text(target, .answer(await request.perform(on: source))) }
    case .save(let target, let path):
      let source = source(of: target)
      start { .said(await Self.save(source, to: path)) }
    }
  }

  /// Files that were opened lately keep what is known about them.
  static let sourcesMax = 8

  private func source(of target: TextTarget) -> any TextSource {
    if let known = sources.first(where: { $0.target == target }) { return known.source }
    let source = ports.text(target)
    if sources.count >= Self.sourcesMax { sources.removeFirst() }
    sources.append((target, source))
    return source
  }

  /// Copies a text piece by piece as far as it is written now.
  private static func save(_ source: any TextSource, to path: String) async -> Message {
    do {
      let file = try await NewFile.create(path)
      var offset = 0
      do {
        while true {
          let chunk = try await source.read(offset: offset, length: source.chunkBytes)
          if chunk.bytes.isEmpty { break }
          try await file.append(chunk.bytes)
          offset += chunk.bytes.count
        }
        await file.close()
        return Message("saved \(Wording.bytes(offset)) to \(file.path)")
      } catch {
        await file.close()
        return .error("\(path) holds the first \(Wording.bytes(offset)) only: \(error)")
      }
    } catch {
      return .error("\(error)")
    }
  }

  /// Starts work whose result is an event.
  package func start(_ work: @escaping @Sendable () async -> sending Event?) {
    guard jobs < Self.jobsMax else {
      return deliver(.said(.error("too much is under way; wait a moment and try again")))
    }
    jobs += 1
    Task { @UIActor in
      let event = await work()
      jobs -= 1
      if let event { deliver(event) }
    }
  }
}
