// Small values: windows, dates of headers.
import HTTP
import Testing
import Time

@testable import OrchestraClient

@Suite struct TimeWindowTests {
  let now = Timestamp(seconds: 1_760_573_750)

  @Test func `the longest window is a second short of seven days`() {
    let window = TimeWindow(endingAt: now)
    #expect(window.length == .seconds(604_799))
    #expect(window.to == now)
    #expect(TimeWindow(endingAt: now, length: .seconds(999_999_999)) == window)
    #expect(TimeWindow(endingAt: now, length: .seconds(-5)).length == .zero)
  }

  @Test func `ends in the wrong order are swapped and long spans keep their end`() {
    #expect(TimeWindow(from: now, to: now - .seconds(60)).length == .seconds(60))
    let long = TimeWindow(from: Timestamp(seconds: 0), to: now)
    #expect(long.to == now)
    #expect(long.length == TimeWindow.lengthMax)
  }

  @Test func `a month is covered without a gap, newest first`() {
    let from = now - .seconds(30 * 86_400)
    let windows = TimeWindow.covering(from: from, to: now)
    #expect(windows.count == 5)
    #expect(windows.first?.to == now)
    #expect(windows.last?.from == from)
    for (newer, older) in zip(windows, windows.dropFirst()) { #expect(newer.from == older.to) }
    #expect(TimeWindow.covering(from: Timestamp(seconds: 0), to: now, windowsMax: 3).count == 3)
    #expect(TimeWindow.covering(from: now, to: now).count == 1)
  }
}

@Suite struct HTTPDateTests {
  @Test(arguments: [
    ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777), ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
    ("Sunday, 06-Nov-94 08:49:37 GMT", 784_111_777),
    ("Fri, 20 Nov 2026 23:59:60 GMT", 1_795_219_200),
  ])
  func `dates of headers`(text: String, seconds: Int64) {
    #expect(HTTPDate.parse(text) == Timestamp(seconds: seconds))
  }

  @Test(arguments: [
    "", "yesterday", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 25:49:37 GMT",
    "Sun, 06 Foo 1994 08:49:37 GMT", "Sun, 32 Nov 1994 08:49:37 GMT",
    "Sun, 06 Nov 1994 08:49 GMT", "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 06 Nov x 08:49:37 GMT",
  ])
  func `what is no date is none`(text: String) {
    #expect(HTTPDate.parse(text) == nil)
  }

  @Test(arguments: [
    ("7", 7_000), ("0", 0), ("1.5", 1_500), ("-3", 0), ("999999999", 86_400_000),
    ("Sun, 06 Nov 1994 08:49:47 GMT", 10_000), ("Sun, 06 Nov 1994 08:00:00 GMT", 0),
  ])
  func `Retry-After in seconds and as a date`(text: String, milliseconds: Int64) {
    let headers: HTTPHeaders = ["Retry-After": text, "Date": "Sun, 06 Nov 1994 08:49:37 GMT"]
    // This machine's clock is wrong by years: the server's own date counts.
    #expect(headers.retryAfter(now: Timestamp(seconds: 0)) == .milliseconds(milliseconds))
  }

  @Test func `without the server's date our clock counts, and nonsense is no delay`() {
    let headers: HTTPHeaders = ["Retry-After": "Sun, 06 Nov 1994 08:49:47 GMT"]
    #expect(headers.retryAfter(now: Timestamp(seconds: 784_111_777)) == .seconds(10))
    for text in ["soon", "nan", "inf", ""] {
      #expect((["Retry-After": text] as HTTPHeaders).retryAfter(now: .init(seconds: 0)) == nil)
    }
    #expect(HTTPHeaders().retryAfter(now: .init(seconds: 0)) == nil)
  }
}

@Suite struct ProxySettingsTests {
  private func proxy(_ environment: [String: String], _ address: String) throws -> String? {
    ProxySettings(environment: environment).proxy(for: try ServerAddress(address))
  }

  @Test func `each scheme has its variable`() throws {
    let environment = ["http_proxy": "p1", "HTTPS_PROXY": "p2", "HTTP_PROXY": "evil"]
    #expect(try proxy(environment, "http://x.example") == "p1")
    #expect(try proxy(environment, "https://x.example") == "p2")
    #expect(try proxy(["HTTP_PROXY": "evil"], "http://x.example") == nil)
    #expect(try proxy(["ALL_PROXY": "p3"], "https://x.example") == "p3")
    #expect(try proxy(["https_proxy": "", "HTTPS_PROXY": "p2"], "https://x.example") == "p2")
  }

  @Test(arguments: [
    ("*", true), ("x.example", true), (".example", true), ("EXAMPLE", true), ("a,x.example", true),
    ("x.example:443", true), ("x.example:80", false), ("ample", false), ("y.example", false),
    ("", false), (",", false), (".", false),
  ])
  func `exceptions of no_proxy`(exception: String, isDirect: Bool) throws {
    let found = try proxy(["https_proxy": "p", "no_proxy": exception], "https://x.example")
    #expect((found == nil) == isDirect)
  }

  @Test func `loopback and IPv6 exceptions`() throws {
    #expect(try proxy(["all_proxy": "p"], "http://127.0.0.1:1") == nil)
    #expect(try proxy(["all_proxy": "p"], "https://localhost") == nil)
    let environment = ["all_proxy": "p", "no_proxy": "[fe80::1],10.0.0.1"]
    #expect(try proxy(environment, "https://[fe80::1]") == nil)
    #expect(try proxy(environment, "https://10.0.0.1") == nil)
    #expect(try proxy(environment, "https://10.0.0.12") == "p")
  }
}

@Suite struct PrintableTests {
  @Test(arguments: [
    ("a\r\n\t b", "a b"), ("  a  ", "a"), ("\u{1b}[31mred\u{7}", "[31mred"),
    ("x\u{202e}y\u{200b}z", "x y z"), ("", ""), ("12345678901", "1234567890…"),
    ("1234567890", "1234567890"),
  ])
  func `text of servers becomes one bounded line`(text: String, line: String) {
    #expect(Printable.line(text, max: 10) == line)
  }
}
