// `podium doctor`: what keeps Podium from working here, each with its cause and what to do. It makes real
// calls, side by side and within a few seconds; it changes nothing but a file that it removes again.
import JSON
import OrchestraClient
import PodiumCore
import PodiumTUI
import Time

/// The checks of one call, in the order of the way to the server.
struct Doctor: Sendable {
  private let invocation: Invocation
  private let paths: Paths

  init(_ invocation: Invocation) {
    self.invocation = invocation
    paths = Paths(environment: invocation.environment)
  }

  /// A key command has so long here; the dashboard is more patient.
  static let keyWait: Duration = .milliseconds(1_500)

  fileprivate static let timeout = Option(
    "--timeout", "TIME",
    "longest wait for the key and for one answer (1.5s, 2.5s), or for one server (4.5s)")
  fileprivate static let file = Option(
    "--mcp", "FILE", "try every server of an agent's file, .mcp.json, instead")

  /// - Parameter patience: nil for the usual waits.
  func findings(_ patience: Duration? = nil) throws(CommandFailure) -> [Finding] {
    let settings = SettingsFiles(paths).load()
    let place = MachineChecks(environment: invocation.environment, paths: paths)
    var findings = [place.configuration(settings), place.files()]
    findings += place.locks() + [place.terminal(), place.locale()]
    let options = try Connection.options(invocation.arguments)
    let environment = invocation.environment
    let choice: WorkspaceChoice
    do throws(WorkspaceProblem) {
      choice = try WorkspaceChoice.resolve(
        options, environment: environment, configuration: settings.file.configuration
      ) { words throws(KeyCommand.Problem) in
        try KeyCommand(words, timeout: patience ?? Self.keyWait).output(environment: environment)
      }
    } catch {
      let finding = KeyChecks(environment).finding(error)
      let later = "not asked: \(finding.check) comes first"
      return findings + [finding, .skipped("server", later), .skipped("endpoints", later)]
    }
    findings.append(KeyChecks(environment).finding(choice))
    let server = ServerChecks(choice, environment, wait: patience ?? Workbench.probeWait)
    return findings + Blocking.wait { await server.findings() }
  }
}

extension Command {
  static let doctor = Command(
    "doctor", "look for what keeps podium from working, and say what to do",
    options: [Option.json, Doctor.timeout, Doctor.file] + Option.connection,
    details: """
      Looks at the configuration, the key, the way to the server, each listing of the API, the clock, the
      terminal and Podium's own files. Real calls, a few seconds. The exit code is that of the first
      problem; warnings leave it 0.
      With --mcp each server of the file is started or reached as a client does it, and one of its tools
      called that only reads.
      """
  ) { invocation throws(CommandFailure) in
    _ = try invocation.operands(atMost: 0)
    let patience = try invocation.arguments.time(Doctor.timeout)
    let findings =
      if let file = invocation.arguments.text(Doctor.file.name) {
        AgentDoctor(
          file: file, environment: invocation.environment, limit: patience ?? AgentDoctor.limit
        ).findings()
      } else {
        try Doctor(invocation).findings(patience)
      }
    let bad = findings.filter { $0.state == .bad }
    if invocation.arguments.has(Option.json.name) {
      let result: JSONObject = [
        "ok": .bool(bad.isEmpty), "findings": .array(findings.map(\.json)),
      ]
      invocation.output.answer(JSONValue.object(result).text)
    } else {
      invocation.output.answer(findings.flatMap(\.lines).joined(separator: "\n"))
    }
    return .code(bad.first?.code ?? .ok)
  }
}
