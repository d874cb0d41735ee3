// Starts runs as a user of the platform does: with its official command line where `.ci/setup` has
// installed it.
import OrchestraAPI
import TestSupport

enum OfficialCommandLine {
  /// `orchestra pipeline run` against a local engine. It asks about changes of a checkout it is in.
  static func run(
    pipeline: String, on address: EngineAddress, in folder: TemporaryFolder
  ) -> PTYProgram {
    var program = PTYProgram([OfficialInstallation.path, "pipeline", "run", "-a", pipeline])
    program.folder = folder.path
    program.environment = [
      "HOME": folder.path,
      "BASE_URL": address.origin, "ORCHESTRA_API_KEY": address.key, "NO_PROXY": "127.0.0.1",
    ]
    return program
  }
}

extension EngineAddress {
  /// "http://127.0.0.1:8787", without the API's path.
  var origin: String { url.split(separator: "/").prefix(2).joined(separator: "//") }

  var port: Int { origin.split(separator: ":").last.flatMap { Int($0) } ?? 0 }
}

extension Endpoint where Self == StartPipeline {
  static func start(_ pipeline: String) -> StartPipeline { StartPipeline(pipeline: pipeline) }
}
