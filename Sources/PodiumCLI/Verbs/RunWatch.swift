// Waits for the end of a run: how far it is on standard error, how it ended on standard output and, if
// wanted, in the exit code.
import JSON
import OrchestraAPI
import PodiumCore
import Synchronization
import Time

/// `runs watch`, and `--wait` of what starts runs.
enum RunWatch {
  static let exitStatus = Option(
    "--exit-status", nil, "exit with 1 unless the run SUCCEEDED, or ended as WARNING or SKIPPED")
  static let timeout = Option("--timeout", "TIME", "give up after 90s, 30m, 2h: exit code 7")

  static let face = VerbFace(
    options: [timeout, exitStatus], hidden: ["timeout_seconds"],
    details: "Progress goes to standard error. Ctrl-C ends the wait, not the run.",
    run: { (call) async throws(CommandFailure) in
      let run = call.values["pipeline_run_id"]?.string ?? ""
      let ended = try await follow(run, call)
      call.printer.print(ended)
      return call.invocation.arguments.has(exitStatus.name) ? ending(ended) : .code(.ok)
    })

  /// Seconds of one wait; it is repeated.
  private static let roundSeconds: Int64 = 3_600

  /// The run when it has ended.
  static func follow(_ run: String, _ call: VerbCall) async throws(CommandFailure) -> JSONObject {
    let patience = try call.invocation.arguments.time(timeout).map { $0.milliseconds / 1000 }
    var bench = call.bench
    let lines = ProgressLines(call.printer.output)
    bench.progress = { _, _, words in lines.say(words) }
    var left = patience ?? .max
    var name = run
    while true {
      let seconds = min(left, roundSeconds)
      let result = try await call.perform(
        "wait_for_run",
        ["pipeline_run_id": .string(name), "timeout_seconds": .int(max(1, seconds))], on: bench)
      if result["hasEnded"]?.bool == true { return result }
      // "@latest" may have become another run.
      name = result["id"]?.string ?? run
      left -= seconds
      guard left > 0 else {
        let status = result["runStatus"]?.string ?? "not ended"
        throw CommandFailure(
          .timedOut, "run \(name) is \(status): it goes on, the wait is over")
      }
    }
  }

  /// The code of how a run ended.
  static func ending(_ run: JSONObject) -> Ending {
    let status = RunStatus(run["runStatus"]?.string ?? "")
    return .code(status.isSuccess || status == .skipped ? .ok : .failed)
  }
}

/// Lines of progress, each only once in a row.
private final class ProgressLines: Sendable {
  private let last = Mutex("")
  private let output: Output

  init(_ output: Output) { self.output = output }

  func say(_ words: String) {
    let isNew = last.withLock { last in
      defer { last = words }
      return last != words
    }
    if isNew { output.complain("\(Timestamp.now().local.timeText)  \(words)") }
  }
}
