// The error body that the platform sends (FastAPI's form), and tolerant reading of others'.
import HTTP
import JSON

/// A refusal: status and detail, or one problem per field (422).
package struct APIProblem: Error, Sendable, Equatable {
  package var status: Int
  package var detail: String
  package var fields: [Field]
  /// Whole seconds for the `Retry-After` header.
  package var retryAfterSeconds: Int?

  /// What is wrong with one part of a request.
  package struct Field: Sendable, Equatable {
    /// Where: "body", "schedule", "0", "cron".
    package var path: [String]
    package var message: String
    /// The machine's word: "missing", "extra_forbidden", "value_error".
    package var kind: String

    package init(path: [String], message: String, kind: String = "value_error") {
      self.path = path
      self.message = message
      self.kind = kind
    }
  }

  /// Longest detail kept from an answer, in characters.
  package static let detailCharactersMax = 500

  package init(_ status: Int, _ detail: String, retryAfterSeconds: Int? = nil) {
    self.status = status
    self.detail = detail
    fields = []
    self.retryAfterSeconds = retryAfterSeconds
  }

  package init(fields: [Field]) {
    status = 422
    detail = ""
    self.fields = fields
  }

  /// 422 about one parameter of the query or the body.
  package static func invalid(
    _ path: String..., message: String, kind: String = "value_error"
  ) -> APIProblem {
    APIProblem(fields: [Field(path: path, message: message, kind: kind)])
  }

  /// 404: there is no such thing in this account.
  package static func notFound(_ noun: String, _ id: String) -> APIProblem {
    APIProblem(404, "\(noun) \(id) not found")
  }

  /// The answer as FastAPI writes it.
  package var response: HTTPResponse {
    var writer = JSONWriter()
    writer.object { writer in
      writer.key("detail")
      if fields.isEmpty { writer.string(detail) } else { writeFields(to: &writer) }
    }
    var response = HTTPResponse.json(writer.bytes, status: status)
    if let retryAfterSeconds { response.headers["Retry-After"] = "\(retryAfterSeconds)" }
    return response
  }

  private func writeFields(to writer: inout JSONWriter) {
    writer.array(of: fields) { writer, field in
      writer.object { writer in
        writer.member("type", field.kind)
        writer.key("loc")
        writer.array(of: field.path) { writer, part in
          if let index = Int(part) { writer.int(index) } else { writer.string(part) }
        }
        writer.member("msg", field.message)
      }
    }
  }
}

extension APIProblem {
  /// Reads whatever a server sent with an error status: `detail`, `message`, `error`, `msg`, plain text or HTML.
  package init(reading response: HTTPResponse) {
    self.init(response.status, "")
    if let json = try? JSONValue(parsing: response.body) {
      read(json)
    } else {
      detail = Self.plainText(response.body)
    }
    detail = String(detail.prefix(Self.detailCharactersMax))
  }

  private mutating func read(_ json: JSONValue) {
    for key in ["detail", "message", "error", "msg"] {
      guard let found = json[key], !found.isNull else { continue }
      if let items = found.array {
        fields = items.compactMap(Self.field)
        if fields.isEmpty { detail = items.prefix(5).map(Self.words).joined(separator: "; ") }
      } else {
        detail = Self.words(found)
      }
      return
    }
    detail = json.string ?? ""
  }

  private static func words(_ json: JSONValue) -> String {
    json.string ?? json["message"]?.string ?? json["msg"]?.string ?? json.text
  }

  private static func field(_ json: JSONValue) -> Field? {
    guard let message = json["msg"]?.string else { return nil }
    let path = (json["loc"]?.array ?? []).map { $0.string ?? $0.text }
    return Field(path: path, message: message, kind: json["type"]?.string ?? "value_error")
  }

  /// Text of a body that is not JSON; of HTML only the title.
  private static func plainText(_ body: [UInt8]) -> String {
    let text = String(decoding: body.prefix(4096), as: UTF8.self)
    guard text.contains("<") else { return text }
    guard let open = text.range(of: "<title>"), let end = text.range(of: "</title>") else {
      return "an HTML page"
    }
    return open.upperBound <= end.lowerBound ? String(text[open.upperBound..<end.lowerBound]) : ""
  }
}

extension String {
  /// Foundation-free search for a short needle.
  fileprivate func range(of needle: String) -> Range<String.Index>? {
    ranges(of: needle).first
  }
}
