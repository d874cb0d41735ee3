// The API on a socket: address, key, browser guard, start and stop.
import HTTP
import HTTPServer
import OrchestraAPI

/// Where and for whom to serve.
package struct ServingOptions: Sendable {
  package var host = "127.0.0.1"
  /// 0 picks a free port.
  package var port: UInt16 = 0
  /// nil: a random key; only on loopback.
  package var key: AccessKey?
  /// Names by which clients may call this machine, besides loopback names; nil on another address
  /// than loopback: any.
  package var hostNames: Set<String>?
  package var limits = ListenerLimits()
  package var faults = Faults.none
  /// Makes a service that is served beside the API.
  package var mount: Mount.Maker?

  package init() {}
}

/// Why serving did not start.
package enum ServingError: Error, Equatable, CustomStringConvertible {
  case keyMissing(host: String)
  case keyTooShort
  case listener(ListenerError)

  package var description: String {
    switch self {
    case .keyMissing(let host):
      "serving on \(host) lets other machines in: give a key of your own, or use 127.0.0.1"
    case .keyTooShort:
      "the key is shorter than \(AccessKey.lengthMin) characters: choose a longer one"
    case .listener(let error): "\(error)"
    }
  }
}

/// A server that runs until it is stopped.
package struct Serving: Sendable {
  /// "http://127.0.0.1:8787".
  package let origin: String
  package let port: Int
  package let key: AccessKey
  /// "http://127.0.0.1:8787/api/engine/public".
  package var url: String { origin + Surface.engine.rawValue }
  private let listener: Listener
  private let mount: Mount?

  /// Starts serving; on any address but loopback the key must be given.
  package static func start(
    _ router: Router, _ options: ServingOptions = ServingOptions(),
    accountID: @escaping @Sendable () async -> Account.ID? = { nil }
  ) throws(ServingError) -> Serving {
    let isLocal = LoopbackAddress.contains(options.host)
    var generator = SystemRandomNumberGenerator()
    guard let key = options.key ?? (isLocal ? .random(using: &generator) : nil) else {
      throw .keyMissing(host: options.host)
    }
    guard isLocal || key.secret.count >= AccessKey.lengthMin else { throw .keyTooShort }
    let browsers = BrowserGuard(hosts: options.hostNames ?? (isLocal ? [] : nil))
    let api = PublicAPI(router, key: key, accountID: accountID)
    let mount = options.mount?(api, browsers)
    let faults = options.faults
    do throws(ListenerError) {
      let listener = try Listener.start(
        host: options.host, port: options.port, limits: options.limits,
        guard: { head, _ in
          if let mount, mount.owns(head.path) { return mount.refusal(head) }
          let problem =
            browsers.refusal(of: head).map { APIProblem(403, $0.rawValue) }
            ?? api.refusal(ofHead: head)
          return problem.map { Reply($0.response) }
        },
        streaming: { request, _ in
          if let mount, mount.owns(request.path) { return await mount.answer(request) }
          return await answer(request, api, faults.next(request))
        })
      return Serving(
        origin: listener.url, port: listener.port, key: key, listener: listener, mount: mount)
    } catch {
      throw .listener(error)
    }
  }

  /// Lets answers under way finish for at most `grace`.
  package func stop(grace: Duration = .seconds(2)) async {
    mount?.close()
    await listener.stop(grace: grace)
  }

  private static func answer(
    _ request: HTTPRequest, _ api: PublicAPI, _ fault: Faults.Fault?
  ) async -> Reply {
    if case .delay(let time) = fault { try? await Task.sleep(for: time) }
    if let instead = fault?.response { return Reply(instead) }
    let reply = await api.answer(request)
    if case .truncated(let count) = fault, case .whole(let body) = reply.body {
      let response = HTTPResponse(status: reply.status, headers: reply.headers, body: body)
      return Faults.Fault.truncate(response, afterBytes: count)
    }
    return reply
  }
}
