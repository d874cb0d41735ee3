// The run that is selected in a list, told so that nobody has to open it: what failed and with which
// words, since when, how its tasks stand. It follows when the selection rests, and asks for the tasks
// only then.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Time

/// The preview of a run: which one, how far it is scrolled, what it needs.
package struct RunPreview: Sendable {
  /// A selection that rested for so long is shown.
  static let showsAfter = Duration.milliseconds(120)
  /// One that rested for so long is asked for: walking through a list costs no requests.
  static let asksAfter = Duration.milliseconds(600)
  /// Nothing is asked for beyond this share of the budget: the list itself comes first.
  static let budgetShare = 0.7

  private var shown = Resting<PipelineRun.ID>(delay: showsAfter, isEager: true)
  private var asked = Resting<PipelineRun.ID>(delay: asksAfter, isEager: false)
  private var scroll = 0
  private var visible = 1
  /// Why its tasks are not asked for; nil: they are.
  private var unasked: String?
  /// What it says, and what that was made from.
  private var lines: [DialogBox.Line] = []
  private var made: Made?

  private struct Made: Equatable {
    var run: PipelineRun.ID?
    var profile: String
    var generation: Int
    var insightRuns: Int
    var acknowledgements: [String: Acknowledgement]
    var width: Int
    var second: Int64
    var unasked: String?
  }

  package init() {}

  /// The run it shows.
  package var run: PipelineRun.ID? { shown.value }

  /// Follows the selection.
  ///
  /// - Parameters:
  ///   - place: where its text will be drawn; nil while there is no preview.
  ///   - isElsewhere: the run is in another workspace, whose context this is: it is asked for there.
  package mutating func settle(
    _ selected: PipelineRun.ID?, in place: Rect?, isElsewhere: Bool = false, _ context: ViewContext
  ) {
    guard let place else {
      self = RunPreview()
      return
    }
    let before = shown.value
    shown.follow(selected, now: context.now)
    if shown.value != before { scroll = 0 }
    unasked =
      isElsewhere
      ? "its tasks are in \(context.snapshot.source.profile); Enter goes there"
      : scarcity(context)
    if unasked == nil { asked.follow(selected, now: context.now) }
    visible = max(1, place.rows)
    makeLines(width: place.columns, context)
    scroll = min(scroll, max(0, lines.count - visible))
  }

  private mutating func makeLines(width: Int, _ context: ViewContext) {
    let snapshot = context.snapshot
    let isTicking = pulse(context) == .seconds
    let now = Made(
      run: shown.value, profile: snapshot.source.profile, generation: snapshot.generation,
      insightRuns: context.insight.runs, acknowledgements: context.memory.acknowledgements,
      width: width, second: context.now.seconds / (isTicking ? 1 : 60), unasked: unasked)
    guard made != now else { return }
    made = now
    lines =
      shown.value.flatMap { snapshot.run($0) }.map {
        RunPreviewText($0, width: width, unasked: unasked, context).lines
      } ?? []
  }

  /// That the budget is nearly used; nil while it is not.
  private func scarcity(_ context: ViewContext) -> String? {
    let budget = context.snapshot.traffic.budget
    guard let limit = budget.perMinute,
      Double(budget.usedLastMinute) >= Double(limit) * Self.budgetShare
    else { return nil }
    return "its tasks are not asked for: \(budget.usedLastMinute) of \(limit) requests are used; "
      + "Enter opens it"
  }

  /// What it needs to be kept fresh.
  package var queries: Set<Query> { asked.value.map { [.run($0)] } ?? [] }

  /// When it will follow if nothing moves.
  package var changesAt: Timestamp? {
    [shown.dueAt, unasked == nil ? asked.dueAt : nil].compactMap { $0 }.min()
  }

  /// Whether its words change with the seconds.
  package func pulse(_ context: ViewContext) -> Pulse {
    let run = shown.value.flatMap { context.snapshot.run($0) }
    return run.map { RunCells.isTicking($0, now: context.now) } == true ? .seconds : .minutes
  }

  /// Scrolls if the command is about that; false for all others.
  package mutating func handle(_ command: Command) -> Bool {
    switch command {
    case .previewDown: scroll = min(scroll + max(1, visible / 2), max(0, lines.count - visible))
    case .previewUp: scroll = max(0, scroll - max(1, visible / 2))
    default: return false
    }
    return true
  }

  /// Draws what stands beside or below the list.
  package func draw(
    _ split: ListSplit, on canvas: Canvas, _ context: ViewContext
  ) {
    guard let place = split.previewText else { return }
    let run = shown.value.flatMap { context.snapshot.run($0) }
    let last = min(lines.count, scroll + visible)
    let part = "\(scroll + 1)\(canvas.glyphs.dash)\(last) of \(lines.count)"
    let note = lines.count > visible ? "J K  \(part)" : ""
    split.drawFrame(on: canvas, title: run.map { title($0, context) } ?? [], note: note)
    let text = canvas.sub(place)
    // Below the list it stands under the names, beside it there is no column to give away.
    let indent = split.isBeside ? 1 : Table.markerColumns
    for (row, line) in lines.dropFirst(scroll).prefix(visible).enumerated() {
      text.spans(line.spans, at: Point(row: row, column: indent), maxWidth: text.columns - indent)
    }
  }

  private func title(_ run: PipelineRun, _ context: ViewContext) -> [StyledSpan] {
    let look = StatusLook(run.status)
    let when =
      run.status.isTerminal
      ? Wording.ago(run.endedAt, now: context.now)
      : "since \(Wording.moment(run.begin, now: context.now))"
    return [
      StyledSpan("\(run.pipelineName)  ", Role.title.style),
      StyledSpan("\(run.id.short)  ", Role.dim.style),
      StyledSpan(look.word, look.role.style), StyledSpan(" \(when)", Role.text.style),
    ]
  }
}
