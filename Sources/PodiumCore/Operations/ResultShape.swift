// What the results of operations hold: declared once, shown in the manual, and what tests check real
// results against. Members may be added; none is renamed or removed.
import JSON
import Time

/// A member of a result.
package struct ResultMember: Sendable {
  /// What it holds.
  package indirect enum Kind: Sendable {
    case text, number, whole, flag
    /// ISO 8601 with an offset.
    case time
    /// Whatever the platform says there.
    case any
    case texts
    /// Names with whole numbers.
    case counts
    /// An object of a named type.
    case one(String)
    /// A list of these.
    case list(String)
  }

  package let name: String
  package let kind: Kind
  package let says: String
  /// Whether it is always there.
  package let isAlways: Bool

  init(_ name: String, _ kind: Kind, _ says: String, always: Bool = true) {
    self.name = name
    self.kind = kind
    self.says = says
    isAlways = always
  }

  /// The type it names, if it does.
  package var typeName: String? {
    switch kind {
    case .one(let type), .list(let type): type
    default: nil
    }
  }

  /// "list of run".
  package var kindName: String {
    switch kind {
    case .text: "text"
    case .number: "number"
    case .whole: "whole number"
    case .flag: "true or false"
    case .time: "time"
    case .any: "as the platform has it"
    case .texts: "list of texts"
    case .counts: "names with numbers"
    case .one(let type): type
    case .list(let type): "list of \(type)"
    }
  }
}

/// The shapes of results.
package struct ResultShape: Sendable {
  package let members: [ResultMember]

  init(_ members: [ResultMember]...) { self.members = members.flatMap { $0 } }

  /// What of a result is not as declared, one line each: unknown, missing or of another kind.
  package func problems(in object: JSONObject, at path: String = "") -> [String] {
    let place = path.isEmpty ? "" : "\(path)."
    let unknown = object.keys.filter { key in !members.contains { $0.name == key } }
    let missing = members.filter { $0.isAlways && object[$0.name] == nil }
    return unknown.map { "\(place)\($0) is not declared" }
      + missing.map { "\(place)\($0.name) is missing" }
      + members.flatMap { member in
        object[member.name].map { Self.problems(of: member.kind, in: $0, "\(place)\(member.name)") }
          ?? []
      }
  }

  private static func problems(
    of kind: ResultMember.Kind, in value: JSONValue, _ path: String
  ) -> [String] {
    let isFitting: Bool
    switch kind {
    case .any: return []
    case .text: isFitting = value.string != nil
    case .time: isFitting = value.string.flatMap { Timestamp(iso8601: $0) } != nil
    case .number: isFitting = value.double != nil
    case .whole: isFitting = value.int != nil
    case .flag: isFitting = value.bool != nil
    case .texts: isFitting = value.array?.allSatisfy { $0.string != nil } ?? false
    case .counts: isFitting = value.object?.members.allSatisfy { $0.value.int != nil } ?? false
    case .one(let type):
      guard let shape = types[type], let object = value.object else {
        return ["\(path) is no \(type)"]
      }
      return shape.problems(in: object, at: path)
    case .list(let type):
      guard let shape = types[type], let rows = value.array else { return ["\(path) is no list"] }
      return rows.enumerated().flatMap { index, row in
        row.object.map { shape.problems(in: $0, at: "\(path)[\(index)]") }
          ?? ["\(path)[\(index)] is no \(type)"]
      }
    }
    return isFitting ? [] : ["\(path) has another kind: \(value.text.prefix(80))"]
  }
}
