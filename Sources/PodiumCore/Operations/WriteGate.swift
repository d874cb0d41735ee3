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

  /// Why a request gave no result.
  package enum Failure: Error {
    /// Nothing was sent.
    case barrier(WriteBarrier)
    case client(ClientError)
  }

  /// How a request ended.
  package struct Passage: Sendable {
    package var result: Result<OperationResult, Failure>
    /// Why the outcome is not in the audit file; nil when it is, or nothing is recorded.
    package var notRecorded: String?

    /// The same in words.
    package var outcome: OperationOutcome {
      let outcome: OperationOutcome =
        switch result {
        case .success(let result): .done(result)
        case .failure(.barrier(let barrier)): .refused(barrier)
        case .failure(.client(let error)):
          error.outcomeIsUnknown ? .unknown(error.message) : .failed(error.message)
        }
      return notRecorded.map { outcome.adding("not recorded: \($0)") } ?? outcome
    }
  }

  /// Sends a request, and a start never twice. A write is recorded before it is sent; where that is
  /// impossible, production refuses it, and other places say so with the outcome.
  package func send(_ request: OperationRequest) async -> Passage {
    if let barrier = barrier(against: request) {
      return Passage(result: .failure(.barrier(barrier)))
    }
    guard let audit, request.effect.isWrite else {
      return Passage(result: await exchange(request).result)
    }
    let record = AuditRecord(
      id: audit.nextID(at: wall()), author: audit.author, source: source, request: request)
    if let problem = await audit.keep(record.line(.intent, at: wall())),
      source.isProduction(environment: request.subject.environment)
    {
      return Passage(result: .failure(.barrier(.notRecorded(problem))))
    }
    let (result, status) = await exchange(request)
    var passage = Passage(result: result)
    let line = record.line(.outcome(passage.outcome, status: status), at: wall())
    passage.notRecorded = await audit.keep(line)
    return passage
  }

  private func exchange(
    _ request: OperationRequest
  ) async -> (result: Result<OperationResult, Failure>, status: Int?) {
    do throws(ClientError) {
      let result = try await request.send(client)
      let call = client.calls.last {
        $0.target == request.preview.path && $0.ended?.status != nil
      }
      return (.success(result), call?.ended?.status)
    } catch {
      return (.failure(.client(error)), error.status)
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
