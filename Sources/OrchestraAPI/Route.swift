// Method and path template of an operation, in both directions.
import HTTP

/// Where an operation lives: on the engine's API or on the platform's.
package enum Surface: String, Sendable, CaseIterable {
  /// `/api/engine/public`: pipelines, runs, logs and all the rest.
  case engine = "/api/engine/public"
  /// `/public/v1`: accounts. Never below the engine's prefix.
  case platform = "/public/v1"
}

/// "GET /pipeline_runs/{}/status": `{}` stands for one path segment of any text.
package struct Route: Sendable, Equatable {
  package let method: HTTPMethod
  package let surface: Surface
  package let segments: [String]

  package init(_ method: HTTPMethod, _ template: String, surface: Surface = .engine) {
    self.method = method
    self.surface = surface
    segments = template.split(separator: "/").map(String.init)
  }

  package var template: String { "/" + segments.joined(separator: "/") }

  /// The request of a call; its path starts with the surface's own prefix.
  package func request(for call: Call) -> HTTPRequest {
    var captures = call.captures.makeIterator()
    let path = segments.map { $0 == "{}" ? PercentEncoding.encode(captures.next() ?? "") : $0 }
    var request = HTTPRequest(method, "\(surface.rawValue)/\(path.joined(separator: "/"))")
    request.query = call.query
    request.headers = call.headers
    request.body = call.body
    if !call.body.isEmpty { request.headers["Content-Type"] = "application/json" }
    return request
  }

  /// The decoded captures when `path` (below the surface's prefix) has this shape, else nil.
  package func captures(in path: String) -> [String]? {
    captures(in: path.split(separator: "/")[...])
  }

  /// The same of a path that is split already; its parts are encoded as on the wire.
  package func captures(in parts: ArraySlice<Substring>) -> [String]? {
    guard parts.count == segments.count else { return nil }
    var captures: [String] = []
    for (part, segment) in zip(parts, segments) {
      if segment == "{}" {
        captures.append(PercentEncoding.decode(part))
      } else if part != segment {
        return nil
      }
    }
    return captures
  }
}

/// The variable parts of one request.
package struct Call: Sendable, Equatable {
  package var captures: [String]
  package var query: Query
  package var headers: HTTPHeaders
  package var body: [UInt8]

  package init(
    captures: [String] = [], query: Query = Query(), headers: HTTPHeaders = HTTPHeaders(),
    body: [UInt8] = []
  ) {
    self.captures = captures
    self.query = query
    self.headers = headers
    self.body = body
  }
}
