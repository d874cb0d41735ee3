// Redirects and proxies: where a key may travel.
import HTTP
import OrchestraAPI
import OrchestraClient
import TestSupport
import Testing
import Time

@Suite struct CurlRedirectTests {
  private func keyed(_ method: HTTPMethod, _ path: String) -> HTTPRequest {
    HTTPRequest(method, path, headers: ["Authorization": "Bearer test-key"])
  }

  private func redirecting(to target: String, status: Int = 302) -> LoopbackServer {
    LoopbackServer { peer in
      while let request = peer.request() {
        if request.line.contains(" /there") {
          peer.answer("there")
        } else {
          peer.answer("", status: "\(status) Moved", headers: "Location: \(target)\r\n")
        }
      }
    }
  }

  @Test(arguments: [301, 302, 303, 307, 308])
  func `a redirect to another origin is not followed and the key stays`(status: Int) async throws {
    let other = LoopbackServer(answering: "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    let server = redirecting(to: "http://127.0.0.1:\(other.port)/there", status: status)
    defer {
      server.stop()
      other.stop()
    }
    for method in [HTTPMethod.get, .post] {
      let response = try await CurlTransport(address: server.address).send(
        keyed(method, "/here"), limits: .patient)
      #expect(response.status == status)
    }
    #expect(other.accepted == 0)
  }

  @Test(arguments: ["/there", "there?x=1", "//127.0.0.1:PORT/there", "http://127.0.0.1:PORT/there"])
  func `a read follows within its origin, with the key`(target: String) async throws {
    let server = LoopbackServer { peer in
      while let request = peer.request() {
        if request.line.contains("/there") {
          peer.answer("there")
        } else {
          let location = target.split(separator: "PORT").joined(separator: "\(peer.server.port)")
          peer.answer("", status: "302 Found", headers: "Location: \(location)\r\n")
        }
      }
    }
    defer { server.stop() }
    let response = try await CurlTransport(address: server.address).send(
      keyed(.get, "/here"), limits: .patient)
    #expect(String(decoding: response.body, as: UTF8.self) == "there")
    #expect(
      server.requests.map { $0.header("Authorization") } == ["Bearer test-key", "Bearer test-key"])
  }

  @Test func `a write is never redirected`() async throws {
    let server = redirecting(to: "/there", status: 307)
    defer { server.stop() }
    let response = try await CurlTransport(address: server.address).send(
      keyed(.post, "/here"), limits: .patient)
    #expect(response.status == 307)
    #expect(server.requests.count == 1)
  }

  @Test func `a loop of redirects ends`() async throws {
    let server = redirecting(to: "/here")
    defer { server.stop() }
    let response = try await CurlTransport(address: server.address).send(
      keyed(.get, "/here"), limits: .patient)
    #expect(response.status == 302)
    #expect(server.requests.count == 4)
  }

  @Test(arguments: ["https://127.0.0.1:PORT/there", "file:///etc/passwd", "http://127.0.0.1.evil/"])
  func `another scheme or host is another origin`(target: String) async throws {
    let server = LoopbackServer { peer in
      while peer.request() != nil {
        let location = target.split(separator: "PORT").joined(separator: "\(peer.server.port)")
        peer.answer("", status: "302 Found", headers: "Location: \(location)\r\n")
      }
    }
    defer { server.stop() }
    let response = try await CurlTransport(address: server.address).send(
      keyed(.get, "/here"), limits: .patient)
    #expect(response.status == 302)
    #expect(server.requests.count == 1)
  }

  private func options(_ proxy: LoopbackServer, noProxy: String = "") -> CurlOptions {
    let url = "http://127.0.0.1:\(proxy.port)"
    return CurlOptions(
      environment: ["http_proxy": url, "HTTPS_PROXY": url, "NO_PROXY": noProxy])
  }

  @Test func `the environment's proxy is used, with compression off loopback`() async throws {
    let proxy = LoopbackServer(answering: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
    defer { proxy.stop() }
    let address = try ServerAddress("http://engine.test:8080")
    let transport = CurlTransport(address: address, options: options(proxy))
    _ = try await transport.send(HTTPRequest(.get, "/x"), limits: .patient)
    #expect(proxy.requests[0].line == "GET http://engine.test:8080/x HTTP/1.1")
    #expect(proxy.requests[0].header("Accept-Encoding") == "gzip")
    var ranged = HTTPRequest(.get, "/x")
    ranged.headers["Range"] = "bytes=0-"
    _ = try await transport.send(ranged, limits: .patient)
    #expect(proxy.requests[1].header("Accept-Encoding") == nil)
  }

  @Test func `loopback never goes through a proxy`() async throws {
    let proxy = LoopbackServer(answering: "HTTP/1.1 502 No\r\nContent-Length: 0\r\n\r\n")
    let server = LoopbackServer(answering: "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    defer {
      proxy.stop()
      server.stop()
    }
    let response = try await CurlTransport(address: server.address, options: options(proxy)).send(
      HTTPRequest(.get, "/"), limits: .patient)
    #expect(response.status == 200)
    #expect(proxy.accepted == 0)
  }

  @Test func `a proxy that refuses the tunnel is a proxy error, and sees no key`() async throws {
    let proxy = LoopbackServer(
      answering: "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
    defer { proxy.stop() }
    let transport = CurlTransport(
      address: try ServerAddress("https://engine.test"), options: options(proxy))
    let error = await transport.failure(keyed(.get, "/x"))
    #expect(error == .proxy(reason: "the proxy answered 407"))
    #expect(proxy.requests.map(\.line) == ["CONNECT engine.test:443 HTTP/1.1"])
    #expect(proxy.requests[0].header("Authorization") == nil)
  }

  @Test func `a proxy that is not there is a proxy error`() async throws {
    let port = LoopbackServer(accepts: false) { _ in }.port
    let transport = CurlTransport(
      address: try ServerAddress("http://engine.test"),
      options: CurlOptions(environment: ["http_proxy": "http://127.0.0.1:\(port)"]))
    let error = await transport.failure(keyed(.get, "/x"))
    #expect(error == .proxy(reason: "no connection to it"))
  }
}
