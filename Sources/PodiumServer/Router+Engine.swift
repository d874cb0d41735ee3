// The table of operations that a local engine answers: one line each, with the other spellings that
// official and older clients use. Decisions are the engine's; nothing is decided here.
import JSON
import OrchestraAPI
import PodiumEngine

extension Router {
  /// Everything that `engine` answers.
  package init(_ engine: Engine) {
    self.init(Self.runs(engine) + Self.pipelines(engine) + Self.workspace(engine) + Self.refused)
  }

  private static func runs(_ engine: Engine) -> [[RouteEntry]] {
    [
      route(ListPipelineRuns.self) { try await engine.answer($0) },
      route(GetPipelineRunStatus.self) { try await engine.answer($0) },
      route(GetPipelineRun.self) { try await engine.answer($0) },
      route(CancelPipelineRun.self) { try await engine.answer($0) },
      route(ListRunTaskRuns.self) { try await engine.answer($0) },
      route(ListTaskRuns.self) { try await engine.answer($0) },
      route(ListOperations.self) { try await engine.answer($0) },
      route(ListLogFiles.self) { try await engine.answer($0) },
      routeFile(DownloadLog.self) { try await engine.answer($0) },
      route(ListArtifacts.self) { try await engine.answer($0) },
      routeFile(DownloadArtifact.self) { try await engine.answer($0) },
    ]
  }

  private static func pipelines(_ engine: Engine) -> [[RouteEntry]] {
    [
      route(ListPipelines.self) { try await engine.answer($0) },
      route(GetPipeline.self) { try await engine.answer($0) },
      route(GetPipelineDefinition.self, also: ["pipeline/data"]) { try await engine.answer($0) },
      route(CreatePipeline.self) { try await engine.answer($0) },
      route(UpdatePipeline.self, also: ["pipelines/{}"]) { try await engine.answer($0) },
      route(DeletePipeline.self, also: ["pipelines/{}"]) { try await engine.answer($0) },
      route(ValidatePipeline.self, needsKey: false) { try await engine.check($0) },
      route(StartPipeline.self) { try await engine.answer($0) },
    ]
  }

  private static func workspace(_ engine: Engine) -> [[RouteEntry]] {
    [
      route(ListAccounts.self) { try await engine.answer($0) },
      route(ListEnvironments.self) { try await engine.answer($0) },
      route(GetEnvironment.self) { try await engine.answer($0) },
      route(ListConnections.self) { try await engine.answer($0) },
      route(ListAssets.self) { try await engine.answer($0) },
    ]
  }

  private static let refused: [[RouteEntry]] = [
    refuse(.post, "pipelines/import", because: noGit),
    refuse(.patch, "pipelines/storage-settings", because: noGit),
    refuse(.post, "environments", because: environmentsFile),
    refuse(.patch, "environments/{}", because: environmentsFile),
    refuse(.delete, "environments/{}", because: environmentsFile),
  ]

  private static let noGit =
    "The local engine has no Git storage: put the file into its pipelines folder"
  private static let environmentsFile =
    "Environments of the local engine are changed in environments.yaml of its pipelines folder"
}

extension Engine {
  /// Places in the definition itself: the official command line looks them up in the user's file.
  fileprivate func check(_ endpoint: ValidatePipeline) async throws(APIProblem) -> JSONValue {
    do {
      return try await answer(endpoint)
    } catch {
      var problem = error
      for index in problem.fields.indices where problem.fields[index].path.first == "body" {
        problem.fields[index].path.removeFirst()
      }
      throw problem
    }
  }
}

extension Serving {
  /// Serves an engine; until the engine has started, its operations answer 503. Its tasks learn the
  /// address as `${{ ENV.PODIUM_URL }}`.
  package static func start(
    _ engine: Engine, _ options: ServingOptions = ServingOptions()
  ) async throws(ServingError) -> Serving {
    let serving = try start(Router(engine), options, accountID: { await engine.account.id })
    await engine.provide(["PODIUM_URL": .string(serving.url)])
    return serving
  }
}
