// A JSON request body read by a server: camelCase and snake_case, unknown keys refused (422).
import JSON

struct BodyFields {
  private let object: JSONObject

  /// An empty body is an empty object.
  init(_ body: [UInt8]) throws(APIProblem) {
    guard !body.isEmpty else {
      object = JSONObject()
      return
    }
    do throws(JSONError) {
      let value = try JSONValue(parsing: body)
      guard let found = value.isNull ? JSONObject() : value.object else {
        throw JSONError(.wrongType, offset: 0)
      }
      object = found
    } catch {
      throw .invalid("body", message: "JSON decode error: \(error)", kind: "json_invalid")
    }
  }

  /// Value of a camelCase key or its snake_case spelling; null counts as absent.
  func value(_ key: String) -> JSONValue? {
    let found = object[key] ?? object[Self.snake(key)]
    return found?.isNull == true ? nil : found
  }

  func string(_ key: String) throws(APIProblem) -> String? {
    try typed(key, "a valid string") { $0.string }
  }

  func bool(_ key: String) throws(APIProblem) -> Bool? {
    try typed(key, "a valid boolean") { $0.bool }
  }

  func int(_ key: String) throws(APIProblem) -> Int? {
    try typed(key, "a valid integer") { $0.int.map(Int.init) }
  }

  func object(_ key: String) throws(APIProblem) -> JSONObject? {
    try typed(key, "a valid dictionary") { $0.object }
  }

  func strings(_ key: String) throws(APIProblem) -> [String]? {
    try typed(key, "a valid list of strings") { value in
      guard let items = value.array else { return nil }
      let texts = items.compactMap(\.string)
      return texts.count == items.count ? texts : nil
    }
  }

  func required(_ key: String) throws(APIProblem) -> JSONValue {
    guard let value = value(key) else {
      throw .invalid("body", key, message: "Field required", kind: "missing")
    }
    return value
  }

  /// The platform's models forbid extra keys.
  func refuseOthers(than keys: [String]) throws(APIProblem) {
    let known = Set(keys + keys.map(Self.snake))
    let extra = object.keys.filter { !known.contains($0) }
    guard !extra.isEmpty else { return }
    throw APIProblem(
      fields: extra.map { key in
        APIProblem.Field(
          path: ["body", key], message: "Extra inputs are not permitted", kind: "extra_forbidden")
      })
  }

  private func typed<Value>(
    _ key: String, _ expected: String, _ read: (JSONValue) -> Value?
  ) throws(APIProblem) -> Value? {
    guard let found = value(key) else { return nil }
    guard let value = read(found) else {
      throw .invalid("body", key, message: "Input should be \(expected)", kind: "type_error")
    }
    return value
  }

  private static func snake(_ camel: String) -> String {
    var text = ""
    for character in camel {
      if character.isUppercase { text += "_" }
      text += character.lowercased()
    }
    return text
  }
}
