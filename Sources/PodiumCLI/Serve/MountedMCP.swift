// A served engine's workspace for agents, at /mcp beside its API and as requests at /api/v1: the API's
// key, the tools of `podium mcp`, and no socket in between.
import HTTP
import HTTPServer
import MCP
import OrchestraAPI
import OrchestraClient
import PodiumCore
import PodiumMCP
import PodiumServer
import Time

/// What is needed to offer it.
struct MountedMCP: Sendable {
  static let path = HTTPFrontOptions().path

  private let key: AccessKey
  private let access: WorkspaceAccess
  private let source: SourceLabel
  private let auditFile: String

  /// - Parameter name: what agents are told that this workspace is.
  init(_ key: AccessKey, name: String, _ paths: Paths) throws(CommandFailure) {
    self.key = key
    var settings = AccessSettings()
    do throws(AccessProblem) {
      try settings.setAddress("http://127.0.0.1\(Surface.engine.rawValue)", source: "the engine")
      try settings.setKey(key.secret, source: "the engine")
      access = try settings.access()
    } catch {
      throw CommandFailure(.failed, error.message)
    }
    var source = SourceLabel(profile: name, host: "the engine on this machine")
    // It has no pages for a browser.
    source.pages = ""
    self.source = source
    auditFile = paths.auditFile
  }

  func mount(_ api: PublicAPI, _ browsers: BrowserGuard) -> Mount {
    let client = Client(
      transport: InProcessTransport(api), access: access, requestsPerMinute: nil)
    var bench = Workbench(client: client, source: source)
    bench.audit = Audit(AuditFile(path: auditFile))
    let choice = OperationTools.Choice()
    let offer = PodiumOffer.make(bench, choice: choice, version: Program.version)
    let server = ProtocolServer(offer, now: SystemClock.monotonic, random: RandomHandle.make)
    var options = HTTPFrontOptions()
    options.browserGuard = browsers
    options.principal = { [key] in key.opens($0.headers["Authorization"]) ? "" : nil }
    let front = HTTPFront(server, options, random: RandomHandle.make)
    let operations = OperationFront(OperationRoutes(bench, choice), options)
    return Mount(
      owns: { front.owns($0) || operations.owns($0) },
      refusal: { operations.owns($0.path) ? operations.refusal(of: $0) : front.refusal(of: $0) },
      answer: { request in
        guard operations.owns(request.path) else { return await front.reply(to: request) }
        return await operations.reply(to: request)
      }, close: { front.close() })
  }
}
