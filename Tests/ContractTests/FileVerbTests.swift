// Verbs about files: logs, artifacts, and the check of pipeline files.
import JSON
import OrchestraAPI
import PodiumCore
import TestSupport
import Testing

@Suite struct FileVerbTests {
  @Test func logsAreTheirBytes() async throws {
    try await Podium.withServer { podium, caller in
      let run = try await caller.finishedRun("nightly") { $0.runInputs = ["day": "today"] }
      let log = try await podium.run("logs", run.id.text, "First")
      #expect(log.exitCode == 0 && log.output.contains("day today\nnum \n"), "\(log)")
      let tail = try await podium.run("logs", run.id.text, "First", "--tail", "1")
      #expect(tail.output.split(separator: "\n").count == 1, "\(tail)")
      #expect(log.output.hasSuffix(tail.output))
      let failing = try await caller.finishedRun("failing").id.text
      let why = try await podium.run("logs", failing)
      #expect(why.output.contains("no such table: sales"), "the task that failed first: \(why)")
      let unknown = try await podium.run("logs", failing, "Nobody")
      #expect(unknown.exitCode == 4 && unknown.errors.contains("has no task \"Nobody\""))
    }
  }

  @Test func aLongLogComesWhole() async throws {
    try await Podium.withServer { podium, caller in
      let run = try await caller.finishedRun("talkative")
      let log = try await podium.run("logs", run.id.text)
      let lines = log.output.split(separator: "\n")
      #expect(log.exitCode == 0 && lines.count >= 300_000)
      #expect(log.output.contains("number 0\n") && log.output.contains("number 299999\n"))
      let tail = try await podium.run("logs", run.id.text, "--tail", "3", "--follow")
      #expect(tail.output.split(separator: "\n").count == 3, "an ended log is not followed")
    }
  }

  @Test func artifactsGoToFilesThatAreNew() async throws {
    try await Podium.withServer { podium, caller in
      let run = try await caller.finishedRun("nightly").id.text
      let words = ["artifacts", "get", run, "Second", "made.txt"]
      #expect(try await podium.run(words).output == "made\n")
      let path = "\(podium.home.path)/copy"
      #expect(try await podium.run(words + ["--output", path]).exitCode == 0)
      #expect(try Files.text(path) == "made\n")
      let again = try await podium.run(words + ["--output", path])
      #expect(again.exitCode == 5 && again.errors.contains("--output"), "\(again)")
      let unknown = try await podium.run("artifacts", "get", run, "Second", "other.txt")
      #expect(unknown.exitCode == 4 && unknown.errors.contains("made.txt"), "\(unknown)")
    }
  }

  @Test(arguments: [[], ["--local"]])
  func filesAreCheckedWithTheirLines(words: [String]) async throws {
    try await Podium.withServer { podium, _ in
      try podium.home.write(Samples.nightly, to: "good.yaml")
      try podium.home.write(Samples.withUnknownKey, to: "bad.yaml")
      let good = try await podium.run(["pipelines", "validate", "good.yaml"] + words)
      #expect(good.exitCode == 0 && good.output == "good.yaml: valid\n", "\(good)")
      let bad = try await podium.run(["pipelines", "validate", "good.yaml", "bad.yaml"] + words)
      #expect(bad.exitCode == 2 && bad.output == "good.yaml: valid\n", "\(bad)")
      #expect(bad.errors.contains("bad.yaml:9:9") && bad.errors.contains("retriez"), "\(bad)")
      let json = try await podium.run(["pipelines", "validate", "bad.yaml", "--json"] + words)
      let problem = try JSONValue(parsing: json.output)["results"]?.array?.first?["problems"]
      #expect(json.exitCode == 2 && problem?.array?.first?["line"] == 9, "\(json)")
      let object = try #require(try JSONValue(parsing: json.output).object)
      #expect(ResultShape.results["validate_files"]?.problems(in: object) == [])
    }
  }

  @Test func localChecksNeedNoWorkspace() async throws {
    try await Podium.withServer { podium, _ in
      var alone = podium
      alone.variables = ["ORCHESTRA_API_KEY": "", "ORCHESTRA_API_BASE_URL": ""]
      try podium.home.write(Samples.nightly, to: "good.yaml")
      let checked = try await alone.run("pipelines", "validate", "--local", "good.yaml")
      #expect(checked.exitCode == 0, "\(checked)")
      #expect(try await alone.run("pipelines", "validate", "good.yaml").exitCode == 3)
    }
  }
}
