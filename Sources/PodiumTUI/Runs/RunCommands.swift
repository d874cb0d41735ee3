// What keys do to a run, the same wherever one is selected: why not, or what follows.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Time

/// Commands on a pipeline run. Pure.
package enum RunCommands {
  /// A run is cancelled by force only when it was CANCELLING for so long.
  static let forceAfter = Duration.seconds(60)

  /// Why a command cannot be done; nil when it can.
  package static func reason(
    against command: Command, _ run: PipelineRun?, _ context: ViewContext
  ) -> String? {
    guard let run else { return "no run is selected" }
    if command.isWrite, let barrier = context.writeBarrier { return barrier.reason }
    switch command {
    case .rerun where !run.status.isTerminal:
      return "this run has not ended; x cancels it, t starts another one"
    case .rerun, .cancelRun:
      if let mark = context.snapshot.marks[run.id] {
        return "\(mark.words) \(Wording.wait(context.now - mark.since)) ago; wait for the server"
      }
      return command == .rerun ? nil : reasonAgainstCancelling(run, context)
    case .acknowledge where context.problem(of: run) == nil:
      return "nothing is broken here: this run's line is well"
    default: return nil
    }
  }

  private static func reasonAgainstCancelling(
    _ run: PipelineRun, _ context: ViewContext
  ) -> String? {
    if run.status.isTerminal {
      return "nothing to cancel: this run has ended (\(StatusLook(run.status).word))"
    }
    guard run.status == .cancelling else { return nil }
    let lasted = cancelling(run, context)
    guard lasted < forceAfter else { return nil }
    return
      "CANCELLING for \(Wording.wait(lasted)); after \(Wording.wait(forceAfter)) x can force it"
  }

  /// How long a run has been CANCELLING, as far as the server tells: since its last change.
  private static func cancelling(_ run: PipelineRun, _ context: ViewContext) -> Duration {
    context.now - (run.updatedAt ?? run.startedAt ?? run.createdAt)
  }

  /// What follows from a command on a run. `task` is the selected task, where there is one.
  package static func effects(
    of command: Command, _ run: PipelineRun, task: TaskRun? = nil, _ context: ViewContext
  ) -> [Effect] {
    switch command {
    case .open: return [.open(.run(run.id))]
    case .logs: return logs(run, context)
    case .rerun: return [.show(RerunMenu(run, task: task, context.snapshot))]
    case .trigger:
      return [.show(TriggerForm((run.pipelineID, run.pipelineName), run: run, context))]
    case .cancelRun: return cancel(run, context)
    case .copyID: return [.copy(run.id.text)]
    case .history: return [.open(.grid(run.pipelineID))]
    case .copySummary:
      return [.handOver(RunReport(run, context).markdown, name: "run-\(run.id.short)")]
    case .acknowledge: return acknowledge(context.problem(of: run).map { [$0] } ?? [], context)
    default: return []
    }
  }

  /// What follows from a command on several runs: a plan first.
  package static func bulk(
    _ command: Command, _ targets: [PipelineRun.ID], _ context: ViewContext
  ) -> [Effect] {
    let action: BulkPlan.Action = command == .cancelRun ? .cancel : .rerunFailed
    return [.show(BulkDialog(action, targets, context.snapshot))]
  }

  /// Says something about problems.
  package static func acknowledge(_ problems: [Problem], _ context: ViewContext) -> [Effect] {
    AcknowledgeMenu(problems, user: context.user, now: context.now).map { [.show($0)] } ?? []
  }

  private static func cancel(_ run: PipelineRun, _ context: ViewContext) -> [Effect] {
    let source = context.snapshot.source
    let isForced = run.status == .cancelling
    do throws(OperationProblem) {
      let request = try OperationTable.standard.cancel(
        run.id, force: isForced, in: OperationContext(context.snapshot))
      let environment = run.environmentName.map { ", environment \($0)" } ?? ""
      let place = "On \(source.profile) (\(source.host))\(environment)."
      let lasted = Wording.wait(cancelling(run, context))
      let words =
        isForced
        ? "It has been CANCELLING for \(lasted). Force ends it without waiting for its tasks;"
          + " what they have begun elsewhere may go on there."
        : "Tasks that run now are stopped; what they have done stays done."
      return [.show(Confirm([place, words], request, source))]
    } catch {
      return [.say(.warning(error.message))]
    }
  }

  /// The log of the task that failed first; otherwise the run, to choose a task there.
  private static func logs(_ run: PipelineRun, _ context: ViewContext) -> [Effect] {
    if let cause = context.snapshot.failureCauses[run.id] {
      return [.open(.text(TextTarget(runID: run.id, taskRunID: cause.taskRunID)))]
    }
    return [.open(.run(run.id)), .say(Message("choose a task; l shows its log"))]
  }
}
