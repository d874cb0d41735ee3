// How often each kind of datum is worth a request, given what a minute allows.

/// Intervals between fetches, scaled to the budget.
package struct Pace: Sendable, Equatable {
  /// The newest page.
  package var newest: Duration
  /// A running run that is not among the newest.
  package var active: Duration
  /// The tasks of an open run that is running.
  package var openRun: Duration
  /// The tasks of another running run, for its progress.
  package var progress: Duration
  /// Log and artifact lists of an open task that is running.
  package var files: Duration
  /// Pages of failed task runs.
  package var causes: Duration
  /// Pipelines while they are on screen, and otherwise.
  package var pipelines: Duration
  package var pipelinesHidden: Duration

  /// Intervals at `perMinuteReference` requests a minute.
  private static let reference = Pace(
    newest: .seconds(5), active: .seconds(12), openRun: .seconds(6), progress: .seconds(15),
    files: .seconds(15), causes: .seconds(4), pipelines: .seconds(60),
    pipelinesHidden: .seconds(600))
  private static let perMinuteReference = 50.0
  /// The newest page while nothing runs and nothing has changed for `quietAnswers`.
  package var quiet: Duration { max(newest, .seconds(5)) }
  /// Unchanged answers in a row after which it is quiet.
  package static let quietAnswers = 10

  /// Nothing is asked for more often than that, however large the budget.
  private static let fastest = Pace(
    newest: .seconds(2), active: .seconds(3), openRun: .seconds(1), progress: .seconds(3),
    files: .seconds(2), causes: .milliseconds(20), pipelines: .seconds(10),
    pipelinesHidden: .seconds(600))
  private static let unlimitedPerMinute = 1200

  private init(
    newest: Duration, active: Duration, openRun: Duration, progress: Duration, files: Duration,
    causes: Duration, pipelines: Duration, pipelinesHidden: Duration
  ) {
    self.newest = newest
    self.active = active
    self.openRun = openRun
    self.progress = progress
    self.files = files
    self.causes = causes
    self.pipelines = pipelines
    self.pipelinesHidden = pipelinesHidden
  }

  /// - Parameter perMinute: requests a minute; nil means no limit.
  package init(perMinute: Int?) {
    let scale = Self.perMinuteReference / Double(max(1, perMinute ?? Self.unlimitedPerMinute))
    func pick(_ part: KeyPath<Pace, Duration>) -> Duration {
      max(Self.reference[keyPath: part] * scale, Self.fastest[keyPath: part])
    }
    self.init(
      newest: pick(\.newest), active: pick(\.active), openRun: pick(\.openRun),
      progress: pick(\.progress), files: pick(\.files), causes: pick(\.causes),
      pipelines: pick(\.pipelines), pipelinesHidden: pick(\.pipelinesHidden))
  }

  /// The interval between two failing attempts in a row.
  package static func afterFailures(_ count: Int) -> Duration {
    let doubled = 4.0 * Double(1 << min(max(count - 1, 0), 4))
    return .seconds(min(doubled, 60))
  }

  /// A page that nobody could give: missing or forbidden things are asked for again seldom.
  package static let afterPermanentFailure: Duration = .seconds(300)
}
