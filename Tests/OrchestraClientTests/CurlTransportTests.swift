// The network over real loopback sockets: answers, connections, cancellation, redirects.
import Glibc
import HTTP
import OrchestraAPI
import OrchestraClient
import TestSupport
import Testing
import Time

@Suite struct CurlTransportTests {
  let ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

  private func text(_ response: HTTPResponse) -> String {
    String(decoding: response.body, as: UTF8.self)
  }

  @Test func `an answer arrives whole, repeated headers included`() async throws {
    let server = LoopbackServer { peer in
      _ = peer.request()
      peer.say("HTTP/1.1 103 Early Hints\r\nLink: no\r\n\r\n")
      peer.answer("body", status: "404 Not Found", headers: "X-A:  one \r\nx-a: two\r\nX-B:\r\n")
    }
    defer { server.stop() }
    let transport = CurlTransport(address: server.address)
    let response = try await transport.send(
      HTTPRequest(.get, "/a/../b%2Fc", query: Query(encoded: "x=1")), limits: .patient)
    #expect(response.status == 404)
    #expect(text(response) == "body")
    #expect(response.headers.fields.map(\.name) == ["Content-Length", "X-A", "x-a", "X-B"])
    #expect(response.headers.fields.map(\.value) == ["4", "one", "two", ""])
    #expect(server.requests[0].line == "GET /a/../b%2Fc?x=1 HTTP/1.1")
  }

