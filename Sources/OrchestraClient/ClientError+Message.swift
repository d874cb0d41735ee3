// The words of an error: one line that names the host, the cause and the next step.
// Nothing decides on this text.
import OrchestraAPI
import Time

extension ClientError {
  /// One line for people: what happened, to what, what to do.
  package var message: String {
    var text = "\(context.host): \(cause)"
    if outcomeIsUnknown { text += "; \(unknownOutcome)" } else { text += "; \(nextStep)" }
    return Printable.line(text, max: Self.messageCharactersMax)
  }

  /// A few words for narrow places: "401 key refused", "timed out".
  package var summary: String {
    switch kind {
    case .offline(.dns): "host name unknown"
    case .offline(.refused): "connection refused"
    case .offline(.connectTimedOut): "no connection"
    case .offline(.proxy): "proxy failed"
    case .tls: "TLS failed"
    case .timedOut: "timed out"
    case .interrupted: "connection broke"
    case .tooLarge: "answer too large"
    case .http(let problem, _): "\(problem.status) \(Self.words(for: problem.status))"
    case .rateLimited: "429 rate limited"
    case .overBudget: "request budget used up"
    case .circuitOpen: "paused after failures"
    case .undecodable: "answer not understood"
    case .keyWithheld: "key withheld"
    case .cancelled: "cancelled"
    }
  }

  private static let messageCharactersMax = 600
  private static let detailCharactersMax = 240
  private static let fieldsShownMax = 5

  private var key: String { context.keySource.map { "the key from \($0)" } ?? "no key" }

  /// What happened.
  private var cause: String {
    switch kind {
    case .offline(.dns): "the name has no address (DNS)"
    case .offline(.refused(let port)): "nothing accepts connections on port \(port)"
    case .offline(.connectTimedOut): "no connection within the time limit"
    case .offline(.proxy(let reason)): "the proxy could not connect (\(Self.short(reason)))"
    case .tls(let reason): "no trusted TLS connection (\(Self.short(reason)))"
    case .timedOut(let after, _): "no complete answer within \(Self.seconds(after))"
    case .interrupted(let reason, _): "the connection broke (\(Self.short(reason)))"
    case .tooLarge(let limit): "the answer about \(context.subject) exceeds \(Self.bytes(limit))"
    case .http(let problem, let redirect): httpCause(problem, redirect)
    case .rateLimited(let delay):
      "too many requests for this key (429)"
        + (delay.map { ", wait \(Self.seconds($0))" } ?? "")
    case .overBudget: "the request budget of this minute is used up; nothing was sent"
    case .circuitOpen: "paused after repeated failures; nothing was sent"
    case .undecodable(let reason):
      "the answer about \(context.subject) cannot be understood (\(Self.short(reason)))"
    case .keyWithheld: "\(key) was not sent: plain http would show it on the network"
    case .cancelled: "cancelled"
    }
  }

  private func httpCause(_ problem: APIProblem, _ redirect: String?) -> String {
    let detail = Self.detail(problem)
    let said = detail.isEmpty ? "\(problem.status)" : "\(problem.status): \(detail)"
    switch problem.status {
    case 300..<400:
      let target = redirect.map { " to \(Self.short($0))" } ?? ""
      return "answered with a redirect\(target) (\(problem.status)), which is not followed"
    case 401: return context.keySource == nil ? "wants a key (\(said))" : "refused \(key) (\(said))"
    case 403: return "does not allow this with \(key) (\(said))"
    case 404 where context.isListing: return "does not know \(context.endpoint) (\(said))"
    case 404: return "does not know \(context.subject) (\(said))"
    case 400..<500: return "refused \(context.endpoint) (\(said))"
    default: return "failed with \(said)"
    }
  }

  /// What to do.
  private var nextStep: String {
    switch kind {
    case .offline(.dns): "check the address and this machine's network"
    case .offline(.refused): "check the address and that the server runs"
    case .offline(.connectTimedOut): "check the network, VPN and firewall"
    case .offline(.proxy): "check http_proxy, https_proxy and no_proxy"
    case .tls: "check this machine's clock and CA certificates (SSL_CERT_FILE), and the address"
    case .timedOut, .interrupted: "the network or the server is slow or broken; try again"
    case .tooLarge: "ask for a smaller part of it"
    case .http(let problem, _): httpNextStep(problem.status)
    case .rateLimited: "others may use the same key; lower requests per minute"
    case .overBudget: "wait, or raise requests per minute"
    case .circuitOpen: "it is tried again by itself; refresh to try now"
    case .undecodable: "check that the address is an Orchestra server"
    case .keyWithheld:
      "use https, or write \(AccessSettings.plainHTTPWord) into the profile"
    case .cancelled: "nothing more is done"
    }
  }

  private func httpNextStep(_ status: Int) -> String {
    switch status {
    case 300..<400: "check the address"
    case 401 where context.keySource == nil: "set ORCHESTRA_API_KEY or a profile's key command"
    case 401: "check that the key is complete, not revoked and made for this host"
    case 403:
      "the API may be off for the account, the key read-only, or this IP address not allowed"
    case 404 where context.isListing: "the server may be older, or the address wrong"
    case 404: "it may be older than the retention, in another account, or the id wrong"
    case 409: "something else has changed it; refresh and look again"
    case 400..<500: "correct the request"
    default: "the fault is on the server's side; try again later"
    }
  }

  /// A write that may have been done.
  private var unknownOutcome: String {
    guard context.startsRun else {
      return "it is unknown whether the change was made: look before you repeat it"
    }
    let since = context.began.local.timeText
    return "it is unknown whether the run was started and nothing was repeated: before you start "
      + "it again, look in the runs for one of \(context.subject) created since \(since)"
  }

  /// Field by field, or the detail that the server gave.
  private static func detail(_ problem: APIProblem) -> String {
    guard !problem.fields.isEmpty else { return short(problem.detail) }
    let shown = problem.fields.prefix(fieldsShownMax).map { field in
      field.path.isEmpty ? field.message : "\(field.path.joined(separator: ".")): \(field.message)"
    }
    let more = problem.fields.count - shown.count
    return short(shown.joined(separator: "; ")) + (more > 0 ? "; and \(more) more" : "")
  }

  private static func words(for status: Int) -> String {
    switch status {
    case 300..<400: "redirect"
    case 401: "key refused"
    case 403: "not allowed"
    case 404: "not found"
    case 400..<500: "refused"
    default: "server error"
    }
  }

  private static func short(_ text: String) -> String {
    Printable.line(text, max: detailCharactersMax)
  }

  private static func seconds(_ duration: Duration) -> String {
    let tenths = (duration.milliseconds + 50) / 100
    return tenths % 10 == 0 ? "\(tenths / 10) s" : "\(tenths / 10).\(tenths % 10) s"
  }

  private static func bytes(_ count: Int) -> String {
    count >= 1 << 20
      ? "\(count >> 20) MiB" : count >= 1024 ? "\(count >> 10) KiB" : "\(count) bytes"
  }
}
