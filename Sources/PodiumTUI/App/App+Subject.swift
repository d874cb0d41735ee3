// Commands that work alike wherever something is selected: watch, browse, and those of the user's own.
import OrchestraAPI
import PodiumCore
import TerminalUI

extension App {
  /// Why a command cannot be done here and now; nil when it can.
  func reason(against command: Command, _ context: ViewContext) -> String? {
    let view = stack.top.view
    switch command {
    case .watch, .browse, .copyLink, .custom: break
    default: return view.reason(against: command, context)
    }
    guard let subject = view.subject(context) else { return "nothing is selected" }
    switch command {
    case .watch: return watchReason(subject)
    case .browse, .copyLink: return subject.page == nil ? browseReason(subject) : nil
    case .custom(let index): return customReason(index, subject, context)
    default: return nil
    }
  }

  private func watchReason(_ subject: Subject) -> String? {
    guard let run = subject.run else { return "no run is selected" }
    if watches.contains(run.id, in: subject.source) { return nil }
    if run.status.isTerminal {
      return "this run has ended (\(StatusLook(run.status).word)): nothing to wait for"
    }
    return watches.isFull
      ? "\(RunWatches.watchesMax) runs are watched already: W on one of them stops that" : nil
  }

  private func browseReason(_ subject: Subject) -> String {
    subject.source.pages.isEmpty
      ? "\(subject.source.profile) has no pages for a browser; its profile can name them (pages:)"
      : "no page for this"
  }

  private func customReason(
    _ index: Int, _ subject: Subject, _ context: ViewContext
  ) -> String? {
    let commands = options.configuration.commands
    guard commands.indices.contains(index) else { return "the configuration has it no more" }
    if commands[index].isDangerous {
      if let readOnly = subject.source.readOnly { return readOnly.reason }
      if let barrier = context.writeBarrier { return barrier.reason }
    }
    do throws(CommandTemplate.Refusal) {
      _ = try commands[index].template.filled(subject.values)
      return nil
    } catch {
      return error.message
    }
  }

  /// Does one of them; the caller has looked for reasons against it.
  func runOnSubject(_ command: Command, _ context: ViewContext) {
    guard let subject = stack.top.view.subject(context) else { return }
    switch command {
    case .watch: if let run = subject.run { toggleWatch(run, subject.source) }
    case .browse: if let page = subject.page { browse(page) }
    case .copyLink: if let page = subject.page { apply([.copy(page)]) }
    case .custom(let index): runCustom(options.configuration.commands[index], subject)
    default: break
    }
  }

  private func runCustom(_ command: CustomCommand, _ subject: Subject) {
    guard let words = try? command.template.filled(subject.values) else { return }
    let place: ExternalProgram.Place =
      command.usesTerminal ? .terminal : .background(ExternalProgram.commandTime)
    let program = ExternalProgram(words: words, place: place)
    guard command.confirms || command.isDangerous else {
      message = Message("\(command.name): started")
      return run(program)
    }
    overlay = ConfirmProgram(command, program, about: subject)
  }
}
