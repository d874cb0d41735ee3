// What is copied, shown and recorded: quoting that shells undo exactly, and no secret anywhere.
import Glibc
import JSON
import OrchestraAPI
import TestSupport
import Testing

@testable import PodiumCore

@Suite struct ShellTextTests {
  static let texts = [
    "", "plain", "two words", "it's", "''", "a\nb\n", "$HOME `id` $(id)", "back\\slash\\n", "*?[a]",
    "\"double\"", "{\"a\": [1, 2]}", "~/x", "!history", "#comment", "a;b&c|d>e<f", "=cmd", "-n",
    "tab\there", "ünïcödé 表", "%s%n", "\\", "'", "it's \"$both\"\n'and' more\\",
  ]

  /// What /bin/sh makes of a word.
  private func shell(_ command: String) throws -> [UInt8] {
    let folder = try TemporaryFolder()
    let script = "printf %s \(command) > '\(folder.path)/out'"
    #expect(system(script) == 0, "\(script)")
    return try Files.bytes("\(folder.path)/out")
  }

  @Test(arguments: texts) func theShellGivesTheTextBack(_ text: String) throws {
    #expect(try shell("\(ShellText.word(text))") == Array(text.utf8))
  }

  @Test func controlCharactersAreEscaped() {
    #expect(ShellText.word("a\u{1B}[31m'x\\\n") == #"$'a\033[31m\'x\\\n'"#)
    #expect(ShellText.word("\u{1}2") == #"$'\0012'"#)
  }

  @Test func plainWordsStayReadable() {
    for text in ["nightly", "rows=1000", "main", "a-b_c.d/e", "2026-01-01"] {
      #expect(ShellText.word(text) == text)
    }
  }
}

@Suite struct RedactionTests {
  @Test(arguments: [
    "password", "db_password", "dbPassword", "DB-PASSWORD", "api_key", "apiKey", "APIKEY", "key",
    "secret", "client.secret", "accessToken", "snowflake_pwd", "privateKey", "ssh_private_key",
    "credentials", "auth", "connection_string", "encryption_key",
  ]) func namesOfSecrets(_ name: String) {
    #expect(Redaction.isSecret(name))
  }

  @Test(arguments: [
    "table", "rows", "primary_key", "partitionKey", "author", "monkey", "keyboard", "environment",
    "compass", "passenger", "keys", "days", "",
  ]) func namesOfOtherThings(_ name: String) {
    #expect(!Redaction.isSecret(name))
  }

  @Test func secretsAreMaskedAtAnyDepth() throws {
    let body = #"{"a":{"password":"x","list":[{"token":1},{"ok":true}]},"pin":null,"key":null}"#
    #expect(
      Redaction.body(body)
        == #"{"a":{"password":"[hidden]","list":[{"token":"[hidden]"},{"ok":true}]},"pin":null,"key":null}"#
    )
    #expect(Redaction.body("no json") == Redaction.mask)
  }

  @Test(arguments: [
    ("postgres://ana:pw@host/db", "postgres://ana:[hidden]@host/db"),
    (
      "see https://u:p@a.b/c and http://x.y/z?a=b@c:d",
      "see https://u:[hidden]@a.b/c and http://x.y/z?a=b@c:d"
    ),
    ("https://app.getorchestra.io/x", "https://app.getorchestra.io/x"), ("a://b", "a://b"),
    ("://u:p@h", "://u:[hidden]@h"), ("s3://u:p@ss@h/x", "s3://u:[hidden]@h/x"),
  ]) func passwordsInAddressesAreMasked(_ text: String, _ expected: String) {
    #expect(Redaction.value(.string(text)) == .string(expected))
  }
}

@Suite struct RequestTextTests {
  private func source(configured: Bool = false) -> SourceLabel {
    var source = SourceLabel(profile: "acme prod", host: "app.getorchestra.io")
    source.isConfigured = configured
    return source
  }