  @Test func `a request carries its headers, the agent, and nothing that was not asked for`()
    async throws
  {
    let server = LoopbackServer(answering: ok)
    defer { server.stop() }
    let transport = CurlTransport(
      address: server.address, options: CurlOptions(userAgent: "podium/9"))
    var request = HTTPRequest(.post, "/start", body: Array("{}".utf8))
    request.headers["X-Empty"] = ""
    request.headers["Content-Type"] = "application/json"
    _ = try await transport.send(request, limits: .patient)
    _ = try await transport.send(HTTPRequest(.post, "/cancel"), limits: .patient)
    let first = server.requests[0]
    #expect(first.line == "POST /start HTTP/1.1")
    #expect(first.body == Array("{}".utf8))
    #expect(
      first.headers.sorted() == [
        "Accept: */*", "Content-Length: 2", "Content-Type: application/json",
        "Host: 127.0.0.1:\(server.port)", "User-Agent: podium/9", "X-Empty:",
      ])
    #expect(server.requests[1].header("Content-Type") == nil)
    #expect(server.requests[1].header("Content-Length") == "0")
  }

  @Test(arguments: [HTTPMethod.put, .patch, .delete, .head])
  func `other methods keep their word and body`(method: HTTPMethod) async throws {
    let server = LoopbackServer { peer in
      _ = peer.request()
      peer.say("HTTP/1.1 204 No Content\r\n\r\n")
    }
    defer { server.stop() }
    let body = method == .put ? Array(repeating: UInt8(120), count: 3_000_000) : []
    let response = try await CurlTransport(address: server.address).send(
      HTTPRequest(method, "/x", body: body), limits: .patient)
    #expect(response.status == 204)
    #expect(server.requests[0].line == "\(method.rawValue) /x HTTP/1.1")
    #expect(server.requests[0].body.count == body.count)
    #expect(server.requests[0].header("Expect") == nil)
  }

  @Test func `twenty reads in a row use one connection`() async throws {
    let server = LoopbackServer(answering: ok)
    defer { server.stop() }
    let transport = CurlTransport(address: server.address)
    for _ in 0..<20 {
      let response = try await transport.send(HTTPRequest(.get, "/"), limits: .patient)
      #expect(text(response) == "ok")
    }
    #expect(server.accepted == 1)
    #expect(server.requests.count == 20)
  }

  @Test func `two hundred reads at once share a few connections`() async throws {
    let server = LoopbackServer(answering: ok)
    defer { server.stop() }
    let transport = CurlTransport(address: server.address)
    let answers = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<200 {
        group.addTask {
          try await transport.send(HTTPRequest(.get, "/"), limits: .patient).status
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(answers == Array(repeating: 200, count: 200))
    #expect(server.accepted <= 8)
  }

  @Test func `a write is sent once even when a kept connection dies under it`() async throws {
    let server = LoopbackServer { peer in
      guard peer.request() != nil else { return }
      peer.answer("ok")
      // The next request is read and then the connection ends without an answer.
      _ = peer.request()
    }
    defer { server.stop() }
    let transport = CurlTransport(address: server.address)
    _ = try await transport.send(HTTPRequest(.get, "/warm"), limits: .patient)
    // A fresh connection answers its first request; so the write gets its answer.
    _ = try await transport.send(HTTPRequest(.post, "/start"), limits: .patient)
    #expect(server.requests.map(\.line) == ["GET /warm HTTP/1.1", "POST /start HTTP/1.1"])
    #expect(server.accepted == 2)
  }

  @Test(arguments: [HTTPMethod.post, .put, .delete])
  func `a write without an answer is not repeated and counts as sent`(method: HTTPMethod)
    async throws
  {
    let server = LoopbackServer { peer in _ = peer.request() }
    defer { server.stop() }
    let transport = CurlTransport(address: server.address)
    for round in 1...2 {
      let error = await transport.failure(HTTPRequest(method, "/start"))
      #expect(error == .other(reason: "closed without an answer", sentRequest: true))
      #expect(error?.mayHaveArrived == true)
      #expect(server.requests.count == round)
    }
  }

  @Test(.patient)
  func `a cancelled request ends at once and the server sees it`() async throws {
    let server = LoopbackServer { peer in
      _ = peer.request()
      peer.untilClosed()
    }
    defer { server.stop() }
    let transport = CurlTransport(address: server.address)
    let task = Task { await transport.failure(HTTPRequest(.get, "/slow")) }
    while server.requests.isEmpty { await Task.yield() }
    task.cancel()
    #expect(await task.value == .cancelled)
    await server.ends(1)
  }

  @Test func `two thousand rapid cancels leave a working transport`() async throws {
    let server = LoopbackServer(answering: ok)
    defer { server.stop() }
    let transport = CurlTransport(address: server.address)
    let tasks = (0..<2_000).map { index in
      let task = Task { await transport.failure(HTTPRequest(.get, "/\(index)")) }
      if index % 3 == 0 { task.cancel() }
      return task
    }
    for task in tasks { task.cancel() }
    for task in tasks {
      let error = await task.value
      #expect(error == nil || error == .cancelled)
    }
    let response = try await transport.send(HTTPRequest(.get, "/after"), limits: .patient)
    #expect(text(response) == "ok")
  }

  @Test(.patient)
  func `a transport that nobody holds closes its connections`() async throws {
    let server = LoopbackServer(answering: ok)
    defer { server.stop() }
    for _ in 0..<3 {
      _ = try await CurlTransport(address: server.address).send(
        HTTPRequest(.get, "/"), limits: .patient)
    }
    await server.ends(3)
  }

  @Test func `programs started meanwhile do not inherit its connections`() async throws {
    let server = LoopbackServer(answering: ok)
    defer { server.stop() }
    let transport = CurlTransport(address: server.address)
    _ = try await transport.send(HTTPRequest(.get, "/"), limits: .patient)
    let own = (3..<4096).filter { Self.peerPort(of: $0) == server.port }
    #expect(own.count == 1)
    #expect(own.allSatisfy { fcntl($0, F_GETFD) & FD_CLOEXEC != 0 })
    withExtendedLifetime(transport) {}
  }

  /// The port at the other end of a connected socket; nil for other descriptors.
  private static func peerPort(of descriptor: Int32) -> Int? {
    var address = sockaddr_in()
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let found = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        getpeername(descriptor, $0, &size)
      }
    }
    return found == 0 ? Int(UInt16(bigEndian: address.sin_port)) : nil
  }

  @Test func `compression is not asked for on loopback`() async throws {
    let server = LoopbackServer(answering: ok)
    defer { server.stop() }
    _ = try await CurlTransport(address: server.address).send(
      HTTPRequest(.get, "/"), limits: .patient)
    #expect(server.requests[0].header("Accept-Encoding") == nil)
  }
}

extension CurlTransport {
  /// The error of a request; nil when it gave an answer.
  func failure(
    _ request: HTTPRequest, limits: TransferLimits = .patient
  ) async -> TransportError? {
    do throws(TransportError) {
      _ = try await send(request, limits: limits)
      return nil
    } catch {
      return error
    }
  }
}
