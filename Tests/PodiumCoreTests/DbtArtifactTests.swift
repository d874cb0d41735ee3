// dbt's own files: read as rows, the worst first, whatever they leave out.
import JSON
import Testing

@testable import PodiumCore

@Suite struct DbtArtifactTests {
  private static let runResults = """
    {"metadata": {"dbt_schema_version": "https://schemas.getdbt.com/dbt/run-results/v5.json",
      "dbt_version": "1.7.4", "generated_at": "2026-11-21T03:02:11Z", "env": {}},
     "results": [
      {"status": "success", "timing": [{"name": "compile"}], "thread_id": "Thread-1",
       "execution_time": 2.5, "adapter_response": {"_message": "OK", "rows_affected": 120},
       "message": "OK", "failures": null, "unique_id": "model.shop.orders"},
      {"status": "pass", "execution_time": 4, "unique_id": "test.shop.unique_orders_id.a1b2"},
      {"status": "warn", "execution_time": 0.1, "failures": 3, "message": "Got 3 results",
       "unique_id": "test.shop.fresh.c3"},
      {"status": "skipped", "execution_time": 0, "message": null,
       "unique_id": "model.shop.finance"},
      {"status": "fail", "execution_time": 0.2, "failures": 312,
       "message": "Got 312 results, configured to fail if != 0",
       "unique_id": "test.shop.not_null_gl_id.d4"},
      {"status": "error", "execution_time": 9.1, "adapter_response": {},
       "message": "Database Error\\n  ORA-01555", "unique_id": "model.shop.stg_gl"}],
     "elapsed_time": 16.2, "args": {"which": "build"}}
    """

  @Test func theWorstComeFirst() throws {
    let artifact = try #require(try DbtArtifact(Array(Self.runResults.utf8)))
    #expect(artifact.kind == .runResults && artifact.dbtVersion == "1.7.4")
    #expect(artifact.seconds == 16.2)
    #expect(
      artifact.results.map(\.name) == [
        "stg_gl", "not_null_gl_id", "fresh", "finance", "unique_orders_id", "orders",
      ])
    #expect(
      artifact.results.map(\.severity) == [
        .failed, .failed, .warning, .skipped, .passed, .passed,
      ])
    #expect(artifact.results[0].message == "Database Error\n  ORA-01555")
    #expect(artifact.results[1].failures == 312 && artifact.results[1].kind == "test")
    #expect(artifact.results.last?.rowsAffected == 120)
  }

  @Test func manifestsGiveTheirModels() throws {
    let manifest = """
      {"metadata": {"dbt_version": "1.8.1"}, "nodes": {
        "model.shop.orders": {"resource_type": "model", "name": "orders",
          "config": {"materialized": "table", "tags": []}, "relation_name": "db.s.orders",
          "original_file_path": "models/orders.sql", "description": "One row an order",
          "depends_on": {"nodes": ["source.shop.raw"]}, "unique_id": "model.shop.orders"},
        "test.shop.t": {"resource_type": "test", "name": "t"}},
       "sources": {"source.shop.raw.o": {"resource_type": "source", "name": "o"}},
       "macros": {"macro.x": {"macro_sql": "select 1"}}, "docs": null}
      """
    let artifact = try #require(try DbtArtifact(Array(manifest.utf8)))
    #expect(artifact.kind == .manifest)
    #expect(
      artifact.results.map(\.id) == ["model.shop.orders", "test.shop.t", "source.shop.raw.o"])
    #expect(artifact.results[0].materialized == "table")
    #expect(artifact.results[0].path == "models/orders.sql")
    #expect(artifact.results.allSatisfy { $0.severity == .unknown })
  }

  @Test func otherShapesAreNotTakenForIt() throws {
    #expect(try DbtArtifact(Array("{}".utf8)) == nil)
    #expect(try DbtArtifact(Array("[1, 2]".utf8)) == nil)
    #expect(try DbtArtifact(Array(#"{"results": "none"}"#.utf8)) == nil)
    let odd = #"{"results": [null, 1, {"unique_id": 7, "status": null, "execution_time": "x"}]}"#
    #expect(try DbtArtifact(Array(odd.utf8))?.results.map(\.name) == ["7"])
    #expect(throws: JSONError.self) { try DbtArtifact(Array("{".utf8)) }
    #expect(throws: JSONError.self) { try DbtArtifact([0, 0xFF]) }
  }

  @Test(arguments: [
    ("run_results.json", true), ("2/target/manifest.json", true), ("log.json", false),
    ("manifest.json.gz", false),
  ])
  func namesAreKnown(name: String, isOne: Bool) {
    #expect(DbtArtifact.isNamedLike(name) == isOne)
  }
}
