// `podium view FILE`: the text viewer of the dashboard on a file of this machine. No workspace, no
// network, nothing written.
import PodiumCore
import PodiumTUI
import TerminalUI

extension Command {
  static let view = Command(
    "view", "read a log or another text file, however large", operands: "FILE",
    options: [Option("--follow", nil, "begin at the end and stay there while the file grows")]
      + Option.looks,
    details: """
      Searches, shows errors only, follows, lays out JSON and copies like the dashboard's logs do.
      dbt's run_results.json and manifest.json come as a table. Needs no key and no network.
      """
  ) { invocation throws(CommandFailure) in
    guard let path = try invocation.operands(atMost: 1).first else {
      throw .usage("which file? podium view FILE")
    }
    do throws(FileTextError) {
      _ = try FileTextSource(path: path)
    } catch {
      throw CommandFailure(.notFound, error.description)
    }
    try DashboardSession.requireTerminal()
    let paths = Paths(environment: invocation.environment)
    let settings = try Connection.settings(paths, invocation.output)
    let session = DashboardSession(
      label: SourceLabel(profile: "", host: ""),
      subject: .file(path, isFollowed: invocation.arguments.has("--follow")), settings: settings,
      paths: paths, theme: settings.settings.configuration.theme)
    return try session.run(invocation)
  }
}
