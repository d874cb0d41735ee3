// Every verb against a local server, as scripts use it: table and JSON, names, exit codes.
import JSON
import OrchestraAPI
import PodiumCLI
import PodiumCore
import TestSupport
import Testing

@Suite struct VerbTests {
  /// A command line for each verb that only looks; "RUN" is a run of Nightly that has ended.
  static let reads: [[String]] = [
    ["runs", "list"], ["runs", "status", "RUN"], ["runs", "show", "RUN"],
    ["runs", "explain", "RUN"],
    ["runs", "compare", "RUN", "RUN"], ["runs", "watch", "RUN"], ["tasks", "list", "RUN"],
    ["tasks", "show", "RUN", "First"], ["logs", "RUN", "First"],
    ["logs", "search", "RUN", "First", "day"], ["artifacts", "list", "RUN", "Second"],
    ["artifacts", "get", "RUN", "Second", "made.txt"], ["pipelines", "list"],
    ["pipelines", "show", "nightly"], ["pipelines", "context", "nightly"],
    ["pipelines", "why-late", "nightly"], ["problems"], ["metrics", "nightly"], ["environments"],
    ["requests"],
  ]

  @Test func everyReadAnswersAsTextAndAsJSON() async throws {
    try await Podium.withServer { podium, caller in
      let run = try await caller.finishedRun("nightly")
      _ = try await caller.finishedRun("failing")
      for words in Self.reads {
        let words = words.map { $0 == "RUN" ? run.id.text : $0 }
        let text = try await podium.run(words)
        #expect(text.exitCode == 0, "\(words): \(text)")
        #expect(!text.output.isEmpty, "\(words)")
        #expect(text.output.utf8.allSatisfy { $0 == 10 || $0 >= 32 }, "\(words)")
        let json = try await podium.run(words + ["--json"])
        #expect(json.exitCode == 0, "\(words): \(json)")
        #expect(json.output.split(separator: "\n").count == 1, "\(words)")
        let object = try JSONValue(parsing: json.output).object
        #expect(try problems(in: object, of: words) == [], "\(words): \(json.output)")
      }
    }
  }

  /// What of a result is not as its operation declares it.
  private func problems(in object: JSONObject?, of words: [String]) throws -> [String] {
    let specs = OperationTable.standard.specs
    let spec = specs.first { $0.verb == words.prefix(2).joined(separator: " ") }
    let name = try #require((spec ?? specs.first { $0.verb == words[0] })?.name)
    let shape = try #require(ResultShape.results[name], "\(name) declares no result")
    return shape.problems(in: try #require(object))
  }

  /// Nothing of the table is left out above.
  @Test func everyVerbIsTried() {
    let tried = Set(Self.reads.flatMap { [$0[0], $0.prefix(2).joined(separator: " ")] })
    let others = [
      "pipelines start", "runs rerun", "runs cancel", "pipelines validate",
    ]
    for verb in OperationTable.standard.specs.compactMap(\.verb) where !others.contains(verb) {
      #expect(tried.contains(verb), "\(verb)")
    }
  }

  @Test func runsAreFoundByEveryKindOfName() async throws {
    try await Podium.withServer { podium, caller in
      let run = try await caller.finishedRun("nightly")
      let last = try await caller.finishedRun("failing")
      let prefix = String(run.id.text.prefix(13))
      for name in [run.id.text, prefix, "Nightly@latest", "nightly@latest", "Nightly", " nightly "]
      {
        #expect(
          try await podium.json("runs", "status", name)["id"]?.string == run.id.text, "\(name)")
      }
      #expect(try await podium.json("runs", "status", "@latest")["id"]?.string == last.id.text)
      let unknown = try await podium.run("runs", "show", "Nowhere@latest")
      #expect(unknown.exitCode == 4 && unknown.errors.contains("there is no pipeline"))
    }
  }

  @Test func listsAreNarrowedByTimeStatusAndFilter() async throws {
    try await Podium.withServer { podium, caller in
      _ = try await caller.finishedRun("nightly")
      _ = try await caller.finishedRun("failing")
      func names(_ words: String...) async throws -> [String] {
        let program = try await podium.run(["runs", "list", "--json-lines"] + words)
        #expect(program.exitCode == 0, "\(words): \(program)")
        return try program.output.split(separator: "\n").map {
          try JSONValue(parsing: String($0))["pipelineName"]?.string ?? ""
        }
      }
      #expect(try await names() == ["Failing", "Nightly"])
      #expect(try await names("--status", "failed") == ["Failing"])
      #expect(try await names("--status", "failed", "--status", "succeeded").count == 2)
      #expect(try await names("--filter", "!status:failed night") == ["Nightly"])
      #expect(try await names("--filter", "cause:\"no such table\"") == ["Failing"])
      #expect(try await names("--pipeline", "Nightly") == ["Nightly"])
      #expect(try await names("--limit", "1") == ["Failing"])
      #expect(try await names("--limit", "1", "--offset", "1") == ["Nightly"])
      #expect(try await names("--until", "1h") == [])
      #expect(try await names("--since", "1h") == ["Failing", "Nightly"])
      #expect(try await names("--since", "yesterday") == ["Failing", "Nightly"])
      let cut = try await podium.run("runs", "list", "--since", "8d")
      #expect(cut.errors.contains("at most seven days: what is later than"), "\(cut)")
      let failed = try await podium.json("tasks", "list", "--filter", "status:failed")
      #expect(failed["results"]?.array?.map { $0["taskId"] } == ["broken"])
      let third = try await podium.json("tasks", "list", "nightly", "--filter", "third")
      #expect(third["results"]?.array?.map { $0["taskId"] } == ["third"])
    }
  }

