// The environment as a pure function, and keys that no description shows.
import HTTP
import OrchestraClient
import Testing

@Suite struct AccessSettingsTests {
  private let secret = "orch_s3cr3t-value"

  @Test func `nothing set: the cloud without a key`() throws {
    let access = try AccessSettings(environment: [:]).access()
    #expect(access.address == .cloud(.app))
    #expect(access.credentials == nil)
    #expect(access.accountID == nil)
  }

  @Test func `everything set`() throws {
    let settings = try AccessSettings(environment: [
      "ORCHESTRA_API_KEY": " \(secret)\n", "ORCHESTRA_API_BASE_URL": "http://127.0.0.1:1/",
      "BASE_URL": "https://ignored.example", "ORCHESTRA_ENV": "dev",
      "ORCHESTRA_ACCOUNT_ID": "44444444-4444-4444-8444-444444444444",
    ])
    let access = try settings.access()
    #expect(access.address.description == "http://127.0.0.1:1")
    #expect(settings.addressSource == "ORCHESTRA_API_BASE_URL")
    #expect(access.credentials?.source == "ORCHESTRA_API_KEY")
    #expect(access.accountID == "44444444-4444-4444-8444-444444444444")
    #expect(access.credentials == (try Credentials(key: secret, source: "ORCHESTRA_API_KEY")))
  }

  @Test(arguments: [
    (["BASE_URL": "https://x.example"], "https://x.example"),
    (["ORCHESTRA_ENV": "stage"], "https://stage.getorchestra.io"),
    (["ORCHESTRA_ENV": "DEV", "BASE_URL": ""], "https://dev.getorchestra.io"),
    (["ORCHESTRA_ENV": "dev", "BASE_URL": "https://x.example"], "https://x.example"),
  ])
  func `the first of base URL, BASE_URL and environment wins`(
    environment: [String: String], address: String
  ) throws {
    #expect(try AccessSettings(environment: environment).access().address.description == address)
  }

  @Test(arguments: [
    (["ORCHESTRA_ENV": "prod"], "ORCHESTRA_ENV is prod: it must be app, stage or dev"),
    (
      ["BASE_URL": "/"],
      "BASE_URL: / is no server address: it must start with https:// (or http:// for this machine)"
    ),
    (
      ["ORCHESTRA_API_BASE_URL": "https://u:pw@h"],
      "ORCHESTRA_API_BASE_URL: (hidden) is no server address: "
        + "it must not hold a user name or password; use a key"
    ),
    (["ORCHESTRA_API_KEY": " \n"], "ORCHESTRA_API_KEY holds no key"),
    (
      ["ORCHESTRA_API_KEY": "a key\r\nX: y"],
      "ORCHESTRA_API_KEY holds something that is no key: "
        + "spaces, line breaks or non-ASCII characters"
    ),
    (
      ["ORCHESTRA_ACCOUNT_ID": "a\r\nb"],
      "ORCHESTRA_ACCOUNT_ID is no account id: it must be one word, usually a UUID"
    ),
  ])
  func `faults are named with their variable`(environment: [String: String], message: String) {
    let error = #expect(throws: AccessProblem.self) {
      try AccessSettings(environment: environment).access()
    }
    #expect(error?.message == message)
  }

  @Test func `a key over plain http is refused unless the user wrote so`() throws {
    var settings = try AccessSettings(environment: [
      "ORCHESTRA_API_KEY": secret, "BASE_URL": "http://engine.example:8080",
    ])
    let error = #expect(throws: AccessProblem.self) { try settings.access() }
    #expect(
      error?.message == "The key from ORCHESTRA_API_KEY was not sent to engine.example:8080: "
        + "plain http would show it on the network; use https, or write allow-plain-http into "
        + "the profile")
    settings.allowsPlainHTTP = true
    #expect(try settings.access().maySendKey)
    settings.allowsPlainHTTP = false
    settings.credentials = nil
    #expect(try settings.access().address.hostText == "engine.example:8080")
  }

  @Test func `settings fall back part by part`() throws {
    var profile = AccessSettings()
    try profile.setAddress("https://own.example", source: "profile work")
    let environment = try AccessSettings(environment: [
      "ORCHESTRA_API_KEY": secret, "BASE_URL": "https://other.example",
      "ORCHESTRA_ACCOUNT_ID": "a1",
    ])
    let merged = profile.falling(backOn: environment)
    #expect(merged.address?.hostText == "own.example")
    #expect(merged.addressSource == "profile work")
    #expect(merged.credentials?.source == "ORCHESTRA_API_KEY")
    #expect(merged.accountID == "a1")
  }

  @Test func `no description, dump or reflection shows the key`() throws {
    let settings = try AccessSettings(environment: [
      "ORCHESTRA_API_KEY": secret, "https_proxy": "http://user:\(secret)@proxy",
    ])
    let access = try settings.access()
    var dumped = ""
    dump(access, to: &dumped)
    dump(ProxySettings(environment: ["https_proxy": "http://user:\(secret)@proxy"]), to: &dumped)
    dumped += "\(access) \(String(reflecting: settings)) \(String(describing: access.credentials))"
    #expect(!dumped.contains("s3cr3t"))
    #expect(dumped.contains("key from ORCHESTRA_API_KEY"))
  }
}
