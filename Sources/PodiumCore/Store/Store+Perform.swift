// Writes: the last gate, a mark at once, a line in the audit file, sent once, and a look at what
// changed. The one place that performs operations.
import Glibc
import OrchestraAPI
import OrchestraClient
import Time

extension Store {
  /// Performs a prepared operation and says how it ended. Never sends a start twice. A write is
  /// recorded before it is sent; where that is impossible, production refuses it.
  package func perform(_ request: OperationRequest) async -> OperationOutcome {
    guard request.effect.isWrite else { return await send(request).outcome }
    if let barrier = source.barrier(against: request, at: moment.wall) { return .refused(barrier) }
    if let target = request.target, let mark = request.mark {
      state.mark(target, mark, at: moment)
      publishSoon(isUrgent: true)
    }
    let record = nextRecord(of: request)
    if let problem = await keep(record, .intent),
      source.isProduction(environment: request.subject.environment)
    {
      let outcome = OperationOutcome.refused(.notRecorded(problem))
      finish(request, outcome)
      return outcome
    }
    let (outcome, status) = await send(request)
    finish(request, outcome)
    let problem = await keep(record, .outcome(outcome, status: status))
    return problem.map { outcome.adding("not recorded: \($0)") } ?? outcome
  }

  private func send(
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

  private func finish(_ request: OperationRequest, _ outcome: OperationOutcome) {
    if let target = request.target {
      switch (outcome, request.mark) {
      // A cancellation stays marked until the server shows it; without an answer nobody knows.
      case (.done, .cancelling), (.done, .forcing): break
      case (.unknown, _): state.doubtMark(of: target)
      default: state.unmark(target)
      }
    }
    if request.effect.isWrite {
      state.expectChange(of: request.target)
      if case .done(let result) = outcome, let id = result.startedRun { state.expectRun(id) }
    }
    advance()
    publishSoon(isUrgent: true)
  }

  private func nextRecord(of request: OperationRequest) -> AuditRecord? {
    guard let audit else { return nil }
    auditCount += 1
    return AuditRecord(
      id: "\(moment.wall.microseconds)-\(getpid())-\(auditCount)", author: audit.author,
      source: source, request: request)
  }

  private func keep(_ record: AuditRecord?, _ stage: AuditRecord.Stage) async -> String? {
    guard let audit, let record else { return nil }
    return await audit.keep(record.line(stage, at: moment.wall))
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
