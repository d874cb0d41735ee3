// What a text form waits for, one thing after the other: news of the workspaces, the time, the end.
// Only the newest snapshot of a workspace is kept, however long printing takes.
import Glibc
import OrchestraClient
import PodiumCore
import Synchronization
import Time

/// News and the end, for one reader.
final class TextFeed: Sendable {
  /// Why there will be no more news.
  enum End: Sendable, Equatable {
    case signal(Int32)
    /// Whoever read the output is gone.
    case outputClosed
  }

  /// What has happened since the last call.
  struct News: Sendable {
    /// The newest state of every workspace that has one, in their order.
    var snapshots: [Snapshot]
    var end: End?
  }

  private struct State {
    var snapshots: [Int: Snapshot] = [:]
    var end: End?
    var pumps: [Task<Void, Never>] = []
  }

  private let stores: [Store]
  private let world: ClientWorld
  private let state = Mutex(State())
  private let wakes: AsyncStream<Void>
  private let waker: AsyncStream<Void>.Continuation

  init(_ sources: [TextSource], world: ClientWorld = .system) {
    stores = sources.map { Store(client: $0.client, source: $0.label) }
    self.world = world
    (wakes, waker) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  /// Wall time.
  var now: Timestamp { world.wall() }

  /// Begins to fetch and to listen.
  func start() async {
    for (index, store) in stores.enumerated() {
      await store.start()
      await store.watch([.runs])
      let snapshots = await store.snapshots()
      keep(
        Task {
          for await snapshot in snapshots { self.put(snapshot, at: index) }
        })
    }
    keep(Task { self.finish(.signal(await OwnThread.run { EndingSignals.wait() })) })
    keep(Task { if await OwnThread.run(Self.outputIsLost) { self.finish(.outputClosed) } })
  }

  /// Stops fetching.
  func stop() async {
    for store in stores { await store.stop() }
    for pump in state.withLock({ $0.pumps }) { pump.cancel() }
  }

  /// Calls `body` after each piece of news, and when the time it gave is there. Ends when it returns
  /// false, or with the end.
  ///
  /// - Returns: why it ended; nil when `body` wanted it.
  func each(_ body: (News) async -> (goesOn: Bool, next: Timestamp?)) async -> End? {
    var timer: Task<Void, Never>?
    defer { timer?.cancel() }
    for await _ in wakes {
      let news = state.withLock { state in
        News(snapshots: state.snapshots.sorted { $0.key < $1.key }.map(\.value), end: state.end)
      }
      if let end = news.end { return end }
      let answer = await body(news)
      guard answer.goesOn else { return nil }
      timer?.cancel()
      timer = answer.next.map { next in
        let pause = max(next - now, .milliseconds(1))
        return Task { [world, waker] in
          guard (try? await world.sleep(pause)) != nil else { return }
          waker.yield()
        }
      }
    }
    return nil
  }

  private func keep(_ pump: Task<Void, Never>) { state.withLock { $0.pumps.append(pump) } }

  private func put(_ snapshot: Snapshot, at index: Int) {
    state.withLock { $0.snapshots[index] = snapshot }
    waker.yield()
  }

  private func finish(_ end: End) {
    state.withLock { $0.end = $0.end ?? end }
    waker.yield()
  }

  /// Blocks until nobody can read standard output any more: a closed pipe, a terminal that hung up.
  /// False when that cannot be known.
  private static let outputIsLost: @Sendable () -> Bool = {
    var output = pollfd(fd: STDOUT_FILENO, events: 0, revents: 0)
    while poll(&output, 1, -1) < 0 {
      guard errno == EINTR else { return false }
    }
    return true
  }
}
