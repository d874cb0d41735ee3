// Parameters of tasks hold JSON inside of texts, and command lines: both are looked into.
import JSON

extension Redaction {
  /// Nested deeper, values are hidden altogether.
  private static let depthMax = 24
  private static let freeText = SecretMask()

  /// Parameters with secrets masked at any depth: by their names, in texts that are JSON themselves,
  /// and in what other texts say.
  package static func parameters(
    _ value: JSONValue, named name: String = "", depth: Int = 0
  ) -> JSONValue {
    guard depth < depthMax else { return .string(mask) }
    if isSecret(name), !value.isNull { return .string(mask) }
    switch value {
    case .object(let object):
      return .object(
        JSONObject(
          pairs: object.members.map {
            ($0.key, parameters($0.value, named: $0.key, depth: depth + 1))
          }))
    case .array(let items): return .array(items.map { parameters($0, depth: depth + 1) })
    case .string(let text): return .string(parameter(text, depth: depth))
    default: return value
    }
  }

  /// One text among parameters.
  private static func parameter(_ text: String, depth: Int) -> String {
    if let first = text.first, first == "{" || first == "[",
      let json = try? JSONValue(parsing: text)
    {
      return parameters(json, depth: depth + 1).text
    }
    return freeText.hide(text)
  }
}
