// The audit file and the gates of the store: recorded before and after, private, bounded; refused
// where it has to be.
import Glibc
import JSON
import OrchestraAPI
import OrchestraClient
import Synchronization
import TestSupport
import Testing
import Time

@testable import PodiumCore

@Suite struct AuditFileTests {
  private func mode(_ path: String) -> UInt32 {
    var status = stat()
    return lstat(path, &status) == 0 ? status.st_mode & 0o777 : 0
  }

  @Test func linesAreAppendedForTheOwnerOnly() throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/state/podium/audit.jsonl"
    let file = AuditFile(path: path)
    #expect(file.append(["n": 1]) == nil)
    #expect(file.append(["text": "a\nb"]) == nil)
    #expect(try Files.text(path) == "{\"n\":1}\n{\"text\":\"a\\nb\"}\n")
    #expect(mode(path) == 0o600)
    #expect(mode("\(folder.path)/state/podium") == 0o700)
  }

  @Test func itTurnsOverAtItsLimit() throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/audit.jsonl"
    let file = AuditFile(path: path, bytesMax: 40)
    for number in 0..<10 { #expect(file.append(["number": .int(Int64(number))]) == nil) }
    #expect(try Files.text(path) == "{\"number\":9}\n")
    #expect(try Files.text("\(path).1").hasSuffix("{\"number\":8}\n"))
    #expect(try Files.names(in: folder.path).count == 3)
  }

  @Test func manyWritersKeepTheirLinesWhole() async throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/audit.jsonl"
    let file = AuditFile(path: path, lockMilliseconds: 300_000)
    await withTaskGroup(of: Void.self) { group in
      for writer in 0..<8 {
        group.addTask {
          await OwnThread.run {
            for line in 0..<25 {
              let text = String(repeating: "x", count: 500)
              let value: JSONValue = [
                "w": .int(Int64(writer)), "l": .int(Int64(line)), "t": .string(text),
              ]
              #expect(file.append(value) == nil)
            }
          }
        }
      }
    }
    let lines = try Files.text(path).split(separator: "\n")
    #expect(lines.count == 200)
    #expect(lines.allSatisfy { (try? JSONValue(parsing: String($0))) != nil })
  }

  @Test func whatGoesWrongIsSaidInWords() throws {
    let folder = try TemporaryFolder()
    #expect(symlink("/etc/hostname", "\(folder.path)/audit.jsonl") == 0)
    let problem = AuditFile(path: "\(folder.path)/audit.jsonl").append(["n": 1])
    #expect(problem?.hasPrefix("\(folder.path)/audit.jsonl: ") == true)
    let other = AuditFile(path: "/dev/null/x/audit.jsonl").append(["n": 1])
    #expect(other == "/dev/null/x/audit.jsonl: Not a directory")
  }
}

@Suite struct WriteGateTests {
  private let clock = ManualClock(start: Fixture.epoch)
  private let transport = FakeTransport()

  /// Lines in order; while `problem` is set nothing can be kept.
  private final class Book: Sendable {
    private let state = Mutex<(lines: [JSONValue], problem: String?)>(([], nil))
    var lines: [JSONValue] { state.withLock { $0.lines } }
    func breakDown(_ problem: String) { state.withLock { $0.problem = problem } }
    func keep(_ line: JSONValue) -> String? {
      state.withLock { state in
        if state.problem == nil { state.lines.append(line) }
        return state.problem
      }
    }
  }

  private let book = Book()

  private func store(_ change: (inout SourceLabel) -> Void = { _ in }) throws -> Store {
    var source = SourceLabel(profile: "acme", host: "h")
    change(&source)
    let access = WorkspaceAccess(address: try ServerAddress("http://127.0.0.1:9"))
    let client = Client(transport: transport, access: access, world: clock.world())
    let book = book
    let author = AuditRecord.Author(user: "ana", machine: "jump1")
    return Store(
      client: client, source: source, world: clock.world(),
      audit: Audit(author: author) { book.keep($0) })
  }

  private func start(_ options: JSONObject = [:]) throws -> OperationRequest {
    try OperationTable.standard.start("nightly", options: options, in: OperationContext())
  }

  private func answer() {
    transport.always(StartPipeline.self) { _ in StartedRun(id: "x", runID: "run-7") }
  }

