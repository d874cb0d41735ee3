// Checks a value against the part of JSON Schema 2020-12 that tools use, and says the first thing that
// is wrong in words a model can act on. Keywords it does not know pass; references are followed only
// inside the same schema.
import JSON

/// Says what is wrong with a value.
package enum SchemaCheck {
  /// Nested schemas followed at most.
  static let depthMax = 64

  /// The first problem: "\"limit\" must be at most 100"; nil when there is none.
  package static func firstProblem(_ value: JSONValue, _ schema: JSONValue) -> String? {
    Check(root: schema).problem(value, schema, at: "", depth: 0)
  }
}

private struct Check {
  let root: JSONValue

  func problem(_ value: JSONValue, _ schema: JSONValue, at path: String, depth: Int) -> String? {
    if schema.bool == false { return "\(named(path)) must not be there" }
    guard depth < SchemaCheck.depthMax, let keywords = schema.object else { return nil }
    if let target = keywords["$ref"]?.string.flatMap(resolve) {
      if let found = problem(value, target, at: path, depth: depth + 1) { return found }
    }
    return typeProblem(value, keywords, path) ?? choiceProblem(value, keywords, path)
      ?? boundProblem(value, keywords, path) ?? memberProblem(value, keywords, path, depth)
      ?? itemProblem(value, keywords, path, depth)
      ?? combinedProblem(value, keywords, path, depth)
  }

  private func named(_ path: String) -> String {
    path.isEmpty ? "the argument object" : "\"\(path)\""
  }

  /// Only "#" and "#/a/b": nothing is ever fetched.
  private func resolve(_ reference: String) -> JSONValue? {
    guard reference.hasPrefix("#") else { return nil }
    return reference.dropFirst().split(separator: "/").reduce(Optional(root)) { value, part in
      value?[String(part.replacing("~1", with: "/").replacing("~0", with: "~"))]
    }
  }

  // MARK: Types and values

  private func typeProblem(_ value: JSONValue, _ keywords: JSONObject, _ path: String) -> String? {
    let names: [String]
    switch keywords["type"] {
    case .string(let name): names = [name]
    case .array(let items): names = items.compactMap(\.string)
    default: return nil
    }
    if names.contains(where: { isOf(value, $0) }) { return nil }
    return "\(named(path)) must be \(names.map(article).joined(separator: " or "))"
  }

  private func isOf(_ value: JSONValue, _ type: String) -> Bool {
    switch type {
    case "object": value.object != nil
    case "array": value.array != nil
    case "string": value.string != nil
    case "boolean": value.bool != nil
    case "null": value.isNull
    case "integer": value.int != nil
    case "number": value.double != nil
    default: true
    }
  }

  private func article(_ type: String) -> String {
    switch type {
    case "integer": "a whole number"
    case "object", "array": "an \(type)"
    case "null": "null"
    default: "a \(type)"
    }
  }

  private func choiceProblem(_ value: JSONValue, _ keywords: JSONObject, _ path: String)
    -> String?
  {
    if let constant = keywords["const"], constant != value {
      return "\(named(path)) must be \(constant.text)"
    }
    guard let choices = keywords["enum"]?.array, !choices.contains(value) else { return nil }
    let words = choices.prefix(20).map { $0.string ?? $0.text }.joined(separator: ", ")
    return "\(named(path)) must be one of \(words)"
  }

  private func boundProblem(_ value: JSONValue, _ keywords: JSONObject, _ path: String)
    -> String?
  {
    func number(_ name: String) -> Double? { keywords[name]?.double }
    func shown(_ bound: Double) -> String { Int64(exactly: bound).map { "\($0)" } ?? "\(bound)" }
    if let value = value.double {
      if let least = number("minimum"), value < least {
        return "\(named(path)) must be at least \(shown(least))"
      }
      if let most = number("maximum"), value > most {
        return "\(named(path)) must be at most \(shown(most))"
      }
      if let least = number("exclusiveMinimum"), value <= least {
        return "\(named(path)) must be more than \(shown(least))"
      }
      if let most = number("exclusiveMaximum"), value >= most {
        return "\(named(path)) must be less than \(shown(most))"
      }
    }
    if let text = value.string {
      let count = text.unicodeScalars.count
      if let least = keywords["minLength"]?.int, count < least {
        return least == 1
          ? "\(named(path)) must not be empty"
          : "\(named(path)) must have at least \(least) characters"
      }
      if let most = keywords["maxLength"]?.int, count > most {
        return "\(named(path)) must have at most \(most) characters"
      }
    }
    return nil
  }

  // MARK: Members and items

  private func memberProblem(
    _ value: JSONValue, _ keywords: JSONObject, _ path: String, _ depth: Int
  ) -> String? {
    guard let object = value.object else { return nil }
    for name in keywords["required"]?.array?.compactMap(\.string) ?? []
    where object[name] == nil {
      return "\"\(below(path, name))\" is missing"
    }
    let properties = keywords["properties"]?.object ?? JSONObject()
    for member in object.members {
      let place = below(path, member.key)
      if let schema = properties[member.key] {
        if let found = problem(member.value, schema, at: place, depth: depth + 1) { return found }
      } else if keywords["patternProperties"] == nil, let other = keywords["additionalProperties"] {
        if other.bool == false {
          let known = properties.keys.joined(separator: ", ")
          return "there is no argument \"\(place)\"" + (known.isEmpty ? "" : ": use \(known)")
        }
        if let found = problem(member.value, other, at: place, depth: depth + 1) { return found }
      }
    }
    return nil
  }

  private func below(_ path: String, _ name: String) -> String {
    path.isEmpty ? name : "\(path).\(name)"
  }

  private func itemProblem(
    _ value: JSONValue, _ keywords: JSONObject, _ path: String, _ depth: Int
  ) -> String? {
    guard let items = value.array else { return nil }
    if let least = keywords["minItems"]?.int, items.count < least {
      return "\(named(path)) must have at least \(least) items"
    }
    if let most = keywords["maxItems"]?.int, items.count > most {
      return "\(named(path)) must have at most \(most) items"
    }
    guard let schema = keywords["items"] else { return nil }
    for (index, item) in items.enumerated() {
      if let found = problem(item, schema, at: "\(path)[\(index)]", depth: depth + 1) {
        return found
      }
    }
    return nil
  }

  private func combinedProblem(
    _ value: JSONValue, _ keywords: JSONObject, _ path: String, _ depth: Int
  ) -> String? {
    func fits(_ schema: JSONValue) -> Bool {
      problem(value, schema, at: path, depth: depth + 1) == nil
    }
    for schema in keywords["allOf"]?.array ?? [] {
      if let found = problem(value, schema, at: path, depth: depth + 1) { return found }
    }
    if let options = keywords["anyOf"]?.array, !options.isEmpty, !options.contains(where: fits) {
      return options.first.flatMap { problem(value, $0, at: path, depth: depth + 1) }
    }
    if let options = keywords["oneOf"]?.array, options.count(where: fits) != 1 {
      return "\(named(path)) must fit exactly one of the forms in the schema"
    }
    if let schema = keywords["not"], fits(schema) { return "\(named(path)) must not be like this" }
    if let condition = keywords["if"] {
      let branch = fits(condition) ? keywords["then"] : keywords["else"]
      if let branch { return problem(value, branch, at: path, depth: depth + 1) }
    }
    return nil
  }
}
