// Waiting for the end of a run, as long as the caller has patience.
import JSON
import OrchestraAPI
import Time

extension Workbench {
  /// Pauses between two looks at a run: the platform's own clients look every ten to twenty seconds;
  /// a local engine may be asked more often.
  private var lookPause: Duration { client.access.address.isLoopback ? .seconds(1) : .seconds(10) }

  /// A server that cannot be reached for so long ends the wait.
  static let outageMax: Duration = .seconds(300)

  /// "Nightly ELT running 3/9 in Load orders".
  private func words(_ run: PipelineRun) async -> String {
    let status = "\(run.pipelineName) \(run.status.word.lowercased())"
    guard run.status == .running, let tasks = try? await tasks(of: run.id), !tasks.isEmpty else {
      return status
    }
    let progress = TaskProgress(tasks, total: tasks.count)
    let names = progress.running.joined(separator: ", ")
    return "\(status) \(progress.done)/\(progress.total)" + (names.isEmpty ? "" : " in \(names)")
  }

  /// Seconds: many clients give a call up after a minute.
  static let patienceUsual = 50
  static let patienceMax = 6 * 3600

  /// Looks until the run has ended or the patience is over; says which.
  func waitForRun(_ arguments: OperationArguments) async throws(WorkProblem) -> JSONObject {
    let seconds = arguments.integer("timeout_seconds") ?? Self.patienceUsual
    let patience = Duration.seconds(min(Self.patienceMax, max(0, seconds)))
    var run = try await run(arguments.required("pipeline_run_id"))
    let began = clock()
    var failingSince: Duration?
    while !run.status.isTerminal {
      let waited = clock() - began
      guard waited < patience else { break }
      if failingSince == nil {
        progress(waited.inSeconds, patience.inSeconds, await words(run))
      }
      do {
        try await sleep(min(lookPause, patience - waited))
      } catch {
        throw WorkProblem(.timedOut, "the wait was cancelled; the run goes on")
      }
      do throws(WorkProblem) {
        run = try await self.run(run.id)
        failingSince = nil
      } catch {
        failingSince = failingSince ?? clock()
        let outage = clock() - (failingSince ?? clock())
        guard error.mayPass, outage < Self.outageMax else { throw error }
        progress(waited.inSeconds, patience.inSeconds, "asking again: \(error.message)")
      }
    }
    var result = Self.row(run).object ?? JSONObject()
    result["hasEnded"] = .bool(run.status.isTerminal)
    result["waitedSeconds"] = .double((clock() - began).inSeconds)
    if !run.status.isTerminal {
      result["note"] = "not ended yet: call again to go on waiting"
    }
    return result
  }
}