  @Test func aWriteIsRecordedBeforeAndAfterWithoutSecrets() async throws {
    answer()
    let request = try start([
      "environment": "prod", "run_inputs": ["db_password": "hunter2", "url": "pg://u:pw@h/d"],
    ])
    let outcome = try await store().perform(request)
    #expect(outcome.message == "started run run-7")
    #expect(book.lines.map { $0["stage"] } == ["intent", "outcome"])
    #expect(book.lines[0]["id"] == book.lines[1]["id"])
    let intent = book.lines[0]
    #expect(intent["user"] == "ana@jump1" && intent["profile"] == "acme")
    #expect(intent["operation"] == "start_pipeline" && intent["server"] == "h")
    #expect(intent["target"] == ["pipeline": "nightly", "environment": "prod"])
    #expect(
      intent["request"]?["body"]
        == [
          "environment": "prod",
          "runInputs": ["db_password": "[hidden]", "url": "pg://u:[hidden]@h/d"],
        ])
    #expect(book.lines[1]["result"] == "done" && book.lines[1]["status"] == 200)
    #expect(book.lines[1]["started_run"] == "run-7")
    #expect(!book.lines.map(\.text).joined().contains("hunter2"))
    let sent = String(decoding: transport.requests[0].body, as: UTF8.self)
    #expect(sent.contains("hunter2"))
  }

  @Test func theIntentStandsThereEvenWhenTheAnswerGetsLost() async throws {
    transport.whenever(StartPipeline.self) { _ in
      .failure(.timedOut(after: .seconds(30), sentRequest: true))
    }
    _ = try await store().perform(try start())
    #expect(book.lines[1]["result"] == "unknown" && book.lines[1]["status"] == nil)
    transport.whenever(StartPipeline.self) { _ in .problem(400, "Missing required pipeline input") }
    _ = try await store().perform(try start())
    #expect(book.lines[3]["result"] == "failed" && book.lines[3]["status"] == 400)
  }

  @Test func productionRefusesWhatCannotBeRecorded() async throws {
    book.breakDown("disk full")
    let refused = try await store { $0.isProduction = true }.perform(try start())
    #expect(refused == .refused(.notRecorded("disk full")))
    let listed = try await store { $0.productionEnvironments = ["prod"] }.perform(
      try start(["environment": "PROD"]))
    #expect(listed == .refused(.notRecorded("disk full")))
    #expect(transport.requests.isEmpty)
  }

  @Test func elsewhereItIsSentAndSaid() async throws {
    answer()
    book.breakDown("disk full")
    let outcome = try await store().perform(try start())
    #expect(outcome.message == "started run run-7; not recorded: disk full")
    #expect(transport.requests.count == 1)
  }

  @Test func aRefusedWriteLeavesNoMark() async throws {
    book.breakDown("disk full")
    let store = try store { $0.isProduction = true }
    let run = BulkPlanTests.run(1, .running)
    let request = try OperationTable.standard.cancel(
      run.id, in: OperationContext(run: { _ in run }))
    _ = await store.perform(request)
    #expect(await store.snapshot().marks.isEmpty)
  }

  @Test func aLostAnswerToACancelIsInDoubtAndAFailedOneIsCleared() async throws {
    let run = BulkPlanTests.run(1, .running)
    let request = try OperationTable.standard.cancel(
      run.id, in: OperationContext(run: { _ in run }))
    transport.whenever(CancelPipelineRun.self) { _ in
      .failure(.timedOut(after: .seconds(30), sentRequest: true))
    }
    let store = try store()
    guard case .unknown = await store.perform(request) else {
      Issue.record("not told as unknown")
      return
    }
    #expect(await store.snapshot().marks[run.id]?.words == "cancel requested, no answer")
    transport.whenever(CancelPipelineRun.self) { _ in .problem(400, "too early") }
    guard case .failed = await store.perform(request) else {
      Issue.record("not told as failed")
      return
    }
    #expect(await store.snapshot().marks.isEmpty)
  }

  @Test func armedWritesNeedAConsentOfAnArmedMoment() async throws {
    answer()
    let store = try store { $0.armsWrites = true }
    let now = Fixture.epoch
    let here = SourceLabel(profile: "acme", host: "h")
    func armed(_ seconds: Int, in source: SourceLabel? = nil) -> Arming {
      Arming(since: now + .seconds(seconds), in: source ?? here)
    }
    let refused: [WriteConsent?] = [
      nil, WriteConsent(at: now), WriteConsent(at: now, arming: armed(-30)),
      WriteConsent(at: now, arming: armed(5)),
      WriteConsent(at: now, arming: armed(-10, in: SourceLabel(profile: "other", host: "h"))),
      WriteConsent(at: now + .seconds(60), arming: armed(50)),
      WriteConsent(at: now - .seconds(1801), arming: armed(-1805)),
    ]
    for consent in refused {
      var request = try start()
      request.consent = consent
      #expect(await store.perform(request) == .refused(.notArmed))
    }
    #expect(transport.requests.isEmpty && book.lines.isEmpty)
    let request = try start().agreed(WriteConsent(at: now, arming: armed(-10)))
    #expect(await store.perform(request).word == "done")
  }

  @Test func aRequestMadeForAnotherWorkspaceIsNotSent() async throws {
    var context = OperationContext()
    context.source = SourceLabel(profile: "other", host: "h")
    let request = try OperationTable.standard.start("nightly", in: context)
    #expect(try await store().perform(request) == .refused(.elsewhere("other")))
    #expect(transport.requests.isEmpty && book.lines.isEmpty)
  }

  @Test func armingLastsHalfAMinuteInItsWorkspace() {
    var arming = Arming()
    let start = Fixture.epoch
    let here = SourceLabel(profile: "acme", host: "h")
    func rest(_ milliseconds: Int) -> Duration? {
      arming.remaining(in: here, at: start + .milliseconds(milliseconds))
    }
    #expect(rest(0) == nil)
    arming.toggle(in: here, at: start)
    #expect(rest(0) == .seconds(30) && rest(29_999) == .milliseconds(1))
    #expect(rest(30_000) == nil)
    // A clock that is set back switches them off, too.
    #expect(rest(-1000) == nil)
    let there = SourceLabel(profile: "acme", host: "other")
    #expect(arming.remaining(in: there, at: start) == nil)
    arming.toggle(in: here, at: start + .seconds(40))
    #expect(rest(41_000) == .seconds(29))
    arming.toggle(in: here, at: start + .seconds(42))
    #expect(arming == Arming())
  }
}
