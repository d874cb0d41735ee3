// A raw server on a free loopback port, one thread a connection, that says exactly the bytes a test
// wants, however wrong they are.
import Glibc
import OrchestraClient
import Synchronization

final class LoopbackServer: Sendable {
  /// What happens on one connection; returning closes it.
  typealias Script = @Sendable (Peer) -> Void

  private struct State {
    var accepted = 0
    var ended = 0
    var open: Set<Int32> = []
    var requests: [RawRequest] = []
    var isStopped = false
    var watchers: [(ends: Int, continuation: CheckedContinuation<Void, Never>)] = []
  }

  let port: Int
  private let listener: Int32
  private let script: Script
  private let state = Mutex(State())

  /// Without a backlog nobody listens: the port is taken, and connections are refused.
  init(backlog: Int32? = 64, accepts: Bool = true, _ script: @escaping Script) {
    signal(SIGPIPE, SIG_IGN)
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = Self.loopback(port: 0)
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        bind(listener, generic, size) == 0
          && backlog.map { listen(listener, $0) == 0 } ?? true
          && getsockname(listener, generic, &size) == 0
      }
    }
    precondition(bound, "no loopback socket")
    port = Int(UInt16(bigEndian: address.sin_port))
    self.script = script
    self.listener = listener
    if accepts { Self.thread { [self] in acceptAll() } }
  }

  deinit { close(listener) }

  /// Answers every request with the same bytes and keeps the connection.
  convenience init(answering bytes: String) {
    self.init { peer in
      while peer.request() != nil { peer.say(bytes) }
    }
  }

  var address: ServerAddress { address() }

  func address(_ scheme: String = "http") -> ServerAddress {
    // swift-format-ignore: NeverUseForceTry
    try! ServerAddress("\(scheme)://127.0.0.1:\(port)")
  }

  var accepted: Int { state.withLock { $0.accepted } }
  var requests: [RawRequest] { state.withLock { $0.requests } }

  /// Returns when so many connections have ended.
  func ends(_ count: Int) async {
    await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
      let isReached = state.withLock { state in
        if state.ended < count { state.watchers.append((count, continuation)) }
        return state.ended >= count
      }
      if isReached { continuation.resume() }
    }
  }

  func stop() {
    state.withLock { state in
      state.isStopped = true
      for fd in state.open { shutdown(fd, Int32(SHUT_RDWR)) }
    }
    shutdown(listener, Int32(SHUT_RDWR))
  }

  func note(_ request: RawRequest) { state.withLock { $0.requests.append(request) } }

  private func acceptAll() {
    while true {
      let fd = accept(listener, nil, nil)
      if fd < 0 { return }
      let isStopped = state.withLock { state in
        state.accepted += 1
        state.open.insert(fd)
        return state.isStopped
      }
      if isStopped {
        close(fd)
        return
      }
      Self.thread { [self] in serve(fd) }
    }
  }

  private func serve(_ fd: Int32) {
    script(Peer(fd: fd, server: self))
    let reached = state.withLock { state in
      state.open.remove(fd)
      close(fd)
      state.ended += 1
      let reached = state.watchers.filter { $0.ends <= state.ended }
      state.watchers.removeAll { $0.ends <= state.ended }
      return reached
    }
    for watcher in reached { watcher.continuation.resume() }
  }

  private static func thread(_ body: @escaping @Sendable () -> Void) {
    var thread = pthread_t()
    let job = Unmanaged.passRetained(Job(body))
    pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        Unmanaged<Job>.fromOpaque(context).takeRetainedValue().body()
        return nil
      }, job.toOpaque())
    pthread_detach(thread)
  }

  private final class Job: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  static func loopback(port: Int) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    return address
  }
}

/// A request as it came over the wire.
struct RawRequest: Sendable {
  var line: String
  var headers: [String]
  var body: [UInt8]

  func header(_ name: String) -> String? {
    headers.first { $0.lowercased().hasPrefix(name.lowercased() + ":") }
      .map { String($0.dropFirst(name.count + 1).drop { $0 == " " }) }
  }
}

/// The server's side of one connection.
struct Peer: Sendable {
  let fd: Int32
  let server: LoopbackServer

  /// The next request; nil when the client closed.
  func request() -> RawRequest? {
    var head: [UInt8] = []
    while !head.suffix(4).elementsEqual([13, 10, 13, 10]) {
      var byte: UInt8 = 0
      guard read(fd, &byte, 1) == 1 else { return nil }
      head.append(byte)
    }
    let text = String(decoding: head, as: UTF8.self)
    var lines = text.split(separator: "\r\n").map(String.init)
    var request = RawRequest(line: lines.removeFirst(), headers: lines, body: [])
    let length = Int(request.header("Content-Length") ?? "0") ?? 0
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while request.body.count < length {
      let count = read(fd, &buffer, min(buffer.count, length - request.body.count))
      guard count > 0 else { return nil }
      request.body += buffer[..<count]
    }
    server.note(request)
    return request
  }

  /// False when the client is gone.
  @discardableResult
  func say(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes { write(fd, $0.baseAddress, $0.count) }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }

  func answer(_ body: String, status: String = "200 OK", headers: String = "") {
    say("HTTP/1.1 \(status)\r\nContent-Length: \(body.utf8.count)\r\n\(headers)\r\n\(body)")
  }

  /// Blocks until the client closes.
  func untilClosed() {
    var buffer = [UInt8](repeating: 0, count: 4096)
    while read(fd, &buffer, buffer.count) > 0 {}
  }

  /// Whether the client closes or speaks within so many milliseconds.
  func stirs(withinMilliseconds limit: Int32) -> Bool {
    var watch = pollfd(fd: fd, events: Int16(POLLIN), revents: 0)
    return poll(&watch, 1, limit) > 0
  }

  /// Ends the connection with a reset.
  func reset() {
    var option = linger(l_onoff: 1, l_linger: 0)
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
  }
}
