// What agents may do on a workbench: nobody answers a question for them, so whoever starts the server
// agrees beforehand or not at all.
import PodiumCore

extension Workbench {
  /// Bytes of a file in one answer: with escapes they must fit the budget.
  static let offeredPartMax = 48 << 10

  /// The same for requests that come by themselves: small parts, consent of the choice.
  func offered(_ choice: OperationTools.Choice) -> Workbench {
    var bench = self
    bench.partMax = Self.offeredPartMax
    bench.agree = { [source, wall] (request) async throws(WorkProblem) in
      let isProduction = source.isProduction(environment: request.subject.environment)
      guard isProduction || source.armsWrites else { return request }
      guard choice.allowsProduction else {
        throw WorkProblem(
          .refused,
          "\(request.preview.title): not sent, this is production; a person can allow it by starting"
            + " podium mcp with --allow-writes")
      }
      let now = wall()
      return request.agreed(WriteConsent(at: now, arming: Arming(since: now, in: source)))
    }
    return bench
  }
}
