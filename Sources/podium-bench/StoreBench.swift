// The whole way of a page inside the program: client, decoding, store, snapshots to a reader. The
// server is a table of ready answers, so that only Podium's own work is counted.
import Glibc
import HTTP
import OrchestraAPI
import OrchestraClient
import PodiumCore
import Synchronization
import Time

enum StoreBench {
  static func rows(_ sizes: [Int]) -> [BenchRow] {
    let results = sizes.map { load($0) }
    return [
      BenchRow(
        what: "page the window into the store", unit: "CPU ms", values: results.map(\.cost),
        isTotal: true),
      BenchRow(
        what: "snapshots published meanwhile", unit: "count",
        values: results.map { Double($0.snapshots) }),
    ]
  }

  private static func load(_ count: Int) -> (cost: Double, snapshots: Int) {
    let transport = ReadyAnswers(SampleRuns.pages(of: count))
    guard let address = try? ServerAddress("http://127.0.0.1:9") else { return (.nan, 0) }
    let client = Client(
      transport: transport, access: WorkspaceAccess(address: address), requestsPerMinute: nil)
    let label = SourceLabel(profile: "bench", host: "none")
    let world = ClientWorld(
      clock: SystemClock.monotonic, wall: { Timestamp(seconds: 1_795_000_000) },
      sleep: ClientWorld.system.sleep, random: { 0.5 })
    let store = Store(client: client, source: label, world: world)
    let snapshots = Count()
    let cost = Meter.processorMilliseconds {
      let reader = Task {
        var seen = 0
        for await snapshot in await store.snapshots() {
          seen += 1
          if snapshot.runs.count == count { break }
        }
        let total = seen
        snapshots.value.withLock { $0 = total }
      }
      Task { await store.start() }
      while snapshots.value.withLock({ $0 }) == nil { usleep(500) }
      reader.cancel()
    }
    Task { await store.stop() }
    return (cost, snapshots.value.withLock { $0 } ?? 0)
  }
}

/// How many snapshots a reader saw, once it has seen the last.
private final class Count: Sendable {
  let value = Mutex<Int?>(nil)
}

/// Answers pages of runs from memory and everything else with nothing.
private struct ReadyAnswers: Transport {
  let pages: [HTTPResponse]
  private let nothing = ListTaskRuns.encode(Page(page: 1, pageSize: 100, total: 0, items: []))
  private let noPipelines = ListPipelines.encode(PipelineList(pipelines: []))

  init(_ pages: [HTTPResponse]) { self.pages = pages }

  func send(
    _ request: HTTPRequest, limits: TransferLimits
  ) async throws(TransportError) -> HTTPResponse {
    if request.path.hasSuffix("/pipeline_runs") {
      let page = request.query["page"].flatMap { Int($0) } ?? 1
      return page <= pages.count ? pages[page - 1] : nothing
    }
    return request.path.hasSuffix("/pipelines") ? noPipelines : nothing
  }
}
