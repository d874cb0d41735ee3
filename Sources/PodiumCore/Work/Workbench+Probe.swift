// Asks each listing that Podium uses once, for a look at the connection: what answers, how fast, and what
// the plan or the key does not allow. Changes nothing.
import JSON
import OrchestraAPI
import OrchestraClient
import Time

extension Workbench {
  /// What one endpoint answered.
  package struct Probe: Sendable {
    package var endpoint: String
    /// What is missing without it, in words.
    package var serves: String
    package var duration: Duration
    package var status: Int?
    /// nil when it answered.
    package var error: ClientError?
  }

  /// Longest wait for one answer, unless told otherwise.
  package static let probeWait: Duration = .milliseconds(2_500)

  /// Asks all of them side by side.
  package func probes(wait: Duration = probeWait) async -> [Probe] {
    let window = TimeWindow(endingAt: wall() + TimeWindow.lead)
    let one = PageRequest(page: 1, size: 1)
    async let runs = probe(ListPipelineRuns(in: window, page: one), "everything", wait)
    async let pipelines = probe(ListPipelines(), "pipelines, starts, schedules", wait)
    async let tasks = probe(
      ListTaskRuns(in: window, page: one), "causes in lists, tasks over all runs", wait)
    async let operations = probe(
      ListOperations(page: one, from: window.from, to: window.to), "parts of a task", wait)
    async let environments = probe(ListEnvironments(), "names of environments", wait)
    async let connections = probe(ListConnections(), "connections", wait)
    async let assets = probe(ListAssets(page: one), "assets", wait)
    return await [runs, pipelines, tasks, operations, environments, connections, assets]
  }

  private func probe<E: Endpoint>(
    _ endpoint: E, _ serves: String, _ wait: Duration
  ) async -> Probe {
    let began = clock()
    var probe = Probe(endpoint: E.name, serves: serves, duration: .zero)
    do throws(ClientError) {
      _ = try await client.call(
        endpoint, priority: .asked, purpose: "probe", deadline: wait)
      probe.status = 200
    } catch {
      probe.error = error
      probe.status = error.status
    }
    probe.duration = clock() - began
    return probe
  }

  /// The same as a result, with the budget and the clock.
  func probe() async -> JSONObject {
    let rows = await probes().map { probe -> JSONValue in
      var row: JSONObject = [
        "endpoint": .string(probe.endpoint), "ok": .bool(probe.error == nil),
        "milliseconds": .int(probe.duration.milliseconds), "serves": .string(probe.serves),
      ]
      row["status"] = probe.status.map { .int(Int64($0)) }
      row["problem"] = probe.error.map { .string($0.message) }
      return .object(row)
    }
    var result: JSONObject = [
      "host": .string(source.host), "profile": .string(source.profile), "results": .array(rows),
      "total": .int(Int64(rows.count)),
    ]
    let usage = client.budgetUsage
    result["requestsUsed"] = .int(Int64(usage.used))
    result["requestsPerMinute"] = usage.limit.map { .int(Int64($0)) }
    result["clockSkewSeconds"] = client.clockSkew.map { .double($0.inSeconds) }
    return result
  }
}
