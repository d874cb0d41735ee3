// An engine that is killed with -9 in the middle of a run: what is found afterwards.
import Glibc
import OrchestraAPI
import TestSupport
import Testing
import Time

@testable import PodiumEngine

@Suite(.patient) struct EngineKillTests {
  /// Writes its process ids, then hangs: a shell and a grandchild of the engine.
  static let hanging = Sample.chain(
    "Hang",
    [
      ("done", #"[sh, -c, "echo finished"]"#),
      ("hang", #"[sh, -c, "sleep 1000 & echo $$ $! > $PODIUM_PIPELINES/pids; wait"]"#),
      ("never", "[echo, never]"),
    ])

  @Test func aKilledEngineLeavesARunThatSaysItWasInterruptedAndNoProcesses() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      try await EngineKillTests.startAndDie(in: path)
    }
    let pids = try Files.text("\(path)/pipelines/pids").split(whereSeparator: \.isWhitespace)
    #expect(pids.count == 2)

    let shop = try await Workshop(in: folder)
    let run = try #require(try await shop.engine.answer(ListPipelineRuns()).items.first)
    let done = try await shop.finished(run.id)
    #expect(done.run.status == .failed)
    #expect(done.run.message == "Interrupted: the engine stopped while this ran")
    #expect(done.words == "done=SUCCEEDED hang=FAILED never=SKIPPED")
    #expect(done["hang"]?.message == "Interrupted: the engine stopped while this ran")
    #expect(done["never"]?.message == "Not started: the engine stopped while this ran")
    for pid in pids { await vanished(try #require(Int32(pid))) }
    // It can be restarted from where it was.
    try Files.write(
      Self.hanging.replacing("sleep 1000", with: "sleep 0"), to: "\(path)/pipelines/hang.yaml")
    await shop.engine.catalog.refresh(force: true)
    let again = try await shop.run("hang") { $0.retryFromFailed = true }
    #expect(again.words == "done=SKIPPED hang=SUCCEEDED never=SUCCEEDED")
    await shop.engine.stop()
  }

  /// In a process of its own: starts a run, waits until its task hangs, and dies without a word.
  static func startAndDie(in path: String) async throws {
    var options = EngineOptions(pipelinesFolder: "\(path)/pipelines", dataFolder: "\(path)/data")
    options.startsSchedules = false
    try Folders.make("\(path)/pipelines")
    try Files.write(hanging, to: "\(path)/pipelines/hang.yaml")
    let engine = Engine(options)
    try await engine.start()
    _ = try await engine.answer(StartPipeline(pipeline: "hang"))
    let pids = "\(path)/pipelines/pids"
    while (try? Files.text(pids))?.hasSuffix("\n") != true { await Task.yield() }
    kill(getpid(), SIGKILL)
  }
}
