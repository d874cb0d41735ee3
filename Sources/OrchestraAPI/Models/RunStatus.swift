// The words for how a run stands. Unknown words are kept and shown as they came.

/// Status of a pipeline run or a task run; servers may add words.
package enum RunStatus: Sendable, Hashable {
  case created, queued, running, succeeded, warning, failed, skipped, cancelling, cancelled
  case other(String)

  /// All words that are known, in the order of a run's life, worst outcome last.
  package static let known: [RunStatus] = [
    .created, .queued, .running, .cancelling, .succeeded, .skipped, .cancelled, .warning, .failed,
  ]

  package init(_ word: String) {
    self =
      switch word {
      case "CREATED": .created
      case "QUEUED": .queued
      case "RUNNING": .running
      case "SUCCEEDED": .succeeded
      case "WARNING": .warning
      case "FAILED": .failed
      case "SKIPPED": .skipped
      case "CANCELLING": .cancelling
      case "CANCELLED": .cancelled
      default: .other(word)
      }
  }

  /// The word on the wire.
  package var word: String {
    switch self {
    case .created: "CREATED"
    case .queued: "QUEUED"
    case .running: "RUNNING"
    case .succeeded: "SUCCEEDED"
    case .warning: "WARNING"
    case .failed: "FAILED"
    case .skipped: "SKIPPED"
    case .cancelling: "CANCELLING"
    case .cancelled: "CANCELLED"
    case .other(let word): word
    }
  }

  /// Whether this is how it ended. An unknown word is not: it is asked for again.
  package var isTerminal: Bool {
    switch self {
    case .succeeded, .warning, .failed, .skipped, .cancelled: true
    case .created, .queued, .running, .cancelling, .other: false
    }
  }

  /// Whether it ended well enough for what comes after it.
  package var isSuccess: Bool { self == .succeeded || self == .warning }
}

/// The same words for task runs: the platform's enums differ only in which of them occur.
package typealias TaskStatus = RunStatus