  private func start(_ inputs: JSONObject) throws -> OperationRequest {
    let context = OperationContext(pipeline: { _ in
      var pipeline = Pipeline(id: "7b3d", name: "Nightly", createdAt: Fixture.epoch)
      pipeline.alias = "nightly"
      return pipeline
    })
    return try OperationTable.standard.start(
      "7b3d",
      options: [
        "branch": "fix/it's", "environment": "prod", "version": 3, "run_inputs": .object(inputs),
      ], in: context)
  }

  @Test func aStartIsACommandOfPodium() throws {
    let request = try start(["rows": 7, "note": "a b", "ids": [1, "x"], "dry": true])
    #expect(
      RequestText(request, source(configured: true)).command
        == "podium pipelines start nightly --input rows=7 --input 'note=a b'"
        + #" --input 'ids=[1,"x"]' --input dry=true --branch 'fix/it'\''s' --environment prod"#
        + " --version 3 --profile 'acme prod'")
  }

  @Test func rerunsAndCancelsAreCommandsToo() throws {
    let run = PipelineRun(
      id: "r-1", pipelineID: "p", pipelineName: "P", status: .failed, createdAt: Fixture.epoch)
    var live = run
    live.status = .cancelling
    let (failed, cancelling) = (run, live)
    let ended = OperationContext(run: { _ in failed })
    let running = OperationContext(run: { _ in cancelling })
    let table = OperationTable.standard
    func command(_ request: OperationRequest) -> String { RequestText(request, source()).command }
    #expect(command(try table.rerun("r-1", .all, in: ended)) == "podium runs rerun r-1 --all")
    #expect(
      command(try table.rerun("r-1", .fromFailed, in: ended))
        == "podium runs rerun r-1 --from-failed")
    #expect(
      command(try table.rerun("r-1", .tasks(["a", "b c"], downstream: true), in: ended))
        == "podium runs rerun r-1 --task a --task 'b c' --downstream")
    #expect(command(try table.cancel("r-1", in: running)) == "podium runs cancel r-1")
    #expect(
      command(try table.cancel("r-1", force: true, in: running))
        == "podium runs cancel r-1 --force")
  }

  /// The shell's view of a curl command: its words, with the variables of the environment.
  private func words(_ command: String) throws -> [String] {
    let folder = try TemporaryFolder()
    let script =
      "ORCHESTRA_API_KEY=k; DB_PASSWORD=pw; curl() { for w; do printf '%s\\001' \"$w\"; done; }; "
      + "\(command) > '\(folder.path)/out'"
    #expect(system(script) == 0)
    return String(decoding: try Files.bytes("\(folder.path)/out"), as: UTF8.self)
      .split(separator: "\u{1}").map(String.init)
  }

  @Test func curlSendsTheSameRequest() throws {
    let note = "it's $HOME `id`\n\"quoted\" \\ 表"
    let request = try start(["note": .string(note), "db_password": "hunter2"])
    var source = source()
    source.address = "http://127.0.0.1:8787/x"
    source.accountID = "acc-1"
    let text = RequestText(request, source).curl
    #expect(!text.contains("hunter2") && !text.contains("Bearer k"))
    let words = try words(text)
    #expect(words.prefix(3) == ["-sS", "-X", "POST"])
    #expect(words[3] == "http://127.0.0.1:8787/x/api/engine/public/pipelines/7b3d/start")
    #expect(words.contains("Authorization: Bearer k"))
    #expect(words.contains("X-Orchestra-Account-Id: acc-1"))
    let sent = try JSONValue(parsing: words[words.count - 1])
    #expect(sent["runInputs"]?["note"]?.string == note)
    #expect(sent["runInputs"]?["db_password"] == "pw")
    #expect(sent["branch"] == "fix/it's" && sent["versionNumber"] == 3)
  }

  @Test func whatHasNoBodyGetsNone() throws {
    let run = PipelineRun(
      id: "r-1", pipelineID: "p", pipelineName: "P", status: .running, createdAt: Fixture.epoch)
    let request = try OperationTable.standard.cancel(
      "r-1", in: OperationContext(run: { _ in run }))
    let words = try words(RequestText(request, source()).curl)
    #expect(words.last == "Authorization: Bearer k")
    #expect(words[3] == "https://app.getorchestra.io/api/engine/public/pipeline_runs/r-1/cancel")
  }
}
