// Runs and problems as one line of words each: for pipes, logs and people who listen. No signs that
// need a font, no columns that need a width, and nothing from outside that could be a control.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Time

/// Lines of text.
enum PlainWords {
  /// "Nightly ELT (prod)": the pipeline, and where it runs where that is known.
  static func subject(_ run: PipelineRun) -> String {
    let place = RunCells.place(run)
    return place.isEmpty ? name(run) : "\(name(run)) (\(place))"
  }

  static func name(_ run: PipelineRun) -> String {
    run.pipelineName.isEmpty ? run.pipelineID.short : run.pipelineName
  }

  /// "FAILED": capitals for what needs a person.
  static func word(_ problem: Problem) -> String {
    problem.kind == .stuck ? "STUCK" : StatusLook(problem.run.status).word
  }

  /// "4/9 in load_orders, load_lines"; empty when nothing is known.
  static func progress(_ progress: TaskProgress?) -> String {
    guard let progress else { return "" }
    let names = progress.running.joined(separator: ", ")
    return "\(progress.done)/\(progress.total)" + (names.isEmpty ? "" : " in \(names)")
  }

  /// Why a run ended so, or what it says itself.
  static func cause(of run: PipelineRun, _ notes: Notes) -> String {
    guard let cause = notes.failureCauses[run.id] else { return run.message }
    return "\(cause.taskName): \(cause.errorLine.isEmpty ? "no message" : cause.errorLine)"
  }

  /// "since 02:54" of today, "since Thu 14:02" of another day.
  static func since(_ time: Timestamp, now: Timestamp) -> String {
    "since \(Wording.moment(time, now: now))"
  }

  /// One harmless line.
  static func clean(_ line: String) -> String { Sanitizer.clean(line) }
}
