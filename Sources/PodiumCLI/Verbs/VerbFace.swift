// What an operation has as a verb beyond what its declaration says: more options, how its result reads,
// what else it does. Most operations need none of it.
import JSON
import PodiumCore

/// The face of one operation for scripts.
struct VerbFace: Sendable {
  /// Options besides those of the parameters.
  var options: [Option] = []
  /// Parameters that the options above stand for.
  var hidden: Set<String> = []
  /// Instead of the operation's, where options differ; nil: that one.
  var summary: String?
  /// Operands that the verb reads itself, as help shows them; nil: those of the parameters.
  var operands: String?
  /// A few lines for the help.
  var details = ""
  /// The declared shape of what it prints, where that is not its operation's.
  var result: String?
  /// How the result reads as text.
  var text = ResultText()
  /// What the options above say, in the operation's words.
  var complete: @Sendable (Arguments, inout JSONObject) throws(CommandFailure) -> Void = { _, _ in }
  /// Does it; nil: performs the operation and prints its result.
  var run: (@Sendable (VerbCall) async throws(CommandFailure) -> Ending)?

  /// What it can do without a workspace; nil from it goes on with one.
  var early: (@Sendable (Invocation, ResultPrinter) throws(CommandFailure) -> Ending?)?

  /// The faces by the names of operations.
  static let all: [String: VerbFace] = [
    "list_pipeline_runs": .listing(.runs),
    "list_task_runs": .listing(.tasks),
    "get_pipeline_run_details": VerbFace(text: ResultText(["taskRuns": .tasks])),
    "get_task_run_artifacts": VerbFace(text: ResultText(["results": .files])),
    "download_task_artifact": FileVerb.face,
    "list_pipelines": PipelinesVerb.face,
    "list_environments": VerbFace(text: ResultText(["results": .environments])),
    "whats_broken": ProblemsVerb.face,
    "search_logs": VerbFace(text: ResultText(["matches": .matches])),
    "validate_pipeline": ValidateVerb.face,
    "read_log": FileVerb.logs,
    "probe_endpoints": VerbFace(
      text: ResultText(
        ["results": .probes], only: ["host", "results", "requestsUsed", "clockSkewSeconds"])),
    "wait_for_run": RunWatch.face,
    "trigger_pipeline": StartVerb.start, "rerun": StartVerb.rerun,
    "cancel_pipeline_run": StartVerb.cancel,
  ]

  static let watch = Option("--watch", nil, "go on: print rows that are new or have changed")

  /// A listing that can be watched.
  static func listing(_ table: TextTable) -> VerbFace {
    VerbFace(
      options: [watch], details: filterDetails, text: ResultText(["results": table]),
      run: { (call) async throws(CommandFailure) in try await RowWatch(call).run() })
  }

  /// What help says of --filter; nothing of how many rows are looked at where that is all of them.
  static let filterDetails = """
    --filter takes what / takes on screen: podium help filters. Up to 5,000 rows are looked at.
    """
}