  @Test func whatIsBrokenAndPipelinesAreNarrowedLikeOnScreen() async throws {
    try await Podium.withServer { podium, caller in
      _ = try await caller.finishedRun("nightly")
      _ = try await caller.finishedRun("failing")
      func names(_ words: String...) async throws -> [String] {
        let program = try await podium.run(words + ["--json-lines"])
        #expect(program.exitCode == 0, "\(words): \(program)")
        return try program.output.split(separator: "\n").map {
          let row = try JSONValue(parsing: String($0))
          return (row["pipelineName"] ?? row["name"])?.string ?? ""
        }
      }
      #expect(try await names("problems") == ["Failing"])
      #expect(try await names("problems", "--filter", "cause:\"no such table\"") == ["Failing"])
      #expect(try await names("problems", "--filter", "!failing") == [])
      #expect(try await names("problems", "--status", "warning") == [])
      #expect(try await names("problems", "--status", "failed", "--since", "1h") == ["Failing"])
      #expect(try await names("problems", "--filter", "times>1") == [])
      #expect(try await names("pipelines", "list", "--filter", "night") == ["Nightly"])
      #expect(try await names("pipelines", "list", "--status", "failed") == ["Failing"])
      #expect(
        try await names("pipelines", "list", "--status", "failed,succeeded", "--filter", "!fail")
          == ["Nightly"])
      #expect(try await names("pipelines", "list", "--filter", "success<100") == [], "under five")
      let none = try await podium.run("problems", "--filter", "nightly")
      #expect(none.errors == "no problem passes the filter: 1 left out\n")
    }
  }

  @Test func pipelinesAreFoundByWhatTheirRunsSay() async throws {
    try await Podium.withServer { podium, caller in
      for _ in 1...5 { _ = try await caller.finishedRun("failing") }
      _ = try await caller.finishedRun("nightly")
      let rows = try await podium.json("pipelines", "list", "--filter", "success<50")
      #expect(rows["results"]?.array?.map { $0["name"] } == ["Failing"], "\(rows)")
    }
  }

  static let failures: [(words: [String], code: Int32, says: String)] = [
    (["runs", "list", "--since", "yesterdayish"], 2, "--since \"yesterdayish\" is no time"),
    (["runs", "list", "--status", "broken"], 2, "none of CREATED"),
    (["runs", "list", "--filter", "took>soon"], 2, "filter: "),
    (["problems", "--filter", "statos:failed"], 2, "did you mean status?"),
    (["problems", "--status", "fialed"], 2, "did you mean failed?"),
    (["problems", "--since", "9d"], 2, "in the last seven days"),
    (["problems", "--since", "2h", "--hours", "3"], 2, "exclude each other"),
    (["pipelines", "list", "--filter", "median>soon"], 2, "filter: median"),
    (["runs", "list", "--limit", "0"], 2, "limit must be from 1"),
    (["runs", "list", "--json", "--json-lines"], 2, "exclude each other"),
    (["runs", "show"], 2, "podium runs show wants RUN"),
    (["runs", "show", "a", "b"], 2, "one word too many"),
    (["runs", "show", "00000000-0000-4000-8000-000000000000"], 4, "there is no run"),
    (["pipelines", "show", "nowhere"], 4, "there is no pipeline"),
    (["runs", "list", "--url", "http://127.0.0.1:1"], 6, "127.0.0.1:1"),
    (["runs", "list", "--profile", "nowhere"], 4, "there is no profile"),
  ]

  @Test func whatGoesWrongIsOneLineAndACodeOfTheTable() async throws {
    try await Podium.withServer { podium, _ in
      for (words, code, says) in Self.failures {
        let program = try await podium.run(words)
        #expect(program.exitCode == code, "\(words): \(program)")
        #expect(program.output.isEmpty && program.errors.contains(says), "\(words): \(program)")
        #expect(program.errors.hasPrefix("podium: "), "\(words): \(program)")
        #expect(program.errors.split(separator: "\n").count == 1, "\(words): \(program)")
      }
      var stranger = podium
      stranger.variables["ORCHESTRA_API_KEY"] = "wrong"
      let program = try await stranger.run("runs", "list")
      #expect(program.exitCode == 3 && program.errors.contains("127.0.0.1"), "\(program)")
      #expect(!program.errors.contains("wrong"))
    }
  }

  @Test func watchingARunEndsWithItsOutcome() async throws {
    try await Podium.withServer { podium, caller in
      let good = try await caller.finishedRun("nightly").id.text
      let bad = try await caller.finishedRun("failing").id.text
      #expect(try await podium.run("runs", "watch", good, "--exit-status").exitCode == 0)
      #expect(try await podium.run("runs", "watch", bad, "--exit-status").exitCode == 1)
      #expect(try await podium.run("runs", "watch", bad).exitCode == 0)
      let slow = try await caller.call(StartPipeline(pipeline: "slow")).runID
      let late = try await podium.run("runs", "watch", slow.text, "--timeout", "1s")
      #expect(late.exitCode == 7 && late.output.isEmpty, "\(late)")
      #expect(late.errors.contains("Slow "), "progress on standard error: \(late)")
      async let watched = podium.run("runs", "watch", slow.text, "--exit-status", "--json")
      _ = try await caller.run(slow) { $0.status == .running }
      let cancelled = try await podium.run("runs", "cancel", slow.text)
      #expect(cancelled.exitCode == 0, "\(cancelled)")
      let ended = try await watched
      #expect(ended.exitCode == 1, "\(ended)")
      #expect(try JSONValue(parsing: ended.output)["runStatus"] == "CANCELLED")
    }
  }
}
