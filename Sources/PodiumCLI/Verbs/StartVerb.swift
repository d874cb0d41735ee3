// The verbs that start, repeat and cancel. What they send goes through the same gate as the dashboard's
// writes; `--wait` follows the run that was started.
import JSON
import PodiumCore

/// Faces of the writes.
enum StartVerb {
  private static let wait = Option(
    "--wait", nil, "follow the new run to its end; exit with 1 unless it succeeded")
  private static let text = ResultText(only: ["message", "id", "notRecorded"])
  private static let details = """
    Where the profile or the environment is production, and where the profile arms its writes, --yes
    with the pipeline's alias or name is needed. Read-only profiles refuse. Every write is recorded.
    """

  static let start = VerbFace(
    options: [wait, RunWatch.timeout], hidden: ["cause"], details: details, text: text,
    complete: { (_, values) throws(CommandFailure) in values["cause"] = "podium pipelines start" },
    run: { (call) async throws(CommandFailure) in try await send(call) })

  static let rerun = VerbFace(
    options: [
      Option("--from-failed", nil, "what failed and what comes after it: the usual way"),
      Option("--all", nil, "all of it"),
      Option("--task", "TASK", "only this task, by name or id; several times for several"),
      Option("--downstream", nil, "with --task: also what comes after them"), wait,
      RunWatch.timeout,
    ], hidden: ["scope", "task_ids", "continue_downstream"],
    summary: "runs a run again: what failed and comes after it, unless options say more",
    details: details, text: text,
    complete: { (arguments, values) throws(CommandFailure) in try scope(arguments, &values) },
    run: { (call) async throws(CommandFailure) in try await send(call) })

  static let cancel = VerbFace(
    details: details, text: ResultText(only: ["message", "notRecorded"]),
    run: { (call) async throws(CommandFailure) in try await send(call) })

  private static func scope(
    _ arguments: Arguments, _ values: inout JSONObject
  ) throws(CommandFailure) {
    let chosen = ["--from-failed", "--all", "--task"].filter { arguments.has($0) }
    guard chosen.count <= 1 else {
      throw .usage("\(chosen.joined(separator: " and ")) exclude each other: choose one")
    }
    if arguments.has("--downstream"), chosen != ["--task"] {
      throw .usage("--downstream goes with --task")
    }
    switch chosen.first {
    case "--all": values["scope"] = "all"
    case "--task":
      values["scope"] = "tasks"
      values["task_ids"] = .array(arguments.texts("--task").map { .string($0) })
      values["continue_downstream"] = .bool(arguments.has("--downstream"))
    default: values["scope"] = "from_failed"
    }
  }

  private static func send(_ call: VerbCall) async throws(CommandFailure) -> Ending {
    let result: JSONObject
    do throws(CommandFailure) {
      result = try await call.perform()
    } catch {
      guard error.code == .ok else { throw error }
      call.printer.output.answer(error.description)
      return .code(.ok)
    }
    guard call.invocation.arguments.has(wait.name), let run = result["id"]?.string else {
      call.printer.print(result)
      return .code(.ok)
    }
    call.printer.output.complain(result["message"]?.string ?? "started")
    let ended = try await RunWatch.follow(run, call)
    ResultPrinter(call.printer, ResultText()).print(ended)
    return RunWatch.ending(ended)
  }
}
