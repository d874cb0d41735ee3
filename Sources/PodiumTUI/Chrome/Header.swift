// The first line: where am I, and can I trust this? Nothing in it moves while all is well: seconds
// are shown only when something is wrong with the data.
import PodiumCore
import TerminalUI
import Time

/// The first line, and the one below it that is there only while the data is not what it should be.
package struct Header {
  /// An answer older than this is called stale whatever the store says.
  static let freshMax = Duration.seconds(150)
  /// Use of the budget is shown in steps of this until it becomes scarce, so that the line keeps
  /// still.
  static let budgetStep = 5

  private let snapshot: Snapshot
  private let now: Timestamp
  private let glyphs: GlyphSet
  private let armed: Duration?
  /// Other workspaces that are watched and fail.
  private let failingOthers: Int

  package init(_ context: ViewContext) {
    armed = context.arming.remaining(in: context.snapshot.source, at: context.now)
    snapshot = context.snapshot
    failingOthers = context.missing.count
    now = context.now
    glyphs = context.glyphs
  }

  private var freshness: Freshness { snapshot.freshness(of: .runs) }

  package func draw(on canvas: Canvas, row: Int) {
    if isProduction {
      // The whole line says it, by its ground and by its words.
      canvas.fill(
        Rect(row: row, column: 0, rows: 1, columns: canvas.columns), style: Role.production.style)
    }
    var strip = Strip()
    strip.add("podium", role: calm(.strong), priority: 2)
    addProfile(to: &strip)
    addState(to: &strip)
    addCoverage(to: &strip)
    if failingOthers > 0 {
      let words = "\(failingOthers) \(failingOthers == 1 ? "other fails" : "others fail")"
      strip.add("\(glyphs.marks.warning) \(words)", role: .warning, priority: 7)
    }
    addBudget(to: &strip)
    strip.add(
      Wording.dayAndTime(now), String(Wording.clock(now).prefix(5)), role: calm(.text), priority: 3,
      isRight: true)
    strip.draw(on: canvas, row: row)
  }

  private func addProfile(to strip: inout Strip) {
    let source = snapshot.source
    if isProduction { strip.add("PRODUCTION", "PROD", role: .production, priority: 11) }
    strip.add(source.profile, role: calm(.profile), priority: 9)
    if source.readOnly != nil {
      return strip.add("read-only", "r/o", role: calm(.warning), priority: 8)
    }
    guard source.armsWrites else { return }
    if let armed {
      let seconds = Wording.wait(armed)
      strip.add(
        " \(glyphs.marks.warning) ARMED \(seconds) ", " ARMED \(seconds) ", role: .failing,
        priority: 9)
    } else {
      strip.add("writes off, A arms", "writes off", "safe", role: calm(.dim), priority: 8)
    }
  }

  private var isProduction: Bool { snapshot.source.isProduction }

  /// The role of what is no alarm: on the production line nothing else has a colour.
  private func calm(_ role: Role) -> Role { isProduction ? .production : role }

  private func addState(to strip: inout Strip) {
    switch freshness {
    case .loading:
      strip.add("\(glyphs.marks.queued) loading", role: calm(.accent), priority: 10)
    case .fresh(let at), .settled(let at):
      if now - at > Self.freshMax { return addStale(at, to: &strip) }
      strip.add("\(glyphs.marks.live) live", role: calm(.live), priority: 10)
    case .stale(let since): addStale(since, to: &strip)
    case .failing(let failure):
      let age = failure.lastGood.map { "data \(Wording.wait(now - $0)) old" } ?? "no data"
      strip.add(" \(glyphs.marks.failed) \(age) ", role: .failing, priority: 10)
    }
  }

  private func addStale(_ at: Timestamp, to strip: inout Strip) {
    let age = Wording.wait(now - at)
    strip.add("\(glyphs.marks.late) stale, \(age) old", role: .stale, priority: 10)
  }

  private func addCoverage(to strip: inout Strip) {
    let coverage = snapshot.coverage
    guard let total = coverage.total else { return }
    let loaded = Wording.count(coverage.loaded)
    if coverage.isComplete {
      strip.add(
        "\(Wording.count(coverage.loaded, "run")), 7 days", "\(loaded) runs", loaded,
        role: calm(.dim),
        priority: 6)
    } else {
      let all = Wording.count(total)
      strip.add(
        "\(loaded) of \(all) runs loaded", "\(loaded)/\(all)", role: calm(.accent), priority: 7)
    }
  }

  private func addBudget(to strip: inout Strip) {
    let budget = snapshot.traffic.budget
    if let until = budget.blockedUntil, until > now {
      let wait = Wording.wait(until - now)
      return strip.add(
        "server asks to wait \(wait)", "wait \(wait)", role: .warning, priority: 5, isRight: true)
    }
    guard let limit = budget.perMinute else { return }
    let used = budget.usedLastMinute
    let isScarce = used * 5 >= limit * 4
    let step = Self.budgetStep
    let shown = isScarce ? used : min(limit, (used + step - 1) / step * step)
    strip.add(
      "\(shown)/\(limit) requests a minute", "\(shown)/\(limit) req/min", "\(shown)/\(limit)",
      role: isScarce ? .warning : calm(.dim), priority: 4, isRight: true)
  }

  /// Whether something is wrong with the data.
  package var hasTrouble: Bool { freshness.failure != nil }

  /// What is wrong with the data, what to do, and at the right when it is tried again.
  package func drawTrouble(on canvas: Canvas, row: Int) {
    guard let failure = freshness.failure else { return }
    canvas.fill(
      Rect(row: row, column: 0, rows: 1, columns: canvas.columns), style: Role.failing.style)
    var retry = ""
    if let next = failure.nextAttempt {
      retry = next > now ? "next try in \(Wording.wait(next - now))" : "trying now"
    }
    let width = TextWidth.columns(retry)
    let room = canvas.columns - 2 - (width > 0 ? width + 2 : 0)
    let words = [failure.cause, failure.advice].compactMap { $0 }.joined(separator: "; ")
    canvas.text(
      "\(glyphs.marks.failed) \(words)", at: Point(row: row, column: 1),
      style: Role.failing.style, maxWidth: max(0, room))
    canvas.text(
      retry, at: Point(row: row, column: max(1, canvas.columns - 1 - width)),
      style: Role.failing.style)
  }

  /// Whether seconds are counted in this line now.
  package var isTicking: Bool {
    if armed != nil, snapshot.source.armsWrites { return true }
    switch freshness {
    case .failing, .stale: return true
    case .fresh(let at), .settled(let at): return now - at > Self.freshMax
    case .loading: return snapshot.traffic.budget.blockedUntil.map { $0 > now } ?? false
    }
  }
}
