// `podium doctor` finds each seeded misconfiguration, names its cause and what to do, and asks for real.
import Glibc
import HTTP
import HTTPServer
import JSON
import OrchestraAPI
import PodiumCore
import PodiumServer
import TestSupport
import Testing

@testable import PodiumCLI

/// A misconfiguration and what must be said of it.
struct Seed: Sendable, CustomTestStringConvertible {
  let name: String
  let check: String
  let says: String
  let code: Int32
  var variables: [String: String?] = [:]
  var words: [String] = []
  var config: String?

  init(
    _ name: String, _ finding: (check: String, says: String), _ code: Int32,
    _ variables: [String: String?] = [:], words: [String] = [], config: String? = nil
  ) {
    (self.name, self.check, self.says, self.code) = (name, finding.check, finding.says, code)
    (self.variables, self.words, self.config) = (variables, words, config)
  }

  var testDescription: String { name }

  private static func profile(_ line: String) -> String {
    "profiles:\n  work:\n    base_url: http://127.0.0.1:1\n    \(line)\n"
  }

  static let all: [Seed] = [
    Seed(
      "no key", ("key", "no key and no profile"), 3,
      ["ORCHESTRA_API_KEY": nil, "ORCHESTRA_API_BASE_URL": nil]),
    Seed(
      "an empty key", ("key", "ORCHESTRA_API_KEY is set and empty"), 3, ["ORCHESTRA_API_KEY": ""]),
    Seed(
      "a key of white space", ("key", "holds nothing but white space"), 3,
      ["ORCHESTRA_API_KEY": " \n"]),
    Seed(
      "a key with a newline", ("key", "holds a line break inside"), 3,
      ["ORCHESTRA_API_KEY": "se-cret\nse-cret"]),
    Seed(
      "a key with its word", ("key", "begins with the word Bearer"), 3,
      ["ORCHESTRA_API_KEY": "Bearer se-cret"]),
    Seed(
      "a key that op conceals", ("key", "op item get wants --reveal"), 3,
      ["ORCHESTRA_API_KEY": "[use 'op item get abc --reveal' to reveal]"]),
    Seed(
      "a key for another host", ("key", "127.0.0.1:PORT refused it (401)"), 3,
      ["ORCHESTRA_API_KEY": "se-cret"]),
    Seed(
      "http with a key", ("address", "http:// would show the key from ORCHESTRA_API_KEY"), 2,
      ["ORCHESTRA_API_BASE_URL": "http://orchestra.example"]),
    Seed(
      "no address", ("address", "it must start with https://"), 2,
      ["ORCHESTRA_API_BASE_URL": "orchestra.example"]),
    Seed(
      "DNS", ("DNS", "has no address"), 6,
      ["ORCHESTRA_API_BASE_URL": "https://\(String(repeating: "a", count: 70)).invalid"]),
    Seed(
      "refused", ("server", "nothing accepts connections on 127.0.0.1:1"), 6,
      ["ORCHESTRA_API_BASE_URL": "http://127.0.0.1:1"]),
    Seed(
      "TLS", ("TLS", "no trusted TLS connection"), 6, words: ["--url", "https://127.0.0.1:PORT"]),
    Seed(
      "a dead proxy", ("proxy", "the proxy could not connect"), 6,
      [
        "ORCHESTRA_API_BASE_URL": "https://orchestra.example", "https_proxy": "http://127.0.0.1:1",
      ]),
    Seed(
      "another path", ("address", "does not know the API (404)"), 4,
      words: ["--url", "http://127.0.0.1:PORT/elsewhere"]),
    Seed(
      "no secret command", ("key command", "no such program in PATH"), 3,
      words: ["--profile", "work"],
      config: profile("key_command: [no-such-program-here]")),
    Seed(
      "a failing secret command", ("key command", "ended with status 1"), 3,
      words: ["--profile", "work"], config: profile("key_command: [\"false\"]")),
    Seed(
      "a locked secret store", ("key command", "printed no key within"), 3,
      words: ["--profile", "work", "--timeout", "1s"],
      config: profile("key_command: [sleep, \"60\"]")),
    Seed(
      "an unset variable", ("key", "WORK_KEY, which is not set"), 3, words: ["--profile", "work"],
      config: profile("key_env: WORK_KEY")),
    Seed(
      "an unknown profile", ("profile", "there is no profile wrok"), 4,
      words: ["--profile", "wrok"]),
    Seed(
      "a broken configuration", ("configuration", "config.yaml:3:5"), 2,
      config: "profiles:\n  work:\n    base_urll: x\n"),
    Seed(
      "an unwritable cache", ("files", "cannot be made"), 2, ["XDG_STATE_HOME": "/dev/null/state"]),
    Seed("an unset terminal type", ("terminal", "set TERM"), 0),
    Seed(
      "an unknown terminal type", ("terminal", "'wyse9000' is not known"), 0, ["TERM": "wyse9000"]),
    Seed("a locale without UTF-8", ("locale", "LC_ALL=C has no UTF-8"), 0, ["LC_ALL": "C"]),
    Seed(
      "a locale that is not there", ("locale", "xx_YY.UTF-8 is not installed"), 0,
      ["LC_ALL": "xx_YY.UTF-8"]),
  ]
}

