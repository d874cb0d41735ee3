// The panes of the second line: groups of statuses with their counts, the worst first. They stay in
// their places when they are empty, so that a number key always means the same.
import OrchestraAPI
import PodiumCore

/// A group of statuses that can be chosen together.
package enum StatusPane: Int, Sendable, CaseIterable {
  case failed = 1
  case warning, running, queued, succeeded, cancelled, skipped, other

  /// Whether runs of a status are in this pane.
  package func contains(_ status: RunStatus) -> Bool {
    switch (self, status) {
    case (.failed, .failed), (.warning, .warning), (.running, .running), (.queued, .queued),
      (.queued, .created), (.succeeded, .succeeded), (.cancelled, .cancelled),
      (.running, .cancelling), (.skipped, .skipped), (.other, .other):
      true
    default: false
    }
  }

  package func count(in counts: StatusCounts) -> Int {
    counts.entries.reduce(0) { contains($1.status) ? $0 + $1.count : $0 }
  }

  /// The words that choose this pane in a filter.
  package var filterText: String {
    switch self {
    case .running: "status:running,cancelling"
    case .queued: "status:queued,created"
    case .other: RunStatus.known.map { "!status:\($0.word.lowercased())" }.joined(separator: " ")
    default: "status:\(word)"
    }
  }

  /// The word of the pane; its sign and colour are those of the status.
  package var word: String {
    switch self {
    case .failed: "failed"
    case .warning: "warning"
    case .running: "running"
    case .queued: "queued"
    case .succeeded: "succeeded"
    case .cancelled: "cancelled"
    case .skipped: "skipped"
    case .other: "other"
    }
  }

  /// The word for narrow screens.
  package var shortWord: String {
    switch self {
    case .failed: "fail"
    case .warning: "warn"
    case .running: "run"
    case .queued: "wait"
    case .succeeded: "ok"
    case .cancelled: "canc"
    case .skipped: "skip"
    case .other: "other"
    }
  }

  /// Sign and colour: those of its status.
  package var look: StatusLook {
    switch self {
    case .failed: StatusLook(.failed)
    case .warning: StatusLook(.warning)
    case .running: StatusLook(.running)
    case .queued: StatusLook(.queued)
    case .succeeded: StatusLook(.succeeded)
    case .cancelled: StatusLook(.cancelled)
    case .skipped: StatusLook(.skipped)
    case .other: StatusLook(.other("other"))
    }
  }
}
