// Why an operation that is done at once gave no result, in one type with one line: scripts get an exit
// code of its kind, agents read the line.
import OrchestraClient

/// What went wrong.
package struct WorkProblem: Error, Sendable, Equatable, CustomStringConvertible {
  /// What a script can tell apart.
  package enum Kind: String, Sendable, CaseIterable {
    case usage, authentication, notFound, refused, network, timedOut, unavailable, unknownOutcome
    case server
    /// Nothing was sent: it was only to be shown, and the message is the request.
    case onlyShown
  }

  package let kind: Kind
  /// One line: what happened, to what, what to do.
  package let message: String

  package init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }

  package var description: String { message }

  package init(_ error: ClientError) {
    self.init(Self.kind(error), error.message)
  }

  private static func kind(_ error: ClientError) -> Kind {
    if error.outcomeIsUnknown { return .unknownOutcome }
    switch error.kind {
    case .offline, .tls, .interrupted, .circuitOpen: return .network
    case .timedOut, .overBudget, .rateLimited: return .timedOut
    case .keyWithheld: return .authentication
    case .tooLarge, .undecodable, .cancelled: return .server
    case .http(let problem, _):
      switch problem.status {
      case 400, 422: return .usage
      case 401: return .authentication
      case 403: return .refused
      case 404: return .notFound
      case 409: return .refused
      default: return .server
      }
    }
  }

  /// Whether asking again later may help.
  var mayPass: Bool { [.network, .timedOut, .server].contains(kind) }

  package init(_ problem: OperationProblem) {
    self.init(problem.isRefusal ? .refused : .usage, problem.message)
  }
}
