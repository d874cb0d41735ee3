// Reading listings while their rows move.
import OrchestraAPI
import OrchestraClient
import TestSupport
import Testing
import Time

@Suite struct PageSequenceTests {
  struct Row: Sendable, Identifiable, Equatable {
    let id: Int
  }

  /// Reads a listing from a server that `page` describes; the call number counts from 0.
  private func read(
    size: Int = 3, pagesMax: Int = 100,
    _ page: @escaping @Sendable (_ number: Int, _ call: Int) -> Page<Row>
  ) async throws -> [PageStep<Row>] {
    var cursor = PageCursor<Row>(pageSize: size, pagesMax: pagesMax)
    var steps: [PageStep<Row>] = []
    while let request = cursor.nextRequest {
      #expect(steps.count < 1_000)
      steps.append(cursor.accept(page(request.page, steps.count)))
    }
    return steps
  }

  private func page(_ ids: [Int], _ number: Int, size: Int = 3, total: Int? = nil) -> Page<Row> {
    let start = min((number - 1) * size, ids.count)
    let slice = ids[start..<min(start + size, ids.count)]
    return Page(
      page: number, pageSize: size, total: total ?? ids.count, items: slice.map { Row(id: $0) })
  }

  private func ids(_ steps: [PageStep<Row>]) -> [Int] { steps.flatMap(\.items).map(\.id) }

  @Test(arguments: [0, 1, 2, 3, 4, 6, 7, 100])
  func `every row comes once, with one request a page`(count: Int) async throws {
    let all = Array(0..<count)
    let steps = try await read { [self] number, _ in page(all, number) }
    #expect(ids(steps) == all)
    #expect(steps.count == max(1, (count + 2) / 3))
    #expect(steps.map(\.isLast).filter { $0 }.count == 1)
    #expect(steps.last?.loaded == count)
    #expect(steps.last?.isCut == false && steps.last?.mayHaveGaps == false)
  }

  @Test func `rows that are created meanwhile push others back: they are not repeated`()
    async throws
  {
    let steps = try await read { [self] number, call in
      page(Array(-call..<9), number)
    }
    #expect(ids(steps).sorted() == Array(0..<9))
    #expect(steps.map(\.repeatedItems).reduce(0, +) > 0)
    #expect(steps.map(\.total) == [9, 10, 11, 12])
  }

  @Test func `rows that leave pull others forward: they are looked for`() async throws {
    // After the first page rows 0 and 1 leave: rows 3 and 4 move into the page that was read.
    let steps = try await read { [self] number, call in
      page(call == 0 ? Array(0..<9) : Array(2..<9), number)
    }
    #expect(Set(ids(steps)) == Set(0..<9))
    #expect(steps.last?.mayHaveGaps == false)
  }

  @Test func `a listing that shrinks all the time ends and says that it may have gaps`()
    async throws
  {
    let steps = try await read { [self] number, call in
      page(Array(0..<90), number, total: 900 - call)
    }
    #expect(steps.last?.mayHaveGaps == true)
    #expect(ids(steps) == Array(0..<90))
    #expect(steps.count == 31 + 2 * 5)
  }

  @Test func `a server that ignores the page number is noticed`() async throws {
    let steps = try await read { _, _ in
      Page(page: 1, pageSize: 3, total: 900, items: [Row(id: 1), Row(id: 2), Row(id: 3)])
    }
    #expect(ids(steps) == [1, 2, 3])
    #expect(steps.count == 3)
    #expect(steps.last?.isCut == true)
  }

  @Test func `a total that promises too much ends at the empty page`() async throws {
    let steps = try await read { [self] number, _ in page([1, 2, 3, 4], number, total: 99) }
    #expect(ids(steps) == [1, 2, 3, 4])
    #expect(steps.last?.isLast == true)
  }

  @Test(arguments: [2, 3])
  func `a server that caps the page size, openly or silently, loses no row`(stated: Int)
    async throws
  {
    let all = Array(0..<7)
    let steps = try await read { number, _ in
      var page = PageSequenceTests().page(all, number, size: 2)
      page.pageSize = stated
      return page
    }
    #expect(ids(steps) == all)
  }

  @Test func `the number of pages is limited`() async throws {
    let steps = try await read(pagesMax: 5) { [self] number, _ in page(Array(0..<99), number) }
    #expect(steps.count == 5)
    #expect(steps.last?.isCut == true)
  }

