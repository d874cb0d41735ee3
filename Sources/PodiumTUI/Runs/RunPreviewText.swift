// What the preview of a run says, as lines: the cause first, then how it went before, then its tasks.
// Pure; says what is not known yet.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Time

/// The lines of a run's preview.
struct RunPreviewText {
  /// Rows that one error message takes at most.
  static let messageRowsMax = 4

  private let run: PipelineRun
  private let width: Int
  private let unasked: String?
  private let context: ViewContext
  private let detail: RunDetail?
  private var insight: Insight { context.insight }

  /// - Parameters:
  ///   - width: columns of the place where the lines are drawn.
  ///   - unasked: why its tasks are not asked for; nil: they are.
  init(
    _ run: PipelineRun, width: Int, unasked: String?, _ context: ViewContext
  ) {
    self.run = run
    self.width = max(1, width - Table.markerColumns - 1)
    self.unasked = unasked
    self.context = context
    detail = context.snapshot.runDetails[run.id]
  }

  var lines: [DialogBox.Line] {
    head + packed(facts) + packed(origin) + tasks
  }

  // MARK: What is the matter

  private var head: [DialogBox.Line] {
    switch run.status {
    case .failed, .warning: failure
    case .running, .cancelling: running
    case .succeeded:
      packed(
        [StyledSpan("took \(took)", (run.hasAnomalies ? Role.warning : .text).style)] + comparison)
    default: wrapped(run.message.isEmpty ? "no message" : run.message, .text)
    }
  }

  private var took: String { Wording.duration(run.duration(now: context.now)) }

  /// The first task that failed, and what it said.
  private var failure: [DialogBox.Line] {
    guard let cause = context.snapshot.failureCauses[run.id] else {
      let words = run.message.isEmpty ? "no task has said why yet" : run.message
      return wrapped(words, StatusLook(run.status).role)
    }
    let task = detail?.tasks.first { $0.id == cause.taskRunID }
    var about: [String] = [cause.integration]
    if let task {
      if task.numberOfAttempts > 1 { about.append("attempt \(task.numberOfAttempts)") }
      if let ran = TaskDetails.ran(task, now: context.now) {
        about.append("ran \(Wording.duration(ran))")
      }
    }
    let look = StatusLook(run.status)
    let first = DialogBox.Line([
      StyledSpan("\(look.sign(context.glyphs)) \(cause.taskName)", look.role.style),
      StyledSpan("   " + about.filter { !$0.isEmpty }.joined(separator: "   "), Role.dim.style),
    ])
    let words = task?.errorLine ?? cause.errorLine
    return [first] + wrapped(words.isEmpty ? "no message" : words, .strong, indent: 2)
  }

  private var running: [DialogBox.Line] {
    let progress = context.snapshot.progress[run.id]
    let failed = progress?.failed ?? 0
    return packed(
      [
        StyledSpan("running for \(took)", Role.running.style),
        StyledSpan(
          progress.map { "\($0.done) of \($0.total) tasks done" } ?? "", Role.text.style),
        StyledSpan(
          failed > 0 ? "\(Wording.count(failed, "task")) failed already" : "", Role.failed.style),
        StyledSpan(
          run.status == .cancelling ? "waits for its tasks to stop" : "", Role.cancelled.style),
      ] + comparison)
  }

  /// "usually 28m00s", "done 03:21–03:26": nothing under five runs.
  private var comparison: [StyledSpan] {
    guard let usual = insight[run.pipelineID]?.baseline else { return [] }
    let basis =
      "usually \(Wording.duration(usual.median)), nine of ten under "
      + "\(Wording.duration(usual.p90)) (\(usual.n) runs)"
    var spans = [StyledSpan(basis, Role.dim.style)]
    let ran = run.duration(now: context.now)
    if let factor = usual.factor(of: ran), ran > usual.p90, factor >= 1.05 {
      let tenths = Int((factor * 10).rounded())
      let words = "\(context.glyphs.marks.up) \(tenths / 10).\(tenths % 10)x the median"
      spans.insert(StyledSpan(words, Role.warning.style), at: 0)
    } else if run.status == .running, let start = run.startedAt {
      let clock = { (time: Timestamp) in String(Wording.clock(time).prefix(5)) }
      let (from, to) = (clock(max(context.now, start + usual.median)), clock(start + usual.p90))
      let words = from == to ? from : "\(from)\(context.glyphs.dash)\(to)"
      spans.insert(StyledSpan("done about \(words)", Role.text.style), at: 0)
    }
    return spans
  }

  // MARK: How it went before

  /// "3 in a row since 02:10   last good 01:45 (2m58s)   failed 5 of the last 20", or that nothing has
  /// to be done any more.
  private var facts: [StyledSpan] {
    var facts: [StyledSpan] = []
    let span = insight.span(of: run)
    let isProblem = StatusLook(run.status).isProblem
    if let resolver = span?.resolver?.run {
      let when = Wording.moment(resolver.endedAt, now: context.now)
      facts.append(StyledSpan("resolved \(when) by \(resolver.id.short)", Role.succeeded.style))
    } else if let span, span.count > 1 {
      let since = Wording.moment(span.oldest.run.endedAt, now: context.now)
      facts.append(StyledSpan("\(span.count) in a row since \(since)", Role.text.style))
    }
    if isProblem, let said = context.problem(of: run)?.acknowledgement {
      facts.append(
        StyledSpan(Wording.acknowledgement(said, now: context.now), Role.accent.style))
    }
    if isProblem {
      facts.append(StyledSpan(lastGood(isOpen: span?.resolver == nil), Role.dim.style))
    }
    facts.append(StyledSpan(record, Role.dim.style))
    if isProblem, span?.resolver == nil {
      let blocked = context.snapshot.blocked(by: run)
      let words = blocked.isEmpty ? "" : "blocks \(blocked.joined(separator: ", "))"
      facts.append(StyledSpan(words, Role.warning.style))
    }
    return facts
  }

