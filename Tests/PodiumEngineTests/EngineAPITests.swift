// The answers of the engine: filters, pages, windows, refusals, versions, environments.
import JSON
import OrchestraAPI
import TestSupport
import Testing
import Time

@testable import PodiumEngine

@Suite(.patient) struct EngineAPITests {
  // MARK: Runs

  @Test func runsAreListedNewestFirstInPages() async throws {
    let shop = try await Workshop()
    let past = History(count: 25)
    try await shop.engine.importHistory(past.runs)
    let window = (past.begin, past.begin + .seconds(3600))
    var seen: [PipelineRun.ID] = []
    for page in 1...3 {
      let answer = try await shop.engine.answer(
        ListPipelineRuns(
          page: PageRequest(page: page, size: 10), from: window.0, to: window.1))
      #expect(answer.total == 25)
      #expect(answer.page == page)
      #expect(answer.items.count == (page < 3 ? 10 : 5))
      seen += answer.items.map(\.id)
    }
    #expect(seen == past.runs.reversed().map(\.run.id))
    let beyond = try await shop.engine.answer(
      ListPipelineRuns(page: PageRequest(page: .max, size: 100), from: window.0, to: window.1))
    #expect(beyond.items.isEmpty)
    #expect(beyond.total == 25)
    await shop.engine.stop()
  }

  @Test func filtersNarrowTheListing() async throws {
    let shop = try await Workshop()
    let past = History(count: 40)
    try await shop.engine.importHistory(past.runs)
    var list = ListPipelineRuns(from: past.begin, to: past.begin + .seconds(3600))
    list.statuses = [.failed, .warning]
    #expect(try await shop.engine.answer(list).total == past.count { $0.status == .failed })
    list.statuses = []
    list.pipelineIDs = [past.pipelines[1]]
    let own = try await shop.engine.answer(list)
    #expect(own.total == 20)
    #expect(own.items.allSatisfy { $0.pipelineID == past.pipelines[1] })
    list.pipelineIDs = []
    list.environmentIDs = ["no-such-environment"]
    #expect(try await shop.engine.answer(list).total == 0)
    // Ids alone are found whatever their age.
    var byID = ListPipelineRuns()
    byID.runIDs = [past.runs[3].run.id]
    #expect(try await shop.engine.answer(byID).items.map(\.id) == [past.runs[3].run.id])
    await shop.engine.stop()
  }

  @Test func theWindowIsAtMostSevenDaysAndOneEndIsEnough() async throws {
    let now = Timestamp(seconds: 1_800_000_000)
    let shop = try await Workshop { $0.clocks = EngineClocks(now: { now }) }
    let old = History(count: 1, begin: now - .seconds(8 * 86_400))
    let recent = History(count: 1, begin: now - .seconds(3 * 86_400), seed: 2)
    try await shop.engine.importHistory(old.runs + recent.runs)
    let week = Duration.seconds(168 * 3600)
    func total(_ from: Timestamp?, _ to: Timestamp?) async throws -> Int {
      try await shop.engine.answer(ListPipelineRuns(from: from, to: to)).total
    }
    #expect(try await total(nil, nil) == 1)
    #expect(try await total(now - week, now) == 1)
    #expect(try await total(now - .seconds(9 * 86_400), nil) == 2)
    #expect(try await total(nil, now - .seconds(5 * 86_400)) == 1)
    for (from, to) in [(now - week - .microseconds(1), now), (now, now - .seconds(1))] {
      let problem = await #expect(throws: APIProblem.self) { try await total(from, to) }
      #expect(problem?.status == 422)
    }
    await shop.engine.stop()
  }

