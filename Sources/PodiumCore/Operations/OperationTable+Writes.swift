// The operations that change something: start, run again, cancel.
import JSON
import OrchestraAPI

extension OperationTable {
  static let writes: [OperationSpec] = [startPipeline, rerunPipelineRun, cancellation]

  /// Agents cancel with the same operation as dialogs.
  private static let cancellation = cancelPipelineRun.offered(as: "Cancel a run") {
    (bench, arguments) async throws(WorkProblem) in try await bench.cancel(arguments)
  }

  private static let startPipeline = OperationSpec(
    name: "start_pipeline", summary: "Starts a pipeline; the answer names the new run.",
    parameters: [
      OperationParameter("pipeline", .string, "Id or alias of the pipeline.", isRequired: true),
      OperationParameter("branch", .string, "Git branch of the definition."),
      OperationParameter("commit", .string, "Git commit of the definition."),
      OperationParameter("environment", .string, "Name or id of the environment."),
      OperationParameter("version", .integer, "Version of the definition."),
      OperationParameter("task_ids", .strings, "Only these tasks."),
      OperationParameter("continue_downstream", .boolean, "Also what comes after these tasks."),
      OperationParameter("run_inputs", .object, "Values of the pipeline's inputs."),
    ],
    effect: .write, capability: .startRuns,
    route: nil, verb: nil, key: "t", twin: "trigger_pipeline",
    bind: { (arguments, context) throws(OperationProblem) in
      let name = arguments.required("pipeline")
      guard !name.isEmpty else { throw OperationProblem("the pipeline's id or alias is empty") }
      var endpoint = StartPipeline(pipeline: name)
      endpoint.branch = arguments.text("branch")
      endpoint.commit = arguments.text("commit")
      endpoint.environment = arguments.text("environment")
      endpoint.versionNumber = arguments.integer("version")
      endpoint.taskIDs = arguments.texts("task_ids")
      endpoint.continueDownstreamRun = arguments.flag("continue_downstream")
      endpoint.runInputs = arguments.object("run_inputs")
      let pipeline = context.pipeline(name)
      var bound = bind(endpoint, title: "Start \(pipeline?.name ?? name)", purpose: "start")
      bound.subject.pipelineID = pipeline?.id ?? Pipeline.ID(name)
      bound.subject.pipelineName = pipeline?.name
      bound.subject.alias = pipeline?.alias
      bound.subject.environment = context.environmentName(endpoint.environment)
      if pipeline?.paused == true { bound.notes.append("the pipeline is paused") }
      if !endpoint.taskIDs.isEmpty, endpoint.continueDownstreamRun != true {
        bound.notes.append("tasks after the chosen ones are skipped")
      }
      return bound
    })

  private static let rerunPipelineRun = OperationSpec(
    name: "rerun_pipeline_run",
    summary: "Starts a run's pipeline again with the same branch, commit and environment.",
    parameters: [
      OperationParameter(
        "pipeline_run_id", .string, "The run to repeat.", isRequired: true),
      OperationParameter(
        "scope", .oneOf(["all", "from_failed", "tasks"]), "What of it is run.", isRequired: true),
      OperationParameter("task_ids", .strings, "The tasks of scope tasks."),
      OperationParameter(
        "continue_downstream", .boolean, "Also what comes after these tasks."),
    ],
    effect: .write, capability: .startRuns,
    route: nil, verb: nil, key: "r", twin: "rerun",
    bind: { (arguments, context) throws(OperationProblem) in
      try rerun(arguments, context)
    })

