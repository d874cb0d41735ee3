// The line that is shown beside a failed run.
import OrchestraAPI
import OrchestraClient
import Testing
import Time

@testable import PodiumCore

@Suite struct ErrorLineTests {
  @Test(arguments: [
    ("", ""), ("  \n\n", ""), ("one line", "one line"),
    ("start\nORA-01555: snapshot too old\nend", "ORA-01555: snapshot too old"),
    (
      "Traceback (most recent call last):\n  File \"a.py\", line 3, in <module>\n    error()\n"
        + "ValueError: no rows for 2026-01-01\n", "ValueError: no rows for 2026-01-01"
    ),
    ("Completed with 0 errors\nDatabase Error in model orders", "Database Error in model orders"),
    ("first\nsecond", "first"),
  ])
  func messages(text: String, line: String) { #expect(ErrorLine.extract(from: text) == line) }

  @Test(arguments: [
    ("2026-01-31T12:00:00Z ERROR disk is full: /data\ncleaning up", "disk is full: /data"),
    ("[12:00:01] [ERROR] cannot open x.csv", "cannot open x.csv"),
    ("\u{1B}[31mERROR\u{1B}[0m permission denied on table gl", "permission denied on table gl"),
    ("all well\nlast words", "last words"),
    ("Error: relation \"gl\" does not exist", "Error: relation \"gl\" does not exist"),
    (
      "INFO go\nTraceback (most recent call last):\n  File \"x\"\nKeyError: 'day'\nINFO exit 1",
      "KeyError: 'day'"
    ),
  ])
  func logs(text: String, line: String) {
    #expect(ErrorLine.extract(fromLog: Array(text.utf8), isWhole: true) == line)
  }

  @Test func theFirstLineOfATailIsCutAndIgnored() {
    let tail = Array("rror: half a line\nERROR second line failed\n".utf8)
    #expect(ErrorLine.extract(fromLog: tail, isWhole: false) == "second line failed")
  }

  @Test(arguments: [
    ("Exit status 1", true), ("Task failed", true), ("", true), ("ORA-01555: too old", false),
    ("312 rows", false), ("Job ended with an error", true),
    ("the upstream system refused the connection twice and failed", false),
  ])
  func genericMessages(line: String, isGeneric: Bool) {
    #expect(ErrorLine.isGeneric(line) == isGeneric)
  }

  @Test func aGenericMessageIsReplacedByTheLineOfTheLog() {
    var state = StoreState()
    let now = Moment(monotonic: .seconds(1), wall: Fixture.epoch)
    var run = Fixture.runs(1)[0]
    run.status = .failed
    let window = TimeWindow.week(at: Fixture.epoch + .seconds(1))
    func ticket(_ number: Int, _ fetch: Fetch) -> Ticket {
      Ticket(number: number, fetch: fetch, priority: .background)
    }
    let runs = Page(page: 1, pageSize: 100, total: 1, items: [run])
    state.apply(.runs(runs), for: ticket(1, .newest(PageRequest(), window)), at: now)
    var task = TaskRun(
      id: "t", pipelineRunID: run.id, pipelineID: run.pipelineID, taskID: "load", status: .failed,
      createdAt: run.createdAt)
    task.message = "Exit status 1"
    let tasks = Page(page: 1, pageSize: 100, total: 1, items: [task])
    state.apply(.tasks(tasks), for: ticket(2, .failedTasks(page: 1, window)), at: now)
    #expect(state.notes.failureCauses[run.id]?.errorLine == "Exit status 1")
    let path = TaskRunPath(runID: run.id, taskRunID: "t")
    #expect(state.refresh.causeLogs.next?.path == path)
    let files = LogFiles(files: [
      LogFiles.File(name: "1/main.log", attempt: 1), LogFiles.File(name: "2/main.log", attempt: 2),
    ])
    state.apply(.logs(files), for: ticket(3, .causeFiles(path)), at: now)
    #expect(state.refresh.causeLogs.next?.filename == "2/main.log")
    let text = Array("ERROR ORA-01555: snapshot too old\n".utf8)
    let chunk = FileChunk(offset: 0, bytes: text, totalBytes: text.count, isComplete: true)
    state.apply(
      .text(chunk), for: ticket(4, .causeTail(path, filename: "2/main.log")), at: now)
    #expect(state.notes.failureCauses[run.id]?.errorLine == "ORA-01555: snapshot too old")
    #expect(state.refresh.causeLogs.next == nil)
    // The listing comes again: the better line stays.
    state.apply(.tasks(tasks), for: ticket(5, .failedTasks(page: 1, window)), at: now)
    #expect(state.notes.failureCauses[run.id]?.isFromLog == true)
  }
}
