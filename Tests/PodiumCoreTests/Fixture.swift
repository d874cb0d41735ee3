// Runs and randomness for the tests of the core. Everything is deterministic by seed.
import OrchestraAPI
import Time

@testable import PodiumCore

/// A small seeded generator (SplitMix64).
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  mutating func chance(_ probability: Double) -> Bool {
    Double.random(in: 0..<1, using: &self) < probability
  }
}

enum Fixture {
  static let epoch = Timestamp(seconds: 1_790_000_000)

  /// Runs of all statuses, newest first, one every minute before `epoch`.
  static func runs(_ count: Int, seed: UInt64 = 7) -> [PipelineRun] {
    var random = SplitMix(seed: seed)
    let statuses: [RunStatus] = [.succeeded, .succeeded, .succeeded, .failed, .running, .warning]
    return (0..<count).map { index in
      var run = PipelineRun(
        id: .random(using: &random), pipelineID: Pipeline.ID("pipeline-\(index % 12)"),
        pipelineName: "Pipeline \(index % 12)", status: statuses[index % statuses.count],
        createdAt: epoch - .seconds(60 * index))
      run.updatedAt = run.createdAt
      return run
    }
  }

  /// The same run some time later, or an older answer about it.
  static func changed(_ run: PipelineRun, using random: inout SplitMix) -> PipelineRun {
    var run = run
    run.status = [.running, .failed, .succeeded].randomElement(using: &random)!
    run.updatedAt = run.createdAt + .seconds(Int64.random(in: 0...100_000, using: &random))
    return run
  }
}
