// What the cells of a run say. Pure; functions rather than a value, which would copy the whole context
// for each cell.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Time

/// The cells of a run.
package enum RunCells {
  /// On narrower lists the numbers of tasks stand with the progress, and causes get their room.
  static let tasksColumnFrom = 124

  /// Whether the duration of a run changes with each second.
  static func isTicking(_ run: PipelineRun, now: Timestamp) -> Bool {
    !run.status.isTerminal && run.startedAt != nil
      && run.duration(now: now) < .seconds(3600)
  }

  /// Sign and word.
  package static func status(_ run: PipelineRun, _ context: ViewContext) -> TableCell {
    let look = StatusLook(run.status)
    return TableCell("\(look.sign(context.glyphs)) \(look.word)", look.role.style)
  }

  /// The pipeline's name.
  package static func pipeline(_ run: PipelineRun, _ context: ViewContext) -> TableCell {
    let name = run.pipelineName.isEmpty ? run.pipelineID.short : run.pipelineName
    let isWatched = context.watches.contains(run.id, in: context.snapshot.source)
    return TableCell(
      isWatched ? "\(context.glyphs.marks.watched) \(name)" : name, Role.table.style)
  }

  /// Environment, and the branch where it is not the main one: "prod", "staging fix-gl".
  package static func place(_ run: PipelineRun) -> String {
    let branch = run.branch.flatMap { $0 == "main" || $0 == "master" ? nil : $0 }
    let parts = [run.environmentName, branch].compactMap { $0 }
    return parts.isEmpty ? run.branch ?? "" : parts.joined(separator: " ")
  }

  /// From its start on.
  package static func took(_ run: PipelineRun, _ context: ViewContext) -> TableCell {
    guard run.hasBegun else { return TableCell("") }
    return TableCell(Wording.duration(run.duration(now: context.now)), Role.text.style)
  }

  /// Tasks that ended, of all.
  package static func tasks(_ run: PipelineRun, _ context: ViewContext) -> TableCell {
    let progress = context.snapshot.progress[run.id]
    return TableCell(progress.map { "\($0.done)/\($0.total)" } ?? "", Role.text.style)
  }

  /// How far a run is that has not ended, in thousandths.
  package static func permille(_ run: PipelineRun, _ context: ViewContext) -> Int64? {
    guard !run.status.isTerminal, let progress = context.snapshot.progress[run.id],
      progress.total > 0
    else { return nil }
    return Int64(progress.done * 1000 / progress.total)
  }

  /// Between creation and start.
  package static func wait(_ run: PipelineRun, until now: Timestamp) -> Duration {
    (run.startedAt ?? run.completedAt ?? now) - run.createdAt
  }

  /// How long it waited before it started; nothing under a second.
  package static func queued(_ run: PipelineRun, _ context: ViewContext) -> TableCell {
    let wait = wait(run, until: context.now)
    return TableCell(wait < .seconds(1) ? "" : Wording.duration(wait), Role.dim.style)
  }

  /// What a person has to know: the cause, or how far it is. Nothing where all is well.
  package static func detail(_ run: PipelineRun, _ context: ViewContext) -> TableCell {
    if let mark = context.snapshot.marks[run.id] {
      return TableCell(mark.words, (mark.isInDoubt ? Role.warning : .accent).style)
    }
    switch run.status {
    case .failed, .warning:
      return TableCell(
        cause(run, context) ?? "",
        (context.snapshot.failureCauses[run.id] == nil ? Role.dim : .text).style)
    case .succeeded:
      return run.hasAnomalies
        ? TableCell("slower than usual", Role.warning.style) : TableCell("", Role.text.style)
    case .running: return inTasks(run, context)
    default: return TableCell(run.message, Role.dim.style)
    }
  }

  private static func inTasks(_ run: PipelineRun, _ context: ViewContext) -> TableCell {
    guard let progress = context.snapshot.progress[run.id], !progress.running.isEmpty else {
      return TableCell("")
    }
    let isNarrow = context.size.columns < Self.tasksColumnFrom
    let done = isNarrow ? "\(progress.done)/\(progress.total) " : ""
    let more = done + (progress.failed > 0 ? "\(progress.failed) failed, " : "")
    return TableCell(
      "\(more)in \(progress.running.joined(separator: ", "))",
      (progress.failed > 0 ? Role.failed : .running).style)
  }

  /// Why it failed or warns, in one line; nil where it did not.
  package static func cause(_ run: PipelineRun, _ context: ViewContext) -> String? {
    guard run.status == .failed || run.status == .warning else { return nil }
    guard let cause = context.snapshot.failureCauses[run.id] else { return run.message }
    return "\(cause.taskName): \(cause.errorLine.isEmpty ? "no message" : cause.errorLine)"
  }
}

extension PipelineRun {
  /// When it started or, before that, was created.
  package var begin: Timestamp { startedAt ?? createdAt }
  package var hasBegun: Bool { startedAt != nil || completedAt != nil }
}
