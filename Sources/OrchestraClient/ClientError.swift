// What can go wrong with a call, in one type. `retry` is the only place that decides whether a
// call may be repeated; the words for people are in ClientError+Message.swift.
import OrchestraAPI
import Resilience
import Time

/// A call that gave no value.
package struct ClientError: Error, Sendable, Equatable {
  package let kind: Kind
  /// What was called, where and with whose key.
  package let context: CallContext

  /// The ways to fail.
  package enum Kind: Sendable, Equatable {
    /// No connection: the request cannot have arrived.
    case offline(Offline)
    /// No trust in the server's certificate, or no encrypted connection.
    case tls(reason: String)
    case timedOut(after: Duration, sentRequest: Bool)
    /// The connection broke, or the answer ended early.
    case interrupted(reason: String, sentRequest: Bool)
    case tooLarge(limitBytes: Int)
    /// An error status other than 429. `redirect` is where a 3xx pointed to.
    case http(APIProblem, redirect: String?)
    /// 429, with the delay that the server named.
    case rateLimited(retryAfter: Duration?)
    /// Our own request budget has no place before then (monotonic time); nothing was sent.
    case overBudget(until: Duration)
    /// The host failed too often; nothing was sent. Monotonic time; nil while a probe is out.
    case circuitOpen(until: Duration?)
    /// A success that cannot be understood.
    case undecodable(reason: String)
    /// The key must not travel to this address; nothing was sent.
    case keyWithheld
    case cancelled(sentRequest: Bool)
  }

  /// Why there is no connection.
  package enum Offline: Sendable, Equatable {
    case dns
    case refused(port: Int)
    case connectTimedOut
    case proxy(reason: String)
  }

  package init(_ kind: Kind, _ context: CallContext) {
    self.kind = kind
    self.context = context
  }
}

/// What a failed call was: enough to say it in words.
package struct CallContext: Sendable, Equatable {
  /// The host, with its port where that is not the standard one.
  package var host: String
  /// "GET /pipeline_runs/{}/status".
  package var endpoint: String
  /// "pipeline run 9b0e6a2e-…", or "pipeline runs" for listings.
  package var subject: String
  package var isListing: Bool
  package var effect: Effect
  /// Whether the call starts a pipeline.
  package var startsRun: Bool
  /// Where the key came from; nil when none is set.
  package var keySource: String?
  /// When the call began, by this machine's clock.
  package var began: Timestamp
  /// Attempts made, from 1.
  package var attempts: Int
}

extension ClientError {
  /// Whether the call may be repeated.
  package var retry: RetryAdvice {
    switch kind {
    case .rateLimited(let delay): return delay.map { .after($0) } ?? .safe
    case .offline: return .safe
    case .timedOut(_, let sent), .interrupted(_, let sent): return repeatable(sent: sent)
    case .http(let problem, _):
      guard Self.passingStatuses.contains(problem.status), repeatable(sent: true) == .safe else {
        return .never
      }
      return problem.retryAfterSeconds.map { .after(.seconds($0)) } ?? .safe
    case .tls, .tooLarge, .overBudget, .circuitOpen, .undecodable, .keyWithheld, .cancelled:
      return .never
    }
  }

  /// Whether a write may have been done although there is no answer: then look before repeating it.
  package var outcomeIsUnknown: Bool {
    guard context.effect != .read else { return false }
    switch kind {
    case .timedOut(_, let sent), .interrupted(_, let sent), .cancelled(let sent): return sent
    case .tooLarge, .undecodable: return true
    case .http(let problem, _): return problem.status >= 500 && problem.status != 501
    case .offline, .tls, .rateLimited, .overBudget, .circuitOpen, .keyWithheld: return false
    }
  }

  /// The status that the server answered with, if it answered.
  package var status: Int? {
    switch kind {
    case .http(let problem, _): problem.status
    case .rateLimited: 429
    default: nil
    }
  }

  /// What the failure says about the health of the host; nil: nothing.
  var outcome: CircuitBreaker.Outcome? {
    switch kind {
    case .offline, .tls, .timedOut, .interrupted: .failed
    case .http(let problem, _): problem.status >= 500 && problem.status != 501 ? .failed : .answered
    case .rateLimited, .tooLarge, .undecodable: .answered
    case .overBudget, .circuitOpen, .keyWithheld, .cancelled: nil
    }
  }

  private static let passingStatuses: Set<Int> = [408, 425, 500, 502, 503, 504]

  private func repeatable(sent: Bool) -> RetryAdvice {
    sent && context.effect == .write ? .never : .safe
  }
}

extension ClientError.Kind {
  init(_ error: TransportError) {
    self =
      switch error {
      case .cancelled: .cancelled(sentRequest: true)
      case .dns: .offline(.dns)
      case .refused(_, let port): .offline(.refused(port: port))
      case .tls(_, let reason): .tls(reason: reason)
      case .proxy(let reason): .offline(.proxy(reason: reason))
      case .connectTimedOut: .offline(.connectTimedOut)
      case .timedOut(let after, let sent): .timedOut(after: after, sentRequest: sent)
      case .tooLarge(let limit): .tooLarge(limitBytes: limit)
      case .truncated(let reason): .interrupted(reason: reason, sentRequest: true)
      case .other(let reason, let sent): .interrupted(reason: reason, sentRequest: sent)
      }
  }
}
