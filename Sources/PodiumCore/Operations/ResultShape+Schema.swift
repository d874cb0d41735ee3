// The declared shapes of results as JSON Schema 2020-12: what tools promise and what checks of answers
// are made from.
import JSON

extension ResultShape {
  /// The schema of the result of an operation; any object where none is declared.
  package static func schema(of operation: String, nested: Int = .max) -> JSONValue {
    results[operation]?.schema(nested: nested) ?? ["type": "object"]
  }

  /// The shape as a schema. An object may have more members than are declared.
  /// - Parameter nested: how far objects in objects are spelled out; each level costs whoever reads
  ///   the list of tools.
  package func schema(nested: Int = .max) -> JSONValue {
    var properties = JSONObject()
    for member in members where member.isAlways || nested > 0 {
      properties[member.name] = Self.schema(of: member.kind, nested)
    }
    let required = members.filter(\.isAlways).map { JSONValue.string($0.name) }
    var schema: JSONObject = ["type": "object", "properties": .object(properties)]
    if !required.isEmpty { schema["required"] = .array(required) }
    return .object(schema)
  }

  private static func schema(of kind: ResultMember.Kind, _ nested: Int) -> JSONValue {
    switch kind {
    case .any: return [:]
    case .text: return ["type": "string"]
    case .time: return nested > 0 ? ["type": "string", "format": "date-time"] : ["type": "string"]
    case .number: return ["type": "number"]
    case .whole: return ["type": "integer"]
    case .flag: return ["type": "boolean"]
    case .texts:
      return nested > 0
        ? ["type": "array", "items": ["type": "string"]] : ["type": "array"]
    case .counts:
      return nested > 0
        ? ["type": "object", "additionalProperties": ["type": "integer"]] : ["type": "object"]
    case .one(let type):
      guard nested > 0, let shape = types[type] else { return ["type": "object"] }
      return shape.schema(nested: nested - 1)
    case .list(let type):
      guard nested > 0, let shape = types[type] else { return ["type": "array"] }
      return ["type": "array", "items": shape.schema(nested: nested - 1)]
    }
  }
}
