// The contract of logs and artifacts, over each carrier.
import HTTP
import JSON
import OrchestraAPI
import Testing

/// Logs and artifacts: names, ranges, and how far a file has come.
struct FileContractTests {
  private func withLog(
    _ carrier: Carrier, _ body: (Caller, TaskRunPath, String) async throws -> Void
  ) async throws {
    try await LocalServer.serve(carrier) { caller async throws in
      let run = try await caller.finishedRun("nightly") { $0.runInputs = ["day": "today"] }
      let task = try await caller.task("first", in: run.id)
      let path = TaskRunPath(runID: run.id, taskRunID: task.id)
      let name = try #require(try await caller.call(ListLogFiles(task: path)).files.first?.name)
      try await body(caller, path, name)
    }
  }

  @Test(arguments: Carrier.allCases)
  func `a whole log is 200, a piece 206 with its place`(carrier: Carrier) async throws {
    try await withLog(carrier) { caller, path, name in
      let whole = try await caller.send(DownloadLog(task: path, filename: name).request)
      #expect(whole.status == 200)
      #expect(String(decoding: whole.body, as: UTF8.self).contains("day today"))
      #expect(whole.headers["X-File-Status"] == "COMPLETE")
      let total = whole.body.count
      for (range, expected) in [
        (ByteRange.from(4), 4..<total), (.closed(2, 5), 2..<6), (.last(3), total - 3..<total),
        (.closed(1, 100_000), 1..<total), (.last(100_000), 0..<total),
      ] {
        let part = try await caller.send(
          DownloadLog(task: path, filename: name, range: range).request)
        #expect(part.status == 206, "\(range)")
        #expect(part.body == Array(whole.body[expected]), "\(range)")
        let place = "bytes \(expected.lowerBound)-\(expected.upperBound - 1)/\(total)"
        #expect(part.headers["Content-Range"] == place)
        #expect(part.headers["X-File-Status"] == "COMPLETE")
      }
    }
  }

  @Test(arguments: Carrier.allCases)
  func `beyond the end is 416 with the size and the status`(carrier: Carrier) async throws {
    try await withLog(carrier) { caller, path, name in
      let total = try await caller.call(DownloadLog(task: path, filename: name)).bytes.count
      for start in [total, total + 10] {
        let beyond = try await caller.send(
          DownloadLog(task: path, filename: name, range: .from(start)).request)
        #expect(beyond.status == 416)
        #expect(beyond.headers["Content-Range"] == "bytes */\(total)")
        #expect(beyond.headers["X-File-Status"] == "COMPLETE")
      }
    }
  }

  @Test(arguments: Carrier.allCases)
  func `the log of a running task says that it grows`(carrier: Carrier) async throws {
    try await LocalServer.serve(carrier) { caller async throws in
      let started = try await caller.call(StartPipeline(pipeline: "slow"))
      _ = try await caller.run(started.runID) { $0.status == .running }
      let chunk = try await growingLog(caller, started.runID)
      #expect(["PENDING", "WRITING"].contains(chunk.fileStatus))
      #expect(!chunk.isComplete)
      #expect(try await caller.status(CancelPipelineRun(runID: started.runID)) == 204)
      _ = try await caller.run(started.runID) { $0.status.isTerminal }
    }
  }

  private func growingLog(_ caller: Caller, _ run: PipelineRun.ID) async throws -> FileChunk {
    for _ in 0..<100_000 {
      let task = try await caller.task("wait", in: run)
      let path = TaskRunPath(runID: run, taskRunID: task.id)
      let files = try await caller.call(ListLogFiles(task: path)).files
      if task.status == .running, let name = files.first?.name {
        return try await caller.call(DownloadLog(task: path, filename: name, range: .from(0)))
      }
      await Task.yield()
    }
    throw NeverHappened(what: "no log of a running task")
  }

  @Test(arguments: Carrier.allCases)
  func `names that are not there, or lead elsewhere, are 404`(carrier: Carrier) async throws {
    try await withLog(carrier) { caller, path, _ async throws in
      for name in ["nothing.log", "../first", "../../../../etc/passwd", "/etc/passwd", "1/../1"] {
        #expect(try await caller.status(DownloadLog(task: path, filename: name)) == 404, "\(name)")
        #expect(try await caller.status(DownloadArtifact(task: path, filename: name)) == 404)
      }
      var unnamed = DownloadLog(task: path, filename: "x").request
      unnamed.query = Query()
      #expect(try await caller.send(unnamed).status == 422)
    }
  }

  @Test(arguments: Carrier.allCases)
  func `artifacts are what a task left, in pieces too`(carrier: Carrier) async throws {
    try await LocalServer.serve(carrier) { caller async throws in
      let run = try await caller.finishedRun("nightly")
      let task = try await caller.task("second", in: run.id)
      let path = TaskRunPath(runID: run.id, taskRunID: task.id)
      #expect(try await caller.call(ListArtifacts(task: path)).names == ["made.txt"])
      let download = DownloadArtifact(task: path, filename: "made.txt")
      #expect(try await caller.call(download).bytes == Array("made\n".utf8))
      let piece = try await caller.send(
        DownloadArtifact(task: path, filename: "made.txt", range: .from(2)).request)
      #expect(piece.status == 206)
      #expect(piece.body == Array("de\n".utf8))
    }
  }
}
