// Failed runs that wait for an explanation: first for their failing task, then, where its message says
// nothing, for the line of its log.
import OrchestraAPI
import OrchestraClient
import Time

/// Failed runs whose first failing task is not known yet.
package struct CauseQueue: Sendable {
  /// One run.
  struct Waiting: Sendable {
    var createdAt: Timestamp
    /// When it ended: its tasks were created before.
    var endedAt: Timestamp
    /// The listing that was under way when it came: that one may have passed its tasks already.
    var listing: Int
  }

  private var waiting: [PipelineRun.ID: Waiting] = [:]
  /// The listing under way, if it has more pages.
  package private(set) var window: TimeWindow?
  package var nextPage = 1
  /// Counts listings.
  private var listing = 0
  /// What the server counted at the start of the listing.
  private var total: Int?
  private var isDisturbed = false
  private var disturbedInRow = 0

  /// Listings that are believed at last although rows vanished meanwhile.
  static let disturbedMax = 3

  package init() {}

  package var count: Int { waiting.count }
  package var isEmpty: Bool { waiting.isEmpty }

  /// Runs and when they were created, newest first.
  var newestFirst: [(id: PipelineRun.ID, createdAt: Timestamp)] {
    waiting.map { ($0.key, $0.value.createdAt) }
      .sorted { ($1.createdAt, $0.id) < ($0.createdAt, $1.id) }
  }

  /// Lets a failed run wait for its cause.
  package mutating func add(_ run: PipelineRun) {
    let endedAt = [run.createdAt, run.updatedAt, run.completedAt].compactMap { $0 }.max()
    waiting[run.id] = Waiting(
      createdAt: run.createdAt, endedAt: endedAt ?? run.createdAt, listing: listing)
  }

  /// Forgets a run: its cause is known or no longer wanted.
  package mutating func remove(_ id: PipelineRun.ID) { waiting[id] = nil }

  /// A request for a page of this window leaves.
  mutating func beginPage(of window: TimeWindow) {
    guard self.window == nil else { return }
    self.window = window
    listing += 1
    total = nil
    isDisturbed = false
  }

  /// Takes out the runs that a page explained wholly.
  /// - Parameters:
  ///   - oldest: creation of the page's last task; younger runs have all of their tasks listed.
  ///   - count: what the server counts now; fewer than before means that rows moved up unseen.
  /// - Returns: the runs taken out.
  mutating func notePage(oldest: Timestamp?, total count: Int) -> [PipelineRun.ID] {
    if let total, count < total { isDisturbed = true }
    total = total ?? count
    guard let oldest, !isDisturbed else { return [] }
    let done = waiting.filter { $0.value.listing < listing && $0.value.createdAt > oldest }
    for id in done.keys { waiting[id] = nil }
    return Array(done.keys)
  }

  /// Ends the listing under way; what it covered is not asked for again.
  /// - Parameter isExplained: whether a cause is known; decides only after a disturbed listing.
  mutating func finishListing(_ isExplained: (PipelineRun.ID) -> Bool) {
    disturbedInRow = isDisturbed ? disturbedInRow + 1 : 0
    let isBelieved = !isDisturbed || disturbedInRow >= Self.disturbedMax
    if let window {
      waiting = waiting.filter { id, run in
        guard run.listing < listing, window.contains(run.createdAt) else { return true }
        return !isBelieved && !isExplained(id)
      }
    }
    window = nil
    nextPage = 1
  }

  /// From the oldest waiting run to the last end of one but not beyond `end`, or the listing that is
  /// under way. What younger runs explain already is not read again while a past is paged in.
  package func nextWindow(to end: Timestamp) -> TimeWindow? {
    if let window { return window }
    guard let oldest = waiting.values.map(\.createdAt).min(),
      let last = waiting.values.map(\.endedAt).max()
    else { return nil }
    return TimeWindow(
      from: oldest - Self.marginSeconds, to: min(end, last + Self.marginSeconds))
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