  /// How the newest runs of the pipeline ended: "failed 2 of the last 20".
  private var record: String {
    let ended = insight[run.pipelineID]?.recent.filter { $0 != .active && $0 != .neutral } ?? []
    guard ended.count > 1 else { return "" }
    let warns = run.status == .warning
    let bad = ended.count { $0 == .failed || (warns && $0 == .warning) }
    let verb = warns ? "failed or warned" : "failed"
    return bad == 0
      ? "none of the last \(ended.count) \(verb)" : "\(verb) \(bad) of the last \(ended.count)"
  }

  private func lastGood(isOpen: Bool) -> String {
    switch LastGood(before: run, in: context.snapshot.runs) {
    case .run(let good):
      let took = Wording.duration(good.duration(now: context.now))
      return "last good \(Wording.moment(good.begin, now: context.now)) (\(took))"
    case .none:
      return isOpen && context.snapshot.coverage.isComplete ? "no good run in 7 days" : ""
    case .notFound(let looked):
      return isOpen ? "none good among \(Wording.count(looked)) runs before" : ""
    }
  }

  /// What started it, from which code.
  private var origin: [StyledSpan] {
    let code = [run.branch, run.commit.map { String($0.prefix(7)) }].compactMap { $0 }
    return [
      Wording.origin(run), run.environmentName ?? "", code.joined(separator: " "),
      run.versionNumber.map { "v\($0)" } ?? "",
    ].map { StyledSpan($0, Role.dim.style) }
  }

  // MARK: Its tasks

  private var tasks: [DialogBox.Line] {
    let tasks = detail?.tasks ?? []
    guard tasks.isEmpty else {
      let name = tasks.reduce(0) { max($0, TextWidth.columns($1.taskName)) }
      let job = tasks.reduce(0) { max($0, TextWidth.columns($1.integration)) }
      let columns = (name: min(name, max(12, width / 3)), job: width < 64 ? 0 : min(job, 18))
      let model = RunModel(run, tasks, context, known: nil)
      return tasks.map { task in line(task, says(task, model), columns) }
    }
    return [missing]
  }

  private var missing: DialogBox.Line {
    let freshness = context.snapshot.freshness(of: .run(run.id))
    if let failure = freshness.failure {
      return span("its tasks could not be loaded: \(failure.cause)", .warning)
    }
    if freshness != .loading, detail?.tasksTotal == 0 || run.status.isTerminal, detail != nil {
      return span("it has no task runs", .dim)
    }
    if let unasked { return span(unasked, .warning) }
    return span("loading its tasks\(context.glyphs.ellipsis)", .dim)
  }

  private func line(
    _ task: TaskRun, _ words: String, _ columns: (name: Int, job: Int)
  ) -> DialogBox.Line {
    let look = StatusLook(task.status)
    let isIdle = look.mark == .skipped || look.mark == .queued
    let ran = TaskDetails.ran(task, now: context.now).map { Wording.duration($0) } ?? ""
    let glyphs = context.glyphs
    func cut(_ text: String, _ width: Int) -> String {
      TextWidth.padded(
        TextWidth.truncated(text, to: width, ellipsis: glyphs.ellipsis), to: width)
    }
    var spans = [
      StyledSpan("\(look.sign(glyphs)) ", look.role.style),
      StyledSpan(
        cut(task.taskName, columns.name),
        (look.isProblem ? look.role : isIdle ? .dim : .text).style),
    ]
    if columns.job > 0 {
      spans.append(StyledSpan("  \(cut(task.integration, columns.job))", Role.dim.style))
    }
    spans.append(
      StyledSpan("  \(TextWidth.padded(ran, to: 6, alignment: .right))", Role.text.style))
    spans.append(StyledSpan("  \(words)", (look.isProblem ? Role.text : .dim).style))
    return DialogBox.Line(spans)
  }

  /// Its error, what it waits for, else its message; of the cause itself the error stands above.
  private func says(_ task: TaskRun, _ model: RunModel) -> String {
    let look = StatusLook(task.status)
    if task.id == context.snapshot.failureCauses[run.id]?.taskRunID { return look.word }
    if look.mark == .succeeded { return "" }
    let words = model.node(of: task.id).map { model.words($0) } ?? ""
    return words.isEmpty ? look.word : words
  }

  // MARK: Lines

  /// Pieces side by side, as many as fit in a line.
  private func packed(_ pieces: [StyledSpan]) -> [DialogBox.Line] {
    var lines: [DialogBox.Line] = []
    var used = 0
    for piece in pieces where !piece.text.isEmpty {
      let columns = TextWidth.columns(piece.text)
      if used > 0, used + 3 + columns <= width {
        lines[lines.count - 1].spans += [StyledSpan("   ", Role.dim.style), piece]
        used += 3 + columns
      } else {
        lines.append(DialogBox.Line([piece]))
        used = columns
      }
    }
    return lines
  }

  private func span(_ text: String, _ role: Role) -> DialogBox.Line {
    text.isEmpty ? .gap : DialogBox.Line(text, role)
  }

  private func wrapped(_ text: String, _ role: Role, indent: Int = 0) -> [DialogBox.Line] {
    Wrapping.lines(text, width: max(8, width - indent), max: Self.messageRowsMax).map {
      DialogBox.Line(String(repeating: " ", count: indent) + $0, role)
    }
  }
}
