// What a rerun will do, said by name and number, from the tasks as far as they are loaded. Pure.
import OrchestraAPI
import PodiumCore
import TerminalUI

/// What a way to rerun does, in words, from the tasks as far as they are loaded.
package struct RerunWords {
  private let scope: RerunScope?
  private let run: PipelineRun
  private let plan: RerunPlan?
  private let total: Int?
  private let newer: Supersession?
  private let context: ViewContext

  /// - Parameter newer: the run that makes this one doubtful.
  package init(
    _ scope: RerunScope?, _ run: PipelineRun, _ newer: Supersession?, _ context: ViewContext
  ) {
    self.scope = scope
    self.run = run
    self.newer = newer
    self.context = context
    let detail = context.snapshot.runDetails[run.id]
    let tasks = detail?.tasks ?? []
    total = detail?.tasksTotal ?? context.snapshot.progress[run.id]?.total
    plan = tasks.isEmpty ? nil : scope.map { RerunPlan(tasks, $0) }
  }

  /// "runs 3 of 5", for the line of the menu.
  package var short: String {
    guard let plan else {
      switch scope {
      case .all: return total.map { "runs all \($0)" } ?? "runs every task"
      case .fromFailed: return "runs what failed and what comes after it"
      case .tasks(_, true): return "runs the task and all that needs it"
      case .tasks(_, false): return "runs one task, skips the others"
      case nil: return ""
      }
    }
    let all = plan.runs.count + plan.skips.count
    if !plan.isExact { return "runs \(plan.runs.count) of \(all) and what comes after" }
    return plan.skips.isEmpty
      ? "runs all \(all)" : "runs \(plan.runs.count) of \(all), skips \(plan.skips.count)"
  }

  /// Names in one list at most.
  private static let namesMax = 12

  /// "runs 3: load_gl, build_marts, publish", "skips 2: …", and a warning where one is due.
  package var lines: [String] { parts.map(\.text) }

  func styled(columns: Int) -> [DialogBox.Line] {
    parts.flatMap { part in
      Wrapping.lines(part.text, width: columns, max: 3).map { DialogBox.Line($0, part.role) }
    }
  }

  private var parts: [(text: String, role: Role)] {
    var parts: [(text: String, role: Role)] = []
    if let plan {
      parts.append((Self.list("runs", plan.runs), .text))
      if !plan.isExact {
        parts.append(("and what comes after: the server does not say what that is", .dim))
      } else if !plan.skips.isEmpty {
        parts.append((Self.list("skips", plan.skips), .dim))
      }
    } else {
      let isFailing = context.snapshot.freshness(of: .run(run.id)).failure != nil
      parts.append(
        (isFailing ? "its tasks could not be loaded" : "its tasks are being loaded…", .dim))
    }
    if !place.isEmpty { parts.append((place, .dim)) }
    if let newer { parts.append((newer.words, .warning)) }
    return parts
  }

  /// Names, because the request may have ids: "in prod, branch main, commit a6dba88".
  private var place: String {
    [
      run.environmentName.map { "in \($0)" }, run.branch.map { "branch \($0)" },
      run.commit.map { "commit \($0.prefix(7))" },
    ].compactMap { $0 }.joined(separator: ", ")
  }

  private static func list(_ verb: String, _ names: [String]) -> String {
    let shown = names.prefix(namesMax).joined(separator: ", ")
    let more = names.count > namesMax ? " and \(names.count - namesMax) more" : ""
    return "\(verb) \(names.count): \(shown)\(more)"
  }
}
