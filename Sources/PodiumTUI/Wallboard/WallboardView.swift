// The wallboard: no chrome, large counts, what is broken worst first, pages that turn by themselves.
// It only shows. Nothing on it changes by itself but with the clock's minute and the pages, so that a
// quiet workspace sends nothing.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Time

/// A screen for a wall.
package struct WallboardView: View {
  /// How long a page stays.
  package static let pageTime = Duration.seconds(15)

  private(set) var page = 0
  private(set) var isHeld = false
  private var turnedAt: Timestamp?
  private var board: Board?
  private var layout: BoardLayout?
  private var late: [Board.Late] = []
  /// What `late` was made from: generations, runs looked at and the minute.
  private var lateOf: [Int]?

  package init() {}

  package let scope = Scope.wallboard
  package let queries: Set<Query> = [.runs, .pipelines]
  package let hints: [Command] = []
  package let isBare = true

  package func crumb(_ context: ViewContext) -> String { "Wallboard" }

  package mutating func settle(_ context: ViewContext) {
    settleLate(context)
    let board = Board(context, late: late)
    let layout = BoardLayout(
      context.size, tallies: board.tallies, clock: Self.clock(context.now),
      items: board.items.count, context.glyphs)
    let pages = layout.pages(board.items.count)
    let passed = turnedAt.map { context.now - $0 } ?? .zero
    // A clock that was set back must not hold a page for ever.
    let isDue = passed >= Self.pageTime || passed < .zero
    if pages == 1 || turnedAt == nil {
      turnedAt = context.now
    } else if isDue, !isHeld {
      page += 1
      turnedAt = context.now
    }
    page = page < pages ? page : 0
    (self.board, self.layout) = (board, layout)
  }

  /// Looks at the schedules when something has changed, not with each frame.
  private mutating func settleLate(_ context: ViewContext) {
    let now =
      context.workspaces.flatMap { [$0.snapshot.generation, $0.insight.runs] }
      + [Int(context.now.seconds / 60)]
    guard lateOf != now else { return }
    (lateOf, late) = (now, Board.late(context))
  }

  package func changesAt(_ context: ViewContext) -> Timestamp? {
    guard let board, let layout else { return nil }
    let isTurning = layout.pages(board.items.count) > 1 && !isHeld
    let turn = isTurning ? turnedAt.map { $0 + Self.pageTime } : nil
    return [turn, board.trust.staleAt].compactMap { $0 }.min()
  }

  package func reason(against command: Command, _ context: ViewContext) -> String? {
    let hasPages = board.flatMap { board in layout?.pages(board.items.count) } ?? 1 > 1
    switch command {
    case .hold, .pageDown, .pageUp: return hasPages ? nil : "all there is fits this page"
    default: return "a wallboard only shows; start podium without --wallboard to do anything"
    }
  }

  package mutating func handle(_ command: Command, _ context: ViewContext) -> [Effect] {
    guard let board, let layout else { return [] }
    let pages = layout.pages(board.items.count)
    switch command {
    case .hold: isHeld.toggle()
    case .pageDown: page = (page + 1) % pages
    case .pageUp: page = (page + pages - 1) % pages
    default: return []
    }
    turnedAt = context.now
    return []
  }

  package func draw(on canvas: Canvas, _ context: ViewContext) {
    guard let board, let layout else { return }
    drawHead(on: canvas, board, layout, context)
    drawTallies(on: canvas, board, layout, context)
    let list = canvas.sub(layout.list)
    if board.items.isEmpty {
      Notice.draw(
        on: list,
        Notice(
          for: context.snapshot.freshness(of: .runs), what: "runs",
          empty: Notice("No runs in the last seven days.")))
    } else {
      BoardList(board, layout, page: page).draw(on: list)
    }
    drawFoot(on: canvas, board, layout, context)
    Watermark(board.trust, now: context.now, columns: canvas.columns)?.draw(on: canvas)
  }

  private static func clock(_ now: Timestamp) -> String { String(Wording.clock(now).prefix(5)) }
}

