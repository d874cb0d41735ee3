// Pipelines of files and of the API: loading, problems, versions, aliases, changes while running.
import Glibc
import JSON
import OrchestraAPI
import TestSupport
import Testing
import Time

@testable import PodiumEngine

@Suite(.patient) struct EnginePipelineTests {
  static let definition: JSONValue = [
    "version": "v1", "name": "Made",
    "pipeline": [
      "a": [
        "integration": "LOCAL", "integrationJob": "LOCAL_COMMAND",
        "parameters": ["command": ["true"]],
      ]
    ],
  ]

  static func renamed(_ name: String) -> JSONValue {
    var object = definition.object ?? [:]
    object["name"] = .string(name)
    return .object(object)
  }

  @Test func aFileBecomesAPipelineWithAnAlias() async throws {
    let text = """
      version: v1
      name: Daily sales
      schedule:
        - {name: Morning, cron: "0 6 ? * * *", timezone: Europe/London}
      inputs: {day: {type: string, optional: true}}
      pipeline:
        a: {integration: LOCAL, integration_job: LOCAL_COMMAND, parameters: {command: ['true']}}
      """
    let shop = try await Workshop(["daily-sales.yaml": text])
    let pipeline = try #require(try await shop.engine.answer(ListPipelines()).pipelines.first)
    #expect(pipeline.name == "Daily sales")
    #expect(pipeline.alias == "daily_sales")
    #expect(pipeline.yamlPath == "daily-sales.yaml")
    #expect(pipeline.numTasks == 1)
    #expect(pipeline.latestVersionNumber == 1)
    #expect(pipeline.publishedVersionNumber == 1)
    #expect(pipeline.schedule?.array?.first?["cron"] == "0 6 ? * * *")
    let bySelector = try await shop.engine.answer(
      GetPipeline(.file(repository: "owner/name", yamlPath: "daily-sales.yaml")))
    #expect(bySelector.id == pipeline.id)
    let data = try await shop.engine.answer(GetPipelineDefinition(.id(pipeline.id)))
    #expect(data["pipeline"]?["a"]?["integrationJob"] == "LOCAL_COMMAND")
    await shop.engine.stop()
  }

  @Test func aBrokenFileIsReportedWithItsPlaceAndKeepsTheLastGoodVersion() async throws {
    let good = Sample.chain("Ok", [("a", "['true']")])
    let shop = try await Workshop(["ok.yaml": good])
    try Files.write("\(good)typo: 1\n", to: "\(shop.folder.path)/pipelines/ok.yaml")
    await shop.engine.catalog.refresh(force: true)
    let problems = await shop.engine.fileProblems()
    #expect(problems["ok.yaml"]?.first?.mark.line == 10)
    #expect(try await shop.run("ok").run.status == .succeeded)
    try Files.write(good, to: "\(shop.folder.path)/pipelines/ok.yaml")
    await shop.engine.catalog.refresh(force: true)
    #expect(await shop.engine.fileProblems().isEmpty)
    await shop.engine.stop()
  }

