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

  /// The answer, and in its member "cut" what is missing of it. Where a listing or a file is cut,
  /// `nextOffset` is where the rest begins.
  /// - Parameter offset: of the first row that was asked for.
  package func fit(_ object: JSONObject, offset: Int64 = 0) -> JSONObject {
    var value = JSONValue.object(object)
    var cut = Cut()
    var rounds = 0
    while rounds < Self.roundsMax {
      let excess = value.serialized().count - bytesMax + Self.noteBytes
      guard excess > Self.noteBytes || (rounds > 0 && excess > 0) else { break }
      rounds += 1
      guard let place = Self.largest(value) else { break }
      cut.excess = excess
      value = cut.applied(to: value, at: place[...], path: "")
    }
    guard !cut.notes.isEmpty, var result = value.object else { return object }
    if cut.notes["results"] != nil, let rows = result["results"]?.array {
      result["nextOffset"] = .int(offset + Int64(rows.count))
    }
    if cut.notes["content"] != nil, let text = result["content"]?.string {
      let bytes = Int64(text.utf8.count)
      result["bytes"] = .int(bytes)
      result["nextOffset"] = .int((result["offset"]?.int ?? 0) + bytes)
    }
    let notes = cut.notes.sorted { $0.key < $1.key }.map { ($0.key, JSONValue.string($0.value)) }
    result["cut"] = .object(JSONObject(pairs: notes))
    return result
  }

  /// Room for what the cuts say of themselves.
  private static let noteBytes = 512

  /// One step into a value.
  fileprivate enum Step {
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
}

/// Cuts at one place after the other, and what they say.
private struct Cut {
  /// Place → "62 of 1000".
  var notes: [String: String] = [:]
  /// Bytes that are too many.
  var excess = 0

  mutating func applied(
    to value: JSONValue, at way: ArraySlice<ResultBudget.Step>, path: String
  ) -> JSONValue {
    guard let step = way.first else { return shortened(value, path) }
    switch (step, value) {
    case (.member(let name), .object(var object)):
      let place = path.isEmpty ? name : "\(path).\(name)"
      object[name] = applied(to: object[name] ?? .null, at: way.dropFirst(), path: place)
      return .object(object)
    case (.item(let index), .array(var items)):
      items[index] = applied(to: items[index], at: way.dropFirst(), path: "\(path)[\(index)]")
      return .array(items)
    default: return value
    }
  }

  /// As much shorter as is needed, but no more than by half: then another place may be the largest.
  private mutating func shortened(_ value: JSONValue, _ path: String) -> JSONValue {
    switch value {
    case .array(let items):
      let total = notes[path].flatMap { $0.split(separator: " ").last.flatMap { Int($0) } }
      var (count, spared) = (items.count, 0)
      while count > max(1, items.count / 2), spared < excess {
        count -= 1
        spared += items[count].serialized().count + 1
      }
      notes[path] = "\(count) of \(total ?? items.count)"
      return .array(Array(items.prefix(count)))
    case .string(let text):
      let bytes = Array(text.utf8)
      let total = notes[path].flatMap { note in
        note.split(separator: " ").dropLast().last.flatMap { Int($0) }
      }
      let count = max(bytes.count / 2, bytes.count - excess)
      // What is read on and on keeps its beginning, everything else its end.
      let isRead = path == "content"
      let kept = Self.text(isRead ? bytes.prefix(count) : bytes.suffix(count))
      notes[path] =
        "the \(isRead ? "first" : "last") \(kept.utf8.count) of \(total ?? bytes.count) bytes"
      return .string(isRead ? kept : "…" + kept)
    default: return value
    }
  }

  /// Without the halves of characters at its ends.
  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    let start = bytes.drop { $0 & 0xC0 == 0x80 }
    let tail = start.reversed().prefix { $0 & 0xC0 == 0x80 }.count
    let lead = start.dropLast(tail).last ?? 0
    let length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1
    return String(decoding: length == tail + 1 ? start : start.dropLast(tail + 1), as: UTF8.self)
  }
}
