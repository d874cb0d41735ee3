// The listener on a real socket: what goes in, what comes out, limits and stopping.
import Glibc
import HTTP
import Synchronization
import TestSupport
import Testing

@testable import HTTPServer

/// Runs `body` against a listener on a free port and stops it.
private func serving(
  limits: ListenerLimits = ListenerLimits(), _ handler: @escaping Listener.Handler,
  _ body: (RawClient, Listener) async throws -> Void
) async throws {
  let listener = try Listener.start(limits: limits, streaming: handler)
  try await body(RawClient(port: listener.port), listener)
  await listener.stop()
}

private func echo(_ request: HTTPRequest, _ peer: Peer) -> Reply {
  let query = request.query.items.map { "\($0.name)=\($0.value)" }.joined(separator: ",")
  let text = "\(request.method.rawValue) \(request.path) [\(query)] \(request.body.count)"
  return Reply(status: 200, headers: ["X-Peer": peer.address], body: .whole(Array(text.utf8)))
}

@Suite(.patient)
struct ListenerTests {
  @Test func `a request arrives with its path as on the wire and its query decoded`() async throws {
    try await serving(echo) { client, _ in
      let answer = await client.get("/a%20b/c?x=1%2B2&y=a+b")
      #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
      #expect(answer.hasSuffix("GET /a%20b/c [x=1+2,y=a b] 0"))
      #expect(answer.contains("X-Peer: 127.0.0.1\r\n"))
    }
  }

  @Test func `one connection serves request after request`() async throws {
    try await serving(echo) { client, _ in
      let one = "GET /1 HTTP/1.1\r\nHost: x\r\n\r\n"
      let last = "GET /2 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
      let answer = await client.exchange([one, one + last])
      #expect(answer.matches(of: /HTTP\/1.1 200 OK/).count == 3)
      #expect(answer.hasSuffix("GET /2 [] 0"))
    }
  }

  @Test func `a body comes whole, with a length or in chunks`() async throws {
    try await serving(echo) { client, _ in
      let head = "POST /b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
      let sized = await client.exchange(
        [head + "Content-Length: 6\r\n\r\nabc", "def"])
      #expect(sized.hasSuffix("POST /b [] 6"))
      let chunked = "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n"
      #expect(await client.exchange([head + chunked]).hasSuffix("POST /b [] 7"))
    }
  }

  @Test func `a body above the limit is answered with 413, announced or not`() async throws {
    var limits = ListenerLimits()
    limits.bodyBytesMax = 1000
    let calls = Atomic(0)
    try await serving(limits: limits) { request, peer in
      calls.add(1, ordering: .relaxed)
      return echo(request, peer)
    } _: { client, _ in
      let head = "POST /b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
      let announced = await client.exchange([head + "Content-Length: 1001\r\n\r\n"])
      #expect(announced.hasPrefix("HTTP/1.1 413 "))
      #expect(announced.hasSuffix(#"{"detail":"Request body too large"}"#))
      let chunk = "7d0\r\n" + String(repeating: "x", count: 2000) + "\r\n"
      let unannounced = await client.exchange([
        head + "Transfer-Encoding: chunked\r\n\r\n\(chunk)0\r\n\r\n"
      ])
      #expect(unannounced.hasPrefix("HTTP/1.1 413 "))
      #expect(calls.load(ordering: .relaxed) == 0)
    }
  }

  @Test func `a head that is refused is answered before its body, and the connection ends`()
    async throws
  {
    let served = Atomic(0)
    let listener = try Listener.start(
      guard: { head, _ in
        head.headers["Authorization"] == "Bearer good"
          ? nil : Reply(status: 401, headers: ["X-Why": "key"], body: .whole(Array("no".utf8)))
      },
      streaming: { request, peer in
        served.add(1, ordering: .relaxed)
        return echo(request, peer)
      })
    let client = RawClient(port: listener.port)
    let head = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n"
    // The body never comes, and may be any size.
    for length in ["3", "999999999999"] {
      let answer = await client.exchange([
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: \(length)\r\n\r\n"
      ])
      #expect(answer.hasPrefix("HTTP/1.1 401 "))
      #expect(answer.contains("X-Why: key\r\n"))
      #expect(answer.hasSuffix("\r\n\r\nno"))
    }
    let expecting = await client.exchange([head + "Expect: 100-continue\r\n\r\n"])
    #expect(expecting.hasPrefix("HTTP/1.1 401 "))
    let good = "Authorization: Bearer good\r\nConnection: close\r\n\r\nabc"
    #expect(await client.exchange([head + good]).hasSuffix("POST / [] 3"))
    #expect(served.load(ordering: .relaxed) == 1)
    await listener.stop()
  }

  @Test func `a header above the limit is answered with 431`() async throws {
    var limits = ListenerLimits()
    limits.headerBytesMax = 4096
    try await serving(limits: limits, echo) { client, _ in
      let answer = await client.get("/", fields: ["X-Long: " + String(repeating: "x", count: 8000)])
      #expect(answer.hasPrefix("HTTP/1.1 431 "))
      #expect(await client.get("/").hasPrefix("HTTP/1.1 200 "))
    }
  }

