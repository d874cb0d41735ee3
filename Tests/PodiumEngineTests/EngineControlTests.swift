// Cancelling, restarting, queueing, logs that grow, and what survives a stop or a kill.
import Glibc
import JSON
import OrchestraAPI
import TestSupport
import Testing
import Time

@testable import PodiumEngine

@Suite(.patient) struct EngineControlTests {
  static let story = Sample.chain(
    "Story",
    [
      ("first", #"[sh, -c, "echo x >> count; echo v=1 > $PODIUM_OUTPUT"]"#),
      (
        "second",
        #"[sh, -c, "test -e $PODIUM_PIPELINES/mended || { echo ERROR: broken; exit 1; }"]"#
      ),
      ("third", #"[sh, -c, "wc -l < count; echo $PODIUM_OUTPUT_FIRST_V"]"#),
    ])

  @Test func retryFromFailedRunsOnlyWhatIsLeftOfTheLatestFailedRun() async throws {
    let shop = try await Workshop(["story.yaml": Self.story])
    let failed = try await shop.run("story")
    #expect(failed.words == "first=SUCCEEDED second=FAILED third=SKIPPED")
    try Files.write("", to: "\(shop.folder.path)/pipelines/mended")
    let again = try await shop.run("story") { $0.retryFromFailed = true }
    #expect(again.words == "first=SKIPPED second=SUCCEEDED third=SUCCEEDED")
    #expect(
      again.run.message
        == "All tasks have succeeded. Restarts run \(failed.run.id) from its failed tasks; 1 kept.")
    #expect(again.run.triggeredBy.first?.type == "RESTART_FROM_FAILED")
    #expect(again.run.triggeredBy.first?.pipelineRunID == failed.run.id)
    let kept = again["first"]?.message
    #expect(kept == "Kept from run \(failed.run.id.short): it was SUCCEEDED.")
    // The same work folder (one line in count) and the kept task's output.
    #expect(try await shop.log(try #require(again["third"])) == "1\n1\n")
    await shop.engine.stop()
  }

  @Test func aRestartOfARestartKeepsWhatBothDid() async throws {
    let shop = try await Workshop(["story.yaml": Self.story])
    _ = try await shop.run("story")
    let second = try await shop.run("story") { $0.retryFromFailed = true }
    #expect(second.words == "first=SKIPPED second=FAILED third=SKIPPED")
    try Files.write("", to: "\(shop.folder.path)/pipelines/mended")
    let third = try await shop.run("story") { $0.retryFromFailed = true }
    #expect(third.words == "first=SKIPPED second=SUCCEEDED third=SUCCEEDED")
    #expect(try await shop.log(try #require(third["third"])) == "1\n1\n")
    await shop.engine.stop()
  }

  @Test func retryFromFailedWithoutAFailedRunIsRefused() async throws {
    let shop = try await Workshop(["ok.yaml": Sample.chain("Ok", [("a", "['true']")])])
    _ = try await shop.run("ok")
    let problem = await #expect(throws: APIProblem.self) {
      try await shop.start("ok") { $0.retryFromFailed = true }
    }
    #expect(problem == APIProblem(400, "Pipeline Ok has no failed run to restart"))
    await shop.engine.stop()
  }