  @Test func `runs of a window come page by page through the client`() async throws {
    let stage = try Stage(perMinute: nil)
    let window = TimeWindow(endingAt: stage.clock.start)
    stage.transport.always(ListPipelineRuns.self) { listing in
      #expect(listing.from == window.from && listing.to == window.to)
      let start = (listing.page.page - 1) * listing.page.size
      let items = (start..<min(start + listing.page.size, 250)).map { index in
        var run = Sample.run
        run.id = .init("run-\(index)")
        return run
      }
      return Page(
        page: listing.page.page, pageSize: listing.page.size, total: 250, items: items)
    }
    var count = 0
    for try await step in stage.client.pipelineRuns(
      ListPipelineRuns(in: window), purpose: "fill")
    {
      count += step.items.count
    }
    #expect(count == 250)
    #expect(stage.transport.requests.count == 3)
  }

  @Test func `an error ends the sequence and the same page can be asked for again`() async throws {
    let stage = try Stage(perMinute: nil)
    let first = ListRunTaskRuns(runID: Sample.runID)
    stage.transport.plan(
      first, .problem(403, "no"),
      .response(ListRunTaskRuns.encode(Sample.page(Sample.taskRun))))
    var iterator = stage.client.taskRuns(of: Sample.runID, purpose: "open").makeAsyncIterator()
    await #expect(throws: ClientError.self) { try await iterator.next() }
    let step = try await iterator.next()
    #expect(step?.items.map(\.id) == [Sample.taskRunID])
  }
}

@Suite struct RunLookupTests {
  let status = GetPipelineRunStatus(runID: Sample.runID)
  let newer = GetPipelineRun(runID: Sample.runID)

  @Test func `the status is enough where the server has it`() async throws {
    let stage = try Stage()
    stage.transport.plan(status, output: Sample.run)
    #expect(try await stage.client.pipelineRun(Sample.runID, purpose: "open") == Sample.run)
    #expect(stage.transport.requests.count == 1)
  }

  @Test func `then the list by id, where only the run itself counts`() async throws {
    let stage = try Stage()
    stage.transport.plan(status, .problem(404, "Not Found"))
    var other = Sample.run
    other.id = "another"
    let otherRun = other
    stage.transport.always(ListPipelineRuns.self) { listing in
      #expect(listing.runIDs == [Sample.runID])
      #expect(listing.from != nil && listing.to != nil)
      return Page(page: 1, pageSize: 100, total: 2, items: [otherRun, Sample.run])
    }
    #expect(try await stage.client.pipelineRun(Sample.runID, purpose: "open") == Sample.run)
    #expect(stage.transport.requests.count == 2)
  }

  @Test func `then the newer lookup, and its absence is told as the first 404`() async throws {
    let stage = try Stage()
    stage.transport.plan(status, .problem(404, "unknown run"), .problem(404, "unknown run"))
    stage.transport.always(ListPipelineRuns.self) { _ in
      Page(page: 1, pageSize: 100, total: 0, items: [])
    }
    stage.transport.plan(newer, .response(GetPipelineRun.encode(Sample.run)), .problem(405, "no"))
    #expect(try await stage.client.pipelineRun(Sample.runID, purpose: "open") == Sample.run)
    let error = await #expect(throws: ClientError.self) {
      try await stage.client.pipelineRun(Sample.runID, purpose: "open")
    }
    #expect(error?.status == 404)
    #expect(error?.message.contains("unknown run") == true)
  }

  @Test func `a refused key is not taken for a missing run`() async throws {
    let stage = try Stage()
    stage.transport.plan(status, .problem(401, "Unauthorized"))
    await #expect(throws: ClientError.self) {
      try await stage.client.pipelineRun(Sample.runID, purpose: "open")
    }
    #expect(stage.transport.requests.count == 1)
  }

  @Test func `pipelines come from a bare array or from pages`() async throws {
    let bare = try Stage()
    bare.transport.plan(ListPipelines(), output: PipelineList(pipelines: [Sample.pipeline]))
    let found = try await bare.client.allPipelines(purpose: "list")
    #expect(found.map(\.id) == [Sample.pipelineID])

    let paged = try Stage()
    paged.transport.always(ListPipelines.self) { listing in
      let page = listing.page ?? PageRequest(page: 1, size: 50)
      let start = (page.page - 1) * page.size
      let pipelines = (start..<min(start + page.size, 120)).map { index in
        var pipeline = Sample.pipeline
        pipeline.id = .init("p\(index)")
        return pipeline
      }
      return PipelineList(
        pipelines: pipelines,
        envelope: PipelineList.Envelope(page: page.page, pageSize: page.size, total: 120))
    }
    let ids = try await paged.client.allPipelines(purpose: "list").map(\.id.text)
    #expect(ids == (0..<120).map { "p\($0)" })
  }
}