  @Test func `an unknown method is answered with 405`() async throws {
    try await serving(echo) { client, _ in
      let answer = await client.get("/", method: "BREW")
      #expect(answer.hasPrefix("HTTP/1.1 405 "))
      #expect(answer.contains("Allow: GET"))
    }
  }

  @Test func `HEAD gets the head of GET and no body`() async throws {
    try await serving(echo) { client, _ in
      let answer = await client.get("/h", method: "HEAD")
      #expect(answer.contains("Content-Length: 12\r\n"))
      #expect(answer.hasSuffix("\r\n\r\n"))
    }
  }

  @Test func `204 has neither body nor length`() async throws {
    try await serving { _, _ in
      Reply(status: 204, body: .whole([]))
    } _: { client, _ in
      let answer = await client.get("/")
      #expect(answer.hasPrefix("HTTP/1.1 204 "))
      #expect(!answer.contains("Content-Length: 1"))
      #expect(answer.hasSuffix("\r\n\r\n"))
    }
  }

  @Test func `a streamed body is sent as it is produced`() async throws {
    for length in [nil, 30_000 * 3] {
      let left = Mutex(3)
      try await serving { _, _ in
        Reply(
          status: 200,
          body: .stream(length: length) {
            let number = left.withLock { value in
              value -= 1
              return value
            }
            return number < 0 ? .end : .bytes([UInt8](repeating: 97, count: 30_000))
          })
      } _: { client, _ in
        let answer = await client.get("/")
        #expect(answer.contains("Transfer-Encoding: chunked") == (length == nil))
        #expect(answer.count { $0 == "a" } >= 90_000)
      }
    }
  }

  @Test func `a cut stream breaks the connection off`() async throws {
    let sent = Mutex(false)
    try await serving { _, _ in
      Reply(
        status: 200,
        body: .stream(length: 1000) {
          sent.withLock { value in
            defer { value = true }
            return value ? .cut : .bytes(Array("partial".utf8))
          }
        })
    } _: { client, _ in
      let answer = await client.get("/")
      #expect(answer.contains("Content-Length: 1000\r\n"))
      #expect(answer.hasSuffix("partial"))
    }
  }

  @Test func `a handler that waits does not hold up others`() async throws {
    let (gate, open) = AsyncStream<Void>.makeStream()
    try await serving { request, peer in
      if request.path == "/slow" { for await _ in gate { break } }
      return echo(request, peer)
    } _: { client, _ in
      async let slow = client.get("/slow")
      for _ in 0..<20 { #expect(await client.get("/fast").hasSuffix("GET /fast [] 0")) }
      open.yield()
      #expect(await slow.hasSuffix("GET /slow [] 0"))
    }
  }

  @Test func `an invalid header field becomes a 500`() async throws {
    try await serving { _, _ in
      Reply(status: 200, headers: ["X-Bad": "a\r\nSet-Cookie: b"], body: .whole([]))
    } _: { client, _ in
      let answer = await client.get("/")
      #expect(answer.hasPrefix("HTTP/1.1 500 "))
      #expect(!answer.contains("Set-Cookie"))
    }
  }
}

@Suite(.patient)
struct ListenerStopTests {
  @Test func `stopping lets the answer under way finish`() async throws {
    let (arrived, arrive) = AsyncStream<Void>.makeStream()
    let (gate, open) = AsyncStream<Void>.makeStream()
    let listener = try Listener.start(streaming: { request, peer in
      arrive.yield()
      for await _ in gate { break }
      return echo(request, peer)
    })
    let client = RawClient(port: listener.port)
    async let answer = client.get("/late")
    for await _ in arrived { break }
    async let stop: Void = listener.stop(grace: .seconds(300))
    open.yield()
    #expect(await answer.hasSuffix("GET /late [] 0"))
    await stop
    #expect(await client.get("/after") == "")
  }

  @Test func `stopping cuts off what takes longer than the grace`() async throws {
    let (arrived, arrive) = AsyncStream<Void>.makeStream()
    let (gate, open) = AsyncStream<Void>.makeStream()
    let listener = try Listener.start(streaming: { request, peer in
      arrive.yield()
      for await _ in gate { break }
      return echo(request, peer)
    })
    let client = RawClient(port: listener.port)
    async let answer = client.get("/never")
    for await _ in arrived { break }
    await listener.stop(grace: .milliseconds(10))
    #expect(await answer == "")
    open.yield()
    await listener.stop()
  }

  @Test func `starting says why it cannot`() async throws {
    let listener = try Listener.start(streaming: echo)
    let port = UInt16(listener.port)
    #expect(throws: ListenerError.inUse(host: "127.0.0.1", port: Int(port))) {
      try Listener.start(port: port, streaming: echo)
    }
    #expect(throws: ListenerError.notAnAddress("example")) {
      try Listener.start(host: "example", streaming: echo)
    }
    #expect(throws: ListenerError.notLocal(host: "192.0.2.1")) {
      try Listener.start(host: "192.0.2.1", streaming: echo)
    }
    await listener.stop()
  }
}
