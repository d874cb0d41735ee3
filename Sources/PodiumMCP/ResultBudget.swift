// Answers that fit what an agent can read: the largest lists and texts are cut first, and what was cut is
// said with true counts. A value; knows nothing of what the answer is about.
import JSON

/// Cuts an answer to a number of bytes.
package struct ResultBudget: Sendable {
  /// Bytes of the text of an answer; structured content doubles it on the wire.
  package static let usual = 64 << 10
  /// Rounds of cutting at most.
  static let roundsMax = 40

  package let bytesMax: Int

  package init(bytesMax: Int = Self.usual) { self.bytesMax = bytesMax }

  /// The answer, and in its member "cut" what is missing of it.
  package func fit(_ object: JSONObject) -> JSONObject {
    var value = JSONValue.object(object)
    var notes: [String: String] = [:]
    var rounds = 0
    while value.serialized().count > bytesMax, rounds < Self.roundsMax {
      rounds += 1
      guard let place = Self.largest(value) else { break }
      value = Self.cut(value, at: place[...], path: "", &notes)
    }
    guard !notes.isEmpty, var result = value.object else { return object }
    result["cut"] = .object(
      JSONObject(pairs: notes.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }))
    return result
  }

  /// One step into a value.
  private enum Step {
    case member(String)
    case item(Int)
  }

  /// The way to the list or text with the most bytes of its own.
  private static func largest(_ value: JSONValue) -> [Step]? {
    var best: (weight: Int, way: [Step]) = (0, [])
    func visit(_ value: JSONValue, _ way: [Step]) {
      switch value {
      case .string(let text):
        let weight = text.utf8.count
        if weight > 256, weight > best.weight { best = (weight, way) }
      case .array(let items):
        let weight = items.count > 1 ? value.serialized().count : 0
        // A list weighs less than a text: its items may hold the text.
        if weight / 2 > best.weight { best = (weight / 2, way) }
        for (index, item) in items.enumerated() { visit(item, way + [.item(index)]) }
      case .object(let object):
        for member in object.members { visit(member.value, way + [.member(member.key)]) }
      default: break
      }
    }
    visit(value, [])
    return best.weight > 0 ? best.way : nil
  }

  private static func cut(
    _ value: JSONValue, at way: ArraySlice<Step>, path: String, _ notes: inout [String: String]
  ) -> JSONValue {
    guard let step = way.first else { return halved(value, path, &notes) }
    switch (step, value) {
    case (.member(let name), .object(var object)):
      let place = path.isEmpty ? name : "\(path).\(name)"
      object[name] = cut(object[name] ?? .null, at: way.dropFirst(), path: place, &notes)
      return .object(object)
    case (.item(let index), .array(var items)):
      items[index] = cut(items[index], at: way.dropFirst(), path: "\(path)[\(index)]", &notes)
      return .array(items)
    default: return value
    }
  }

  private static func halved(
    _ value: JSONValue, _ path: String, _ notes: inout [String: String]
  ) -> JSONValue {
    switch value {
    case .array(let items):
      let kept = items.prefix(max(1, items.count / 2))
      let total = notes[path].flatMap { $0.split(separator: " ").last.flatMap { Int($0) } }
      notes[path] = "\(kept.count) of \(total ?? items.count)"
      return .array(Array(kept))
    case .string(let text):
      let bytes = text.utf8.count
      let total = notes[path].flatMap { note in
        note.split(separator: " ").dropLast().last.flatMap { Int($0) }
      }
      let kept = String(decoding: Array(text.utf8).suffix(bytes / 2), as: UTF8.self)
      notes[path] = "the last \(kept.utf8.count) of \(total ?? bytes) bytes"
      return .string("…" + kept)
    default: return value
    }
  }
}
