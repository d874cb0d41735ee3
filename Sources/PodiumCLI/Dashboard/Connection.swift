// Which workspace the dashboard opens: options, variables and the profile file, checked before the
// terminal is taken, so that what is wrong can be said in plain lines.
import OrchestraClient
import PodiumCore
import PodiumTUI
import YAML

/// A workspace to open and the user's settings.
struct Connection: Sendable {
  let choice: WorkspaceChoice
  let settings: Settings.Reading
  let paths: Paths

  /// Blocks while a key command runs.
  init(_ invocation: Invocation) throws(CommandFailure) {
    let environment = invocation.environment
    paths = Paths(environment: environment)
    settings = try Self.settings(paths, invocation.output)
    let options = try Self.options(invocation.arguments)
    do throws(WorkspaceProblem) {
      choice = try WorkspaceChoice.resolve(
        options, environment: environment, configuration: settings.file.configuration
      ) { words throws(KeyCommand.Problem) in
        try KeyCommand(words).output(environment: environment)
      }
    } catch {
      throw Self.failure(error)
    }
  }

  /// The configuration. With a problem where it says which workspace and which key, none of it is
  /// used; other problems take away only what they are about, and the dashboard says so.
  static func settings(_ paths: Paths, _ output: Output) throws(CommandFailure)
    -> Settings.Reading
  {
    let reading = SettingsFiles(paths).load()
    guard !reading.file.graveProblems.isEmpty else { return reading }
    for problem in reading.file.problems { output.complain(problem.rendered) }
    throw .usage("mend the configuration file, or move it away")
  }

  /// A client of the workspace. Opens nothing before the first request.
  func client(_ environment: [String: String]) -> Client { Self.client(choice, environment) }

  /// The same of any workspace.
  static func client(_ choice: WorkspaceChoice, _ environment: [String: String]) -> Client {
    let options = CurlOptions(userAgent: "podium/\(Program.version)", environment: environment)
    return Client(
      transport: CurlTransport(address: choice.access.address, options: options),
      access: choice.access, requestsPerMinute: choice.requestsPerMinute)
  }

  /// What the command line says of the workspace.
  static func options(_ arguments: Arguments) throws(CommandFailure) -> WorkspaceOptions {
    var options = WorkspaceOptions()
    options.url = arguments.text("--url")
    options.keyCommand = arguments.text("--key-command")
    options.profile = arguments.text("--profile")
    options.isReadOnly = arguments.has("--read-only")
    options.requestsPerMinute = try arguments.number(
      "--requests-per-minute", in: Configuration.requestsPerMinuteRange)
    return options
  }

  /// Nothing says which workspace to open. One line: scripts and agents show no more.
  static let notConfigured = CommandFailure(
    .authentication, WorkspaceProblem.notConfigured.message)

  private static func failure(_ problem: WorkspaceProblem) -> CommandFailure {
    switch problem {
    case .unknownProfile: CommandFailure(.notFound, problem.message)
    case .notConfigured, .command, .missingVariable:
      CommandFailure(.authentication, problem.message)
    case .access, .commandWords: .usage(problem.message)
    }
  }
}
