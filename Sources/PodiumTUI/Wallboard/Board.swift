// What a wallboard says, from one moment of all watched workspaces: how much of what, what is broken
// worst first, what runs, and whether any of it can be trusted. Pure; knows no screen.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Time

/// The contents of a wallboard.
package struct Board {
  /// A count that is drawn large.
  struct Tally: Equatable {
    var number: Int
    var label: String
    var role: Role
  }

  /// One line of the list.
  struct Item: Equatable {
    var look: BoardLook
    var name: String
    /// Profile (where there are several) and environment.
    var place: String
    /// Since when, in minutes of the clock: "12m".
    var age: String
    /// Why, or how far.
    var detail: String
    /// How far as a number, where it is known.
    var fraction: Double?
  }

  private(set) var tallies: [Tally] = []
  /// What is broken worst first, then what is late, then what runs; at most `itemsMax`.
  private(set) var items: [Item] = []
  /// Items beyond.
  private(set) var left = 0
  /// Problems that somebody has seen, and those that were fixed.
  private(set) var seen = 0
  private(set) var fixed = 0
  let trust: BoardTrust

  /// Lines that are worth turning pages for.
  static let itemsMax = 200

  /// A run that should have begun, and the workspace that plans it.
  typealias Late = (run: PlannedRun, watched: Watched)

  /// What should have begun and was not seen, the longest first.
  static func late(_ context: ViewContext) -> [Late] {
    context.workspaces.flatMap { watched in
      Upcoming.late(watched, now: context.now).map { ($0, watched) }
    }.sorted { ($0.run.at, $0.run.pipeline.name) < ($1.run.at, $1.run.pipeline.name) }
  }

  init(_ context: ViewContext, late: [Late] = []) {
    trust = BoardTrust(
      context.workspaces.map(\.snapshot), unopened: context.missing.filter { $0.snapshot == nil },
      now: context.now)
    let list = ProblemList(
      context.workspaces, acknowledgements: context.memory.acknowledgements, now: context.now)
    (seen, fixed) = (list.seen.count, list.resolvedCount)
    let running = Self.running(context)
    tallies = Self.tallies(context, list.counts, late: late.count, running: running.count)
    let hasSeveral = context.workspaces.count > 1
    let open = list.open.prefix(Self.itemsMax).map {
      Self.item($0, hasSeveral: hasSeveral, context)
    }
    let due = late.prefix(Self.itemsMax - open.count).map {
      Self.item($0, hasSeveral: hasSeveral, context)
    }
    let active = running.prefix(Self.itemsMax - open.count - due.count).map {
      Self.item($0.run, of: $0.workspace, hasSeveral: hasSeveral, context)
    }
    items = open + due + active
    left = list.open.count + late.count + running.count - items.count
    if open.isEmpty, due.isEmpty, trust.hasAnything { items.insert(calm(list), at: 0) }
  }

  private func calm(_ list: ProblemList) -> Item {
    let words = list.seen.isEmpty ? "nothing is broken" : "nothing new is broken"
    return Item(look: .calm, name: words, place: "", age: "", detail: "")
  }

  private typealias Running = (run: PipelineRun, workspace: Watched)

  /// Runs that run, the longest first.
  private static func running(_ context: ViewContext) -> [Running] {
    context.workspaces.flatMap { workspace in
      workspace.snapshot.runs.active.filter { $0.status == .running || $0.status == .cancelling }
        .map { ($0, workspace) }
    }.sorted { ($0.run.start, $0.run.id.text) < ($1.run.start, $1.run.id.text) }
  }

  private static func tallies(
    _ context: ViewContext, _ open: OpenProblems, late: Int, running: Int
  ) -> [Tally] {
    let isBad = open[.failed] + open[.stuck] > 0
    let tables = context.workspaces.map(\.snapshot.runs)
    let waiting = tables.reduce(0) { $0 + $1.statusCounts.active } - running
    let day = context.now - .seconds(86_400)
    let well = tables.reduce(0) { $0 + $1.succeeded(since: day) }
    let missing = late == 0 ? [] : [Tally(number: late, label: "LATE", role: .warning)]
    return [
      Tally(
        number: open.total, label: "OPEN",
        role: open.total == 0 ? .succeeded : isBad ? .failed : .warning)
    ] + missing + [
      Tally(number: running, label: "RUNNING", role: running == 0 ? .dim : .running),
      Tally(number: max(0, waiting), label: "WAITING", role: waiting <= 0 ? .dim : .queued),
      Tally(number: well, label: "OK IN 24 H", role: .succeeded),
    ]
  }

  private static func item(
    _ problem: Problem, hasSeveral: Bool, _ context: ViewContext
  ) -> Item {
    let times = problem.count > 1 ? "  \(problem.count) times" : ""
    return Item(
      look: BoardLook(problem), name: name(problem.run),
      place: place(problem.profile, problem.run, hasSeveral: hasSeveral),
      age: Wording.age(of: problem.since, now: context.now),
      detail: Wording.cause(of: problem) + times)
  }

  private static func item(
    _ late: Late, hasSeveral: Bool, _ context: ViewContext
  ) -> Item {
    let (run, profile) = (late.run, late.watched.snapshot.source.profile)
    let place = [hasSeveral ? profile : "", run.schedule.environment ?? ""]
    let due = "due \(Wording.moment(run.at, now: context.now))"
    return Item(
      look: .late, name: run.pipeline.name,
      place: place.filter { !$0.isEmpty }.joined(separator: " "),
      age: Wording.age(of: run.at, now: context.now),
      detail: "\(due), no run seen  (\(run.schedule.words))")
  }

  private static func item(
    _ run: PipelineRun, of workspace: Watched, hasSeveral: Bool, _ context: ViewContext
  ) -> Item {
    var words: [String] = []
    var fraction: Double?
    if let progress = workspace.snapshot.progress[run.id] {
      words.append("\(progress.done)/\(progress.total)")
      fraction = progress.total > 0 ? Double(progress.done) / Double(progress.total) : 0
      if !progress.running.isEmpty {
        words.append("in \(progress.running.joined(separator: ", "))")
      }
    }
    if let usual = workspace.insight[run.pipelineID]?.baseline {
      words.append("usually \(Wording.duration(usual.median))")
    }
    return Item(
      look: BoardLook(run.status), name: name(run),
      place: place(workspace.snapshot.source.profile, run, hasSeveral: hasSeveral),
      age: Wording.age(of: run.start, now: context.now), detail: words.joined(separator: "  "),
      fraction: fraction)
  }

  private static func name(_ run: PipelineRun) -> String {
    run.pipelineName.isEmpty ? run.pipelineID.short : run.pipelineName
  }

  private static func place(_ profile: String, _ run: PipelineRun, hasSeveral: Bool) -> String {
    let parts = [hasSeveral ? profile : "", RunCells.place(run)].filter { !$0.isEmpty }
    return parts.joined(separator: " ")
  }
}

