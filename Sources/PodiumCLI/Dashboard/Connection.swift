// Which workspace the dashboard opens: options, variables and the profile file, checked before the
// terminal is taken, so that what is wrong can be said in plain lines.
import OrchestraClient
import PodiumCore
import YAML

/// A workspace to open and the user's settings.
struct Connection: Sendable {
  let choice: WorkspaceChoice
  let configuration: Configuration
  let paths: Paths

  /// Blocks while a key command runs.
  init(_ invocation: Invocation) throws(CommandFailure) {
    let environment = invocation.environment
    paths = Paths(environment: environment)
    configuration = try Self.configuration(paths, invocation.output)
    let options = try Self.options(invocation.arguments)
    do throws(WorkspaceProblem) {
      choice = try WorkspaceChoice.resolve(
        options, environment: environment, configuration: configuration
      ) { words throws(KeyCommand.Problem) in
        try KeyCommand(words).output(environment: environment)
      }
    } catch {
      throw Self.failure(error, paths)
    }
  }

  /// The profile file; with problems in it none of it is used, for it decides where a key goes.
  static func configuration(_ paths: Paths, _ output: Output) throws(CommandFailure)
    -> Configuration
  {
    let (configuration, problems) = Configuration.loading(paths.configFile)
    if problems.isEmpty { return configuration }
    for problem in problems { output.complain(problem.rendered) }
    throw .usage("mend the configuration file, or move it away")
  }

  /// A client of the workspace. Opens nothing before the first request.
  func client(_ environment: [String: String]) -> Client {
    let options = CurlOptions(userAgent: "podium/\(Program.version)", environment: environment)
    return Client(
      transport: CurlTransport(address: choice.access.address, options: options),
      access: choice.access, requestsPerMinute: choice.requestsPerMinute)
  }

  private static func options(_ arguments: Arguments) throws(CommandFailure) -> WorkspaceOptions {
    var options = WorkspaceOptions()
    options.url = arguments.text("--url")
    options.keyCommand = arguments.text("--key-command")
    options.profile = arguments.text("--profile")
    options.isReadOnly = arguments.has("--read-only")
    options.requestsPerMinute = try arguments.number(
      "--requests-per-minute", in: Configuration.requestsPerMinuteRange)
    return options
  }

  private static func failure(_ problem: WorkspaceProblem, _ paths: Paths) -> CommandFailure {
    switch problem {
    case .notConfigured: CommandFailure(.usage, Explanation.notConfigured(paths))
    case .unknownProfile: CommandFailure(.notFound, problem.message)
    case .command, .missingVariable: CommandFailure(.authentication, problem.message)
    case .access, .commandWords: .usage(problem.message)
    }
  }
}
