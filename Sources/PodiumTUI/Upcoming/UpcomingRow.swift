// A row of the upcoming runs: what a schedule plans, what it should have started, or that its times
// are not known; with the cells of it. Pure.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Time

/// A planned run of a watched workspace.
package struct UpcomingRow: Sendable, Identifiable {
  /// How it stands, in the order of the list.
  enum State: Sendable, Equatable {
    /// Due, and no run was seen.
    case late
    case planned
    /// Its pipeline is paused: it will not start.
    case paused
    /// Its times are not known, and why.
    case unknown(String)
  }

  /// The same firing in a later list has the same id.
  package struct ID: Sendable, Hashable {
    var profile: String
    var pipeline: Pipeline.ID
    /// The place among the pipeline's schedules; below zero where its times are not known.
    var schedule: Int
    /// nil for a run that is late: it stays the same row while it is.
    var at: Timestamp?
  }

  package let id: ID
  let source: SourceLabel
  let pipeline: Pipeline
  /// nil where its schedule is not understood.
  let schedule: PipelineSchedule?
  let at: Timestamp?
  let state: State
  /// nil when too few runs succeeded.
  let baseline: Baseline?

  init(_ run: PlannedRun, _ watched: Watched) {
    source = watched.snapshot.source
    id = ID(
      profile: source.profile, pipeline: run.id.pipeline, schedule: run.id.schedule, at: run.id.at)
    (pipeline, schedule, at) = (run.pipeline, run.schedule, run.at)
    state = run.isLate ? .late : run.pipeline.paused ? .paused : .planned
    baseline = watched.insight[run.pipeline.id]?.baseline
  }

  /// A schedule whose times are not known; `number` tells several of a pipeline apart.
  init(_ pipeline: Pipeline, _ problem: ScheduleProblem, number: Int, _ watched: Watched) {
    source = watched.snapshot.source
    id = ID(profile: source.profile, pipeline: pipeline.id, schedule: -1 - number)
    (self.pipeline, schedule, at) = (pipeline, nil, nil)
    state = .unknown(problem.message)
    baseline = watched.insight[pipeline.id]?.baseline
  }

  /// The rows of all watched workspaces: late ones first, then by time, what is not known last.
  static func all(_ plans: [(upcoming: Upcoming, watched: Watched)]) -> [UpcomingRow] {
    let rows = plans.flatMap { plan, watched in
      plan.late.map { UpcomingRow($0, watched) } + plan.runs.map { UpcomingRow($0, watched) }
    }
    let unknown = plans.flatMap { plan, watched in
      plan.unknown.enumerated().map {
        UpcomingRow($0.element.pipeline, $0.element.problem, number: $0.offset, watched)
      }
    }
    // Each workspace comes in order; only where there are several they have to be joined.
    guard plans.count > 1 else { return rows + unknown }
    let joined = rows.enumerated().sorted { a, b in
      let (first, second) = (a.element, b.element)
      if (first.state == .late) != (second.state == .late) { return first.state == .late }
      guard let one = first.at, let other = second.at, one != other else {
        return a.offset < b.offset
      }
      return one < other
    }
    return joined.map(\.element) + unknown
  }

  /// The word for its state, for the filter.
  var stateWord: String {
    switch state {
    case .late: "late"
    case .planned: "planned"
    case .paused: "paused"
    case .unknown: "unknown"
    }
  }
}

/// What the cells of an upcoming run say.
struct UpcomingCells {
  private let row: UpcomingRow
  private let context: ViewContext

  init(_ row: UpcomingRow, _ context: ViewContext) {
    self.row = row
    self.context = context
  }

  /// What nobody waits for is dim.
  private var role: Role { row.state == .late || row.state == .planned ? .text : .dim }

  /// "in 12m", "12m late", "paused".
  var due: TableCell {
    switch row.state {
    case .late:
      TableCell(
        "\(Wording.countdown(to: context.now, now: row.at ?? context.now)) late",
        Role.warning.style)
    case .planned:
      TableCell(
        row.at.map { "in \(Wording.countdown(to: $0, now: context.now))" } ?? "", role.style)
    case .paused, .unknown: TableCell(row.stateWord, Role.warning.style)
    }
  }

  var at: TableCell {
    TableCell(
      row.at.map {
        Wording.plannedTime(
          $0, now: context.now, isShort: context.size.columns < UpcomingColumns.datesFrom)
      } ?? "", role.style)
  }

  var pipeline: TableCell {
    TableCell(row.pipeline.name, (role == .text ? Role.table : .dim).style)
  }

  var schedule: TableCell {
    TableCell(row.schedule?.words ?? row.pipeline.scheduleWords, Role.dim.style)
  }

  var environment: TableCell { TableCell(row.schedule?.environment ?? "", Role.dim.style) }

  /// How the latest run of the pipeline stands.
  var latest: TableCell {
    guard let latest = row.pipeline.latestRun else {
      return TableCell("never ran", Role.dim.style)
    }
    let look = StatusLook(latest.status)
    return TableCell(
      "\(look.sign(context.glyphs)) \(look.word)", (role == .dim ? .dim : look.role).style)
  }

  var usual: TableCell {
    TableCell(row.baseline.map { Wording.duration($0.median) } ?? "", role.style)
  }

  /// What is the matter with it; nothing where all is well.
  var note: TableCell {
    switch row.state {
    case .late: return TableCell("no run seen", Role.warning.style)
    case .paused: return TableCell("starts nothing", Role.dim.style)
    case .unknown(let why): return TableCell(why, Role.warning.style)
    case .planned: break
    }
    guard let latest = row.pipeline.latestRun, !latest.status.isTerminal else {
      return TableCell("")
    }
    return TableCell("runs now", Role.dim.style)
  }
}