  @Test func aChangedFileIsANewVersionAndARunKeepsItsOwn() async throws {
    let folder = try TemporaryFolder()
    let shop = try await Workshop(
      ["x.yaml": Sample.chain("X", [("a", "[echo, one]")])], in: folder)
    let first = try await shop.run("x")
    try Files.write(
      Sample.chain("X", [("a", "[echo, two]"), ("b", "['true']")]),
      to: "\(folder.path)/pipelines/x.yaml")
    await shop.engine.catalog.refresh(force: true)
    let second = try await shop.run("x")
    #expect(second.run.versionNumber == 2)
    #expect(second.tasks.count == 2)
    let old = try await shop.run("x") { $0.versionNumber = 1 }
    #expect(old.tasks.count == 1)
    #expect(try await shop.log(old.tasks[0]) == "one\n")
    let shown = try await shop.engine.answer(GetPipelineRun(runID: first.run.id))
    #expect(shown.definition?.value["pipeline"]?.object?.keys == ["a"])
    await shop.engine.stop()
    // The same file again is not a new version.
    let next = try await Workshop(in: folder)
    #expect(
      try await next.engine.answer(GetPipeline(.alias("x"))).latestVersionNumber == 2)
    await next.engine.stop()
  }

  @Test func aRemovedFileTakesItsPipelineAwayAndBringsItBackWithTheSameID() async throws {
    let text = Sample.chain("X", [("a", "['true']")])
    let shop = try await Workshop(["x.yaml": text])
    let id = try await shop.engine.answer(GetPipeline(.alias("x"))).id
    let run = try await shop.run("x")
    #expect(rename("\(shop.folder.path)/pipelines/x.yaml", "\(shop.folder.path)/x.yaml") == 0)
    await shop.engine.catalog.refresh(force: true)
    #expect(try await shop.engine.answer(ListPipelines()).pipelines.isEmpty)
    #expect(try await shop.finished(run.run.id).run.status == .succeeded)
    #expect(rename("\(shop.folder.path)/x.yaml", "\(shop.folder.path)/pipelines/x.yaml") == 0)
    await shop.engine.catalog.refresh(force: true)
    #expect(try await shop.engine.answer(GetPipeline(.alias("x"))).id == id)
    await shop.engine.stop()
  }

  @Test func linksToFilesArePipelinesAndHiddenFilesAreNot() async throws {
    let folder = try TemporaryFolder()
    try Folders.make("\(folder.path)/pipelines/.hidden")
    try Folders.make("\(folder.path)/pipelines/sub")
    let text = Sample.chain("Linked", [("a", "['true']")])
    try Files.write(text, to: "\(folder.path)/real.yaml")
    try Files.write(text, to: "\(folder.path)/pipelines/.hidden/x.yaml")
    try Files.write(text, to: "\(folder.path)/pipelines/.y.yaml")
    #expect(symlink("\(folder.path)/real.yaml", "\(folder.path)/pipelines/sub/l.yaml") == 0)
    #expect(symlink("\(folder.path)/pipelines", "\(folder.path)/pipelines/circle") == 0)
    let shop = try await Workshop(in: folder)
    let found = try await shop.engine.answer(ListPipelines()).pipelines
    #expect(found.map(\.yamlPath) == ["sub/l.yaml"])
    await shop.engine.stop()
  }

  @Test func anArtifactThatIsALinkIsNotServed() async throws {
    let shop = try await Workshop([
      "x.yaml": Sample.chain(
        "X",
        [("a", #"[sh, -c, "ln -s /etc/passwd $PODIUM_ARTIFACTS/p; echo 1 > $PODIUM_ARTIFACTS/q"]"#)]
      )
    ])
    let done = try await shop.run("x")
    let path = TaskRunPath(runID: done.run.id, taskRunID: done.tasks[0].id)
    #expect(try await shop.engine.answer(ListArtifacts(task: path)).names == ["q"])
    let problem = await #expect(throws: APIProblem.self) {
      try await shop.engine.answer(DownloadArtifact(task: path, filename: "p"))
    }
    #expect(problem?.status == 404)
    await shop.engine.stop()
  }

  @Test func pipelinesOfTheAPIAreCreatedChangedRunAndDeleted() async throws {
    let folder = try TemporaryFolder()
    let shop = try await Workshop(in: folder)
    let engine = shop.engine
    let made = try await engine.answer(
      CreatePipeline(definition: Self.definition, published: true, alias: "made"))
    #expect(made.versionNumber == 1)
    #expect(made.pipeline.yamlPath == "")
    let same = await #expect(throws: APIProblem.self) {
      try await engine.answer(CreatePipeline(definition: Self.definition, alias: "made"))
    }
    #expect(same?.status == 409)
    let draft = try await engine.answer(
      UpdatePipeline(.alias("made"), definition: Self.renamed("Draft"), published: false))
    #expect(draft.versionNumber == 2)
    #expect(draft.pipeline.publishedVersionNumber == 1)
    #expect(try await shop.run("made").run.versionNumber == 1)
    #expect(try await shop.run("made") { $0.versionNumber = 2 }.run.pipelineName == "Draft")
    let unchanged = try await engine.answer(
      UpdatePipeline(.id(made.pipeline.id), definition: Self.renamed("Draft"), published: true))
    #expect(unchanged.versionNumber == 2)
    #expect(unchanged.pipeline.publishedVersionNumber == 2)
    await engine.stop()

    let next = try await Workshop(in: folder)
    #expect(try await next.engine.answer(GetPipeline(.alias("made"))).name == "Draft")
    var old = GetPipelineDefinition(.alias("made"))
    old.pipeline.version = 1
    #expect(try await next.engine.answer(old)["name"] == "Made")
    _ = try await next.engine.answer(DeletePipeline(.alias("made")))
    #expect(try await next.engine.answer(ListPipelines()).pipelines.isEmpty)
    #expect(try await next.engine.answer(ListPipelineRuns()).total == 2)
    _ = try await next.engine.answer(CreatePipeline(definition: Self.definition, alias: "made"))
    await next.engine.stop()
  }

  @Test func filesAreNotChangedThroughTheAPI() async throws {
    let shop = try await Workshop(["x.yaml": Sample.chain("X", [("a", "['true']")])])
    for ask: (Engine) async throws -> Void in [
      { _ = try await $0.answer(DeletePipeline(.alias("x"))) },
      { _ = try await $0.answer(UpdatePipeline(.alias("x"), definition: Self.definition)) },
    ] {
      let problem = await #expect(throws: APIProblem.self) { try await ask(shop.engine) }
      #expect(problem?.status == 400)
      #expect(problem?.detail.contains("x.yaml") == true)
    }
    await shop.engine.stop()
  }

  @Test func validationNamesEveryProblem() async throws {
    let shop = try await Workshop()
    let fine = try await shop.engine.answer(
      ValidatePipeline(definition: Self.definition, canonicalize: true))
    #expect(fine["message"] == "Pipeline schema is valid")
    #expect(fine["pipeline"]?["name"] == "Made")
    var broken = Self.definition.object ?? [:]
    broken["version"] = "v9"
    broken["extra"] = 1
    let problem = await #expect(throws: APIProblem.self) {
      try await shop.engine.answer(ValidatePipeline(definition: .object(broken)))
    }
    #expect(problem?.status == 422)
    #expect(problem?.fields.count == 2)
    #expect(problem?.fields.map(\.path) == [["extra"], ["version"]])
    let created = await #expect(throws: APIProblem.self) {
      try await shop.engine.answer(CreatePipeline(definition: .object(broken), alias: nil))
    }
    #expect(created?.fields.first?.path == ["body", "data", "extra"])
    let alias = await #expect(throws: APIProblem.self) {
      try await shop.engine.answer(
        CreatePipeline(definition: Self.definition, alias: "not an alias"))
    }
    #expect(alias?.status == 422)
    await shop.engine.stop()
  }

  @Test func listingsCanBePagedAndFiltered() async throws {
    let shop = try await Workshop([
      "b.yaml": Sample.chain("Beta", [("a", "['true']")]),
      "a.yaml": Sample.chain("Alpha", [("a", "['true']")]),
      "c.yaml": Sample.chain("Gamma", [("a", "['true']")]),
    ])
    let engine = shop.engine
    let all = try await engine.answer(ListPipelines())
    #expect(all.pipelines.map(\.name) == ["Alpha", "Beta", "Gamma"])
    #expect(all.envelope == nil)
    let second = try await engine.answer(ListPipelines(page: PageRequest(page: 2, size: 2)))
    #expect(second.pipelines.map(\.name) == ["Gamma"])
    #expect(second.envelope?.total == 3)
    let named = try await engine.answer(ListPipelines(name: "ALPH"))
    #expect(named.pipelines.map(\.name) == ["Alpha"])
    await engine.stop()
  }
}
