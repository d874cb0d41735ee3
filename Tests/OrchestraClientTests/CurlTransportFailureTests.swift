// Everything that can go wrong on the wire, each with the exact error it becomes.
import Glibc
import HTTP
import HTTPServer
import OrchestraAPI
import OrchestraClient
import Synchronization
import TestSupport
import Testing
import Time

@Suite struct CurlTransportFailureTests {
  @Test func `waiting for one's turn is not waiting for a connection`() async throws {
    let (gate, opening) = AsyncStream<Void>.makeStream()
    let held = Mutex(0)
    let listener = try Listener.start(streaming: { request, _ in
      if request.path == "/held" {
        held.withLock { $0 += 1 }
        for await _ in gate {}
      }
      return Reply(status: 200, body: .whole([]))
    })
    let address = try ServerAddress(listener.url)
    let transport = CurlTransport(address: address)
    let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<8 {
        group.addTask {
          try await transport.send(HTTPRequest(.get, "/held"), limits: .patient).status
        }
      }
      while held.withLock({ $0 }) < 8 { await Task.yield() }
      group.addTask {
        let limits = TransferLimits(connect: .milliseconds(100), total: .seconds(600))
        return try await transport.send(HTTPRequest(.get, "/"), limits: limits).status
      }
      // The ninth waits longer than a connection may take.
      let other = CurlTransport(address: address)
      let short = TransferLimits(total: .milliseconds(400))
      _ = try? await other.send(HTTPRequest(.get, "/held"), limits: short)
      opening.finish()
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(statuses == Array(repeating: 200, count: 9))
    await listener.stop()
  }

  private func failure(
    of script: @escaping LoopbackServer.Script, limits: TransferLimits = .patient
  ) async -> TransportError? {
    let server = LoopbackServer(script)
    defer { server.stop() }
    return await CurlTransport(address: server.address).failure(
      HTTPRequest(.get, "/"), limits: limits)
  }

  /// The total limit at which a busy machine got as far as sending the request, and the error then.
  private func late(
    _ script: @escaping LoopbackServer.Script
  ) async -> (limit: Duration, error: TransportError?) {
    var limit = Duration.milliseconds(500)
    while true {
      let error = await failure(of: script, limits: TransferLimits(connect: limit, total: limit))
      let isSent = if case .timedOut(_, sentRequest: false) = error { false } else { true }
      if isSent && error?.mayHaveArrived == true || limit > .seconds(60) { return (limit, error) }
      limit *= 4
    }
  }

  @Test func `no answer in time: the request was sent`() async throws {
    let (limit, error) = await late { $0.untilClosed() }
    #expect(error == .timedOut(after: limit, sentRequest: true))
  }

