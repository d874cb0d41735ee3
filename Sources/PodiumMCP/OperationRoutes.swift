// The operation table as requests below /api/v1: the same arguments, checks, results and one-line errors
// as tools and verbs have. Knows no sockets; who may ask is decided before.
import HTTP
import JSON
import OrchestraAPI
import PodiumCore

/// Answers requests with operations.
package struct OperationRoutes: Sendable {
  package static let path = "/api/v1"

  fileprivate struct Entry {
    var route: Route
    /// The parameters that stand in the path, in its order.
    var names: [String]
    var spec: OperationSpec
  }

  private let entries: [Entry]
  private let bench: Workbench
  private let writes: Bool

  /// - Parameter choice: what may be changed; toolsets do not matter here.
  package init(
    _ bench: Workbench, _ choice: OperationTools.Choice, table: OperationTable = .standard
  ) {
    self.bench = bench.offered(choice)
    writes = choice.offersWrites(in: bench.source)
    // A word in a path goes before a name in its place.
    entries = table.specs.compactMap { Entry($0) }
      .sorted { $0.names.count < $1.names.count }
  }

  /// Whether a path is below `/api/v1`.
  package func owns(_ path: String) -> Bool { path.hasPrefix(Self.path + "/") }

  /// The answer to a request.
  package func answer(_ request: HTTPRequest) async -> HTTPResponse {
    let path = String(request.path.dropFirst(Self.path.count))
    if path == "/openapi.json", request.method == .get {
      return Self.json(200, .object(OperationDocument.document()))
    }
    let found = entries.filter { $0.route.captures(in: path) != nil }
    guard let entry = found.first(where: { $0.route.method == request.method }) else {
      guard !found.isEmpty else {
        return Self.problem(404, "there is nothing here: see \(Self.path)/openapi.json")
      }
      var response = Self.problem(405, "\(request.method.rawValue) is not for this address")
      response.headers["Allow"] = found.map(\.route.method.rawValue).joined(separator: ", ")
      return response
    }
    guard writes || !entry.spec.effect.isWrite else {
      return Self.problem(
        403, bench.source.readOnly?.reason ?? "read-only: nothing is changed here")
    }
    do throws(WorkProblem) {
      let values = try entry.arguments(request, path)
      return Self.json(200, .object(try await entry.spec.perform(values, on: bench)))
    } catch {
      return Self.problem(Self.status(error.kind), error.message)
    }
  }

  private static func status(_ kind: WorkProblem.Kind) -> Int {
    switch kind {
    case .usage: 400
    case .authentication: 401
    case .refused: 403
    case .notFound: 404
    case .unavailable: 501
    case .network, .server: 502
    case .timedOut, .unknownOutcome: 504
    case .onlyShown: 200
    }
  }

  private static func json(_ status: Int, _ value: JSONValue) -> HTTPResponse {
    HTTPResponse(
      status: status, headers: ["Content-Type": "application/json", "Cache-Control": "no-store"],
      body: value.serialized())
  }

  /// An error as the platform writes its own.
  private static func problem(_ status: Int, _ line: String) -> HTTPResponse {
    json(status, ["detail": .string(line)])
  }
}

extension OperationRoutes.Entry {
  init?(_ spec: OperationSpec) {
    guard spec.isDoneAtOnce, let (method, template) = spec.requestLine else { return nil }
    let parts = template.split(separator: "/")
    self.spec = spec
    names = parts.filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
    let open = parts.map { $0.hasPrefix("{") ? "{}" : String($0) }
    route = Route(method, open.joined(separator: "/"))
  }

  /// The arguments of a request: from its path, its query, and its body where it has one.
  func arguments(
    _ request: HTTPRequest, _ path: String
  ) throws(WorkProblem) -> JSONObject {
    var values = JSONObject()
    if request.method == .post, !request.body.isEmpty {
      guard let body = try? JSONValue(parsing: request.body), let object = body.object else {
        throw WorkProblem(.usage, "the body must be a JSON object")
      }
      values = object
    }
    for (name, text) in zip(names, route.captures(in: path) ?? []) { values[name] = .string(text) }
    for item in request.query.items {
      let texts = request.query.items.filter { $0.name == item.name }.map(\.value)
      let kind = spec.parameters.first { $0.name == item.name }?.kind
      values[item.name] = try Self.value(texts, kind, item.name)
    }
    return values
  }

  private static func value(
    _ texts: [String], _ kind: OperationParameter.Kind?, _ name: String
  ) throws(WorkProblem) -> JSONValue {
    let last = texts.last ?? ""
    switch kind {
    case .integer:
      guard let number = Int64(last) else {
        throw WorkProblem(.usage, "\(name) must be a whole number")
      }
      return .int(number)
    case .boolean:
      guard let flag = ["true": true, "false": false][last] else {
        throw WorkProblem(.usage, "\(name) must be true or false")
      }
      return .bool(flag)
    case .strings, .words: return .array(texts.map { .string($0) })
    case .object:
      guard let object = try? JSONValue(parsing: last), object.object != nil else {
        throw WorkProblem(.usage, "\(name) must be a JSON object")
      }
      return object
    case .string, .oneOf, nil: return .string(last)
    }
  }
}

extension OperationSpec {
  /// "GET /pipelines/{pipeline}" as its parts.
  var requestLine: (method: HTTPMethod, template: String)? {
    let parts = (route ?? "").split(separator: " ")
    guard parts.count == 2, let method = HTTPMethod(rawValue: String(parts[0])) else { return nil }
    return (method, String(parts[1]))
  }
}