@Suite struct DoctorTests {
  private func findings(_ podium: Podium, _ words: [String] = []) async throws -> (
    code: Int32, rows: [JSONValue], text: String
  ) {
    // Patient, whatever else this machine does; what shall time out says so itself.
    let patience = words.contains("--timeout") ? [] : ["--timeout", "2m"]
    let json = try await podium.run(["doctor", "--json"] + words + patience)
    let object = try #require(try JSONValue(parsing: json.output).object)
    #expect(ResultShape.results["doctor"]?.problems(in: object) == [])
    let rows = object["findings"]?.array ?? []
    return (json.exitCode, rows, json.output + json.errors)
  }

  @Test(arguments: Seed.all)
  func eachMisconfigurationIsNamedWithItsFix(seed: Seed) async throws {
    try await Podium.withServer { podium, _ in
      let port = "\(podium.server.serving.port)"
      var seeded = podium
      seeded.variables = seed.variables
      if let config = seed.config { try podium.configure(config) }
      let words = seed.words.map { $0.replacing("PORT", with: port) }
      let (code, rows, text) = try await findings(seeded, words)
      let says = seed.says.replacing("PORT", with: port)
      let found = rows.first {
        $0["check"]?.string == seed.check && $0["says"]?.string?.contains(says) == true
      }
      #expect(found != nil, "\(text)")
      #expect(found?["state"]?.string == (seed.code == 0 ? "warning" : "problem"), "\(text)")
      #expect(found?["fix"]?.string?.isEmpty == false)
      #expect(code == seed.code, "\(text)")
      #expect(!text.contains("se-cret") && !text.contains(podium.server.key), "\(text)")
    }
  }

  @Test func aHealthyWorkspaceHasNoProblem() async throws {
    try await Podium.withServer { podium, _ in
      var healthy = podium
      healthy.variables["TERM"] = "xterm-256color"
      let (code, rows, text) = try await findings(healthy)
      #expect(code == 0 && rows.allSatisfy { $0["state"] == "ok" }, "\(text)")
      let checks = Set(rows.compactMap { $0["check"]?.string })
      #expect(
        checks == [
          "configuration", "files", "terminal", "locale", "key", "server", "clock", "endpoints",
        ])
      let words = try await healthy.run("doctor", "--timeout", "2m")
      #expect(words.output.contains("ok       server") && words.exitCode == 0, "\(words)")
    }
  }

  @Test(arguments: [403, 404])
  func whatThePlanLacksIsNamed(status: Int) async throws {
    var options = ServingOptions()
    options.faults = Faults { request, _ in
      request.path.hasSuffix("/task_runs") || request.path.hasSuffix("/assets")
        ? .html(status: status) : nil
    }
    try await Podium.withServer(options) { podium, _ in
      let (code, rows, text) = try await findings(podium)
      let missing = rows.filter { $0["check"] == "endpoints" && $0["state"] == "warning" }
      #expect(missing.count == 2 && code == 0, "\(text)")
      #expect(text.contains("GET /task_runs") && text.contains("(\(status))"), "\(text)")
      #expect(text.contains("causes in lists"), "what is missing without it: \(text)")
    }
  }

  @Test func aClockThatIsWrongIsTold() async throws {
    let listener = try Listener.start { _, _ in
      var answer = HTTPResponse.json(Array("[]".utf8), status: 200)
      answer.headers["Date"] = "Sat, 01 Jan 2022 00:00:00 GMT"
      return answer
    }
    try await Podium.withServer { podium, _ in
      let (_, _, text) = try await findings(podium, ["--url", listener.url])
      #expect(text.contains("this machine's clock is") && text.contains("ahead of"), "\(text)")
    }
    await listener.stop()
  }

  @Test func filesThatSomebodyElseHoldsAreTold() async throws {
    try await Podium.withServer { podium, _ in
      let path = try podium.home.write("", to: ".local/state/podium/audit.jsonl.lock")
      let lock = open(path, O_RDWR | O_CLOEXEC)
      defer { close(lock) }
      #expect(flock(lock, LOCK_EX | LOCK_NB) == 0)
      let (code, _, text) = try await findings(podium)
      #expect(code == 0 && text.contains("is locked by another program"), "\(text)")
    }
  }

  @Test func aConfigurationThatCannotBeReadIsTold() async throws {
    try await Podium.withServer { podium, _ in
      try podium.home.write("", to: ".config/podium/x")
      let path = "\(podium.home.path)/.config/podium/config.yaml"
      #expect(symlink("config.yaml", path) == 0, "a link to itself: not even root can read it")
      let (code, _, text) = try await findings(podium)
      #expect(code == 2 && text.contains("cannot be read"), "\(text)")
    }
  }

  /// A key command and the slowest answer together.
  @Test func itsWaitsAreShorterThanFiveSeconds() {
    #expect(Doctor.keyWait + Workbench.probeWait < .seconds(5))
  }
}
