// The cells of one pipeline in the list of pipelines. Pure.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Time

extension PipelineLine {
  /// As a frame knows it.
  init(_ pipeline: Pipeline, _ context: ViewContext) {
    self.init(
      pipeline, context.insight[pipeline.id], context.snapshot.workspace.zones, now: context.now)
  }

  /// Whether its latest run failed or warns.
  var isProblem: Bool { pipeline.latestRun.map { StatusLook($0.status).isProblem } ?? false }
}

/// What the cells of a pipeline say.
struct PipelineCells {
  private let line: PipelineLine
  private let context: ViewContext

  init(_ line: PipelineLine, _ context: ViewContext) {
    self.line = line
    self.context = context
  }

  var status: TableCell {
    guard let latest = line.pipeline.latestRun else {
      return TableCell("never ran", Role.dim.style)
    }
    let look = StatusLook(latest.status)
    return TableCell("\(look.sign(context.glyphs)) \(look.word)", look.role.style)
  }

  /// One sign a run, the newest at the right.
  var history: TableCell {
    TableCell(
      spans: line.facts.recent.reversed().map { outcome in
        let look = StatusLook(of: outcome)
        return StyledSpan(look.sign(context.glyphs), look.role.style)
      })
  }

  var next: TableCell {
    guard let next = line.next else { return TableCell("") }
    if line.pipeline.paused { return TableCell("paused", Role.warning.style) }
    return TableCell(Wording.countdown(to: next, now: context.now), Role.text.style)
  }

  var success: TableCell {
    guard let percent = line.facts.successPercent else { return TableCell("") }
    return TableCell(
      Wording.successRate(line.facts) ?? "", (percent < 90 ? Role.warning : .text).style)
  }

  var started: TableCell {
    let start = line.pipeline.latestRun.flatMap { $0.startedAt ?? $0.createdAt }
    return TableCell(start.map { Wording.age(of: $0, now: context.now) } ?? "", Role.text.style)
  }

  var message: TableCell {
    guard let latest = line.pipeline.latestRun, latest.status != .succeeded else {
      return TableCell("")
    }
    return TableCell(latest.message ?? "", (line.isProblem ? Role.text : .dim).style)
  }
}

extension StatusLook {
  /// How an outcome looks where only its sign has room.
  init(of outcome: Outcome) {
    switch outcome {
    case .active: self.init(RunStatus.running)
    case .succeeded: self.init(RunStatus.succeeded)
    case .warning: self.init(RunStatus.warning)
    case .failed: self.init(RunStatus.failed)
    case .cancelled: self.init(RunStatus.cancelled)
    case .neutral: self.init(RunStatus.skipped)
    }
  }
}
