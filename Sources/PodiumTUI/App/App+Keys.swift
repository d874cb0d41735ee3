// Keys and effects: overlays first, then commands that work anywhere, then the view.
import OrchestraAPI
import PodiumCore
import TerminalUI

extension App {
  /// One key. The answer to the key before it goes away.
  func press(_ key: Key) {
    if case .ground(let isLight) = key { return adopt(isLightGround: isLight) }
    if case .mouse(let event) = key { return take(event) }
    message = nil
    let context = context()
    if var overlay {
      let command = options.keymap[overlay.scope, key]
      let effects = overlay.handle(key, command, self.context(for: stack.top.view, context))
      self.overlay = overlay
      return apply(effects)
    }
    guard let command = options.keymap[stack.top.view.scope, key] else { return unknown(key) }
    run(command, context)
  }

  private func unknown(_ key: Key) {
    switch key {
    case .paste: message = Message("pasted text is not taken as keys; : goes to a pasted link")
    case .focus: break
    default: message = Message("\(key.name) means nothing here; ? shows the keys")
    }
  }

  func run(_ command: Command, _ context: ViewContext) {
    let view = stack.top.view
    if view.isBare, options.keymap.key(for: command, in: view.scope) == nil {
      message = view.reason(against: command, context).map { .warning($0) }
      return
    }
    if !hasWorkspace, Self.workspaceCommands.contains(command) {
      message = .warning("this is a file of this machine: no workspace is open")
      return
    }
    switch command {
    case .quit: isFinished = true
    case .leave: if !goBack() { isFinished = true }
    case .help:
      overlay = Help(
        options.keymap, from: stack.top.view.scope, commands: options.configuration.commands
      ) { reason(against: $0, context) }
    case .palette: overlay = Palette(commands: commands(context))
    case .goBack, .goForward: goThroughHistory(forward: command == .goForward)
    case .savedViews: showSavedViews(context)
    case .refresh:
      terminal.repaint()
      runner?.refresh()
      message = Message("asking for news")
    case .pipelines: open(.pipelines)
    case .problems: open(.problems)
    case .upcoming: open(.upcoming)
    case .requests: open(.requests)
    case .arm: arm(context)
    case .profiles: open(.workspaces)
    default:
      if let reason = reason(against: command, context) {
        message = .warning(reason)
        return
      }
      switch command {
      case .watch, .browse, .copyLink, .custom: runOnSubject(command, context)
      default: apply(stack.top.view.handle(command, context))
      }
    }
  }

  /// Whether there is more than a file.
  var hasWorkspace: Bool { options.first == .runs || options.first == .wallboard }

  /// Commands that work anywhere but need a workspace.
  private static let workspaceCommands: Set<Command> = [
    .pipelines, .requests, .problems, .upcoming, .profiles, .arm, .palette,
  ]

  func apply(_ effects: [Effect]) {
    for effect in effects { apply(effect) }
  }

  private func apply(_ effect: Effect) {
    switch effect {
    case .open(let place): open(place)
    case .back: _ = goBack()
    case .quit: isFinished = true
    case .show(let next): overlay = next
    case .closeOverlay: overlay = nil
    case .say(let message): self.message = message
    case .setTheme(let name): setTheme(name)
    case .entered(let text, let purpose):
      apply(stack.top.view.entered(text, for: purpose))
    case .run(let command): run(command, context())
    case .screenshot(let path): screenshot(path)
    case .stopWatching(let id, let profile): watches.remove(id, profile: profile)
    case .useView(let view): use(view)
    case .switchProfile(let name, let place): switchProfile(to: name, then: place)
    case .saveView(let name): saveView(named: name)
    case .refresh: runner?.refresh()
    case .reload: runner?.reload()
    case .copy(let text): copy(text)
    case .handOver(let text, let name): handOver(text, name)
    case .copyText(let text, let name): copy(text, named: name)
    case .perform(let request): perform(request)
    case .bulk(let plan): start(plan)
    case .stopBulk: bulk?.stop()
    case .text(let effect): runner?.perform(effect)
    case .external(let program): run(program)
    case .browse(let address): browse(address)
    case .remember(let change):
      memory.apply(change)
      runner?.remember(change)
    }
  }

  /// The text stands in the answer too: terminals may refuse without saying so.
  private func copy(_ text: String) {
    message = Message(terminal.copy(text) ? "\(text)   copied, if your terminal allows it" : text)
  }

  private func copy(_ text: String, named name: String) {
    message =
      terminal.copy(text)
      ? Message("\(name): copied, if your terminal allows it")
      : .warning("\(name): not copied, this terminal is not known to take it")
  }

  /// Where it is must not have to be searched for.
  func saved(_ path: String, _ message: Message) {
    self.message = message
    if terminal.copy(path) { self.message?.text += "   (the path is copied)" }
  }

  func open(_ place: Place) {
    stack.open(place)
    arrived()
  }

  private func goBack() -> Bool {
    guard stack.back() else { return false }
    arrived()
    return true
  }

  func arrived() {
    let context = context()
    stack.top.view.settle(context)
    apply(stack.top.view.takeWork())
    watch()
  }

  /// The terminal has said what its ground is like. A theme that somebody chose stays.
  private func adopt(isLightGround: Bool) {
    guard options.followsGround else { return }
    let found = options.library.choose(
      requested: nil, depth: terminal.capabilities.colors, noColor: false,
      lightBackground: isLightGround)
    use(found.theme)
  }

  private func use(_ theme: Theme) {
    options.theme = theme
    styles = theme.styleTable
  }

  func setTheme(_ name: String) {
    let found = options.library.theme(named: name)
    options.followsGround = false
    use(found.theme)
    message = found.problems.first.map { .warning($0) } ?? Message("theme \(found.theme.name)")
  }

  private func screenshot(_ path: String?) {
    let stamp = Wording.full(wall()).filter { $0.isNumber }
    let path = path ?? "podium-\(stamp).screen"
    let text = ScreenText.write(frame()) { Role(style: $0)?.rawValue }
    runner?.write(Array(text.utf8), to: path)
  }
}
