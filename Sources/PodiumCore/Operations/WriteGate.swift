// The one way out for requests that change something: the last look whether it may go, a line in the
// audit file, sent once, and a line with how it ended. The store and the verbs all send through here.
import OrchestraClient
import Time

/// Sends prepared operations of one workspace.
package struct WriteGate: Sendable {
  private let client: Client
  private let source: SourceLabel
  private let audit: Audit?
  private let wall: @Sendable () -> Timestamp

  /// - Parameter audit: where writes are recorded; nil records nothing.
  package init(
    _ client: Client, _ source: SourceLabel, audit: Audit?,
    wall: @escaping @Sendable () -> Timestamp
  ) {
    self.client = client
    self.source = source
    self.audit = audit
    self.wall = wall
  }

  /// What stands against a request now; nil: nothing.
  package func barrier(against request: OperationRequest) -> WriteBarrier? {
    request.effect.isWrite ? source.barrier(against: request, at: wall()) : nil
  }

  /// Sends a request, and a start never twice. A write is recorded before it is sent; where that is
  /// impossible, production refuses it, and other places say so with the outcome.
  package func send(_ request: OperationRequest) async -> OperationOutcome {
    if let barrier = barrier(against: request) { return .refused(barrier) }
    guard let audit, request.effect.isWrite else { return await exchange(request).outcome }
    let record = AuditRecord(
      id: audit.nextID(at: wall()), author: audit.author, source: source, request: request)
    if let problem = await audit.keep(record.line(.intent, at: wall())),
      source.isProduction(environment: request.subject.environment)
    {
      return .refused(.notRecorded(problem))
    }
    let (outcome, status) = await exchange(request)
    let line = record.line(.outcome(outcome, status: status), at: wall())
    let problem = await audit.keep(line)
    return problem.map { outcome.adding("not recorded: \($0)") } ?? outcome
  }

  private func exchange(
    _ request: OperationRequest
  ) async -> (outcome: OperationOutcome, status: Int?) {
    do throws(ClientError) {
      let result = try await request.send(client)
      let call = client.calls.last {
        $0.target == request.preview.path && $0.ended?.status != nil
      }
      return (.done(result), call?.ended?.status)
    } catch {
      let outcome: OperationOutcome =
        error.outcomeIsUnknown ? .unknown(error.message) : .failed(error.message)
      return (outcome, error.status)
    }
  }
}

extension OperationOutcome {
  /// The same outcome with more to say.
  fileprivate func adding(_ words: String) -> OperationOutcome {
    switch self {
    case .done(var result):
      result.message += "; \(words)"
      return .done(result)
    case .refused: return self
    case .failed(let message): return .failed("\(message); \(words)")
    case .unknown(let message): return .unknown("\(message); \(words)")
    }
  }
}
