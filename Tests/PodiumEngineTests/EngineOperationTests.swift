// Operations: what a task's run_results.json says, in pages and by filters; nothing where there is
// none.
import OrchestraAPI
import TestSupport
import Testing
import Time

@testable import PodiumEngine

@Suite(.patient) struct EngineOperationTests {
  private static let results = """
    {"metadata": {"dbt_version": "1.9"}, "results": [
      {"unique_id": "model.finance.stg_rates", "status": "success", "execution_time": 0.41,
       "message": "SELECT 5000", "adapter_response": {"rows_affected": 5000},
       "timing": [{"name": "execute", "started_at": "2026-01-02T03:04:05Z",
                   "completed_at": "2026-01-02T03:04:06Z"}]},
      {"unique_id": "test.finance.not_null_gl_id.a1b2", "status": "fail", "execution_time": 0.1,
       "message": "Got 312 results, configured to fail if != 0", "failures": 312},
      {"unique_id": "snapshot.finance.rates", "status": "skipped"},
      {"status": "success"}]}
    """

  private func shop(_ text: String) async throws -> Workshop {
    let copy = "cp $PODIUM_PIPELINES/results $PODIUM_ARTIFACTS/run_results.json"
    let command = "[sh, -c, '\(copy)']"
    return try await Workshop([
      "build.yaml": Sample.chain("Build", [("dbt", command)]), "results": text,
    ])
  }

  private func operations(
    _ shop: Workshop, _ task: TaskRun, page: Int = 1,
    _ change: (inout ListOperations) -> Void = { _ in }
  ) async throws -> Page<Operation> {
    var list = ListOperations(page: PageRequest(page: page, size: 2))
    list.taskRunID = task.id
    change(&list)
    return try await shop.engine.answer(list)
  }

  @Test func aTaskWithDbtResultsHasOneOperationForEach() async throws {
    let shop = try await shop(Self.results)
    let task = try #require(try await shop.run("build")["dbt"])
    let first = try await operations(shop, task)
    #expect(first.total == 3 && first.items.count == 2)
    let model = first.items[0]
    #expect(model.name == "stg_rates" && model.type == "MATERIALISATION")
    #expect(model.status == "SUCCEEDED" && model.rowsAffected == 5000)
    #expect(model.durationSeconds == 0.41 && model.message == "SELECT 5000")
    #expect(model.startedAt == Timestamp(iso8601: "2026-01-02T03:04:05Z"))
    let test = first.items[1]
    #expect(test.name == "not_null_gl_id" && test.status == "FAILED" && test.rowsAffected == 312)
    let second = try await operations(shop, task, page: 2)
    #expect(second.items.map(\.status) == ["SKIPPED"])
    // The same question has the same answer.
    #expect(try await operations(shop, task).items.map(\.id) == first.items.map(\.id))
    #expect(Set(first.items.map(\.id)).count == 2)
    #expect(try await operations(shop, task) { $0.status = "FAILED" }.items == [test])
    #expect(try await operations(shop, task) { $0.types = ["SNAPSHOT"] }.total == 1)
    #expect(try await operations(shop, task) { $0.externalID = "x" }.total == 0)
    await shop.engine.stop()
  }

  @Test(arguments: ["{\"results\": [", "[]", "{\"results\": {\"a\": 1}}", ""])
  func brokenResultsHaveNone(_ text: String) async throws {
    let shop = try await shop(text)
    let task = try #require(try await shop.run("build")["dbt"])
    #expect(try await operations(shop, task).total == 0)
    await shop.engine.stop()
  }

  @Test func withoutATaskTheListIsEmptyAndAnUnknownTaskIsNotFound() async throws {
    let shop = try await shop(Self.results)
    #expect(try await shop.engine.answer(ListOperations()).total == 0)
    await #expect(throws: APIProblem.self) {
      var list = ListOperations()
      list.taskRunID = "nobody"
      _ = try await shop.engine.answer(list)
    }
    await shop.engine.stop()
  }
}
