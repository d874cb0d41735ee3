// Pages of runs as a server sends them: the same bytes on every run of the bench.
import HTTP
import OrchestraAPI
import Time

/// SplitMix64: small, seeded, good enough for sample data.
struct SampleRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}

enum SampleRuns {
  private static let names = [
    "Nightly warehouse load", "JDE account balances", "Salesforce sync", "dbt finance",
    "Freshness checks", "Inventory snapshot", "Ad spend import", "Customer health score",
  ]

  static let newest = Timestamp(seconds: 1_795_000_000)

  /// Answers of a listing of so many runs, newest first, a hundred a page.
  static func pages(of count: Int) -> [HTTPResponse] {
    var random = SampleRandom(seed: 28)
    let step = Duration.seconds(7 * 86_400) / count
    let pipelines = names.map { _ in Pipeline.ID.random(using: &random) }
    let size = PageRequest.sizeMax
    return stride(from: 0, to: count, by: size).map { start in
      let runs = (start..<min(start + size, count)).map { index in
        run(index, newest - step * index, pipelines, &random)
      }
      let page = Page(page: start / size + 1, pageSize: size, total: count, items: runs)
      return ListPipelineRuns.encode(page)
    }
  }

  private static func run(
    _ index: Int, _ createdAt: Timestamp, _ pipelines: [Pipeline.ID], _ random: inout SampleRandom
  ) -> PipelineRun {
    let kind = Int.random(in: 0..<names.count, using: &random)
    let statuses: [RunStatus] = [.succeeded, .succeeded, .succeeded, .succeeded, .failed, .warning]
    let status = statuses.randomElement(using: &random) ?? .succeeded
    var run = PipelineRun(
      id: .random(using: &random), pipelineID: pipelines[kind], pipelineName: names[kind],
      status: status,
      message: status == .failed ? "load_step_\(index % 40) failed, 3 tasks skipped" : "",
      createdAt: createdAt)
    run.updatedAt = createdAt + .seconds(Int.random(in: 5..<600, using: &random))
    run.startedAt = createdAt + .seconds(2)
    run.completedAt = run.updatedAt
    run.versionNumber = 12
    run.branch = "main"
    run.commit = "a6dba88"
    run.environmentName = "Production"
    var cause = TriggeredBy(type: kind == 0 ? "MANUAL" : "SCHEDULED")
    if kind > 0 { (cause.scheduleCron, cause.scheduleName) = ("\(kind * 5) 3 * * *", "Usual") }
    run.triggeredBy = [cause]
    return run
  }
}
