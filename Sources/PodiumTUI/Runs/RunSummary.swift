// The lines above the tasks of a run: status, times, origin, and what the run says about itself.
// Pure.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Time

/// The head of a run.
package struct RunSummary {
  private let run: PipelineRun
  private let context: ViewContext

  package init(_ run: PipelineRun, _ context: ViewContext) {
    self.run = run
    self.context = context
  }

  /// Rows it takes: less on low screens, so that tasks stay in view.
  package static func rows(_ context: ViewContext, _ id: PipelineRun.ID) -> Int {
    context.size.rows < 8 ? 1 : context.size.rows < 14 ? 2 : 4
  }

  package func draw(on canvas: Canvas) {
    drawState(on: canvas)
    guard canvas.rows > 1 else { return }
    let words = says
    canvas.text(
      words.text, at: Point(row: 1, column: 1), style: words.role.style,
      maxWidth: canvas.columns - 2)
    guard canvas.rows > 2 else { return }
    let origin = Wording.origin(run)
    canvas.text(
      origin.isEmpty ? "run \(run.id.text)" : "\(origin)   run \(run.id.text)",
      at: Point(row: 2, column: 1), style: Role.dim.style, maxWidth: canvas.columns - 2)
  }

  private func drawState(on canvas: Canvas) {
    let look = StatusLook(run.status)
    let start = run.startedAt ?? run.createdAt
    let clock = Wording.clock(start)
    let relative = Wording.ago(start, now: context.now)
    let took = Wording.duration(run.duration(now: context.now))
    var strip = Strip(gap: 3)
    strip.add("\(look.sign(context.glyphs)) \(look.word)", role: look.role, priority: 10)
    strip.add("started \(clock), \(relative)", relative, role: .text, priority: 6)
    let verb = run.status.isTerminal ? "took" : "for"
    strip.add("\(verb) \(took)", took, role: .text, priority: 8)
    if let progress = context.snapshot.progress[run.id] {
      strip.add(
        "\(progress.done) of \(progress.total) tasks done", "\(progress.done)/\(progress.total)",
        role: .text, priority: 7)
    }
    let place = [run.environmentName, run.branch, run.commit.map { String($0.prefix(7)) }]
      .compactMap { $0 }.joined(separator: " ")
    strip.add(place, role: .dim, priority: 3)
    if let version = run.versionNumber { strip.add("v\(version)", role: .dim, priority: 2) }
    strip.draw(on: canvas, row: 0)
  }

  private var says: (text: String, role: Role) {
    if let mark = context.snapshot.marks[run.id] {
      let words = mark.words.prefix(1).uppercased() + mark.words.dropFirst()
      return ("\(words).", mark.isInDoubt ? .warning : .accent)
    }
    if StatusLook(run.status).isProblem, let cause = context.snapshot.failureCauses[run.id] {
      let line = cause.errorLine.isEmpty ? run.message : cause.errorLine
      return ("\(cause.taskName): \(line)", StatusLook(run.status).role)
    }
    guard run.message.isEmpty, let progress = context.snapshot.progress[run.id],
      !progress.running.isEmpty
    else { return (run.message, .text) }
    let failed = progress.failed > 0 ? "\(progress.failed) failed, " : ""
    return (
      "\(failed)in \(progress.running.joined(separator: ", "))",
      progress.failed > 0 ? .failed : .running
    )
  }
}
