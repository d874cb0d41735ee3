// What every request passes, whatever carried it: health, key, account, route, answer.
import HTTP
import HTTPServer
import OrchestraAPI

/// The platform's API over a set of routes.
package struct PublicAPI: Sendable {
  private let router: Router
  private let key: AccessKey
  /// The only workspace that the key may name.
  private let accountID: @Sendable () async -> Account.ID?

  package init(
    _ router: Router, key: AccessKey,
    accountID: @escaping @Sendable () async -> Account.ID? = { nil }
  ) {
    self.router = router
    self.key = key
    self.accountID = accountID
  }

  /// HEAD is answered like GET: whoever sends the answer leaves the body out.
  package func answer(_ request: HTTPRequest) async -> Reply {
    if Self.healthPaths.contains(request.path) {
      return Reply(.json(Array(#"{"status":"ok"}"#.utf8)))
    }
    switch router.match(request.method, request.path) {
    case .none: return Reply(APIProblem(404, "Not Found").response)
    case .otherMethods(let methods):
      var response = APIProblem(405, "Method Not Allowed").response
      response.headers["Allow"] = methods.map(\.rawValue).joined(separator: ", ")
      return Reply(response)
    case .found(let entry, let captures):
      if entry.needsKey, let refusal = await refusal(of: request) { return Reply(refusal.response) }
      return await entry.answer(
        Call(
          captures: captures, query: request.query, headers: request.headers, body: request.body))
    }
  }

  private static let healthPaths: Set<String> = [
    "/health", "/api/engine/health", "/api/engine/public/health",
  ]

  /// Without the key nobody's body is read.
  func refusal(ofHead request: HTTPRequest) -> APIProblem? {
    guard case .found(let entry, _) = router.match(request.method, request.path), entry.needsKey,
      !key.opens(request.headers["Authorization"])
    else { return nil }
    return Self.unauthorized
  }

  private static let unauthorized = APIProblem(401, "Unauthorized")

  private func refusal(of request: HTTPRequest) async -> APIProblem? {
    guard key.opens(request.headers["Authorization"]) else { return Self.unauthorized }
    guard let account = request.headers["X-Orchestra-Account-Id"], let own = await accountID(),
      account != own.text
    else { return nil }
    return APIProblem(403, "This key belongs to another account")
  }
}
