// Small readers and writers that every model shares.
import JSON
import Time

extension JSONReader {
  mutating func id<Noun>() throws(JSONError) -> Identifier<Noun>? {
    try plainString { Identifier(bytes: $0) }
  }

  mutating func time() throws(JSONError) -> Timestamp? {
    try plainString { Timestamp(iso8601: $0) }
  }

  mutating func status() throws(JSONError) -> RunStatus {
    RunStatus(try text() ?? "")
  }

  mutating func texts() throws(JSONError) -> [String] {
    try list { (reader) throws(JSONError) in try reader.text() }
  }

  /// A value, or the value inside a string that holds JSON ("[]", as Orchestra sends triggers).
  mutating func jsonInString() throws(JSONError) -> JSONValue? {
    let value = try self.value()
    guard case .string(let text) = value else { return value.isNull ? nil : value }
    return text.isEmpty ? nil : (try? JSONValue(parsing: text)) ?? value
  }
}

extension JSONWriter {
  mutating func member<Noun>(_ name: String, _ id: Identifier<Noun>?) { member(name, id?.text) }
  mutating func member(_ name: String, _ time: Timestamp?) { member(name, time?.iso8601) }
  mutating func member(_ name: String, _ status: RunStatus) { member(name, status.word) }

  mutating func member(_ name: String, _ value: Double?) {
    key(name)
    if let value { double(value) } else { null() }
  }

  mutating func member(_ name: String, _ texts: [String]) {
    key(name)
    array(of: texts) { $0.string($1) }
  }

  mutating func member<Item: JSONCodable>(_ name: String, _ items: [Item]) {
    key(name)
    array(of: items) { $1.write(to: &$0) }
  }
}