extension WallboardView {
  /// Which workspaces, whether they can be trusted, and the time where it is not drawn large.
  private func drawHead(
    on canvas: Canvas, _ board: Board, _ layout: BoardLayout, _ context: ViewContext
  ) {
    var strip = Strip()
    for workspace in context.workspaces {
      let source = workspace.snapshot.source
      let isProduction = source.isProduction
      strip.add(
        isProduction ? " \(source.profile) PRODUCTION " : source.profile,
        isProduction ? " \(source.profile) " : source.profile,
        role: isProduction ? .production : .profile, priority: 8)
    }
    let marks = canvas.glyphs.marks
    if !board.trust.stale.isEmpty {
      let word = board.trust.hasAnything ? "STALE" : "NO DATA"
      strip.add(" \(marks.failed) \(word) ", role: .failing, priority: 10)
    } else if let trouble = board.trust.trouble {
      strip.add(
        "\(marks.late) \(trouble)", "\(marks.late) trouble", role: .stale, priority: 10)
    } else if board.trust.hasAnything {
      strip.add("\(marks.live) live", role: .live, priority: 7)
    }
    if !layout.hasBigClock {
      strip.add(
        Wording.dayAndTime(context.now), Self.clock(context.now), role: .strong, priority: 9,
        isRight: true)
    }
    strip.draw(on: canvas, row: 0)
  }

  private func drawTallies(
    on canvas: Canvas, _ board: Board, _ layout: BoardLayout, _ context: ViewContext
  ) {
    // Before the first answer there is nothing to count.
    guard board.trust.hasAnything else { return }
    guard let scale = layout.scale else {
      var strip = Strip(gap: 3)
      for (index, tally) in board.tallies.enumerated() {
        strip.add(
          "\(BoardLayout.text(tally)) \(tally.label)", role: tally.role, priority: 9 - index)
      }
      return strip.draw(on: canvas, row: 1)
    }
    var column = 2
    for tally in board.tallies {
      let text = BoardLayout.text(tally)
      BigText.draw(
        text, on: canvas, at: Point(row: 2, column: column), scale: scale,
        style: tally.role.style)
      canvas.text(
        tally.label, at: Point(row: 2 + scale.rows, column: column),
        style: tally.role.style)
      let width = max(TextWidth.columns(tally.label), BigText.columns(text, scale))
      column += width + BoardLayout.tallyGap
    }
    guard layout.hasBigClock else { return }
    let clock = Self.clock(context.now)
    let start = canvas.columns - 2 - BigText.columns(clock, scale)
    BigText.draw(
      clock, on: canvas, at: Point(row: 2, column: start), scale: scale, style: Role.strong.style)
    canvas.text(
      Wording.date(context.now), at: Point(row: 2 + scale.rows, column: start),
      style: Role.dim.style)
  }

  private func drawFoot(
    on canvas: Canvas, _ board: Board, _ layout: BoardLayout, _ context: ViewContext
  ) {
    guard canvas.rows > 4 else { return }
    let snapshots = context.workspaces.map(\.snapshot)
    let loaded = snapshots.reduce(0) { $0 + $1.coverage.loaded }
    let total = snapshots.reduce(0) { $0 + ($1.coverage.total ?? 0) }
    let isComplete = snapshots.allSatisfy(\.coverage.isComplete)
    var strip = Strip(gap: 3)
    strip.add(board.trust.age(now: context.now), role: .dim, priority: 10)
    strip.add(
      isComplete
        ? "\(Wording.count(loaded, "run")), 7 days"
        : "\(Wording.count(loaded)) of \(Wording.count(total)) runs loaded",
      role: isComplete ? .dim : .accent, priority: 6)
    if board.fixed > 0 { strip.add("\(Wording.count(board.fixed)) fixed", role: .dim, priority: 4) }
    if board.seen > 0 {
      strip.add("\(Wording.count(board.seen)) acknowledged", role: .dim, priority: 5)
    }
    if board.left > 0 {
      strip.add("\(Wording.count(board.left)) more not shown", role: .accent, priority: 7)
    }
    let pages = layout.pages(board.items.count)
    if pages > 1 {
      strip.add(
        "page \(page + 1) of \(pages)\(isHeld ? ", held" : "")", role: isHeld ? .accent : .dim,
        priority: 8, isRight: true)
    }
    strip.draw(on: canvas, row: canvas.rows - 1)
  }
}
