// Query parameters of endpoints, read with the platform's rules and written in one place.
import HTTP
import Time

extension Query {
  /// A comma-separated list; absent and empty are an empty list.
  func list(_ name: String) -> [String] {
    (self[name] ?? "").split(separator: ",").map { part in
      String(part.drop(while: { $0 == " " }).reversed().drop(while: { $0 == " " }).reversed())
    }.filter { !$0.isEmpty }
  }

  mutating func setList(_ name: String, _ values: [String]) {
    if !values.isEmpty { self[name] = values.joined(separator: ",") }
  }

  func ids<Noun>(_ name: String) -> [Identifier<Noun>] { list(name).map { Identifier($0) } }

  mutating func setIDs<Noun>(_ name: String, _ ids: [Identifier<Noun>]) {
    setList(name, ids.map(\.text))
  }

  func timestamp(_ name: String) throws(APIProblem) -> Timestamp? {
    guard let text = self[name], !text.isEmpty else { return nil }
    guard let time = Timestamp(iso8601: text) else {
      throw .invalid(
        "query", name, message: "Input should be a valid datetime, e.g. 2026-01-31T12:00:00Z",
        kind: "datetime_from_date_parsing")
    }
    return time
  }

  /// Both ends of a window, in the wire's form.
  mutating func setWindow(_ from: Timestamp?, _ to: Timestamp?) {
    self["time_from"] = from?.iso8601
    self["time_to"] = to?.iso8601
  }

  func integer(_ name: String) throws(APIProblem) -> Int? {
    guard let text = self[name], !text.isEmpty else { return nil }
    guard let value = Int(text) else {
      throw .invalid(
        "query", name, message: "Input should be a valid integer", kind: "int_parsing")
    }
    return value
  }

  /// `page` from 1 and `page_size` up to `sizeMax`.
  func pageRequest(
    sizeDefault: Int = 50, sizeMax: Int = PageRequest.sizeMax
  ) throws(APIProblem) -> PageRequest {
    let page = try integer("page") ?? 1
    let size = try integer("page_size") ?? sizeDefault
    guard page >= 1 else {
      throw .invalid(
        "query", "page", message: "Input should be greater than or equal to 1",
        kind: "greater_than_equal")
    }
    guard (1...sizeMax).contains(size) else {
      throw .invalid(
        "query", "page_size", message: "Input should be between 1 and \(sizeMax)",
        kind: "less_than_equal")
    }
    return PageRequest(page: page, size: size)
  }

  mutating func setPage(_ request: PageRequest) {
    self["page"] = "\(request.page)"
    self["page_size"] = "\(request.size)"
  }
}
