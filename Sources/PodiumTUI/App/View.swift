// What a screen is: a value that names the data it needs, answers commands with effects and draws.
// It never awaits, starts tasks, reads a clock or knows the client.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Time

/// Everything a view may look at, all from one moment.
package struct ViewContext {
  package var snapshot: Snapshot
  /// Wall time of this frame.
  package var now: Timestamp
  /// Rows and columns of the view's own part of the screen.
  package var size: Size
  package var glyphs: GlyphSet
  /// False where one file of this machine is looked at, and nothing else.
  package var hasWorkspace = true
  /// Other workspaces that are watched beside this one, in the order of their profiles.
  package var others: [Snapshot] = []
  /// What the runs of each workspace say, this one's first.
  package var workspaces: [Watched] = []
  /// What is remembered on this machine.
  package var memory = Memory()
  /// Runs that ring when they end.
  package var watches = RunWatches()
  /// The user's settings.
  package var configuration = Configuration()
  /// Who uses it: the name of the user on this machine.
  package var user = ""
  /// Themes that can be chosen, by name.
  package var themes = ThemeLibrary.builtinNames
  /// The workspaces that can be shown, this one first.
  package var profiles: [WorkspaceLine] = []
  /// What the view on top has to say to a prompt over it.
  package var promptNote: Prompt.Note?
  /// Whether writes are switched on, where a profile wants that.
  package var arming = Arming()
  /// Several requests under way, or the last ones.
  package var bulk: BulkRun?
  /// Where writes are recorded; empty when they are not.
  package var auditFile = ""
  /// Words of schedules, kept from frame to frame.
  package var schedules = ScheduleWords()

  package init(snapshot: Snapshot, now: Timestamp, size: Size, glyphs: GlyphSet) {
    self.snapshot = snapshot
    self.now = now
    self.size = size
    self.glyphs = glyphs
  }

  /// What the runs of this workspace say.
  package var insight: Insight { workspaces.first?.insight ?? Insight() }

  /// The problem on the line of a run of this workspace, if it is broken now.
  package func problem(of run: PipelineRun) -> Problem? {
    ProblemList(
      [Watched(snapshot, insight)], acknowledgements: memory.acknowledgements, now: now
    ).problem(of: run, profile: snapshot.source.profile)
  }

  /// How many problems are open in this workspace.
  package var openProblems: OpenProblems {
    OpenProblems(
      Watched(snapshot, insight), acknowledgements: memory.acknowledgements, now: now)
  }
}

extension ViewContext {
  /// The same moment as seen from another watched workspace.
  package func seen(from profile: String) -> ViewContext {
    let place = workspaces.firstIndex { $0.snapshot.source.profile == profile }
    guard let place, place > 0 else { return self }
    var context = self
    context.workspaces.swapAt(0, place)
    context.snapshot = workspaces[place].snapshot
    return context
  }

  /// What stands against every write now; nil: nothing.
  package var writeBarrier: WriteBarrier? { snapshot.source.barrier(arming, at: now) }
}

/// How often a view's words change by themselves.
package enum Pulse: Int, Sendable, Comparable {
  /// Ages: with the minute of the clock.
  case minutes
  /// Durations and countdowns in seconds.
  case seconds

  package static func < (a: Pulse, b: Pulse) -> Bool { a.rawValue < b.rawValue }
}

/// A screen.
package protocol View {
  /// Where its keys are.
  var scope: Scope { get }
  /// What it needs to be kept fresh.
  var queries: Set<Query> { get }
  /// Commands for the bottom line, the likeliest first.
  var hints: [Command] { get }
  /// Its place in the way from the first screen to here: "Nightly ELT 3b80c185".
  func crumb(_ context: ViewContext) -> String
  /// A few words at the right of the title: filter, position, counts.
  func note(_ context: ViewContext) -> String
  /// The name of its list in the memory ("runs"); nil where nothing can be filtered and saved.
  var listName: String? { get }
  /// The filter that holds, as it could be typed.
  var filterText: String { get }
  /// Takes a filter in place of all that narrows the list now.
  mutating func adopt(filter: String) -> [Effect]
  /// What a filter finds while it is typed, or what is wrong with it.
  func promptNote(_ context: ViewContext) -> Prompt.Note?
  func pulse(_ context: ViewContext) -> Pulse
  /// When it changes by itself besides its pulse; nil when it does not.
  func changesAt(_ context: ViewContext) -> Timestamp?
  /// Whether it is the whole screen: nothing around it, no way out of it but the end, no writes.
  var isBare: Bool { get }
  /// Whether work is left for the next turn, so that keys get theirs in between.
  var hasMoreWork: Bool { get }

  /// Adapts selection, scroll and caches to the data and the size; called before each drawing.
  mutating func settle(_ context: ViewContext)
  /// Nobody has pressed a key for a long time: a wallboard shows what is new.
  mutating func rest(_ context: ViewContext)
  /// What is selected: commands that are the same everywhere are about it.
  func subject(_ context: ViewContext) -> Subject?
  /// Why a command cannot be done now; nil when it can.
  func reason(against command: Command, _ context: ViewContext) -> String?
  /// Only commands without a reason against them come here.
  mutating func handle(_ command: Command, _ context: ViewContext) -> [Effect]
  /// What was entered in a prompt that this view asked for.
  mutating func entered(_ text: String, for prompt: Prompt.Purpose) -> [Effect]
  /// The heading of a column was clicked: sorts by it, or the other way round.
  mutating func sort(byColumn title: String, _ context: ViewContext) -> [Effect]
  /// It is kept for coming back: lets go of what can be made again.
  mutating func park()
  /// What has to be done outside of the screen now; asked after each change.
  mutating func takeWork() -> [Effect]
  /// News of a text; views that did not ask for it leave it alone.
  mutating func receive(_ event: TextEvent, for target: TextTarget)
  /// What the view itself has to say in the bottom line.
  var message: Message? { get }
  /// Pure.
  func draw(on canvas: Canvas, _ context: ViewContext)
}

extension View {
  package func subject(_ context: ViewContext) -> Subject? { nil }
  package mutating func sort(byColumn title: String, _ context: ViewContext) -> [Effect] { [] }
  package mutating func park() {}
  package mutating func takeWork() -> [Effect] { [] }
  package mutating func receive(_ event: TextEvent, for target: TextTarget) {}
  package var message: Message? { nil }
  package func note(_ context: ViewContext) -> String { "" }
  package var listName: String? { nil }
  package var filterText: String { "" }
  package mutating func adopt(filter: String) -> [Effect] { entered(filter, for: .filter) }
  package func promptNote(_ context: ViewContext) -> Prompt.Note? { nil }
  package var hasMoreWork: Bool { false }
  package mutating func rest(_ context: ViewContext) {}
  package func pulse(_ context: ViewContext) -> Pulse { .minutes }
  package func changesAt(_ context: ViewContext) -> Timestamp? { nil }
  package var isBare: Bool { false }
  package mutating func entered(_ text: String, for prompt: Prompt.Purpose) -> [Effect] { [] }
}
