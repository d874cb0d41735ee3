// How addresses are written, and which of them a key may travel to.
import HTTP
import OrchestraClient
import Testing

@Suite struct ServerAddressTests {
  @Test(arguments: [
    "https://app.getorchestra.io", "https://app.getorchestra.io/",
    "https://app.getorchestra.io/api/engine/public", "HTTPS://APP.getorchestra.IO:443",
    "https://app.getorchestra.io/api/engine/public/", "https://app.getorchestra.io//",
    "https://app.getorchestra.io/engine/public", "https://app.getorchestra.io/api/engine",
    "https://app.getorchestra.io/public/v1/",
  ])
  func `all spellings of the cloud are one address`(text: String) throws {
    let address = try ServerAddress(text)
    #expect(address == .cloud(.app))
    #expect(address.description == "https://app.getorchestra.io")
    #expect(
      address.url(of: HTTPRequest(.get, "/api/engine/public/pipelines"))
        == "https://app.getorchestra.io/api/engine/public/pipelines")
  }

  @Test(arguments: [
    ("http://127.0.0.1:8787/api/engine/public", "127.0.0.1:8787", ""),
    ("http://[::1]:80/", "[::1]", ""),
    ("https://gate.example/orchestra/api/engine/public/", "gate.example", "/orchestra"),
    ("http://localhost", "localhost", ""),
    ("https://h:8443/a/b", "h:8443", "/a/b"),
  ])
  func `host, port and prefix are told apart`(text: String, host: String, prefix: String) throws {
    let address = try ServerAddress(text)
    #expect(address.hostText == host)
    #expect(address.prefix == prefix)
  }

  @Test(arguments: [
    ("app.getorchestra.io", ServerAddress.Problem.scheme), ("", .scheme),
    ("ftp://x", .scheme), ("/", .scheme), ("https://", .host), ("https:///x", .host),
    ("https://a_b~c", .host), ("http://[::1", .host), ("http://[::g]", .host),
    ("http://[::1]x", .host), ("https://h:0", .port), ("https://h:65536", .port),
    ("https://h:12x", .port), ("https://h:-1", .port), ("https://user:pw@h", .userInformation),
    ("https://h/?q=1", .queryOrFragment), ("https://h#x", .queryOrFragment),
    ("https://h{}.x", .host), ("https://h /x", .characters), ("https://hä", .characters),
    ("https://h\r\nX: y", .characters),
  ])
  func `what is no address is refused with its reason`(
    text: String, problem: ServerAddress.Problem
  ) {
    #expect(throws: problem) { try ServerAddress(text) }
  }

  @Test(arguments: [
    ("http://127.0.0.1", true), ("http://127.9.9.9:1", true), ("http://localhost:8080", true),
    ("http://podium.localhost", true), ("http://[::1]", true), ("https://example.org", true),
    ("http://example.org", false), ("http://127.0.0.1.example.org", false),
    ("http://128.0.0.1", false), ("http://0.0.0.0", false), ("http://localhost.example", false),
    ("http://[::2]", false), ("http://127.0.0", false), ("http://127.0.0.999", false),
  ])
  func `a key travels over https or on this machine only`(text: String, isSafe: Bool) throws {
    #expect(try ServerAddress(text).protectsKey == isSafe)
  }
}
