// `podium`: the dashboard over the workspace that options, variables or the profile file name.
import PodiumCore

extension Command {
  static let dashboard = Command(
    "", "the dashboard", options: Option.connection + [.allProfiles] + Option.dashboard,
    details: """
      The workspace comes from the options, else from ORCHESTRA_API_KEY, ORCHESTRA_API_BASE_URL (or
      BASE_URL), ORCHESTRA_ENV and ORCHESTRA_ACCOUNT_ID, else from the profile file.
      """
  ) { invocation throws(CommandFailure) in
    _ = try invocation.operands(atMost: 0)
    let text = try TextForm(invocation.arguments)
    if text == nil { try DashboardSession.requireTerminal() } else { EndingSignals.hold() }
    let connection: Connection
    do throws(CommandFailure) {
      connection = try Connection(invocation)
    } catch {
      guard text == nil, error == Connection.notConfigured else { throw error }
      return try firstRun(invocation)
    }
    if let text {
      let source = TextSource(
        label: connection.choice.label, client: connection.client(invocation.environment))
      return try text.run([source], connection.paths, invocation.output)
    }
    let session = DashboardSession(
      label: connection.choice.label,
      subject: .workspace(connection.client(invocation.environment)),
      settings: connection.settings, paths: connection.paths,
      theme: connection.choice.theme, opensProfiles: true)
    return try session.run(invocation)
  }

  /// The screen that says how to begin; whoever leaves it keeps the commands in the terminal.
  private static func firstRun(_ invocation: Invocation) throws(CommandFailure) -> Ending {
    let paths = Paths(environment: invocation.environment)
    guard try FirstRunSession.choice(invocation, paths) == .demo else {
      throw .usage(Explanation.notConfigured(paths))
    }
    return try DemoCommand.show(invocation)
  }
}
