// How a status looks: word, sign and role. What needs a person is in capitals, so that it stands
// out without colour too; unknown words are shown as they came.
import OrchestraAPI
import TerminalUI

/// Word, sign and role of a status.
package struct StatusLook: Sendable, Equatable {
  package var word: String
  package var role: Role
  package var mark: Mark

  /// Which sign of the glyph set stands for it.
  package enum Mark: Sendable, Equatable {
    case succeeded, failed, warning, running, queued, cancelled, skipped, unknown
  }

  package init(_ status: RunStatus) {
    switch status {
    case .created: self.init("created", .queued, .queued)
    case .queued: self.init("queued", .queued, .queued)
    case .running: self.init("running", .running, .running)
    case .succeeded: self.init("succeeded", .succeeded, .succeeded)
    case .warning: self.init("WARNING", .warning, .warning)
    case .failed: self.init("FAILED", .failed, .failed)
    case .skipped: self.init("skipped", .skipped, .skipped)
    case .cancelling: self.init("cancelling", .cancelled, .cancelled)
    case .cancelled: self.init("cancelled", .cancelled, .cancelled)
    case .other(let word): self.init(word.isEmpty ? "unknown" : word, .status, .unknown)
    }
  }

  private init(_ word: String, _ role: Role, _ mark: Mark) {
    self.word = word
    self.role = role
    self.mark = mark
  }

  /// Worst last, so that the largest comes first: what failed, warns, runs, waits; then what ended.
  package var severity: Int64 {
    let order: [Mark] = [
      .skipped, .succeeded, .cancelled, .unknown, .queued, .running, .warning, .failed,
    ]
    return Int64(order.firstIndex(of: mark) ?? 0)
  }

  /// Whether a person may have to do something.
  package var isProblem: Bool { mark == .failed || mark == .warning }

  /// The sign in a glyph set.
  package func sign(_ glyphs: GlyphSet) -> String {
    switch mark {
    case .succeeded: glyphs.marks.succeeded
    case .failed: glyphs.marks.failed
    case .warning: glyphs.marks.warning
    case .running: glyphs.marks.running
    case .queued: glyphs.marks.queued
    case .cancelled: glyphs.marks.cancelled
    case .skipped: glyphs.marks.skipped
    case .unknown: glyphs.marks.unknown
    }
  }
}
