// Requests to endpoints: one entry per spelling of an operation. No engine, no keys, no sockets here.
import HTTP
import HTTPServer
import OrchestraAPI

/// One way to reach one operation.
package struct RouteEntry: Sendable {
  let route: Route
  /// Whether the caller must show a key.
  let needsKey: Bool
  private let perform: @Sendable (Call) async throws -> Reply

  /// - Parameter perform: may throw `APIProblem`; other errors become a 500 that tells nothing.
  init(
    _ route: Route, needsKey: Bool = true,
    _ perform: @escaping @Sendable (Call) async throws -> Reply
  ) {
    self.route = route
    self.needsKey = needsKey
    self.perform = perform
  }

  func answer(_ call: Call) async -> Reply {
    do {
      return try await perform(call)
    } catch let problem as APIProblem {
      return Reply(problem.response)
    } catch {
      return Reply(APIProblem(500, "Internal Server Error").response)
    }
  }
}

/// The entries of an endpoint: its own route and other templates that clients use for it.
package func route<E: Endpoint>(
  _ endpoint: E.Type, also templates: [String] = [], needsKey: Bool = true,
  _ perform: @escaping @Sendable (E) async throws -> E.Output
) -> [RouteEntry] {
  let routes = [E.route] + templates.map { Route(E.route.method, $0, surface: E.route.surface) }
  return routes.map { route in
    RouteEntry(route, needsKey: needsKey) { call in
      Reply(E.encode(try await perform(try E(call))))
    }
  }
}

/// An operation of the platform that this server does not have: 400 with the reason, so that its
/// users need not guess from a 404.
package func refuse(_ method: HTTPMethod, _ template: String, because reason: String)
  -> [RouteEntry]
{
  [RouteEntry(Route(method, template)) { _ in throw APIProblem(400, reason) }]
}

/// Finds the operation of a request.
package struct Router: Sendable {
  private let entries: [RouteEntry]

  /// The prefixes under which a surface answers; official and old clients differ.
  static let prefixes: [(path: [Substring], surface: Surface)] = [
    (["api", "engine", "public"], .engine), (["engine", "public"], .engine),
    (["public", "v1"], .platform),
  ]

  package init(_ entries: [[RouteEntry]]) { self.entries = entries.flatMap(\.self) }

  /// What a request leads to.
  package enum Match: Sendable {
    case found(RouteEntry, captures: [String])
    /// The path exists with these methods.
    case otherMethods([HTTPMethod])
    case none
  }

  /// The entry for a method and a path as on the wire; HEAD is looked for as GET.
  package func match(_ method: HTTPMethod, _ path: String) -> Match {
    guard let (surface, parts) = Self.surface(of: path) else { return .none }
    let asked = method == .head ? .get : method
    var others: [HTTPMethod] = []
    for entry in entries where entry.route.surface == surface {
      guard let captures = entry.route.captures(in: parts) else { continue }
      if entry.route.method == asked { return .found(entry, captures: captures) }
      if !others.contains(entry.route.method) { others.append(entry.route.method) }
    }
    return others.isEmpty ? .none : .otherMethods(others)
  }

  private static func surface(of path: String) -> (Surface, ArraySlice<Substring>)? {
    let parts = path.split(separator: "/")
    for prefix in prefixes where parts.starts(with: prefix.path) {
      return (prefix.surface, parts.dropFirst(prefix.path.count))
    }
    return nil
  }
}
