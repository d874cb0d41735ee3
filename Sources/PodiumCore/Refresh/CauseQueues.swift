// Failed runs that wait for an explanation: first for their failing task, then, where its message says
// nothing, for the line of its log.
import OrchestraAPI
import OrchestraClient
import Time

/// Failed runs whose first failing task is not known yet.
package struct CauseQueue: Sendable {
  /// When each run was created: the window of the next request follows from it.
  package private(set) var waiting: [PipelineRun.ID: Timestamp] = [:]
  /// The listing under way, if it has more pages.
  package var window: TimeWindow?
  package var nextPage = 1

  package init() {}

  package mutating func add(_ run: PipelineRun) { waiting[run.id] = run.createdAt }

  package mutating func remove(_ id: PipelineRun.ID) { waiting[id] = nil }

  /// Ends the listing under way; what it covered is not asked for again.
  package mutating func finishListing() {
    if let window { waiting = waiting.filter { !window.contains($0.value) } }
    window = nil
    nextPage = 1
  }

  /// From the oldest waiting run to now, or the listing that is under way.
  package func nextWindow(to end: Timestamp) -> TimeWindow? {
    if let window { return window }
    guard let oldest = waiting.values.min() else { return nil }
    return TimeWindow(from: oldest - Self.marginSeconds, to: end)
  }

  private static let marginSeconds: Duration = .seconds(60)
}

/// Failing tasks whose message names no cause: the end of their log is read.
package struct CauseLogs: Sendable {
  /// One failing task.
  package struct Entry: Sendable, Equatable {
    package var path: TaskRunPath
    package var createdAt: Timestamp
    /// The log to read, once it is known.
    package var filename: String?
    package var failures = 0
  }

  /// Newest first.
  package private(set) var entries: [Entry] = []
  private var tried: Set<PipelineRun.ID> = []

  /// Only the newest failures are looked into: it costs two requests each.
  package static let entriesMax = 20
  static let failuresMax = 2
  /// Bytes of a log's end that are looked through.
  package static let tailBytes = 16_384

  package init() {}

  package var next: Entry? { entries.first }

  /// Older ones than the newest `entriesMax` are given up.
  mutating func add(_ path: TaskRunPath, createdAt: Timestamp) {
    guard tried.insert(path.runID).inserted else { return }
    entries.append(Entry(path: path, createdAt: createdAt))
    entries.sort { ($1.createdAt, $0.path.runID) < ($0.createdAt, $1.path.runID) }
    if entries.count > Self.entriesMax { entries.removeLast() }
  }

  mutating func setFilename(_ name: String, of path: TaskRunPath) {
    guard let index = entries.firstIndex(where: { $0.path == path }) else { return }
    entries[index].filename = name
  }

  /// Answered, or not worth another attempt.
  mutating func finish(_ path: TaskRunPath) { entries.removeAll { $0.path == path } }

  mutating func noteFailure(of path: TaskRunPath) {
    guard let index = entries.firstIndex(where: { $0.path == path }) else { return }
    entries[index].failures += 1
    if entries[index].failures >= Self.failuresMax { entries.remove(at: index) }
  }

  /// The run left the list.
  mutating func forget(_ id: PipelineRun.ID) {
    if tried.remove(id) != nil { entries.removeAll { $0.path.runID == id } }
  }
}
