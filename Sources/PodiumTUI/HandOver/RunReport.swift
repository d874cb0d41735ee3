// A run in Markdown, for whoever takes over: how it stands, what failed, since when, what was last
// good. Parameters and inputs are never in it.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Time

/// The summary of a run.
package struct RunReport {
  /// Most tasks in its table.
  static let tasksMax = 60

  private let run: PipelineRun
  private let context: ViewContext

  package init(_ run: PipelineRun, _ context: ViewContext) {
    self.run = run
    self.context = context
  }

  /// What is copied.
  package var markdown: String {
    var text = Markdown()
    text.heading("\(StatusLook(run.status).word): \(run.pipelineName)")
    text.item("when", when)
    text.item("where", text.clean(place))
    text.item("started by", text.clean(Wording.trigger(run.triggeredBy)))
    text.item("failed first", cause(text))
    text.item("broken since", brokenSince)
    if StatusLook(run.status).isProblem || run.status == .cancelled {
      text.item("last good", lastGood(text))
    }
    text.item("seen", said.map { text.clean($0) })
    text.item("run", text.code(run.id.text))
    text.item("page", PageLink.run(run.id, of: context.snapshot.source).map { "<\($0)>" })
    let tasks = context.snapshot.runDetails[run.id]?.tasks ?? []
    text.table(
      ["task", "status", "took", "message"],
      tasks.prefix(Self.tasksMax).map { row($0).map(text.cell) })
    if tasks.isEmpty { text.paragraph("Its tasks were not loaded.") }
    if tasks.count > Self.tasksMax {
      text.paragraph("And \(Wording.count(tasks.count - Self.tasksMax, "task")) more.")
    }
    text.paragraph("_\(Wording.madeBy(context))_")
    return text.text
  }

  private var when: String {
    let start = run.startedAt ?? run.createdAt
    let took = Wording.duration(run.duration(now: context.now))
    let verb = run.status.isTerminal ? "took" : "for"
    return "\(Wording.full(start)) \(Wording.zone(start)), \(verb) \(took)"
  }

  private var place: String {
    [
      context.snapshot.source.profile, run.environmentName.map { "environment \($0)" },
      run.branch.map { "branch \($0)" }, run.commit.map { "commit \($0.prefix(7))" },
      run.versionNumber.map { "version \($0)" },
    ].compactMap { $0 }.joined(separator: ", ")
  }

  private func cause(_ text: Markdown) -> String? {
    guard StatusLook(run.status).isProblem else { return nil }
    guard let cause = context.snapshot.failureCauses[run.id] else {
      return run.message.isEmpty ? nil : text.code(run.message)
    }
    let name = text.code(cause.taskName)
    let integration = cause.integration.isEmpty ? "" : " (\(text.clean(cause.integration)))"
    return "\(name)\(integration): \(text.code(cause.errorLine))"
  }

  private var problem: Problem? { context.problem(of: run) }

  private var brokenSince: String? {
    guard let problem, problem.stuck == nil else { return nil }
    return "\(Wording.full(problem.since)), \(Wording.count(problem.count, "run"))"
  }

  private var said: String? {
    problem?.acknowledgement.map { Wording.acknowledgement($0, now: nil) }
  }

  private func lastGood(_ text: Markdown) -> String {
    guard let good = context.snapshot.runs.lastGood(before: run) else {
      return
        "none in what is loaded: \(Wording.basis([Watched(context.snapshot, context.insight)]))"
    }
    let took = Wording.duration(good.duration(now: context.now))
    return "\(Wording.full(good.endedAt)), took \(took), run \(text.code(good.id.short))"
  }

  private func row(_ task: TaskRun) -> [String] {
    let look = StatusLook(task.status)
    let ran = TaskDetails.ran(task, now: context.now).map { Wording.duration($0) } ?? ""
    let message = look.isProblem ? task.errorLine : task.message
    return [task.taskName, look.word, ran, message ?? ""]
  }
}

extension Wording {
  /// "UTC+01:00": what local times of that moment mean.
  static func zone(_ time: Timestamp) -> String {
    let minutes = time.localOffset / 60
    let size = Int64(abs(minutes))
    return "UTC\(minutes < 0 ? "-" : "+")\(two(size / 60)):\(two(size % 60))"
  }

  /// Who made a text, when, and how old the data is.
  static func madeBy(_ context: ViewContext) -> String {
    let asOf = context.snapshot.freshness(of: .runs).asOf.map { ", data as of \(clock($0))" } ?? ""
    return "podium, \(full(context.now)) \(zone(context.now))\(asOf)"
  }
}
