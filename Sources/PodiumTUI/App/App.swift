// The owner of everything on the screen. `dispatch` is synchronous and the only way in; drawing
// makes a whole frame, and the terminal sends what changed.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Time

/// The dashboard's state and its reactions.
@UIActor
package final class App {
  /// What can be chosen when it starts.
  package struct Options {
    package var theme: Theme
    package var library: ThemeLibrary
    package var keymap: Keymap
    package var glyphs: GlyphSet
    /// Nobody chose a theme: the terminal's answer about its ground decides.
    package var followsGround = false
    /// Shown first: problems of a theme or configuration.
    package var message: Message?
    package var configuration = Configuration()
    /// Whether the configuration's theme counts: not when an option, the profile or `NO_COLOR`
    /// decides.
    package var followsConfiguredTheme = true
    /// What shows pages; nil where there is none.
    package var browser: Browser?
    /// What earlier sessions left.
    package var memory = Memory()
    /// Where writes are recorded.
    package var auditFile = ""
    /// The screen that is always there: the runs, the wallboard, or a file and no workspace.
    package var first = Place.runs
    /// Where summaries go that the clipboard does not take.
    package var handOverFolder: String?
    /// The name of the user on this machine.
    package var user = "somebody"

    package init(
      theme: Theme, library: ThemeLibrary = ThemeLibrary(), keymap: Keymap = Keymap(),
      glyphs: GlyphSet = .unicode, message: Message? = nil
    ) {
      self.theme = theme
      self.library = library
      self.keymap = keymap
      self.glyphs = glyphs
      self.message = message
    }
  }

  let terminal: any Terminal
  let wall: () -> Timestamp
  var options: Options
  var styles: StyleTable
  var snapshot: Snapshot
  var others: [Snapshot] = []
  /// What is known of workspaces besides their snapshots.
  var switching = WorkspaceSwitching()
  var memory: Memory
  var watches = RunWatches()
  /// What is learnt from the runs, by profile.
  var insights: [String: InsightIndex] = [:]
  /// Words of schedules, made once for all frames.
  package let schedules = ScheduleWords()
  var stack: ViewStack
  var overlay: (any Overlay)?
  var message: Message?
  var arming = Arming()
  var bulk: BulkRun?
  package internal(set) var isFinished = false
  private var isDirty = true
  private var lastKeyAt: Timestamp
  private(set) var runner: EffectRunner?
  /// Whether the line between list and preview is being dragged.
  var isDragging = false
  /// Made for the program that has the terminal.
  var temporaryFiles: Set<String> = []
  /// Lends the terminal; without it, programs that need it are not started.
  var lend: Lend?

  package init(
    terminal: any Terminal, source: SourceLabel, options: Options,
    wall: @escaping () -> Timestamp = Timestamp.now
  ) {
    self.terminal = terminal
    self.options = options
    self.wall = wall
    stack = ViewStack(from: options.first, in: source.profile)
    styles = options.theme.styleTable
    lastKeyAt = wall()
    snapshot = Snapshot(source: source, takenAt: lastKeyAt)
    message = options.message
    memory = options.memory
  }

  /// Connects the world outside; without it, effects that leave the screen do nothing.
  package func connect(_ ports: Ports, lend: Lend? = nil) {
    self.lend = lend
    let runner = EffectRunner(ports, name: profile) { [weak self] event in self?.dispatch(event) }
    self.runner = runner
    // What the first view needs is asked for now: no event may come for a long time.
    arrived()
    runner.pumpSnapshots()
    runner.pumpSettings()
    openWatched()
  }

  /// Takes one event.
  package func dispatch(_ event: Event) {
    isDirty = true
    switch event {
    case .keys(let keys):
      lastKeyAt = wall()
      for key in keys where !isFinished { press(key) }
    case .snapshot(let next):
      take(next)
      ringForEnded(in: next)
    case .other(let next):
      take(other: next)
      ringForEnded(in: next)
    case .workspace(let name, let opening): opened(name, opening)
    case .tick: break
    case .resized: break
    case .settings(let reading, let isAsked): take(reading, isAsked: isAsked)
    case .bulkTurn: sendNextOfBulk()
    case .bulkEnded(let index, let outcome): bulkEnded(index, outcome)
    case .performed(let outcome, let name):
      if name.isEmpty || name == profile {
        performed(outcome)
      } else {
        performed(outcome, in: name)
      }
    case .said(let message): self.message = message
    case .saved(let path, let message): saved(path, message)
    case .program(let program): run(program)
    case .text(let target, let event): received(event, for: target)
    }
    settle()
  }

  /// What a view sees now.
  func context(now: Timestamp? = nil) -> ViewContext {
    var context = ViewContext(
      snapshot: snapshot, now: now ?? wall(), size: terminal.size, glyphs: options.glyphs)
    context.others = others
    context.workspaces = workspaces
    context.memory = memory
    context.watches = watches
    context.configuration = options.configuration
    context.user = options.user
    context.themes = options.library.names
    context.arming = arming
    context.bulk = bulk
    context.auditFile = options.auditFile
    context.schedules = schedules
    context.profiles = workspaceLines
    context.hasWorkspace = hasWorkspace
    guard !stack.top.view.isBare else { return context }
    context.size = body(of: terminal.size, context).size
    return context
  }

  private func body(of size: Size, _ context: ViewContext) -> Rect {
    Frame.body(
      of: size, hasTrouble: Header(context).hasTrouble, hasWorkspace: context.hasWorkspace)
  }

  /// Without a key for this long, lists may show what is new.
  package static let restAfter = Duration.seconds(300)

  private func settle() {
    lookThroughRuns()
    let context = context()
    stack.top.view.settle(context)
    if context.now - lastKeyAt >= Self.restAfter {
      if stack.top.view.isBare { (overlay, message) = (nil, nil) }
      if overlay == nil { stack.top.view.rest(context) }
    }
    apply(stack.top.view.takeWork())
    watch()
  }

  /// Tells the store what is on the screen, the overlay included; the runner drops repetitions.
  func watch() {
    runner?.watch(stack.top.view.queries.union(overlay?.queries ?? []))
  }

  func take(other next: Snapshot) {
    if let index = others.firstIndex(where: { $0.source.profile == next.source.profile }) {
      if next.generation > others[index].generation { others[index] = next }
    } else {
      others.append(next)
      others.sort { $0.source.profile < $1.source.profile }
    }
  }

  /// News of a text go to the view that shows it, whether it is on top or not.
  private func received(_ event: TextEvent, for target: TextTarget) {
    stack.update { $0.receive(event, for: target) }
  }

  /// Draws a frame, if anything happened since the last one.
  package func draw() {
    guard isDirty else { return }
    isDirty = false
    terminal.show(frame(), styles: styles)
  }

  /// The whole screen as it is now.
  package func frame() -> Screen {
    let canvas = Canvas(size: terminal.size, glyphs: options.glyphs)
    compose(on: canvas)
    return canvas.screen
  }

  /// Draws all there is. Pure, but for what views adapt to the size.
  func compose(on canvas: Canvas) {
    guard !canvas.size.isEmpty else { return }
    let context = context()
    stack.top.view.settle(context)
    let view = stack.top.view
    if view.isBare {
      view.draw(on: canvas, context)
    } else {
      drawFramed(view, on: canvas, context)
    }
    if let overlay {
      canvas.coverHotspots()
      overlay.draw(on: overlayCanvas(on: canvas, view), self.context(for: view, context))
    }
    if let message = message ?? (overlay == nil ? view.message : nil) {
      Frame.draw(message, on: canvas)
    }
  }

  private func drawFramed(_ view: any View, on canvas: Canvas, _ context: ViewContext) {
    var crumbs = stack.entries.map { $0.view.crumb(context) }
    if stack.isAtFirst, hasWorkspace { crumbs = ["Runs"] }
    Frame(context).draw(
      on: canvas, crumbs: crumbs, note: view.note(context),
      hints: hints(view, context))
    view.draw(on: canvas.sub(body(of: canvas.size, context)), context)
  }

  /// Nothing stands over the line that says that this is production.
  private func overlayCanvas(on canvas: Canvas, _ view: any View) -> Canvas {
    let hasHeader = !view.isBare && Frame.body(of: canvas.size, hasTrouble: false).row > 0
    guard snapshot.source.isProduction, hasHeader else { return canvas }
    return canvas.sub(canvas.bounds.splitTop(1).rest)
  }

  /// What an overlay sees: it knows the view under it by what that has to say.
  func context(for view: any View, _ context: ViewContext) -> ViewContext {
    var context = context
    context.promptNote = view.promptNote(context)
    return context
  }

  private func hints(_ view: any View, _ context: ViewContext) -> [Frame.Hint] {
    view.hints.compactMap { command in
      guard let key = options.keymap.key(for: command, in: view.scope) else { return nil }
      let name = key == .enter ? options.glyphs.marks.enter : key.name
      let reason = reason(against: command, context)
      let isBack = command == .leave && !stack.isAtFirst
      return Frame.Hint(
        command: command, key: name, word: isBack ? "back" : command.hint,
        isEnabled: reason == nil)
    }
  }

  /// How long the screen stays true by itself: to the next full second or minute of the clock.
  package var tickDelay: Duration {
    if stack.top.view.hasMoreWork || hasMoreRuns { return .zero }
    let now = wall()
    let context = context(now: now)
    let view = stack.top.view
    let showsHeader = context.hasWorkspace && !view.isBare
    let isTicking = showsHeader && Header(context).isTicking || view.pulse(context) == .seconds
    let period: Int64 = isTicking ? 1_000_000 : 60_000_000
    let passed = (now.microseconds % period + period) % period
    let byClock = Duration.microseconds(period - passed) + .milliseconds(2)
    guard let change = view.changesAt(context) else { return byClock }
    return min(byClock, max(.zero, change - now))
  }
}
