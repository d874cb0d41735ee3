// The HTTP/1.1 server: owns libmicrohttpd's daemon and turns its exchanges into values. Handlers run
// as tasks, never on the daemon's thread. It knows nothing of routes, keys or the platform.
import CMicroHTTPD
import Glibc
import HTTP
import Synchronization

/// How much one listener takes.
package struct ListenerLimits: Sendable {
  package var connectionsMax = 512
  /// Seconds without a byte after which a connection is closed.
  package var idleSeconds = 60
  /// Request line and header fields together; above it the client gets 431.
  package var headerBytesMax = 32 * 1024
  /// Above it the client gets 413.
  package var bodyBytesMax = 4 * 1024 * 1024

  package init() {}
}

/// Why listening did not start.
package enum ListenerError: Error, Equatable, CustomStringConvertible {
  case notAnAddress(String)
  case inUse(host: String, port: Int)
  case notPermitted(host: String, port: Int)
  case notLocal(host: String)
  case failed(host: String, port: Int, errno: Int32)

  package var description: String {
    switch self {
    case .notAnAddress(let host):
      "cannot listen on \"\(host)\": give a numeric address such as 127.0.0.1"
    case .inUse(let host, let port):
      "cannot listen on \(host) port \(port): another program does; choose another port"
    case .notPermitted(let host, let port):
      "cannot listen on \(host) port \(port): not permitted; choose a port above 1023"
    case .notLocal(let host):
      "cannot listen on \(host): this machine has no such address"
    case .failed(let host, let port, let code):
      "cannot listen on \(host) port \(port): \(String(cString: strerror(code)))"
    }
  }
}

/// A running server. Stop it; a listener that is only dropped goes on serving.
///
/// `@unchecked`: the handle is only passed to functions that lock inside, and is used up once.
package final class Listener: @unchecked Sendable {
  package typealias Handler = @Sendable (HTTPRequest, Peer) async -> Reply
  /// Refuses a request by its head, with a whole body and before its own body is read; nil lets it
  /// pass. Runs on the daemon's thread: it must not wait.
  package typealias Guard = @Sendable (HTTPRequest, Peer) -> Reply?

  package let host: String
  package let port: Int
  private let server: OpaquePointer
  private let stopped = Mutex(false)

  private init(host: String, server: OpaquePointer) {
    self.host = host
    self.server = server
    port = Int(cm_port(server))
  }

  /// Listens on a numeric address ("localhost" is 127.0.0.1); port 0 picks a free one.
  package static func start(
    host: String = "127.0.0.1", port: UInt16 = 0, limits: ListenerLimits = ListenerLimits(),
    guard refusal: Guard? = nil, streaming handler: @escaping Handler
  ) throws(ListenerError) -> Listener {
    let address = host == "localhost" ? "127.0.0.1" : host
    var options = cm_options()
    options.port = port
    options.connections_max = UInt32(clamping: limits.connectionsMax)
    options.idle_seconds = UInt32(clamping: limits.idleSeconds)
    options.header_bytes_max = limits.headerBytesMax
    options.body_bytes_max = limits.bodyBytesMax
    let context = Unmanaged.passRetained(HandlerBox(handler, refusal))
    options.context = context.toOpaque()
    options.head = { context, exchange in
      guard let context, let exchange else { return }
      let box = Unmanaged<HandlerBox>.fromOpaque(context).takeUnretainedValue()
      if let refusal = box.refusal { Exchange(exchange).guarded(refusal) }
    }
    options.handler = { context, exchange in
      guard let context, let exchange else { return }
      let box = Unmanaged<HandlerBox>.fromOpaque(context).takeUnretainedValue()
      Exchange(exchange).serve(box.handler)
    }
    options.release = { context in
      guard let context else { return }
      Unmanaged<HandlerBox>.fromOpaque(context).release()
    }
    var code: Int32 = 0
    let server = address.withCString { text in
      options.address = text
      return cm_start(&options, &code)
    }
    guard let server else {
      context.release()
      throw failure(host: host, port: Int(port), code: code)
    }
    return Listener(host: address, server: server)
  }

  /// The same for handlers that answer with whole bodies.
  package static func start(
    host: String = "127.0.0.1", port: UInt16 = 0, limits: ListenerLimits = ListenerLimits(),
    handler: @escaping @Sendable (HTTPRequest, Peer) async -> HTTPResponse
  ) throws(ListenerError) -> Listener {
    try start(host: host, port: port, limits: limits, streaming: { Reply(await handler($0, $1)) })
  }

  /// "http://127.0.0.1:8787", without a slash at the end.
  package var url: String { "http://\(host.contains(":") ? "[\(host)]" : host):\(port)" }

  /// Accepts nothing more, lets answers under way finish for at most `grace`, then closes
  /// everything. Returns when all is closed; a second call returns at once.
  package func stop(grace: Duration = .seconds(2)) async {
    let first = stopped.withLock { value in
      defer { value = true }
      return !value
    }
    guard first else { return }
    let milliseconds =
      grace.components.seconds * 1000
      + grace.components.attoseconds / 1_000_000_000_000_000
    await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
      let box = Unmanaged.passRetained(ContinuationBox(continuation))
      cm_stop(server, UInt32(clamping: milliseconds), box.toOpaque()) { context in
        guard let context else { return }
        let box = Unmanaged<ContinuationBox>.fromOpaque(context).takeRetainedValue()
        box.continuation.resume()
      }
    }
  }

  private static func failure(host: String, port: Int, code: Int32) -> ListenerError {
    switch code {
    case EINVAL: .notAnAddress(host)
    case EADDRINUSE: .inUse(host: host, port: port)
    case EACCES, EPERM: .notPermitted(host: host, port: port)
    case EADDRNOTAVAIL: .notLocal(host: host)
    default: .failed(host: host, port: port, errno: code)
    }
  }
}

private final class HandlerBox: Sendable {
  let handler: Listener.Handler
  let refusal: Listener.Guard?

  init(_ handler: @escaping Listener.Handler, _ refusal: Listener.Guard?) {
    (self.handler, self.refusal) = (handler, refusal)
  }
}

private final class ContinuationBox: Sendable {
  let continuation: CheckedContinuation<Void, Never>
  init(_ continuation: CheckedContinuation<Void, Never>) { self.continuation = continuation }
}