  private static func rerun(
    _ arguments: OperationArguments, _ context: OperationContext
  ) throws(OperationProblem) -> BoundOperation {
    let id = PipelineRun.ID(arguments.required("pipeline_run_id"))
    guard let run = context.run(id) else {
      throw OperationProblem("run \(id.text) is not loaded; open it first")
    }
    var endpoint = StartPipeline(pipeline: run.pipelineID.text)
    endpoint.branch = run.branch
    endpoint.commit = run.commit
    endpoint.environment = run.environmentID?.text ?? run.environmentName
    let subject = "run \(id.short) of \(run.pipelineName)"
    var title = "Rerun \(subject)"
    var notes: [String] = []
    switch arguments.required("scope") {
    case "from_failed":
      endpoint.retryFromFailed = true
      title += " from what failed"
      if let latest = context.pipeline(run.pipelineID.text)?.latestRun, latest.id != id {
        notes.append("the platform retries the latest run, which is \(latest.id.short)")
      }
    case "tasks":
      endpoint.taskIDs = arguments.texts("task_ids")
      guard !endpoint.taskIDs.isEmpty else { throw OperationProblem("choose at least one task") }
      endpoint.continueDownstreamRun = arguments.flag("continue_downstream") ?? false
      title += ": \(endpoint.taskIDs.joined(separator: ", "))"
      if endpoint.continueDownstreamRun == false {
        notes.append("tasks after the chosen ones are skipped")
      }
    default: break
    }
    if !endpoint.retryFromFailed,
      !PipelineInput.all(of: context.pipeline(run.pipelineID.text)).isEmpty
    {
      notes.append("inputs take their defaults; to give others, start the pipeline (t)")
    }
    if !run.status.isTerminal { notes.append("the run has not ended: both would run") }
    var bound = bind(endpoint, title: title, purpose: "rerun")
    bound.notes = notes
    bound.subject = Self.subject(run, context)
    bound.target = id
    bound.mark = .rerunning
    return bound
  }

  private static let cancelPipelineRun = OperationSpec(
    name: "cancel_pipeline_run", summary: "Asks a run to stop.",
    parameters: [
      OperationParameter("pipeline_run_id", .string, "The run to cancel.", isRequired: true),
      OperationParameter(
        "force", .boolean, "Only for a run that is stuck in CANCELLING; refused otherwise."),
    ],
    effect: .destructive,
    capability: .cancelRuns, route: "POST /pipeline_runs/{pipeline_run_id}/cancel",
    verb: "runs cancel", key: "x",
    bind: { (arguments, context) throws(OperationProblem) in
      let id = PipelineRun.ID(arguments.required("pipeline_run_id"))
      let run = context.run(id)
      if let run, run.status.isTerminal {
        throw OperationProblem(
          "run \(id.text) has ended already (\(run.status.word))", isRefusal: true)
      }
      let force = arguments.flag("force") ?? false
      if force, let run, run.status != .cancelling {
        throw OperationProblem(
          "force is only for a run that is stuck in CANCELLING", isRefusal: true)
      }
      let subject = run.map { "run \(id.short) of \($0.pipelineName)" } ?? "run \(id.text)"
      var bound = BoundOperation(
        CancelPipelineRun(runID: id, force: force),
        title: force ? "Force the end of \(subject)" : "Cancel \(subject)", purpose: "cancel"
      ) { _ in
        let target = run.map { "run \(id.text) of \($0.pipelineName)" } ?? "run \(id.text)"
        return ("\(force ? "forced cancel" : "cancel") requested for \(target)", nil)
      }
      bound.subject.runID = id
      if let run { bound.subject = OperationTable.subject(run, context) }
      bound.target = id
      bound.mark = force ? .forcing : .cancelling
      return bound
    })

  private static func subject(
    _ run: PipelineRun, _ context: OperationContext
  ) -> OperationSubject {
    var subject = OperationSubject()
    subject.runID = run.id
    subject.pipelineID = run.pipelineID
    subject.pipelineName = run.pipelineName
    subject.alias = context.pipeline(run.pipelineID.text)?.alias
    subject.environment =
      run.environmentName ?? run.environmentID.flatMap { context.environmentName($0.text) }
    return subject
  }

  private static func bind(
    _ endpoint: StartPipeline, title: String, purpose: String
  ) -> BoundOperation {
    BoundOperation(endpoint, title: title, purpose: purpose) { started in
      ("started run \(started.runID.text)", started.runID)
    }
  }
}
