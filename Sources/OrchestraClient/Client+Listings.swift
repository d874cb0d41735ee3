// Whole listings and the lookups that need more than one request, because servers differ in age.
import OrchestraAPI
import Resilience
import Time

extension Client {
  /// The runs of a window, page by page.
  package func pipelineRuns(
    _ listing: ListPipelineRuns, priority: RateLimiter.Priority = .background, purpose: String
  ) -> PageSequence<PipelineRun> {
    PageSequence(pageSize: listing.page.size) { (page) async throws(ClientError) in
      var listing = listing
      listing.page = page
      return try await self.call(listing, priority: priority, purpose: purpose)
    }
  }

  /// The task runs of one pipeline run, page by page (at most 50 a page).
  package func taskRuns(
    of runID: PipelineRun.ID, priority: RateLimiter.Priority = .visible, purpose: String
  ) -> PageSequence<TaskRun> {
    PageSequence(pageSize: PageRequest.nestedSizeMax) { (page) async throws(ClientError) in
      let listing = ListRunTaskRuns(runID: runID, page: page)
      return try await self.call(listing, priority: priority, purpose: purpose)
    }
  }

  /// All pipelines, whether the server answers with a bare array or with pages.
  package func allPipelines(
    priority: RateLimiter.Priority = .visible, purpose: String
  ) async throws(ClientError) -> [Pipeline] {
    let first = try await call(ListPipelines(), priority: priority, purpose: purpose)
    guard let envelope = first.envelope, envelope.total > first.pipelines.count else {
      return first.pipelines
    }
    let pages = PageSequence { (page) async throws(ClientError) in
      let list = try await self.call(
        ListPipelines(page: page), priority: priority, purpose: purpose)
      let count = list.pipelines.count
      return Page(
        page: page.page, pageSize: list.envelope?.pageSize ?? max(count, 1),
        total: list.envelope?.total ?? count, items: list.pipelines)
    }
    var pipelines: [Pipeline] = []
    for try await step in pages { pipelines += step.items }
    return pipelines
  }

  /// One run: by its status, else in the list of the last seven days, else by the newer lookup.
  /// Throws the first 404 when none of them knows it.
  package func pipelineRun(
    _ id: PipelineRun.ID, priority: RateLimiter.Priority = .visible, purpose: String
  ) async throws(ClientError) -> PipelineRun {
    let missing: ClientError
    do throws(ClientError) {
      return try await call(
        GetPipelineRunStatus(runID: id), priority: priority, purpose: purpose)
    } catch {
      guard error.status == 404 || error.status == 405 else { throw error }
      missing = error
    }
    let window = TimeWindow(endingAt: serverNow + .seconds(1))
    var listing = ListPipelineRuns(in: window)
    listing.runIDs = [id]
    // Some servers have ignored the filter: only the run itself counts.
    let page = try await call(listing, priority: priority, purpose: purpose)
    if let run = page.items.first(where: { $0.id == id }) { return run }
    do throws(ClientError) {
      return try await call(GetPipelineRun(runID: id), priority: priority, purpose: purpose)
    } catch {
      throw error.status == 404 || error.status == 405 ? missing : error
    }
  }
}
