// Runs that somebody waits for. Each rings once, when a snapshot of its workspace says that it has ended.
import OrchestraAPI
import PodiumCore
import Time

/// The watched runs of this session, over all workspaces.
package struct RunWatches: Sendable {
  /// Runs watched at once.
  package static let watchesMax = 100

  /// A run that is waited for.
  package struct Entry: Sendable, Equatable {
    package let profile: String
    package let runID: PipelineRun.ID
    /// As it was called when it was chosen.
    package let pipelineName: String
    package let since: Timestamp
  }

  /// In the order in which they were chosen.
  package private(set) var entries: [Entry] = []

  package init() {}

  package var isFull: Bool { entries.count >= Self.watchesMax }

  /// Whether a run is watched.
  package func contains(_ id: PipelineRun.ID, in source: SourceLabel) -> Bool {
    entries.contains { $0.runID == id && $0.profile == source.profile }
  }

  /// Runs of a workspace that are watched.
  package func runs(in source: SourceLabel) -> Set<PipelineRun.ID> {
    Set(entries.lazy.filter { $0.profile == source.profile }.map(\.runID))
  }

  /// Begins to watch a run that has not ended; false if that cannot be.
  package mutating func add(_ run: PipelineRun, in source: SourceLabel, at now: Timestamp) -> Bool {
    guard !isFull, !run.status.isTerminal, !contains(run.id, in: source) else { return false }
    entries.append(
      Entry(
        profile: source.profile, runID: run.id, pipelineName: run.pipelineName, since: now))
    return true
  }

  /// Stops; false if it was not watched.
  @discardableResult
  package mutating func remove(_ id: PipelineRun.ID, profile: String) -> Bool {
    let count = entries.count
    entries.removeAll { $0.runID == id && $0.profile == profile }
    return entries.count < count
  }

  /// The watched runs that have ended in a snapshot; they are watched no longer.
  package mutating func takeEnded(in snapshot: Snapshot) -> [PipelineRun] {
    let profile = snapshot.source.profile
    let ended = entries.compactMap { entry -> PipelineRun? in
      guard entry.profile == profile, let run = snapshot.run(entry.runID), run.status.isTerminal
      else { return nil }
      return run
    }
    guard !ended.isEmpty else { return [] }
    let ids = Set(ended.map(\.id))
    entries.removeAll { $0.profile == profile && ids.contains($0.runID) }
    return ended
  }
}
