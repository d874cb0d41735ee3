// Which workspace is opened, and with whose key.
import OrchestraClient
import Testing

@testable import PodiumCore

@Suite struct WorkspaceChoiceTests {
  private func choose(
    _ options: WorkspaceOptions = WorkspaceOptions(), _ environment: [String: String] = [:],
    file: String = ""
  ) throws(WorkspaceProblem) -> WorkspaceChoice {
    let read = Configuration.reading(Array(file.utf8), file: "config.yaml")
    #expect(read.problems.isEmpty)
    return try WorkspaceChoice.resolve(
      options, environment: environment, configuration: read.configuration
    ) { (words) throws(KeyCommand.Problem) in Array("key-of-\(words.joined(separator: "-"))\n".utf8)
    }
  }

  private let file = """
    profiles:
      prod: { env: app, key_env: PROD_KEY, production: true }
      lab: { base_url: "http://127.0.0.1:8787", key_command: "pass lab", read_only: true }
    """

  @Test func nothingAtAllIsSaid() {
    #expect(throws: WorkspaceProblem.notConfigured) { try choose() }
  }

  @Test func variablesAloneAreEnough() throws {
    let choice = try choose(
      WorkspaceOptions(), ["ORCHESTRA_API_KEY": "k", "ORCHESTRA_ENV": "stage"])
    #expect(choice.access.address.hostText == "stage.getorchestra.io")
    #expect(choice.access.credentials?.source == "ORCHESTRA_API_KEY")
    #expect(choice.requestsPerMinute == 50)
  }

  @Test func aNamedProfileTakesItsOwnKey() throws {
    var options = WorkspaceOptions()
    options.profile = "lab"
    let choice = try choose(options, ["ORCHESTRA_API_KEY": "other"], file: file)
    #expect(
      choice.access.credentials
        == (try Credentials(key: "key-of-pass-lab", source: "profile lab (key command)")))
    #expect(choice.label.readOnly == .profile("lab"))
    #expect(choice.requestsPerMinute == nil)
  }

  private static let stores = """
    profiles:
      one: { onepassword: "op://GRC/DA Agent Hub - Orchestra" }
      two: { pass: orchestra/prod, base_url: "http://127.0.0.1:1" }
      three: { key_file: /run/secrets/key }
    """

  /// What each store prints, by its command.
  private func choose(
    _ profile: String, answers: [String: String]
  ) throws(WorkspaceProblem) -> WorkspaceChoice {
    let read = Configuration.reading(Array(Self.stores.utf8), file: "config.yaml")
    #expect(read.problems.isEmpty, "\(read.problems)")
    var options = WorkspaceOptions()
    options.profile = profile
    return try WorkspaceChoice.resolve(
      options, environment: [:], configuration: read.configuration
    ) { (words) throws(KeyCommand.Problem) in
      guard let answer = answers[words.joined(separator: " ")] else {
        throw .failed(program: words[0], status: 1)
      }
      return Array(answer.utf8)
    }
  }

  @Test func anItemOf1PasswordGivesKeyAndAddress() throws {
    let item = "op read --no-newline op://GRC/DA Agent Hub - Orchestra"
    let both = try choose(
      "one",
      answers: [
        "\(item)/credential": "key-1", "\(item)/base_url": "https://stage.getorchestra.io/api\n",
      ])
    #expect(both.access.address.hostText == "stage.getorchestra.io")
    let source = "profile one (op://GRC/DA Agent Hub - Orchestra)"
    #expect(both.access.credentials == (try Credentials(key: "key-1", source: source)))
    let keyOnly = try choose("one", answers: ["\(item)/credential": "key-1"])
    #expect(keyOnly.access.address == .cloud())
    #expect(throws: WorkspaceProblem.command(.failed(program: "op", status: 1))) {
      try choose("one", answers: [:])
    }
    #expect(throws: WorkspaceProblem.self) {
      try choose("one", answers: ["\(item)/credential": "k", "\(item)/base_url": "nonsense"])
    }
  }

  @Test func passAndFilesGiveTheKeyAlone() throws {
    let pass = try choose("two", answers: ["pass show orchestra/prod": "key-2\nuser: me\n"])
    #expect(
      pass.access.credentials
        == (try Credentials(key: "key-2", source: "profile two (pass orchestra/prod)")))
    let file = try choose("three", answers: ["cat -- /run/secrets/key": "key-3\n"])
    #expect(
      file.access.credentials
        == (try Credentials(key: "key-3", source: "profile three (/run/secrets/key)")))
  }

  @Test func aProfileNamesOneKey() {
    let text = "profiles:\n  x: { pass: a, onepassword: \"op://v/i\" }\n"
    let problems = Configuration.reading(Array(text.utf8), file: "config.yaml").problems
    #expect(problems.count == 1 && problems[0].message.contains("both name a key"))
    for wrong in ["onepassword: vault/item", "key_file: relative"] {
      let text = "profiles:\n  x: { \(wrong) }\n"
      #expect(Configuration.reading(Array(text.utf8), file: "c").problems.count == 1, "\(wrong)")
    }
  }

  @Test func variablesWinOverTheFileAndAreNotMixedWithIt() throws {
    let single = "profiles:\n  lab: { base_url: \"http://127.0.0.1:1\" }\n"
    let choice = try choose(WorkspaceOptions(), ["ORCHESTRA_API_KEY": "k"], file: single)
    #expect(choice.access.address == .cloud())
    let preferred = try choose(file: single)
    #expect(preferred.access.address.isLoopback && preferred.access.credentials == nil)
  }

  @Test func mistakesAreNamed() {
    var options = WorkspaceOptions()
    options.profile = "prod"
    #expect(throws: WorkspaceProblem.missingVariable(name: "PROD_KEY", profile: "prod")) {
      try choose(options, file: file)
    }
    options.profile = "nope"
    #expect(throws: WorkspaceProblem.unknownProfile(name: "nope", known: ["prod", "lab"])) {
      try choose(options, file: file)
    }
    var plain = WorkspaceOptions()
    plain.url = "http://10.0.0.1"
    plain.keyCommand = "pass x"
    #expect(throws: WorkspaceProblem.self) { try choose(plain) }
  }

  @Test func readOnlyByOptionWins() throws {
    var options = WorkspaceOptions()
    options.isReadOnly = true
    options.url = "http://127.0.0.1:9"
    let choice = try choose(options, [:])
    #expect(choice.label.readOnly == .option)
    #expect(choice.label.profile == "local")
  }
}
