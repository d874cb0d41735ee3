// Every sample pipeline of the demo really runs, and ends the way its first lines promise.
import HTTP
import JSON
import OrchestraAPI
import TestSupport
import Testing
import Time

@testable import PodiumEngine

@Suite(.patient) struct DefinitionSampleRunsTests {
  private static let folder = "\(Files.repository)/Sources/PodiumDemo/Samples"

  /// Pipeline, its end, and the tasks that do not simply succeed.
  private static let ends: [(pipeline: String, status: RunStatus, special: [String: TaskStatus])] =
    [
      ("jde_account_balances", .succeeded, [:]),
      (
        "nightly_elt", .failed,
        ["check_customer_ids": .failed, "revenue_report": .skipped]
      ),
      ("salesforce_sync", .succeeded, [:]),
      ("customer_360", .succeeded, ["rebuild": .skipped, "weekly_digest": .skipped]),
      ("dbt_finance", .warning, ["dbt_test": .warning]),
      ("inventory_snapshot", .failed, ["export_stock": .failed, "load_stock": .skipped]),
      ("marketing_attribution", .failed, ["partner_feed": .failed, "attribute": .skipped]),
      ("platform_health", .succeeded, ["warn_disk": .skipped]),
      ("month_end_close", .succeeded, [:]),
      ("web_log_archive", .succeeded, [:]),
    ]

  /// Smaller work than in the demo, where a sample has an input for it.
  private static let inputs: [String: JSONObject] = [
    "month_end_close": ["steps": 3], "web_log_archive": ["lines": 300],
  ]

  @Test func `the samples end as they promise`() async throws {
    let shop = try await Self.shop()
    var runs: [String: PipelineRun.ID] = [:]
    for end in Self.ends {
      runs[end.pipeline] = try await shop.start(end.pipeline) {
        $0.runInputs = Self.inputs[end.pipeline] ?? [:]
      }
    }
    await shop.engine.waitUntilIdle()
    for end in Self.ends {
      let run = try #require(runs[end.pipeline])
      let done = try await shop.finished(run)
      #expect(done.run.status == end.status, "\(end.pipeline): \(done.words)")
      for task in done.tasks {
        let wanted = end.special[task.taskID] ?? .succeeded
        #expect(task.status == wanted, "\(end.pipeline) \(task.taskID): \(task.message ?? "")")
      }
    }
    try await checkStories(shop, runs)
    await shop.engine.stop()
  }

  /// The log lines and artifacts that the samples exist for.
  private func checkStories(_ shop: Workshop, _ runs: [String: PipelineRun.ID]) async throws {
    func task(_ pipeline: String, _ id: String) async throws -> TaskRun {
      let run = try #require(runs[pipeline])
      let done = try await shop.finished(run)
      return try #require(done[id])
    }
    let quality = try await shop.log(task("nightly_elt", "check_customer_ids"))
    #expect(quality.contains("ERROR: 312 of 4800 rows in fct_orders have no customer_id"))
    let flaky = try await task("salesforce_sync", "pull_accounts")
    #expect(flaky.numberOfAttempts == 2)
    #expect(try await shop.log(flaky, attempt: 1).contains("503 Service Unavailable"))
    let announced = try await shop.log(task("salesforce_sync", "announce"))
    #expect(announced.hasPrefix("1000 accounts synced at"))
    let stock = try await task("inventory_snapshot", "export_stock")
    #expect(stock.message == "Timed out after 4 s")
    let partner = try await shop.log(task("marketing_attribution", "partner_feed"))
    #expect(partner.contains("Traceback") && partner.contains("FileNotFoundError"))
    let dbt = try await task("dbt_finance", "dbt_run")
    let path = TaskRunPath(runID: dbt.pipelineRunID, taskRunID: dbt.id)
    let artifacts = try await shop.engine.answer(ListArtifacts(task: path)).names
    #expect(artifacts.sorted() == ["manifest.json", "run_results.json"])
  }

  /// An engine over the sample files; HTTP is answered here, the weekday is a Thursday.
  private static func shop() async throws -> Workshop {
    var files: [String: String] = [
      "environments.yaml": "environments: {Demo: {PODIUM_URL: \"http://engine/api\"}}\n"
    ]
    for name in try Files.names(in: folder) { files[name] = try Files.text("\(folder)/\(name)") }
    return try await Workshop(files) { options in
      options.clocks.now = { Timestamp(seconds: 1_767_225_600) }
      options.http = { url, _, _ throws(TransportError) in
        switch url {
        case "http://engine/api/health": HTTPResponse(status: 200, body: Array("{}".utf8))
        case "http://engine/api/pipelines": HTTPResponse(status: 401, body: [])
        default: throw .dns(host: url)
        }
      }
    }
  }
}
