// Which requests of browsers pass: names, ports and origins as values.
import HTTP
import Testing

@testable import HTTPServer

struct BrowserGuardTests {
  private let browsers = BrowserGuard(hosts: ["podium.example"])

  @Test(arguments: [
    "127.0.0.1:8787", "localhost:8787", "LOCALHOST:8787", "[::1]:8787", "Podium.Example:8787",
  ])
  func `its own names pass`(host: String) {
    #expect(browsers.refusal(of: HTTPRequest(.get, "/", headers: ["Host": host])) == nil)
  }

  @Test(arguments: [
    "evil.example:8787", "127.0.0.1.evil.example:8787", "localhost.:x", "127.0.0.1:8787:1",
    "[::1", "127.1.evil:8787", ":8787",
  ])
  func `other names are refused`(host: String) {
    let request = HTTPRequest(.get, "/", headers: ["Host": host])
    #expect(browsers.refusal(of: request) == .unknownHost)
  }

  @Test func `any name passes where the names are not known, other origins still do not`() {
    let open = BrowserGuard(hosts: nil)
    var request = HTTPRequest(.get, "/", headers: ["Host": "box.example:8787"])
    #expect(open.refusal(of: request) == nil)
    request.headers["Origin"] = "http://evil.example:8787"
    #expect(open.refusal(of: request) == .foreignOrigin)
  }

  @Test func `a request without Host is refused`() {
    #expect(browsers.refusal(of: HTTPRequest(.get, "/")) == .missingHost)
  }

  @Test(arguments: [
    "https://evil.example", "null", "http://127.0.0.1:3000", "file://", "http://",
    "http://podium.example.evil.example:8787", "http://localhost:8787", "https://127.0.0.1:8788",
  ])
  func `foreign origins are refused`(origin: String) {
    let request = HTTPRequest(
      .post, "/", headers: ["Host": "127.0.0.1:8787", "Origin": origin])
    #expect(browsers.refusal(of: request) == .foreignOrigin)
  }

  @Test func `its own origin passes, a cross-site fetch does not`() {
    var request = HTTPRequest(
      .post, "/", headers: ["Host": "127.0.0.1:8787", "Origin": "http://127.0.0.1:8787"])
    #expect(browsers.refusal(of: request) == nil)
    request.headers["Sec-Fetch-Site"] = "cross-site"
    #expect(browsers.refusal(of: request) == .foreignOrigin)
    request.headers["Sec-Fetch-Site"] = "same-origin"
    #expect(browsers.refusal(of: request) == nil)
  }

  @Test(arguments: [
    ("127.0.0.1", true), ("127.255.1.2", true), ("::1", true), ("localhost", true),
    ("::ffff:127.0.0.1", true), ("128.0.0.1", false), ("127.0.0", false), ("127.0.0.256", false),
    ("0.0.0.0", false), ("", false),
  ])
  func `loopback addresses are known`(address: String, expected: Bool) {
    #expect(LoopbackAddress.contains(address) == expected)
  }
}