  @Test func generatedRunsHaveTasksAndTheirLogs() async throws {
    let shop = try await Workshop()
    let past = History(count: 4)
    try await shop.engine.importHistory(past.runs)
    let wanted = past.runs[0]
    let tasks = try await shop.engine.answer(ListRunTaskRuns(runID: wanted.run.id))
    #expect(tasks.total == 3)
    #expect(tasks.items.map(\.taskID) == ["extract", "load", "check"])
    let path = TaskRunPath(runID: wanted.run.id, taskRunID: tasks.items[0].id)
    #expect(
      try await shop.engine.answer(ListLogFiles(task: path)).files.map(\.name) == ["1/main.log"])
    let chunk = try await shop.engine.answer(
      DownloadLog(task: path, filename: "main.log", range: .from(10)))
    #expect(String(decoding: chunk.bytes, as: UTF8.self) == "log of extract\n")
    #expect(chunk.fileStatus == "COMPLETE")
    var filtered = ListTaskRuns(from: past.begin, to: past.begin + .seconds(3600))
    filtered.integrations = ["PYTHON"]
    filtered.pipelineIDs = [past.pipelines[0]]
    #expect(try await shop.engine.answer(filtered).total == 2)
    var byID = ListTaskRuns()
    byID.taskRunIDs = [tasks.items[1].id]
    #expect(try await shop.engine.answer(byID).items.map(\.pipelineRunID) == [wanted.run.id])
    await shop.engine.stop()
  }

  @Test func restartingAGeneratedFailureRunsEverythingAndSaysSo() async throws {
    let shop = try await Workshop(["real.yaml": Sample.chain("Real", [("a", "['true']")])])
    let id = try #require(try await shop.engine.answer(ListPipelines()).pipelines.first?.id)
    var run = PipelineRun(
      id: "11111111-1111-4111-8111-111111111111", pipelineID: id, pipelineName: "Real",
      status: .failed, message: "generated", createdAt: .now())
    run.completedAt = run.createdAt
    let task = TaskRun(
      id: "22222222-2222-4222-8222-222222222222", pipelineRunID: run.id, pipelineID: id,
      taskID: "a", status: .failed, createdAt: run.createdAt)
    try await shop.engine.importHistory([
      GeneratedRun(run: run, tasks: [GeneratedTask(task: task)])
    ])
    let done = try await shop.run("real") { $0.retryFromFailed = true }
    #expect(done.words == "a=SUCCEEDED")
    #expect(
      done.run.message
        == "All tasks have succeeded. Restarts the generated run 11111111: all tasks run.")
    await shop.engine.stop()
  }

  @Test func whatIsNotThereIs404AndPagesAreCapped() async throws {
    let shop = try await Workshop()
    let engine = shop.engine
    func status(_ ask: () async throws -> Void) async -> Int? {
      await #expect(throws: APIProblem.self) { try await ask() }?.status
    }
    #expect(await status { _ = try await engine.answer(GetPipelineRunStatus(runID: "x")) } == 404)
    #expect(await status { _ = try await engine.answer(GetPipelineRun(runID: "x")) } == 404)
    #expect(await status { _ = try await engine.answer(CancelPipelineRun(runID: "x")) } == 404)
    #expect(await status { _ = try await engine.answer(ListRunTaskRuns(runID: "x")) } == 404)
    #expect(await status { _ = try await engine.answer(GetPipeline(.alias("x"))) } == 404)
    #expect(await status { _ = try await engine.answer(StartPipeline(pipeline: "x")) } == 404)
    #expect(await status { _ = try await engine.answer(GetEnvironment(environmentID: "x")) } == 404)
    let big = PageRequest(page: 1, size: 101)
    #expect(await status { _ = try await engine.answer(ListPipelineRuns(page: big)) } == 422)
    let nested = PageRequest(page: 1, size: 51)
    #expect(
      await status { _ = try await engine.answer(ListRunTaskRuns(runID: "x", page: nested)) }
        == 422)
    await engine.stop()
  }

  // MARK: Starts

  @Test func startsAreCheckedAgainstTheDeclaredInputs() async throws {
    let text = """
      version: v1
      name: Inputs
      inputs:
        command: {type: string}
        rows: {type: number, default: 1}
      pipeline:
        a: {integration: LOCAL, integration_job: LOCAL_COMMAND, parameters: {command: ['true']}}
      """
    let shop = try await Workshop(["inputs.yaml": text])
    let missing = await #expect(throws: APIProblem.self) { try await shop.start("inputs") }
    #expect(missing == APIProblem(400, "Missing required pipeline input: command"))
    let unknown = await #expect(throws: APIProblem.self) {
      try await shop.start("inputs") { $0.runInputs = ["command": "x", "row": 2] }
    }
    #expect(unknown?.status == 422)
    #expect(unknown?.fields.first?.path == ["body", "runInputs", "row"])
    let wrong = await #expect(throws: APIProblem.self) {
      try await shop.start("inputs") { $0.runInputs = ["command": "x", "rows": "many"] }
    }
    #expect(wrong?.status == 422)
    let nowhere = await #expect(throws: APIProblem.self) {
      try await shop.start("inputs") {
        $0.runInputs = ["command": "x"]
        $0.environment = "Moon"
      }
    }
    #expect(nowhere?.status == 404)
    let version = await #expect(throws: APIProblem.self) {
      try await shop.start("inputs") {
        $0.runInputs = ["command": "x"]
        $0.versionNumber = 9
      }
    }
    #expect(version?.status == 404)
    await shop.engine.stop()
  }

  @Test func aPausedPipelineDoesNotStart() async throws {
    let shop = try await Workshop(["ok.yaml": Sample.chain("Ok", [("a", "['true']")])])
    try await shop.engine.setPaused(true, .alias("ok"))
    let problem = await #expect(throws: APIProblem.self) { try await shop.start("ok") }
    #expect(problem == APIProblem(400, "Pipeline Ok is paused"))
    #expect(try await shop.engine.answer(GetPipeline(.alias("ok"))).paused)
    try await shop.engine.setPaused(false, .alias("ok"))
    #expect(try await shop.run("ok").run.status == .succeeded)
    await shop.engine.stop()
  }

  // MARK: Environments

  @Test func environmentsComeFromTheirFile() async throws {
    let shop = try await Workshop([
      "environments.yaml": """
      default: Production
      environments:
        Development: {REGION: eu, SIZE: 1}
        Production: {REGION: us}
      """,
      "show.yaml": Sample.chain("Show", [("a", #"[sh, -c, "echo $PODIUM_ENV_REGION"]"#)]),
    ])
    let all = try await shop.engine.answer(ListEnvironments())
    #expect(all.map(\.name) == ["Development", "Production"])
    #expect(all.map(\.isDefault) == [false, true])
    let one = try await shop.engine.answer(GetEnvironment(environmentID: all[0].id))
    #expect(one.values?["SIZE"] == ["type": "int", "value": 1])
    let usual = try await shop.run("show")
    #expect(usual.run.environmentName == "Production")
    #expect(try await shop.log(usual.tasks[0]) == "us\n")
    let chosen = try await shop.run("show") { $0.environment = all[0].id.text }
    #expect(try await shop.log(chosen.tasks[0]) == "eu\n")
    var list = ListPipelineRuns()
    list.environmentIDs = [all[0].id]
    #expect(try await shop.engine.answer(list).items.map(\.id) == [chosen.run.id])
    #expect(try await shop.engine.answer(ListPipelines()).pipelines.map(\.name) == ["Show"])
    await shop.engine.stop()
  }
}

/// A small generated past of two pipelines, a run a minute.
struct History {
  let begin: Timestamp
  let pipelines: [Pipeline.ID]
  let runs: [GeneratedRun]

  init(count: Int, begin: Timestamp = Timestamp(seconds: 1_700_000_000), seed: UInt64 = 1) {
    var random = SeededRandom(seed: seed)
    self.begin = begin
    let pipelines: [Pipeline.ID] = [.random(using: &random), .random(using: &random)]
    self.pipelines = pipelines
    runs = (0..<count).map { index in
      let at = begin + .seconds(60 * index)
      var run = PipelineRun(
        id: .random(using: &random), pipelineID: pipelines[index % 2], pipelineName: "P",
        status: index % 5 == 0 ? .failed : .succeeded, message: "generated", createdAt: at)
      run.startedAt = at
      run.completedAt = at + .seconds(30)
      let tasks = ["extract", "load", "check"].map { id in
        var task = TaskRun(
          id: .random(using: &random), pipelineRunID: run.id, pipelineID: run.pipelineID,
          taskID: id, status: .succeeded, createdAt: at)
        task.integration = id == "load" ? "PYTHON" : "LOCAL"
        task.numberOfAttempts = 1
        return GeneratedTask(task: task, log: "generated log of \(id)\n")
      }
      return GeneratedRun(run: run, tasks: tasks)
    }
  }

  func count(_ fits: (PipelineRun) -> Bool) -> Int { runs.count { fits($0.run) } }
}
