// Finding a common revision: the modern question first, the handshake of the older ones if that fails.
import HTTP
import JSON

extension ProtocolClient {
  /// Opens the way and agrees on a revision.
  package func connect() async throws(ClientFailure) {
    link.open { [weak self] event in self?.take(event) }
    do throws(ClientFailure) {
      if options.eras != .legacy, try await discover() { return }
      try await initialize()
    } catch {
      throw explained(error)
    }
  }

  /// What the server says about itself: `serverInfo`.
  package var serverInfo: JSONValue {
    state.withLock { state in
      state.server["serverInfo"] ?? state.server["_meta"]?[MetaKey.server] ?? .null
    }
  }

  /// The server's name and version, for people.
  package var serverName: String {
    let info = serverInfo
    let parts = [info["name"]?.string, info["version"]?.string].compactMap { $0 }
    return Excerpt.line(parts.joined(separator: " "), max: 60)
  }

  /// Whether the server has tools, resources, prompts.
  package func offers(_ capability: String) -> Bool {
    state.withLock { $0.server["capabilities"]?[capability] != nil }
  }

  // MARK: 2026-07-28

  /// False when the server is of the other era.
  private func discover() async throws(ClientFailure) -> Bool {
    settle(.modern)
    do throws(ClientFailure) {
      let answer = try await discovery()
      let versions = (answer["supportedVersions"]?.array ?? []).compactMap(\.string)
      guard versions.contains(ProtocolVersion.modern) else { return try fallBack(versions) }
      state.withLock { $0.server = answer }
      return true
    } catch {
      guard options.eras == .all else { return try withoutDiscovery(error) }
      switch error {
      case .refused(let error) where error.code == RPCError.unsupportedVersionCode:
        return try fallBack(Self.versions(error))
      case .refused, .timedOut, .notMCP, .badAnswer, .sessionLost: break
      case .status(let status, _) where status != 401 && status != 403 && status < 500: break
      default: throw error
      }
      return try fallBack([])
    }
  }

  /// Asks once more where the server names the revision that it was asked in.
  private func discovery() async throws(ClientFailure) -> JSONValue {
    let wait = options.eras == .all ? min(options.probeWait, options.wait) : options.wait
    do throws(ClientFailure) {
      return try await ask("server/discover", wait: wait)
    } catch {
      guard case .refused(let refusal) = error, refusal.code == RPCError.unsupportedVersionCode,
        Self.versions(refusal).contains(ProtocolVersion.modern)
      else { throw error }
      return try await ask("server/discover", wait: wait)
    }
  }

  private static func versions(_ error: RPCError) -> [String] {
    (error.data?["supported"]?.array ?? []).compactMap(\.string)
  }

  /// Goes on with a handshake, unless the server has just said that it knows none of ours.
  private func fallBack(_ versions: [String]) throws(ClientFailure) -> Bool {
    let isPossible = versions.isEmpty || versions.contains(where: ProtocolVersion.legacy.contains)
    guard isPossible, options.eras != .modern else { throw .noCommonVersion(versions) }
    return false
  }

  /// In this era every request stands alone: a server may lack the question.
  private func withoutDiscovery(_ failure: ClientFailure) throws(ClientFailure) -> Bool {
    guard case .refused(let error) = failure, error.code == RPCError.methodNotFoundCode else {
      throw failure
    }
    return true
  }

  // MARK: Up to 2025-11-25

  private func initialize() async throws(ClientFailure) {
    let wish = ProtocolVersion.legacy[0]
    state.withLock { $0.era = nil }
    link.settle(.legacy(wish))
    let answer = try await ask(
      "initialize",
      [
        "protocolVersion": .string(wish),
        "capabilities": .object(options.answers.capabilities), "clientInfo": options.card,
      ])
    guard let version = answer["protocolVersion"]?.string else {
      throw .notMCP("its answer to initialize has no protocolVersion")
    }
    guard ProtocolVersion.legacy.contains(version) else { throw .noCommonVersion([version]) }
    state.withLock { $0.server = answer }
    settle(.legacy(version))
    await tell("notifications/initialized")
  }

  private func settle(_ era: Era) {
    state.withLock { $0.era = era }
    link.settle(era)
  }

  // MARK: What a request says about us

  /// Parameters with what the era wants in `_meta`.
  func described(_ params: JSONObject, _ id: RPCID, wantsProgress: Bool) -> JSONObject {
    var params = params
    var meta = params["_meta"]?.object ?? JSONObject()
    if era?.isModern == true {
      meta[MetaKey.version] = .string(ProtocolVersion.modern)
      meta[MetaKey.capabilities] = .object(options.answers.capabilities)
      meta[MetaKey.client] = options.card
      if options.onLog != nil { meta[MetaKey.logLevel] = "info" }
    }
    if wantsProgress { meta["progressToken"] = id.json }
    if !meta.isEmpty { params["_meta"] = .object(meta) }
    return params
  }

  /// What a modern request says again in headers, so that others on the way may route by it.
  func standardHeaders(_ request: RPCRequest) -> HTTPHeaders {
    guard era?.isModern == true else { return HTTPHeaders() }
    var headers: HTTPHeaders = ["Mcp-Method": request.method]
    if let key = HeaderCheck.methodsWithName[request.method],
      let name = request.params[key]?.string
    {
      headers["Mcp-Name"] = HeaderCheck.encoded(name)
    }
    return headers
  }
}
