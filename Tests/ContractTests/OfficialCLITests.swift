// The platform's own command line against the local engine: what its users do must work here.
import JSON
import OrchestraAPI
import TestSupport
import Testing

/// Each test has its own server and home: the CLI sleeps five seconds between polls, so they run
/// side by side.
@Suite(
  .enabled(
    if: OfficialInstallation.isPresent, Comment(rawValue: OfficialInstallation.advice)))
struct OfficialCLITests {
  private func withCLI(_ body: (OfficialCLI, LocalServer) async throws -> Void) async throws {
    let server = try await LocalServer.start()
    try await body(OfficialCLI(server), server)
    await server.stop()
  }

  @Test func `accounts list prints the workspace`() async throws {
    try await withCLI { cli, server in
      let program = await cli.run("accounts", "list")
      #expect(program.exitCode == 0, "\(program)")
      let accounts = try JSONValue(parsing: program.output).array
      #expect(accounts?.count == 1)
      #expect(accounts?.first?["id"]?.string?.isEmpty == false)
    }
  }

  @Test func `pipeline list prints every pipeline`() async throws {
    try await withCLI { cli, _ in
      let program = await cli.run("pipeline", "list")
      #expect(program.exitCode == 0, "\(program)")
      let aliases = try JSONValue(parsing: program.output).array?.compactMap { $0["alias"]?.string }
      #expect(aliases.map(Set.init) == Set(Samples.all.keys))
    }
  }

  @Test func `pipeline get prints one, and an unknown one fails with 404`() async throws {
    try await withCLI { cli, _ in
      let program = await cli.run("pipeline", "get", "-a", "nightly")
      #expect(program.exitCode == 0, "\(program)")
      #expect(program.output.contains("Nightly"))
      let unknown = await cli.run("pipeline", "get", "-a", "nowhere")
      #expect(unknown.exitCode == 1)
      #expect(unknown.output.contains("404"))
    }
  }

  @Test func `pipeline validate accepts good files and names problems of bad ones`() async throws {
    try await withCLI { cli, _ in
      try cli.write(Samples.nightly, to: "good.yaml")
      let good = await cli.run("pipeline", "validate", "good.yaml")
      #expect(good.exitCode == 0, "\(good)")
      #expect(good.output.contains("Validation passed"))
      try cli.write(Samples.withUnknownKey, to: "bad.yaml")
      let bad = await cli.run("pipeline", "validate", "bad.yaml")
      #expect(bad.exitCode == 1)
      #expect(bad.output.contains("422"))
      #expect(bad.output.contains("Error at: pipeline.one.tasks.first.retriez"), "\(bad)")
    }
  }

  @Test func `pipeline run waits to the end and passes inputs and variables on`() async throws {
    try await withCLI { cli, server in
      let program = await cli.run(
        "pipeline", "run", "-a", "nightly", "--input", "day=2026-11-21", "-e", "NUM=3")
      #expect(program.exitCode == 0, "\(program)")
      #expect(program.output.contains("SUCCEEDED"))
      let run = try await server.latestRun(of: "nightly")
      #expect(run.status == .succeeded)
      let log = try await server.log(of: "first", in: run)
      #expect(log.contains("day 2026-11-21"))
      #expect(log.contains("num 3"))
    }
  }

  @Test func `pipeline run of one task continues downstream when asked`() async throws {
    try await withCLI { cli, server in
      let program = await cli.run("pipeline", "run", "-a", "nightly", "-t", "Second", "--continue")
      #expect(program.exitCode == 0, "\(program)")
      let run = try await server.latestRun(of: "nightly")
      let statuses = try await server.statuses(of: run)
      #expect(statuses["second"] == .succeeded)
      #expect(statuses["third"] == .succeeded)
      #expect(statuses["first"] != .succeeded)
    }
  }

  @Test func `pipeline run of a failing pipeline exits with 1 and shows why`() async throws {
    try await withCLI { cli, _ in
      let program = await cli.run("pipeline", "run", "-a", "failing")
      #expect(program.exitCode == 1, "\(program)")
      #expect(program.output.contains("FAILED"))
    }
  }

  @Test func `pipeline run without a required input fails before it starts`() async throws {
    try await withCLI { cli, server async throws in
      let program = await cli.run("pipeline", "run", "-a", "needy", "--no-wait")
      #expect(program.exitCode == 1)
      #expect(program.output.contains("Missing required pipeline input: command"), "\(program)")
      #expect(try await server.runs(of: "needy").isEmpty)
    }
  }

  @Test func `pipeline build creates a pipeline, then saves and runs a new draft of it`()
    async throws
  {
    try await withCLI { cli, server in
      try cli.write(Samples.nightly, to: "fresh.yaml")
      let create = await cli.run(
        "pipeline", "build", "-a", "fresh", "-p", "fresh.yaml", "--no-wait", "--force")
      #expect(create.exitCode == 0, "\(create)")
      #expect(create.output.contains("created as version 1"), "\(create)")
      try cli.write(
        Samples.nightly.replacing("echo second", with: "echo changed"), to: "fresh.yaml")
      let update = await cli.run("pipeline", "build", "-a", "fresh", "-p", "fresh.yaml", "--force")
      #expect(update.exitCode == 0, "\(update)")
      #expect(update.output.contains("updated as version 2"), "\(update)")
      let run = try await server.latestRun(of: "fresh")
      #expect(run.versionNumber == 2)
      #expect(try await server.log(of: "second", in: run).contains("changed"))
    }
  }

  @Test func `pipeline delete asks, and deletes after yes`() async throws {
    try await withCLI { cli, server in
      let caller = try await server.caller()
      let model = try await caller.call(GetPipelineDefinition(.alias("nightly")))
      _ = try await caller.call(CreatePipeline(definition: model, alias: "fresh"))
      let no = await cli.run("pipeline", "delete", "-a", "fresh", input: "n\n")
      #expect(no.exitCode == 1, "\(no)")
      #expect(await cli.run("pipeline", "get", "-a", "fresh").exitCode == 0)
      let yes = await cli.run("pipeline", "delete", "-a", "fresh", input: "y\n")
      #expect(yes.exitCode == 0, "\(yes)")
      #expect(await cli.run("pipeline", "get", "-a", "fresh").exitCode == 1)
    }
  }

  @Test func `task logs prints the log to its end`() async throws {
    try await withCLI { cli, server in
      let caller = try await server.caller()
      let run = try await caller.finishedRun("nightly") { $0.runInputs = ["day": "today"] }
      let id = try await caller.task("first", in: run.id).id
      let program = await cli.run("task", "logs", "-tr", id.text)
      #expect(program.exitCode == 0, "\(program)")
      #expect(program.output.contains("day today"))
      #expect(!program.output.contains("failed"))
    }
  }

  @Test func `a wrong key is refused`() async throws {
    try await withCLI { _, server in
      var other = server
      other.key = "wrong"
      let program = await (try OfficialCLI(other)).run("pipeline", "list")
      #expect(program.exitCode == 1)
      #expect(program.output.contains("401"))
      #expect(program.output.contains("Unauthorized"))
    }
  }
}