  @Test func chosenTasksRunWithOrWithoutWhatFollows() async throws {
    let shop = try await Workshop([
      "abc.yaml": Sample.chain("Abc", [("a", "['true']"), ("b", "['true']"), ("c", "['true']")])
    ])
    let alone = try await shop.run("abc") { $0.taskIDs = ["b"] }
    #expect(alone.words == "a=SKIPPED b=SUCCEEDED c=SKIPPED")
    #expect(alone["c"]?.message == "Skipped: its downstream was not asked for for this run.")
    #expect(alone.run.triggeredBy.first?.type == "RESTART_FROM_TASKS")
    #expect(alone.run.triggeredBy.first?.taskIDs == ["b"])
    let with = try await shop.run("abc") {
      $0.taskIDs = ["b"]
      $0.continueDownstreamRun = true
    }
    #expect(with.words == "a=SKIPPED b=SUCCEEDED c=SUCCEEDED")
    let problem = await #expect(throws: APIProblem.self) {
      try await shop.start("abc") { $0.taskIDs = ["nope"] }
    }
    #expect(problem?.status == 422)
    await shop.engine.stop()
  }

  @Test func cancelKillsTheProcessesAndForceIsRefusedTooEarly() async throws {
    let shop = try await Workshop([
      "long.yaml": Sample.chain(
        "Long", [("a", #"[sh, -c, "trap '' TERM; sleep 1000 & echo $!; wait; sleep 1000"]"#)])
    ])
    let id = try await shop.start("long")
    let running = try await shop.eventually(
      { try await shop.finished(id) },
      until: {
        $0["a"]?.status == .running
      })
    let task = try #require(running["a"])
    let log = try await shop.eventually(
      { (try? await shop.log(task)) ?? "" }, until: { $0.contains("\n") })
    let problem = await #expect(throws: APIProblem.self) {
      try await shop.engine.answer(CancelPipelineRun(runID: id, force: true))
    }
    #expect(problem?.status == 400)
    _ = try await shop.engine.answer(CancelPipelineRun(runID: id))
    _ = try await shop.engine.answer(CancelPipelineRun(runID: id))
    await shop.engine.waitUntilIdle()
    let done = try await shop.finished(id)
    #expect(done.run.status == .cancelled)
    #expect(done["a"]?.status == .cancelled)
    let sleeper = try #require(Int32(log.trimmed))
    await vanished(sleeper)
    let late = await #expect(throws: APIProblem.self) {
      try await shop.engine.answer(CancelPipelineRun(runID: id))
    }
    #expect(late?.status == 400)
    await shop.engine.stop()
  }

  @Test func aLogGrowsWhileItsTaskRuns() async throws {
    let shop = try await Workshop([
      "grow.yaml": Sample.chain(
        "Grow",
        [
          (
            "a",
            #"[sh, -c, "echo one; until test -e $PODIUM_PIPELINES/go; do sleep 0.01; done; echo two"]"#
          )
        ])
    ])
    let id = try await shop.start("grow")
    let task = try #require(
      try await shop.eventually(
        { try await shop.finished(id) },
        until: {
          $0["a"]?.status == .running
        })["a"])
    let path = TaskRunPath(runID: id, taskRunID: task.id)
    let chunk = try await shop.eventually(
      {
        try? await shop.engine.answer(
          DownloadLog(task: path, filename: "1/main.log", range: .from(0)))
      }, until: { $0?.bytes.isEmpty == false })
    #expect(chunk?.fileStatus == "WRITING")
    #expect(chunk?.isComplete == false)
    #expect(chunk?.bytes == Array("one\n".utf8))
    let beyond = try await shop.engine.answer(
      DownloadLog(task: path, filename: "1/main.log", range: .from(4)))
    #expect(beyond.bytes.isEmpty)
    #expect(beyond.totalBytes == 4)
    #expect(beyond.isRanged)
    try Files.write("", to: "\(shop.folder.path)/pipelines/go")
    await shop.engine.waitUntilIdle()
    let rest = try await shop.engine.answer(
      DownloadLog(task: path, filename: "main.log", range: .from(4)))
    #expect(rest.bytes == Array("two\n".utf8))
    #expect(rest.fileStatus == "COMPLETE")
    let tail = try await shop.engine.answer(
      DownloadLog(task: path, filename: "1/main.log", range: .last(2)))
    #expect(tail.bytes == Array("o\n".utf8))
    #expect(tail.offset == 6)
    await shop.engine.stop()
  }

  @Test func namesThatLeaveTheFolderAreNotFound() async throws {
    let shop = try await Workshop(["ok.yaml": Sample.chain("Ok", [("a", "['true']")])])
    let done = try await shop.run("ok")
    let path = TaskRunPath(runID: done.run.id, taskRunID: done.tasks[0].id)
    for name in ["../output", "/etc/passwd", "1/../../output", "1", ".", "1/./main.log"] {
      let problem = await #expect(throws: APIProblem.self) {
        try await shop.engine.answer(DownloadLog(task: path, filename: name))
      }
      #expect(problem?.status == 404)
    }
    await shop.engine.stop()
  }

  @Test func runsBeyondThePipelinesLimitWait() async throws {
    let body = Sample.task(
      "a", #"[sh, -c, "until test -e $PODIUM_PIPELINES/go; do sleep 0.01; done"]"#)
    let shop = try await Workshop([
      "one.yaml": """
      version: v1
      name: One
      configuration:
        concurrency: {max_active: 1}
      pipeline:
      \(body)
      """
    ])
    let first = try await shop.start("one")
    let second = try await shop.start("one")
    let waiting = try await shop.eventually(
      { try await shop.finished(second) },
      until: {
        $0.run.status == .queued
      })
    #expect(
      waiting.run.message
        == "Waiting for a free slot: this pipeline may have 1 run at a time.")
    try Files.write("", to: "\(shop.folder.path)/pipelines/go")
    await shop.engine.waitUntilIdle()
    #expect(try await shop.finished(first).run.status == .succeeded)
    #expect(try await shop.finished(second).run.status == .succeeded)
    await shop.engine.stop()
  }

  @Test func stoppingTheEngineInterruptsRunsAndTheyAreStillThereAfterwards() async throws {
    let folder = try TemporaryFolder()
    let shop = try await Workshop(
      ["long.yaml": Sample.chain("Long", [("a", "[sleep, '1000']"), ("b", "['true']")])],
      in: folder)
    let id = try await shop.start("long")
    _ = try await shop.eventually(
      { try await shop.finished(id) }, until: { $0["a"]?.status == .running })
    await shop.engine.stop()
    let next = try await Workshop(in: folder)
    let done = try await next.finished(id)
    #expect(done.run.status == .failed)
    #expect(done.run.message == "Interrupted: the engine was stopped")
    #expect(done.words == "a=FAILED b=SKIPPED")
    let restarted = try await next.engine.answer(ListPipelines()).pipelines
    #expect(restarted.first?.latestRun?.id == id)
    #expect(restarted.first?.latestVersionNumber == 1)
    await next.engine.stop()
  }

  @Test func aRunThatWaitsForASlotWaitsAgainAfterARestart() async throws {
    let folder = try TemporaryFolder()
    let body = Sample.task(
      "a", #"[sh, -c, "until test -e $PODIUM_PIPELINES/go; do sleep 0.01; done"]"#)
    let text = """
      version: v1
      name: One
      configuration:
        concurrency: {max_active: 1}
      pipeline:
      \(body)
      """
    let shop = try await Workshop(["one.yaml": text], in: folder)
    let first = try await shop.start("one")
    let second = try await shop.start("one")
    _ = try await shop.eventually(
      { try await shop.finished(second) }, until: { $0.run.status == .queued })
    await shop.engine.stop()
    try Files.write("", to: "\(folder.path)/pipelines/go")
    let next = try await Workshop(in: folder)
    await next.engine.waitUntilIdle()
    #expect(try await next.finished(first).run.status == .failed)
    #expect(try await next.finished(second).run.status == .succeeded)
    await next.engine.stop()
  }

  @Test func aSecondEngineOnTheSameFolderIsRefused() async throws {
    let folder = try TemporaryFolder()
    let shop = try await Workshop(in: folder)
    await #expect(throws: EngineError.dataInUse(folder: "\(folder.path)/data")) {
      _ = try await Workshop(in: folder)
    }
    await shop.engine.stop()
  }

  @Test func theJournalTellsTheSameStoryAsTheRows() async throws {
    let shop = try await Workshop(["story.yaml": Self.story])
    let done = try await shop.run("story")
    let events = try await shop.engine.archive.events(of: done.run.id)
    var machine = RunMachine(
      plan: chain("first", "second", "third"), at: done.run.createdAt)
    for event in events { _ = try machine.apply(event.event, at: event.at) }
    #expect(machine.state.status == done.run.status)
    #expect(machine.state.tasks.map(\.status) == done.tasks.map(\.status))
    #expect(machine.state.completedAt == done.run.completedAt)
    await shop.engine.stop()
  }

  @Test func aTriggerEventStartsTheNextPipeline() async throws {
    let after = """
      version: v1
      name: After
      trigger_events:
        - {type: pipeline, pipeline_id: "*", statuses: [SUCCEEDED]}
      pipeline:
        t: {integration: LOCAL, integration_job: LOCAL_COMMAND, parameters: {command: ['true']}}
      """
    let shop = try await Workshop([
      "before.yaml": Sample.chain("Before", [("a", "['true']")]), "after.yaml": after,
    ]) { $0.startsSchedules = true }
    let first = try await shop.run("before")
    let run = try await shop.eventually(
      {
        try await shop.engine.answer(ListPipelineRuns()).items.first { $0.pipelineName == "After" }
      }, until: { $0?.status.isTerminal == true })
    #expect(run?.triggeredBy.first?.type == "TRIGGER_EVENT")
    #expect(run?.triggeredBy.first?.pipelineRunID == first.run.id)
    await shop.engine.stop()
  }
}