  @Test func `a body that drips is ended by the total limit`() async throws {
    let (limit, error) = await late { peer in
      _ = peer.request()
      peer.say("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
      while !peer.stirs(withinMilliseconds: 20), peer.say("x") {}
    }
    #expect(error == .timedOut(after: limit, sentRequest: true))
  }

  @Test func `no connection in time: nothing was sent`() async throws {
    // A listener that never accepts, with its queue full: further connections get no answer.
    let server = LoopbackServer(backlog: 0, accepts: false) { _ in }
    var fillers: [Int32] = []
    for _ in 0..<4 {
      let fd = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
      var address = LoopbackServer.loopback(port: server.port)
      withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          _ = connect(fd, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
      }
      fillers.append(fd)
    }
    defer { for fd in fillers { close(fd) } }
    let error = await CurlTransport(address: server.address).failure(
      HTTPRequest(.get, "/"),
      limits: TransferLimits(connect: .milliseconds(250), total: .seconds(300)))
    #expect(error == .connectTimedOut(host: "127.0.0.1"))
    #expect(error?.mayHaveArrived == false)
  }

  @Test func `nobody listens: refused`() async throws {
    // The port stays taken without anybody listening, so that no other test gets it.
    let server = LoopbackServer(backlog: nil, accepts: false) { _ in }
    let error = await CurlTransport(address: server.address).failure(HTTPRequest(.get, "/"))
    #expect(error == .refused(host: "127.0.0.1", port: server.port))
    withExtendedLifetime(server) {}
  }

  @Test func `a name without address`() async throws {
    // Too long for DNS: refused by the resolver without asking the network.
    let name = String(repeating: "a", count: 70) + ".invalid"
    let transport = CurlTransport(address: try ServerAddress("http://\(name)"))
    // The second time libcurl's handle is the same: it must not remember the first.
    for _ in 1...2 {
      let error = await transport.failure(HTTPRequest(.get, "/"))
      #expect(error == .dns(host: name))
    }
  }

  @Test func `a body shorter than promised is truncated`() async throws {
    let error = await failure { peer in
      _ = peer.request()
      peer.say("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nabc")
    }
    guard case .truncated(let reason) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(reason.contains("997"))
  }

  @Test func `a chunked body without its end is truncated`() async throws {
    let error = await failure { peer in
      _ = peer.request()
      peer.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n")
    }
    guard case .truncated = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func `a reset within the answer is truncated, before it an unknown outcome`() async throws {
    let within = await failure { peer in
      _ = peer.request()
      // What the client has not read yet is lost with the reset: so more than the buffers hold.
      peer.say("HTTP/1.1 200 OK\r\nContent-Length: 30000000\r\n\r\n")
      peer.say(String(repeating: "x", count: 24 << 20))
      peer.reset()
    }
    guard case .truncated = within else {
      Issue.record("\(String(describing: within))")
      return
    }
    let before = await failure { peer in
      _ = peer.request()
      peer.reset()
    }
    guard case .other(_, sentRequest: true) = before else {
      Issue.record("\(String(describing: before))")
      return
    }
  }

  @Test(arguments: ["Content-Length: 5000\r\n", "Connection: close\r\n"])
  func `a body beyond the limit is too large, announced or not`(header: String) async throws {
    var limits = TransferLimits()
    limits.bodyBytesMax = 4_999
    let error = await failure(
      of: { peer in
        _ = peer.request()
        peer.say("HTTP/1.1 200 OK\r\n\(header)\r\n\(String(repeating: "x", count: 5_000))")
      }, limits: limits)
    #expect(error == .tooLarge(limitBytes: 4_999))
  }

  @Test func `a body of exactly the limit is taken`() async throws {
    let server = LoopbackServer { peer in
      _ = peer.request()
      peer.answer(String(repeating: "x", count: 5_000))
    }
    defer { server.stop() }
    let response = try await CurlTransport(address: server.address).send(
      HTTPRequest(.get, "/"), limits: TransferLimits(bodyBytesMax: 5_000))
    #expect(response.body.count == 5_000)
  }

  @Test func `endless headers are too large`() async throws {
    let error = await failure { peer in
      _ = peer.request()
      peer.say("HTTP/1.1 200 OK\r\n")
      while peer.say("X-Filler: \(String(repeating: "y", count: 1_000))\r\n") {}
    }
    guard case .tooLarge = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func `something else than HTTP is said to be that`() async throws {
    let error = await failure { peer in
      _ = peer.request()
      peer.say("220 mail.example ESMTP\r\n")
    }
    #expect(error == .other(reason: "not an HTTP server", sentRequest: true))
  }

  @Test func `a server without TLS gives a TLS error with a reason`() async throws {
    let server = LoopbackServer { peer in
      peer.say("HTTP/1.1 400 Bad Request\r\n\r\n")
    }
    defer { server.stop() }
    let error = await CurlTransport(address: server.address("https")).failure(
      HTTPRequest(.get, "/"))
    guard case .tls(host: "127.0.0.1", let reason) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(!reason.isEmpty)
    #expect(error?.mayHaveArrived == false)
  }

  @Test(arguments: ["a\r\nX-Evil: 1", "a\nb", "a\u{0}b", "a\u{7f}"])
  func `a header value that would begin another header never leaves`(value: String) async throws {
    let server = LoopbackServer(answering: "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    defer { server.stop() }
    var request = HTTPRequest(.get, "/")
    request.headers["X-Value"] = value
    let error = await CurlTransport(address: server.address).failure(request)
    guard case .other(let reason, sentRequest: false) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(reason.contains("X-Value"))
    #expect(server.accepted == 0)
  }

  @Test(arguments: ["/a b", "/a\r\nHost: evil", "/ä", "a"])
  func `a path that would change the request line never leaves`(path: String) async throws {
    let server = LoopbackServer(answering: "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    defer { server.stop() }
    let error = await CurlTransport(address: server.address).failure(HTTPRequest(.get, path))
    #expect(error?.mayHaveArrived == false)
    #expect(server.accepted == 0)
  }

  @Test func `a header name with a colon or space never leaves`() async throws {
    let server = LoopbackServer(answering: "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    defer { server.stop() }
    for name in ["A B", "A:", "", "A\r\n"] {
      var request = HTTPRequest(.get, "/")
      request.headers[name] = "x"
      let error = await CurlTransport(address: server.address).failure(request)
      #expect(error?.mayHaveArrived == false, "\(name)")
    }
    #expect(server.accepted == 0)
  }
}
