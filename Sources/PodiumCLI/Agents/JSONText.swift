// A JSON file that people edit: comments and trailing commas are understood, problems have a line and a
// column, and one member can be set without touching anything else of the text.
import JSON

/// The text of a JSON file.
struct JSONText: Sendable {
  /// As it is in the file.
  let bytes: [UInt8]
  /// The same, comments and trailing commas replaced by spaces: every place is the same.
  private let plain: [UInt8]

  /// What is wrong, and where.
  struct Problem: Error, Equatable {
    let line: Int
    let column: Int
    let what: String
  }

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    plain = Self.withoutComments(bytes)
  }

  func value() throws(Problem) -> JSONValue {
    do throws(JSONError) { return try JSONValue(parsing: plain) } catch { throw problem(error) }
  }

  /// The text with a member set, which is made where it is not there, and the objects around it too.
  func setting(_ path: [String], to value: JSONValue) throws(Problem) -> [UInt8] {
    let blank: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D]
    guard !bytes.allSatisfy(blank.contains) else {
      return Array(Self.pretty(Self.wrapped(value, path[...]), indent: "").utf8) + [0x0A]
    }
    let place: Place
    do throws(JSONError) { place = try self.place(path) } catch { throw problem(error) }
    let before = bytes[..<place.range.lowerBound]
    let after = bytes[place.range.upperBound...]
    let indent = String(repeating: place.unit, count: place.depth)
    guard let missing = place.missing else {
      return before + Array(Self.pretty(value, indent: indent).utf8) + after
    }
    let member = Self.pretty(Self.wrapped(value, missing.dropFirst()), indent: indent)
    let key = JSONValue.string(missing.first ?? "").text
    let comma = place.isFirst ? "" : ","
    let end = place.isFirst ? "\n" + String(repeating: place.unit, count: place.depth - 1) : ""
    return before + Array("\(comma)\n\(indent)\(key): \(member)\(end)".utf8) + after
  }

  private func problem(_ error: JSONError) -> Problem {
    let before = bytes.prefix(error.offset)
    let line = before.count { $0 == 0x0A } + 1
    let start = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    let column = String(decoding: before[start...], as: UTF8.self).count + 1
    return Problem(line: line, column: column, what: error.kind.rawValue)
  }

  // MARK: Places

  /// Where a member is, or would be.
  private struct Place {
    /// The value to replace; empty where the member is missing.
    var range: Range<Int>
    /// The names that are not there; nil when all are.
    var missing: ArraySlice<String>?
    /// Whether the object has no members yet.
    var isFirst = false
    /// Of the member.
    var depth: Int
    /// What a level is indented by.
    var unit: String
  }

  private func place(_ path: [String]) throws(JSONError) -> Place {
    try JSONReader.read(plain) { (reader) throws(JSONError) in
      try self.place(path[...], 1, &reader)
    }
  }

  private func place(
    _ path: ArraySlice<String>, _ depth: Int, _ reader: inout JSONReader
  ) throws(JSONError) -> Place {
    var found: Place?
    var last: Int?
    let start = reader.offset
    try reader.object { (reader, key) throws(JSONError) in
      let from = reader.offset
      if key.text == path.first, path.count > 1 {
        found = try place(path.dropFirst(), depth + 1, &reader)
      } else {
        try reader.skip()
        if key.text == path.first {
          let value = (from..<reader.offset).drop { plain[$0] <= 0x20 }
          found = Place(
            range: value.startIndex..<reader.offset, depth: depth, unit: unit)
        }
      }
      last = reader.offset
    }
    if let found { return found }
    if let last {
      return Place(range: last..<last, missing: path, depth: depth, unit: unit)
    }
    // An empty object: all that is between its braces.
    let open = plain[start...].firstIndex(of: UInt8(ascii: "{")) ?? start
    let isComment = bytes[(open + 1)..<(reader.offset - 1)].contains { $0 > 0x20 }
    let inside = isComment ? (open + 1)..<(open + 1) : (open + 1)..<(reader.offset - 1)
    return Place(range: inside, missing: path, isFirst: true, depth: depth, unit: unit)
  }

  /// The file's own indentation: that of its first indented line.
  private var unit: String {
    for line in bytes.split(separator: 0x0A).dropFirst() {
      let blanks = line.prefix { $0 == 0x20 || $0 == 0x09 }
      if !blanks.isEmpty, blanks.count < line.count {
        return String(decoding: blanks, as: UTF8.self)
      }
    }
    return "  "
  }

  // MARK: Writing

  private static func wrapped(_ value: JSONValue, _ path: ArraySlice<String>) -> JSONValue {
    path.reversed().reduce(value) { .object([$1: $0]) }
  }

  /// Objects over lines, lists and plain values on one.
  static func pretty(_ value: JSONValue, indent: String) -> String {
    guard let object = value.object, !object.isEmpty else { return line(value) }
    let unit = indent.hasPrefix("\t") ? "\t" : "  "
    let members = object.members.map {
      "\(indent)\(unit)\(JSONValue.string($0.key).text): \(pretty($0.value, indent: indent + unit))"
    }
    return "{\n\(members.joined(separator: ",\n"))\n\(indent)}"
  }

  private static func line(_ value: JSONValue) -> String {
    guard let items = value.array else { return value.text }
    return "[\(items.map(\.text).joined(separator: ", "))]"
  }

  // MARK: Comments

  private static func withoutComments(_ bytes: [UInt8]) -> [UInt8] {
    var plain = bytes
    var index = 0
    /// A comma that may turn out to be the last one.
    var comma: Int?
    var followsValue = false
    func at(_ place: Int) -> UInt8 { place < bytes.count ? bytes[place] : 0 }
    func blank(_ range: Range<Int>) {
      for place in range where bytes[place] != 0x0A { plain[place] = 0x20 }
    }
    while index < bytes.count {
      let start = index
      switch (bytes[index], at(index + 1)) {
      case (UInt8(ascii: "\""), _):
        index += 1
        while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
          index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        (comma, followsValue) = (nil, true)
      case (UInt8(ascii: "/"), UInt8(ascii: "/")):
        while index + 1 < bytes.count, bytes[index + 1] != 0x0A { index += 1 }
        blank(start..<index + 1)
      case (UInt8(ascii: "/"), UInt8(ascii: "*")):
        index += 3
        while index < bytes.count, !(bytes[index] == UInt8(ascii: "/") && bytes[index - 1] == 0x2A)
        { index += 1 }
        blank(start..<min(index + 1, bytes.count))
      case (UInt8(ascii: ","), _): (comma, followsValue) = (followsValue ? index : nil, false)
      case (UInt8(ascii: "}"), _), (UInt8(ascii: "]"), _):
        if let comma { plain[comma] = 0x20 }
        (comma, followsValue) = (nil, true)
      case (0x20, _), (0x09, _), (0x0A, _), (0x0D, _): break
      default: (comma, followsValue) = (nil, !"{[:".utf8.contains(bytes[index]))
      }
      index += 1
    }
    return plain
  }
}
