// Verbs that change something: what they send, what they refuse, what is recorded.
import JSON
import OrchestraAPI
import PodiumCore
import TestSupport
import Testing

@Suite struct WriteVerbTests {
  @Test func startingTakesInputsAndWaits() async throws {
    try await Podium.withServer { podium, _ in
      let good = try await podium.run(
        "pipelines", "start", "Nightly", "--input", "day=tomorrow", "--wait", "--json")
      #expect(good.exitCode == 0, "\(good)")
      let run = try JSONValue(parsing: good.output)
      #expect(run["runStatus"] == "SUCCEEDED")
      let log = try await podium.run("logs", run["id"]?.string ?? "", "First")
      #expect(log.output.contains("day tomorrow"))
      let bad = try await podium.run("pipelines", "start", "failing", "--wait")
      #expect(bad.exitCode == 1, "\(bad)")
      let needy = try await podium.run("pipelines", "start", "needy")
      #expect(needy.exitCode == 2 && needy.errors.contains("command"), "\(needy)")
      let malformed = try await podium.run("pipelines", "start", "nightly", "--input", "day")
      #expect(malformed.exitCode == 2 && malformed.errors.contains("NAME=VALUE"))
    }
  }

  @Test func everyWriteIsRecordedBeforeAndAfter() async throws {
    try await Podium.withServer { podium, _ in
      let started = try await podium.json("pipelines", "start", "nightly")
      let shape = try #require(ResultShape.results["trigger_pipeline"])
      #expect(shape.problems(in: try #require(started.object)) == [])
      let lines = podium.audit()
      #expect(lines.map { $0["stage"] } == ["intent", "outcome"])
      #expect(lines.last?["started_run"] == started["id"])
      #expect(lines.first?["operation"] == "start_pipeline")
    }
  }

  @Test func aRerunTakesItsScopeByName() async throws {
    try await Podium.withServer { podium, caller in
      let run = try await caller.finishedRun("nightly").id.text
      let some = try await podium.run(
        "runs", "rerun", run, "--task", "Second", "--downstream", "--wait", "--json")
      #expect(some.exitCode == 0, "\(some)")
      let id = PipelineRun.ID(try JSONValue(parsing: some.output)["id"]?.string ?? "")
      let tasks = try await caller.call(ListRunTaskRuns(runID: id)).items
      #expect(tasks.first { $0.taskID == "third" }?.status == .succeeded)
      #expect(tasks.first { $0.taskID == "first" }?.status != .succeeded)
      let all = try await podium.run("runs", "rerun", run, "--all", "--dry-run")
      #expect(all.exitCode == 0 && all.output.hasPrefix("POST /api/engine/public/pipelines/"))
      #expect(try await podium.run("runs", "rerun", run, "--task", "Nope").exitCode == 4)
      let both = try await podium.run("runs", "rerun", run, "--all", "--from-failed")
      #expect(both.exitCode == 2)
    }
  }

  @Test func nothingIsSentByADryRun() async throws {
    try await Podium.withServer { podium, _ in
      let dry = try await podium.run(
        "pipelines", "start", "nightly", "--input", "day=x", "--dry-run")
      #expect(dry.exitCode == 0 && dry.errors.isEmpty, "\(dry)")
      let id =
        try await podium.json("pipelines", "show", "nightly")["pipeline"]?["id"]?.string ?? ""
      #expect(dry.output.contains("POST /api/engine/public/pipelines/\(id)/start\n"))
      #expect(dry.output.contains(#""day":"x""#))
      let json = try await podium.json("pipelines", "start", "nightly", "--dry-run")
      #expect(json["method"] == "POST" && json["body"] == [:], "\(json)")
      #expect(json["path"]?.string == "/api/engine/public/pipelines/\(id)/start")
      #expect(try await podium.server.runs(of: "nightly").isEmpty && podium.audit().isEmpty)
    }
  }

  private func profile(_ podium: Podium, _ lines: String) throws {
    try podium.configure(
      """
      profiles:
        here:
          base_url: \(podium.server.origin)
          key_env: ORCHESTRA_API_KEY
          \(lines)
      """)
  }

  @Test(arguments: ["production: true", "armed: true"])
  func whatIsProductionOrArmedWantsTheName(line: String) async throws {
    try await Podium.withServer { podium, _ in
      try profile(podium, line)
      let words = ["pipelines", "start", "nightly", "--profile", "here"]
      let bare = try await podium.run(words)
      #expect(bare.exitCode == 5 && bare.errors.contains("--yes nightly"), "\(bare)")
      let wrong = try await podium.run(words + ["--yes", "other"])
      #expect(wrong.exitCode == 5, "\(wrong)")
      #expect(try await podium.server.runs(of: "nightly").isEmpty)
      let right = try await podium.run(words + ["--yes", "Nightly"])
      #expect(right.exitCode == 0, "\(right)")
      #expect(try await podium.server.runs(of: "nightly").count == 1)
    }
  }

  @Test func onlyListedEnvironmentsAreProduction() async throws {
    try await Podium.withServer { podium, _ in
      try profile(podium, "production_environments: [live]")
      let words = ["pipelines", "start", "nightly", "--profile", "here"]
      let live = try await podium.run(words + ["--environment", "Live"])
      #expect(live.exitCode == 5 && live.errors.contains("--yes nightly"), "\(live)")
      // The id of an environment that nobody knows may be any.
      let id = "00000000-0000-4000-8000-000000000000"
      #expect(try await podium.run(words + ["--environment", id]).exitCode == 5)
      #expect(try await podium.server.runs(of: "nightly").isEmpty)
      let usual = try await podium.run(words)
      #expect(usual.exitCode == 0, "\(usual)")
    }
  }

  @Test func readOnlyProfilesRefuse() async throws {
    try await Podium.withServer { podium, _ in
      try profile(podium, "read_only: true")
      let program = try await podium.run(
        "pipelines", "start", "nightly", "--profile", "here", "--yes", "nightly")
      #expect(program.exitCode == 5 && program.errors.contains("read_only: true"), "\(program)")
      #expect(try await podium.server.runs(of: "nightly").isEmpty && podium.audit().isEmpty)
    }
  }

  @Test func cancellingWhatHasEndedIsRefused() async throws {
    try await Podium.withServer { podium, caller in
      let run = try await caller.finishedRun("nightly").id.text
      let program = try await podium.run("runs", "cancel", run)
      #expect(program.exitCode == 5 && program.errors.contains("has ended already"), "\(program)")
    }
  }
}
