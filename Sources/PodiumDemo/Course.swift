// How one generated run went: which task ran when and how it ended. Seconds since its creation.
import OrchestraAPI

struct Course: Sendable {
  /// How it comes out; the number is the place of the task that decides.
  enum End {
    case succeeded
    case failed(Int, PastError)
    case warning(Int, PastError)
    case cancelled(Int)
  }

  /// What happened to one task.
  struct Step: Sendable {
    var status: TaskStatus
    var message: String
    /// nil: it never started.
    var startSeconds: Double?
    var endSeconds: Double
    var error: PastError?
  }

  var status: RunStatus
  var message: String
  var steps: [Step] = []
  var seconds: Double = 0

  init(_ tasks: [PastTask], end: End, using generator: inout SeededGenerator) {
    (status, message) = Self.outcome(end)
    for (place, task) in tasks.enumerated() {
      let ready = task.upstreams.map { steps[$0].endSeconds }.max() ?? 0.4
      let queued = ready + 0.1 + generator.fraction() * 1.5
      let spread = generator.fraction()
      let took = task.usualSeconds * (0.7 + spread * spread * spread * 1.6)
      if task.upstreams.contains(where: { !steps[$0].status.isSuccess }) {
        steps.append(Self.skipped(at: ready))
      } else {
        steps.append(Self.step(place, end, from: queued, to: queued + took))
      }
    }
    seconds = (steps.map(\.endSeconds).max() ?? 0) + 0.3
  }

  private static func outcome(_ end: End) -> (RunStatus, String) {
    switch end {
    case .succeeded: (.succeeded, "All tasks have succeeded. \(PastLog.label)")
    case .failed: (.failed, "Pipeline failed - a task is in failed state. \(PastLog.label)")
    case .warning: (.warning, "A task ended with a warning. \(PastLog.label)")
    case .cancelled: (.cancelled, "Cancelled. \(PastLog.label)")
    }
  }

  private static func skipped(at seconds: Double) -> Step {
    Step(
      status: .skipped, message: "A task before it did not succeed. \(PastLog.label)",
      startSeconds: nil, endSeconds: seconds)
  }

  private static func step(_ place: Int, _ end: End, from: Double, to: Double) -> Step {
    switch end {
    case .failed(place, let error):
      return Step(
        status: .failed, message: "\(error.line) \(PastLog.label)", startSeconds: from,
        endSeconds: to, error: error)
    case .warning(place, let error):
      return Step(
        status: .warning, message: "\(error.line) \(PastLog.label)", startSeconds: from,
        endSeconds: to, error: error)
    case .cancelled(place):
      return Step(
        status: .cancelled, message: "Cancelled. \(PastLog.label)", startSeconds: from,
        endSeconds: from + (to - from) / 2)
    default:
      return Step(
        status: .succeeded, message: "Succeeded. \(PastLog.label)", startSeconds: from,
        endSeconds: to)
    }
  }
}
