// The examples themselves, one for each endpoint type of OrchestraAPI.
import JSON
import OrchestraAPI
import Time

extension EndpointExample {
  package static let all: [EndpointExample] = runs + tasks + files + pipelines + workspace

  private static let runs: [EndpointExample] = {
    var list = ListPipelineRuns(
      page: PageRequest(page: 2), from: Sample.time - .seconds(3600), to: Sample.time)
    list.statuses = [.failed, .other("PAUSED")]
    list.pipelineIDs = [Sample.pipelineID]
    list.runIDs = [Sample.runID, "436685529"]
    list.environmentIDs = ["env-1"]
    return [
      EndpointExample(list, output: Sample.page(Sample.run)),
      EndpointExample(GetPipelineRunStatus(runID: Sample.runID), output: Sample.run),
      EndpointExample(GetPipelineRun(runID: "a/b c"), output: Sample.run),
      EndpointExample(CancelPipelineRun(runID: Sample.runID, force: true), output: Nothing()),
    ]
  }()

  private static let tasks: [EndpointExample] = {
    var list = ListTaskRuns(from: Sample.time - .seconds(60), to: Sample.time)
    list.statuses = [.failed]
    list.pipelineIDs = [Sample.pipelineID]
    list.integrations = ["SNOWFLAKE", "HTTP"]
    list.taskRunIDs = [Sample.taskRunID]
    var operations = ListOperations()
    operations.types = ["TEST"]
    operations.taskRunID = Sample.taskRunID
    operations.status = "FAILED"
    var operation = Operation(
      id: "op-1", pipelineRunID: Sample.runID, type: "TEST", status: "FAILED",
      insertedAt: Sample.time)
    operation.message = "312 rows"
    operation.durationSeconds = 1.5
    return [
      EndpointExample(
        ListRunTaskRuns(runID: Sample.runID), output: Sample.page(Sample.taskRun)),
      EndpointExample(list, output: Sample.page(Sample.taskRun)),
      EndpointExample(operations, output: Sample.page(operation)),
    ]
  }()

  private static let files: [EndpointExample] = {
    let logs = LogFiles(files: [
      LogFiles.File(name: "1/dbt run", attempt: 1, displayName: "dbt run"),
      LogFiles.File(name: "main.log", attempt: 2),
    ])
    var piece = FileChunk(
      offset: 9, bytes: Array("ERROR".utf8), totalBytes: 14, isComplete: false,
      fileStatus: "WRITING")
    piece.isRanged = true
    var artifact = piece
    artifact.fileStatus = nil
    return [
      EndpointExample(ListLogFiles(task: Sample.task), output: logs),
      EndpointExample(
        DownloadLog(task: Sample.task, filename: "1/dbt run", range: .from(9)), output: piece),
      EndpointExample(
        ListArtifacts(task: Sample.task), output: ArtifactFiles(names: ["manifest.json"])),
      EndpointExample(
        DownloadArtifact(task: Sample.task, filename: "a b.json", range: .last(262_144)),
        output: artifact),
    ]
  }()

  private static let pipelines: [EndpointExample] = {
    let definition: JSONValue = ["version": "v1", "name": "Nightly ELT", "pipeline": [:]]
    let saved = SavedPipeline(
      pipeline: Sample.pipeline, definition: definition, versionNumber: 3)
    var get = GetPipeline(.file(repository: "acme/elt", yamlPath: "a/b.yaml"))
    get.version = 3
    var start = StartPipeline(pipeline: "nightly_elt")
    start.branch = "main"
    start.environment = "prod"
    start.taskIDs = ["load_gl"]
    start.continueDownstreamRun = true
    start.runInputs = ["day": "2026-11-21", "limit": 10]
    start.environmentOverrides = ["NUM": ["type": "int", "value": 3]]
    start.retryFromFailed = true
    return [
      EndpointExample(
        ListPipelines(page: PageRequest(size: 50), name: "night"),
        output: PipelineList(
          pipelines: [Sample.pipeline],
          envelope: PipelineList.Envelope(page: 1, pageSize: 50, total: 1))),
      EndpointExample(ListPipelines(), output: PipelineList(pipelines: [Sample.pipeline])),
      EndpointExample(get, output: Sample.pipeline),
      EndpointExample(GetPipelineDefinition(.alias("nightly_elt")), output: definition),
      EndpointExample(
        ValidatePipeline(definition: definition, canonicalize: true),
        output: ["message": "Pipeline schema is valid"]),
      EndpointExample(
        CreatePipeline(definition: definition, published: false, alias: "x"), output: saved),
      EndpointExample(
        UpdatePipeline(.id(Sample.pipelineID), definition: definition), output: saved),
      EndpointExample(DeletePipeline(.alias("nightly_elt")), output: Nothing()),
      EndpointExample(
        start,
        output: StartedRun(id: Sample.pipelineID.text, runID: Sample.runID, message: "started")),
    ]
  }()

  private static let workspace: [EndpointExample] = {
    var environment = Environment(id: "env-1", name: "prod", isDefault: true)
    environment.values = ["REGION": ["type": "string", "value": "eu"]]
    let connection = Connection(
      id: "c-1", name: "warehouse_12345", integration: "SNOWFLAKE", authStatus: "SUCCEEDED",
      isDefault: true)
    var assets = ListAssets()
    assets.types = ["TABLE"]
    let asset = Asset(
      id: "a-1", name: "gl", type: "TABLE", status: "HEALTHY", integration: "SNOWFLAKE")
    return [
      EndpointExample(ListAccounts(), output: [Account(id: "acc-1", name: "acme")]),
      EndpointExample(ListEnvironments(), output: [environment]),
      EndpointExample(GetEnvironment(environmentID: "env-1"), output: environment),
      EndpointExample(
        ListConnections(integration: "SNOWFLAKE", authStatus: "SUCCEEDED"), output: [connection]),
      EndpointExample(assets, output: Sample.page(asset)),
    ]
  }()
}
