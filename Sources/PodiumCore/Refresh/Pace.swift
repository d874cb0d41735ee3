// How often each kind of datum is worth a request, given what a minute allows.

/// Intervals between fetches, scaled to the budget. The values here are for
/// `perMinuteReference` requests a minute.
package struct Pace: Sendable, Equatable {
  /// The newest page.
  package private(set) var newest: Duration = .seconds(5)
  /// The newest page of a workspace that is watched beside another one.
  package private(set) var beside: Duration = .seconds(30)
  /// A running run that is not among the newest.
  package private(set) var active: Duration = .seconds(12)
  /// The tasks of an open run that is running.
  package private(set) var openRun: Duration = .seconds(6)
  /// The tasks of another running run, for its progress.
  package private(set) var progress: Duration = .seconds(15)
  /// Log and artifact lists of an open task that is running.
  package private(set) var files: Duration = .seconds(15)
  /// Pages of failed task runs.
  package private(set) var causes: Duration = .seconds(4)
  /// News of an open history.
  package private(set) var history: Duration = .seconds(20)
  /// Pipelines while they are on screen.
  package private(set) var pipelines: Duration = .seconds(60)
  /// Pipelines otherwise, and environments.
  package private(set) var pipelinesHidden: Duration = .seconds(600)

  private static let perMinuteReference = 50.0
  private static let unlimitedPerMinute = 1200

  /// - Parameter perMinute: requests a minute; nil means no limit.
  package init(perMinute: Int?) {
    let scale = Self.perMinuteReference / Double(max(1, perMinute ?? Self.unlimitedPerMinute))
    // Nothing is asked for more often than the bound, however large the budget.
    func scaled(_ interval: Duration, atLeast bound: Duration) -> Duration {
      max(interval * scale, bound)
    }
    newest = scaled(newest, atLeast: .seconds(2))
    beside = scaled(beside, atLeast: .seconds(20))
    active = scaled(active, atLeast: .seconds(3))
    openRun = scaled(openRun, atLeast: .seconds(1))
    progress = scaled(progress, atLeast: .seconds(3))
    files = scaled(files, atLeast: .seconds(2))
    history = scaled(history, atLeast: .seconds(4))
    causes = scaled(causes, atLeast: .milliseconds(20))
    pipelines = scaled(pipelines, atLeast: .seconds(10))
    pipelinesHidden = scaled(pipelinesHidden, atLeast: .seconds(600))
  }

  /// The newest page while nothing runs and nothing has changed for `quietAnswers`.
  package var quiet: Duration { max(newest, .seconds(5)) }
  /// Unchanged answers in a row after which it is quiet.
  package static let quietAnswers = 10

  /// The interval between two failing attempts in a row.
  package static func afterFailures(_ count: Int) -> Duration {
    let doubled = 4.0 * Double(1 << min(max(count - 1, 0), 4))
    return .seconds(min(doubled, 60))
  }

  /// A page that nobody could give: missing or forbidden things are asked for again seldom.
  package static let afterPermanentFailure: Duration = .seconds(300)
}
