// Limits for tests that are not about limits: on a machine full of other tests an answer may wait
// long for its turn.
import OrchestraAPI

extension TransferLimits {
  /// Minutes instead of seconds.
  package static let patient = TransferLimits(connect: .seconds(120), total: .seconds(300))
}