/// Sign, word and role of a line: the word says what the colour says.
struct BoardLook: Equatable {
  var word: String
  var role: Role
  /// nil is the sign for what is late.
  private var mark: StatusLook?

  /// Everything is well.
  static let calm = BoardLook("all well", .succeeded, StatusLook(.succeeded))

  /// Due, and nothing was seen.
  static let late = BoardLook("LATE", .warning, nil)

  private init(_ word: String, _ role: Role, _ mark: StatusLook?) {
    (self.word, self.role, self.mark) = (word, role, mark)
  }

  init(_ status: RunStatus) {
    let look = StatusLook(status)
    self.init(look.word, look.role, look)
  }

  init(_ problem: Problem) {
    guard problem.kind == .stuck else {
      self.init(problem.run.status)
      return
    }
    self.init("STUCK", .failed, StatusLook(problem.run.status))
  }

  func sign(_ glyphs: GlyphSet) -> String { mark?.sign(glyphs) ?? glyphs.marks.late }
}

extension RunTable {
  /// Runs created since then that succeeded: whole chunks by their counts.
  func succeeded(since time: Timestamp) -> Int {
    var count = 0
    for chunk in chunks {
      guard let oldest = chunk.runs.last, oldest.createdAt < time else {
        count += chunk.counts[.succeeded]
        continue
      }
      return count
        + chunk.runs.count { $0.createdAt >= time && $0.status == .succeeded }
    }
    return count
  }
}

extension PipelineRun {
  /// When it began, or came to be.
  var start: Timestamp { startedAt ?? createdAt }
}
