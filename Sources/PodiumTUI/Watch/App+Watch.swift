// Rings when a watched run ends: terminal, hook and a line on the screen; in quiet hours only the line.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Time

extension App {
  func toggleWatch(_ run: PipelineRun, _ source: SourceLabel) {
    let name = "\(run.pipelineName) \(run.id.short)"
    if watches.remove(run.id, profile: source.profile) {
      message = Message("\(name) is watched no longer")
    } else if watches.add(run, in: source, at: wall()) {
      let channels = options.configuration.notify
      let how = channels.isEmpty ? "tells you here" : "rings once"
      let quiet = options.configuration.hooks.quietHours.map { ", not in \($0.text)" } ?? ""
      message = Message("watching \(name): \(how) when it ends\(quiet); W again stops")
    }
  }

  /// Rings for the watched runs that a snapshot says have ended.
  func ringForEnded(in snapshot: Snapshot) {
    let ended = watches.takeEnded(in: snapshot)
    guard let first = ended.first else { return }
    let source = snapshot.source
    let words =
      ended.count == 1
      ? Self.words(about: first, in: source, shows: self.snapshot.source)
      : "\(ended.count) watched runs ended: "
        + ended.map { "\($0.pipelineName) \(StatusLook($0.status).word)" }.joined(separator: ", ")
    let hasFailed = ended.contains { StatusLook($0.status).isProblem }
    message = Message(words, hasFailed ? .warning : .plain)
    let time = wall().local
    let minute = Int(time.hour) * 60 + Int(time.minute)
    let hooks = options.configuration.hooks
    guard hooks.quietHours?.contains(minute: minute) != true else { return }
    terminal.notify(
      TerminalNotice("podium: \(words)", by: Set(options.configuration.notify.map(\.way))))
    guard let hook = hooks.runEnded else { return }
    for run in ended { runHook(hook, Subject(source, run: run)) }
  }

  private func runHook(_ hook: CommandTemplate, _ subject: Subject) {
    do throws(CommandTemplate.Refusal) {
      var program = ExternalProgram(
        words: try hook.filled(subject.values), place: .background(ExternalProgram.hookTime))
      program.isQuiet = true
      runner?.run(program)
    } catch {
      message = .warning("the hook run_ended did not run: \(error.message)")
    }
  }

  private static func words(
    about run: PipelineRun, in source: SourceLabel, shows shown: SourceLabel
  ) -> String {
    let place = source.profile == shown.profile ? "" : " on \(source.profile)"
    let took = run.completedAt.map { Wording.duration(run.duration(now: $0)) }
    return "\(run.pipelineName)\(place): \(StatusLook(run.status).word)"
      + (took.map { " after \($0)" } ?? "") + " (\(run.id.short))"
  }
}

extension NotifyChannel {
  /// How the terminal calls it.
  var way: TerminalNotice.Way {
    switch self {
    case .bell: .bell
    case .osc9: .osc9
    case .osc777: .osc777
    case .title: .title
    }
  }
}
