// Tries one server of an agent's configuration for real: starts or reaches it, lists its tools, calls one
// that only looks. Says what came of it in one finding.
import Glibc
import HTTP
import MCP
import OrchestraClient
import PodiumTUI
import Synchronization
import Time

/// One server on trial.
struct ServerTrial: Sendable {
  let server: AgentServer
  let environment: [String: String]
  /// For everything together.
  let limit: Duration

  /// A server of the older era may stay silent to the first question; then this much is lost.
  private static let probeShare = 4
  /// What the server's program gets to end by itself.
  private static let grace: Duration = .milliseconds(300)

  /// What it did last, for a server that does not answer.
  private final class Progress: Sendable {
    private let step = Mutex("starting")
    func enters(_ words: String) { step.withLock { $0 = words } }
    var words: String { step.withLock { $0 } }
  }

  func finding() async -> Finding {
    let link: any ClientLink
    do throws(Untried) { link = try way() } catch { return error.finding }
    var options = ClientOptions(name: "podium-doctor", version: Program.version)
    options.wait = limit
    options.probeWait = limit / Self.probeShare
    let client = ProtocolClient(link, options)
    let progress = Progress()
    let finding = await withTaskGroup(of: Finding?.self) { group in
      group.addTask { await talk(client, progress) }
      group.addTask {
        do { try await Task.sleep(for: limit) } catch { return nil }
        return late(client, progress.words)
      }
      let first = await group.next() ?? nil
      group.cancelAll()
      return first
    }
    await client.close()
    return finding ?? late(client, progress.words)
  }

  // MARK: The way

  /// Nothing could be tried.
  private struct Untried: Error { let finding: Finding }

  private func way() throws(Untried) -> any ClientLink {
    switch server.way {
    case .disabled: throw Untried(finding: .skipped(server.name, "disabled in the file"))
    case .asks(let input):
      let why = "only the editor can ask for its input \(input): not tried"
      throw Untried(finding: .skipped(server.name, why))
    case .wrong(let what, let fix): throw Untried(finding: bad(what, fix: fix))
    case .program(let words, let variables, let folder):
      return try program(words, variables, folder)
    case .http(let url, let headers):
      let carrier = try carrier(url)
      return StreamableLink(carrier, target: carrier.target, headers: fields(headers))
    case .sse(let url, let headers):
      let carrier = try carrier(url)
      return SSELink(carrier, target: carrier.target, headers: fields(headers))
    }
  }

  private func program(
    _ words: [String], _ variables: [String: String], _ folder: String?
  ) throws(Untried) -> ProgramLink {
    if let folder, !SmallFile.isFolder(folder) {
      throw Untried(
        finding: bad("its folder \(folder) is not there", fix: #"correct "cwd""#, .notFound))
    }
    var program = ServerProgram(
      words, environment: environment.merging(variables) { $1 }, folder: folder)
    program.grace = Self.grace
    guard let link = ProgramLink(program) else {
      throw Untried(finding: bad("too many files are open", fix: "ulimit -n 1024"))
    }
    return link
  }

  private func carrier(_ url: String) throws(Untried) -> CurlCarrier {
    do throws(ServerAddress.Problem) {
      return try CurlCarrier(url, environment: environment)
    } catch {
      let what =
        switch error {
        case .userInformation: "its url holds a name or password"
        case .scheme: "its url does not begin with https:// or http://"
        default: "its url is malformed"
        }
      let fix = #""url": "https://host/mcp"; a token belongs into "headers""#
      throw Untried(finding: bad(what, fix: fix))
    }
  }

  private func fields(_ headers: [String: String]) -> HTTPHeaders {
    var fields = HTTPHeaders()
    for (name, value) in headers { fields[name] = value }
    return fields
  }

  // MARK: The talk

  private func talk(_ client: ProtocolClient, _ progress: Progress) async -> Finding? {
    do throws(ClientFailure) {
      try await client.connect()
      let version = client.era?.version ?? ""
      let name = client.serverName.isEmpty ? "it" : client.serverName
      let greeting = "\(name) speaks \(version)"
      guard client.offers("tools") else {
        return .good(server.name, "\(greeting); it has no tools")
      }
      progress.enters("listing its tools")
      let tools = try await client.tools()
      let counted = "\(greeting); \(tools.count) tool\(tools.count == 1 ? "" : "s")"
      guard let tool = tools.first(where: { $0.isReadOnly == true && $0.required.isEmpty }) else {
        return .warning(
          server.name,
          "\(counted); none was called: none says that it only reads and needs no argument",
          fix: "nothing, if its tools work in your client")
      }
      progress.enters("calling \(tool.name)")
      let begin = SystemClock.monotonic()
      let outcome = try await client.call(tool.name)
      let took = Wording.latency(SystemClock.monotonic() - begin)
      guard !outcome.isError else {
        return bad(
          "\(counted); but \(tool.name) says: \(server.hiding(outcome.excerpt))",
          fix: "the server runs; what its tools need is missing: see its words", .failed)
      }
      return .good(server.name, "\(counted); \(tool.name) answers in \(took)")
    } catch {
      return error == .cancelled ? nil : failed(error, while: progress.words)
    }
  }

  private func late(_ client: ProtocolClient, _ step: String) -> Finding {
    failed(client.explained(.timedOut), while: step)
  }

  // MARK: Words

  private func bad(_ says: String, fix: String, _ code: ExitCode = .usage) -> Finding {
    .bad(server.name, server.hiding(says), fix: server.hiding(fix), code)
  }

  private func failed(_ failure: ClientFailure, while step: String) -> Finding {
    let says = failure.message
    switch failure {
    case .notStarted(let program, ENOENT):
      return bad(
        "there is no program \(program)", fix: "install it, or write its whole path into command",
        .notFound)
    case .notStarted:
      return bad("cannot be started: \(says)", fix: "make the program executable", .failed)
    case .ended:
      return bad(says, fix: "run its command in a shell and mend what it says", .failed)
    case .unreachable(_, let advice): return bad(says, fix: advice, .network)
    case .status(401, _):
      return bad(
        "wants another token (401)", fix: #"check Authorization in "headers""#, .authentication)
    case .status(403, _):
      return bad("forbids it (403)", fix: "ask its owner: token, rights, allowed IPs", .refused)
    case .status(404, _), .sessionLost:
      return bad("nothing at this path (404)", fix: "check the path of its url", .notFound)
    case .status:
      return bad(says, fix: "check that its url is an MCP server's", .refused)
    case .notMCP, .noCommonVersion:
      return bad(says, fix: "check command, args or url: only messages may be printed", .failed)
    case .refused, .badAnswer:
      return bad("\(step): \(says)", fix: "update the server, or tell its makers", .failed)
    case .timedOut, .cancelled:
      return bad(
        "gave no answer within \(Wording.latency(limit)), while \(step)",
        fix: "try again with --timeout 60s; then run its command in a shell", .timedOut)
    }
  }
}
