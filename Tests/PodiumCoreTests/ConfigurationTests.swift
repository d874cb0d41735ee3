// The profile file, the choice of a workspace and the key command.
import OrchestraClient
import TestSupport
import Testing
import Time

@testable import PodiumCore

@Suite struct ConfigurationTests {
  private func read(_ text: String) -> (configuration: Configuration, problems: [String]) {
    let result = Configuration.reading(Array(text.utf8), file: "config.yaml")
    return (result.configuration, result.problems.map(\.rendered))
  }

  @Test func aFullFileIsRead() throws {
    let (configuration, problems) = read(
      """
      default_profile: prod
      theme: podium-light
      mouse: true
      profiles:
        prod:
          env: app
          key_command: op read 'op://data/orchestra key/password'
          production: true
          read_only: true
          requests_per_minute: 40
        lab:
          base_url: http://10.0.0.7:8787/api/engine/public/
          key_env: LAB_KEY
          allow_plain_http: allow-plain-http
          account_id: 44444444-4444-4444-8444-444444444444
          theme: mono
      """)
    #expect(problems == [])
    #expect(configuration.theme == "podium-light" && configuration.usesMouse)
    #expect(configuration.preferred?.name == "prod")
    let prod = try #require(configuration["prod"])
    #expect(prod.key == .command(["op", "read", "op://data/orchestra key/password"]))
    #expect(prod.address == .cloud())
    #expect(prod.isProduction && prod.isReadOnly && prod.requestsPerMinute == 40)
    let lab = try #require(configuration["lab"])
    #expect(lab.address == (try ServerAddress("http://10.0.0.7:8787")))
    #expect(lab.key == .variable("LAB_KEY") && lab.allowsPlainHTTP)
  }

  @Test(arguments: [
    ("profiles:\n  a:\n    key_comand: [x]\n", "3:5", "key_command"),
    ("profiles:\n  a:\n    env: prod\n", "3:10", "app, stage, dev"),
    ("profiles:\n  a:\n    base_url: ftp://x\n", "3:15", "https://"),
    ("profiles:\n  a:\n    key_command: cat k | head\n", "3:18", "no shell is used"),
    ("profiles:\n  a:\n    allow_plain_http: true\n", "3:23", "allow-plain-http"),
    ("profiles:\n  a:\n    requests_per_minute: 0\n", "3:26", "1 to 100000"),
    ("default_profile: b\nprofiles:\n  a: {}\n", "1:18", "b"),
    ("profiles: [\n", "", "config.yaml"),
  ])
  func aProblemNamesItsPlace(text: String, place: String, words: String) throws {
    let problems = read(text).problems
    #expect(problems.count == 1)
    let problem = try #require(problems.first)
    #expect(problem.contains("config.yaml:\(place)"), "\(problem)")
    #expect(problem.contains(words), "\(problem)")
    #expect(problem.contains("^"), "\(problem)")
  }

  @Test func aKeyInsteadOfAVariableNameIsNotRepeated() throws {
    let problem = Configuration.reading(
      Array("profiles:\n  a:\n    key_env: sk-very-secret\n".utf8), file: "config.yaml"
    ).problems.first
    #expect(problem?.summary.contains("secret") == false)
  }

  @Test func aMissingFileIsAnEmptyConfiguration() throws {
    let folder = try TemporaryFolder()
    let result = Configuration.loading(folder.path + "/no/config.yaml")
    #expect(result.configuration == Configuration() && result.problems.isEmpty)
    let unreadable = Configuration.loading(folder.path)
    #expect(unreadable.configuration == Configuration())
  }

  @Test(arguments: [
    ("op read x", ["op", "read", "x"]), ("a 'b c' \"d e\"", ["a", "b c", "d e"]),
    ("a\\ b c", ["a b", "c"]), ("  pass   show  k ", ["pass", "show", "k"]),
    ("x ''", ["x", ""]), ("x '$HOME|;'", ["x", "$HOME|;"]),
  ])
  func commandsAreSplitWithoutAShell(text: String, words: [String]) throws {
    #expect(try CommandWords.split(text) == words)
  }

  @Test func whatNeedsAShellIsRefused() {
    #expect(throws: CommandWords.Problem.shellCharacter("|")) { try CommandWords.split("a | b") }
    #expect(throws: CommandWords.Problem.shellCharacter("$")) { try CommandWords.split("a $B") }
    #expect(throws: CommandWords.Problem.openQuote) { try CommandWords.split("a 'b") }
    #expect(throws: CommandWords.Problem.empty) { try CommandWords.split("  ") }
  }

  @Test func pathsFollowXDG() {
    let plain = Paths(environment: ["HOME": "/home/ada"])
    #expect(plain.configFile == "/home/ada/.config/podium/config.yaml")
    #expect(plain.dataFolder == "/home/ada/.local/share/podium")
    let own = Paths(environment: ["HOME": "/h", "XDG_CONFIG_HOME": "/c", "XDG_DATA_HOME": "rel"])
    #expect(own.configFile == "/c/podium/config.yaml")
    #expect(own.dataFolder == "/h/.local/share/podium")
  }
}
