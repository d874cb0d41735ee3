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
