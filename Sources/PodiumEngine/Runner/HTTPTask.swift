// HTTP / HTTP_REQUEST: one request through the function that the composition root gives.
import HTTP
import JSON
import OrchestraAPI
import Time

/// Parameters: `url`, `method` (GET), `headers` (map), `body` (text, or any value sent as JSON),
/// `expected_status` (a number or list; else 2xx). The answer's body becomes the artifact
/// `response`, its status the output `status_code`.
enum HTTPTask {
  static let timeoutDefault = Duration.seconds(60)
  static let logBytesMax = 2000

  static func problem(_ task: TaskDefinition) -> String? {
    guard let url = task.parameters["url"]?.string else { return "url is missing" }
    guard url.hasPrefix("http://") || url.hasPrefix("https://") || url.hasPrefix("${{") else {
      return "url must begin with http:// or https://"
    }
    if let word = task.parameters["method"]?.string, method(word) == nil, !word.contains("${{") {
      return "method \(word) is not one of GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"
    }
    return nil
  }

  static func perform(_ attempt: TaskAttempt, _ tools: TaskTools) async -> TaskOutcome {
    guard let send = tools.http else {
      return .failed(message: "This engine was started without HTTP")
    }
    guard let url = attempt.parameters["url"]?.string,
      url.hasPrefix("http://") || url.hasPrefix("https://"),
      let method = method(attempt.parameters["method"]?.string ?? "GET")
    else { return .failed(message: "url or method is not usable") }
    let request = request(method, attempt.parameters)
    await tools.note(attempt, "\(method.rawValue) \(withoutSecrets(url))")
    let outcome: TaskOutcome
    do throws(TransportError) {
      let answer = try await send(url, request, attempt.timeout ?? timeoutDefault)
      outcome = await judge(answer, attempt, tools)
    } catch {
      outcome = .failed(message: words(error))
    }
    if case .failed(let message) = outcome { await tools.note(attempt, message) }
    return outcome
  }

  private static func request(_ method: HTTPMethod, _ parameters: JSONObject) -> HTTPRequest {
    var request = HTTPRequest(method, "/")
    for member in parameters["headers"]?.object?.members ?? [] {
      request.headers[member.key] = member.value.plainText
    }
    switch parameters["body"] {
    case nil, .null: break
    case .string(let text): request.body = Array(text.utf8)
    case .some(let value):
      request.body = value.serialized()
      if request.headers["Content-Type"] == nil {
        request.headers["Content-Type"] = "application/json"
      }
    }
    return request
  }

  private static func judge(
    _ answer: HTTPResponse, _ attempt: TaskAttempt, _ tools: TaskTools
  ) async -> TaskOutcome {
    let size = answer.body.count
    await tools.note(attempt, "status \(answer.status), \(size) bytes")
    let shown = String(decoding: answer.body.prefix(logBytesMax), as: UTF8.self)
    if !shown.isEmpty {
      let path = tools.files.log(attempt.path, attempt: attempt.number)
      try? await tools.folders.append(shown, to: path)
    }
    let artifact = "\(tools.files.artifacts(attempt.path))/response"
    if size > 0 { try? await tools.folders.write(answer.body, to: artifact) }
    guard isExpected(answer.status, attempt.parameters["expected_status"]) else {
      return .failed(message: "HTTP status \(answer.status)")
    }
    return .succeeded(
      message: "HTTP status \(answer.status)", outputs: ["status_code": "\(answer.status)"])
  }

  private static func isExpected(_ status: Int, _ wanted: JSONValue?) -> Bool {
    switch wanted {
    case .array(let items): items.contains { $0.int == Int64(status) }
    case .some(let value) where value.int != nil: value.int == Int64(status)
    default: (200..<300).contains(status)
    }
  }

  private static func method(_ word: String) -> HTTPMethod? {
    HTTPMethod(rawValue: word.uppercased())
  }

  /// A URL without its query and user part: both may hold keys.
  private static func withoutSecrets(_ url: String) -> String {
    let bare = String(url.prefix { $0 != "?" && $0 != "#" })
    guard let scheme = bare.firstRange(of: "://") else { return bare }
    let rest = bare[scheme.upperBound...]
    let authority = rest.prefix { $0 != "/" }
    guard let at = authority.lastIndex(of: "@") else { return bare }
    return "\(bare[..<scheme.upperBound])\(rest[rest.index(after: at)...])"
  }

  private static func words(_ error: TransportError) -> String {
    switch error {
    case .cancelled: "Stopped"
    case .dns(let host): "The name \(host) has no address"
    case .refused(let host, let port): "\(host):\(port) refuses connections"
    case .tls(let host, let reason): "TLS with \(host) failed: \(reason)"
    case .proxy(let reason): "The proxy refused: \(reason)"
    case .connectTimedOut(let host): "\(host) does not answer"
    case .timedOut(let limit, _): "Timed out after \(limit.words)"
    case .tooLarge(let limit): "The answer is larger than \(limit) bytes"
    case .truncated(let reason): "The answer was cut off: \(reason)"
    case .other(let reason, _): reason
    }
  }
}
