// The writer: changes that wait together are committed together, all or nothing.
import OrchestraAPI
import SQLite
import TestSupport
import Testing
import Time

@testable import PodiumEngine

@Suite(.patient) struct JournalTests {
  private let folder: TemporaryFolder
  private let journal = Journal()

  init() throws { folder = try TemporaryFolder() }

  private var path: String { "\(folder.path)/x.sqlite" }

  private func change(_ index: Int, id: String? = nil) -> RunChange {
    let time = Timestamp(seconds: Int64(1_700_000_000 + index))
    let run = PipelineRun(
      id: Identifier(id ?? "run-\(index)"), pipelineID: "p", pipelineName: "P", status: .created,
      createdAt: time)
    var change = RunChange(runID: run.id)
    change.created = RunRecord(run: run, start: RunStart(workID: run.id))
    change.createdTasks = [
      TaskRecord(
        task: TaskRun(
          id: Identifier("task-\(index)"), pipelineRunID: run.id, pipelineID: "p", taskID: "t",
          status: .created, createdAt: time))
    ]
    change.events = [RunChange.Event(at: time, event: .admitted)]
    return change
  }

  @Test func manyChangesShareFewCommits() async throws {
    try await journal.open(path: path, durability: .full)
    let before = journal.generation.load(ordering: .acquiring)
    await withTaskGroup(of: Void.self) { group in
      for index in 0..<500 {
        group.addTask {
          await #expect(throws: Never.self) { try await journal.commit(change(index)) }
        }
      }
    }
    let commits = journal.generation.load(ordering: .acquiring) - before
    #expect(commits < 250)
    let archive = RunArchive(journal: journal)
    try await archive.open(path: path, account: "a")
    #expect(try await archive.runs(RunArchive.Filter(), page: PageRequest()).total == 500)
    let stored = try #require(try await archive.run("run-7"))
    #expect(stored.start?.workID == "run-7")
    #expect(try await archive.events(of: "run-7").map(\.event) == [.admitted])
    #expect(try await archive.tasks(of: "run-7").map(\.task.id) == ["task-7"])
    await archive.close()
    await journal.close()
  }

  @Test func aRefusedChangeIsToldAndLeavesNothing() async throws {
    try await journal.open(path: path, durability: .off)
    try await journal.commit(change(1))
    var twice = change(2, id: "run-1")
    twice.runID = "run-2"
    await #expect(throws: EngineError.self) { try await journal.commit(twice) }
    try await journal.commit(change(3))
    let events = try await journal.write { (database) throws(SQLiteError) in
      try database.rows("SELECT run_id FROM journal ORDER BY seq") { $0.text(0) }
    }
    #expect(events == ["run-1", "run-3"])
    await journal.close()
    await #expect(throws: EngineError.self) { try await journal.commit(change(4)) }
  }

  @Test func aFileOfANewerPodiumIsRefused() async throws {
    let database = try Database(path: path)
    try database.execute("PRAGMA user_version = 999")
    let error = await #expect(throws: EngineError.self) {
      try await journal.open(path: path, durability: .normal)
    }
    #expect(error?.description.contains("newer Podium") == true)
  }

  @Test func runsThatAreTooOldGoWithTheirFiles() async throws {
    let folder = try TemporaryFolder()
    let text = Sample.chain("X", [("a", "[echo, hello]")])
    let shop = try await Workshop(["x.yaml": text], in: folder)
    let done = try await shop.run("x")
    let old = History(count: 450, begin: Timestamp.now() - .seconds(100 * 86_400))
    try await shop.engine.importHistory(old.runs)
    await shop.engine.stop()
    let kept = try await Workshop(in: folder) { $0.keepDays = nil }
    var ids = ListPipelineRuns()
    ids.runIDs = [old.runs[0].run.id, old.runs[449].run.id, done.run.id]
    #expect(try await kept.engine.answer(ids).total == 3)
    await kept.engine.stop()
    let next = try await Workshop(in: folder)
    let left = try await next.eventually(
      { try await next.engine.answer(ids).total }, until: { $0 == 1 })
    #expect(left == 1)
    #expect(try await next.log(done.tasks[0]) == "hello\n")
    await next.engine.stop()
    #expect(next.lines.all == ["450 runs older than 90 days were removed"])
    let later = try await Workshop(in: folder) { options in
      let now = Timestamp.now() + .seconds(91 * 86_400)
      options.clocks = EngineClocks(now: { now })
    }
    _ = try await later.eventually(
      { Files.exists("\(folder.path)/data/runs/\(done.run.id)") }, until: { !$0 })
    await later.engine.stop()
  }

  @Test func theSameRunIsNotImportedTwice() async throws {
    let shop = try await Workshop()
    let past = History(count: 3)
    try await shop.engine.importHistory(past.runs)
    await #expect(throws: EngineError.self) { try await shop.engine.importHistory(past.runs) }
    var list = ListPipelineRuns()
    list.runIDs = past.runs.map(\.run.id)
    #expect(try await shop.engine.answer(list).total == 3)
    await shop.engine.stop()
  }
}
