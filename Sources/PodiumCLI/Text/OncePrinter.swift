// `--once`: what there is as one text, as soon as enough of it is there. Waits no longer than that, and
// never without end; what is missing is said.
import OrchestraAPI
import PodiumCore
import PodiumTUI
import Time

/// Prints one snapshot.
struct OncePrinter {
  /// Longest wait for all runs, and after that for the causes of what is broken.
  static let runsWait = Duration.seconds(20)
  static let causesWait = Duration.seconds(3)

  private let feed: TextFeed
  private let acknowledgements: [String: Acknowledgement]
  private let filter: RunFilter
  private let output: Output

  init(
    _ feed: TextFeed, _ acknowledgements: [String: Acknowledgement], _ filter: RunFilter,
    _ output: Output
  ) {
    self.feed = feed
    self.acknowledgements = acknowledgements
    self.filter = filter
    self.output = output
  }

  func run() async -> Result<Ending, CommandFailure> {
    let began = feed.now
    var last: [Snapshot] = []
    var loadedAt: Timestamp?
    let end = await feed.each { news in
      last = news.snapshots
      let now = feed.now
      if Self.isHopeless(last) { return (false, nil) }
      let isLoaded = !last.isEmpty && last.allSatisfy(Self.isLoaded)
      if isLoaded { loadedAt = loadedAt ?? now } else { loadedAt = nil }
      if isLoaded, last.allSatisfy(Self.isExplained) { return (false, nil) }
      let limit = loadedAt.map { $0 + Self.causesWait } ?? began + Self.runsWait
      return now >= limit ? (false, nil) : (true, limit)
    }
    switch end {
    case .signal(let number): return .success(.signal(number))
    case .outputClosed: return .success(.code(.ok))
    case nil: return await print(last)
    }
  }

  private func print(_ snapshots: [Snapshot]) async -> Result<Ending, CommandFailure> {
    if let failure = Self.failure(snapshots) { return .failure(failure) }
    let watched = snapshots.map { Watched($0, Insight($0.runs)) }
    let text = PlainSnapshot(
      watched, acknowledgements: acknowledgements, filter: filter, now: feed.now)
    let (output, words) = (output, text.lines.joined(separator: "\n"))
    _ = await OwnThread.run { output.answer(words) }
    return .success(.code(.ok))
  }

  private static func isLoaded(_ snapshot: Snapshot) -> Bool {
    snapshot.freshness(of: .runs).asOf != nil && snapshot.coverage.isComplete
  }

  /// Whether what runs and what is broken is explained as far as it is listed.
  private static func isExplained(_ snapshot: Snapshot) -> Bool {
    let open = Insight(snapshot.runs).open.prefix(PlainSnapshot.problemsMax)
    let failed = open.filter { $0.outcome == .failed }.map(\.newest.run.id)
    let running = snapshot.runs.active.filter { $0.status == .running }.map(\.id)
    return failed.allSatisfy { snapshot.failureCauses[$0] != nil }
      && running.allSatisfy { snapshot.progress[$0] != nil }
  }

  /// Nothing ever arrived from a workspace, and its server is known to fail.
  private static func isHopeless(_ snapshots: [Snapshot]) -> Bool {
    snapshots.contains { snapshot in
      let freshness = snapshot.freshness(of: .runs)
      return freshness.failure != nil && freshness.asOf == nil
    }
  }

  /// Why there is nothing to print; nil when there is.
  private static func failure(_ snapshots: [Snapshot]) -> CommandFailure? {
    for snapshot in snapshots {
      let freshness = snapshot.freshness(of: .runs)
      guard freshness.asOf == nil else { continue }
      guard let failure = freshness.failure else {
        return CommandFailure(
          .timedOut, "\(snapshot.source.host) gave no answer in \(Wording.wait(runsWait))")
      }
      return CommandFailure(
        failure.isKeyRefused ? .authentication : .network, failure.advice ?? failure.cause)
    }
    return snapshots.isEmpty ? CommandFailure(.timedOut, "no workspace answered") : nil
  }
}
