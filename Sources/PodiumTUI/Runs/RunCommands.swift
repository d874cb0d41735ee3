// What keys do to a run, the same wherever one is selected: why not, or what follows.
import OrchestraAPI
import PodiumCore
import TerminalUI

/// Commands on a pipeline run. Pure.
package enum RunCommands {
  /// Why a command cannot be done; nil when it can.
  package static func reason(
    against command: Command, _ run: PipelineRun?, _ context: ViewContext
  ) -> String? {
    guard let run else { return "no run is selected" }
    if command.isWrite, let readOnly = context.snapshot.source.readOnly { return readOnly.reason }
    switch command {
    case .rerun where !run.status.isTerminal:
      return "this run has not ended; x cancels it, t starts another one"
    case .cancelRun where run.status.isTerminal:
      return "nothing to cancel: this run has ended (\(StatusLook(run.status).word))"
    case .cancelRun where run.status == .cancelling:
      return "this run is being cancelled already"
    default: return nil
    }
  }

  /// What follows from a command on a run. `task` is the selected task, where there is one.
  package static func effects(
    of command: Command, _ run: PipelineRun, task: TaskRun? = nil, _ context: ViewContext
  ) -> [Effect] {
    switch command {
    case .open: return [.open(.run(run.id))]
    case .logs: return logs(run, context)
    case .rerun: return [.show(RerunMenu(run, task: task, context.snapshot))]
    case .trigger: return [.show(TriggerDialog(rerunning: run, context.snapshot))]
    case .cancelRun: return cancel(run, context)
    case .copyID: return [.copy(run.id.text)]
    default: return []
    }
  }

  private static func cancel(_ run: PipelineRun, _ context: ViewContext) -> [Effect] {
    let source = context.snapshot.source
    do throws(OperationProblem) {
      let request = try OperationTable.standard.cancel(
        run.id, in: OperationContext(context.snapshot))
      let place =
        "On \(source.profile) (\(source.host))\(source.isProduction ? ", production" : "")."
      return [
        .show(
          Confirm(
            question: [place, "Tasks that run now are stopped; what they have done stays done."],
            request: request))
      ]
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
