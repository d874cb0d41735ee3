// The C reader behind two methods, and its syntax errors in words.
import CYAML

/// The events of one text, in their order.
struct YAMLEvents {
  private let reader: OpaquePointer

  /// The bytes must outlive this value; `close` it.
  init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let reader = cy_open(bytes.baseAddress, bytes.count) else { return nil }
    self.reader = reader
  }

  /// nil on a syntax error. Pointers in the event live until the next call.
  func next() -> cy_event? {
    var event = cy_event()
    return cy_next(reader, &event) == 1 ? event : nil
  }

  var failure: cy_failure { cy_why(reader) }

  func close() { cy_close(reader) }
}

/// Words for what libyaml reports.
enum YAMLSyntax {
  static func problem(
    _ failure: cy_failure, _ bytes: UnsafeBufferPointer<UInt8>, _ source: YAMLSource
  ) -> YAMLProblem {
    let place =
      failure.line >= 0
      ? YAMLMark(line: Int(failure.line) + 1, column: Int(failure.column) + 1)
      : mark(ofByte: Int(failure.byte_offset), bytes)
    var message = failure.message.map { String(cString: $0) } ?? "unreadable"
    if let context = failure.context {
      let start =
        failure.context_line >= 0 ? " that starts on line \(failure.context_line + 1)" : ""
      message += " (\(String(cString: context))\(start))"
    }
    return YAMLProblem(message, at: place, suggestion: hint(place, source), in: source)
  }

  /// The usual causes, read off the line.
  private static func hint(_ place: YAMLMark, _ source: YAMLSource) -> String? {
    guard let line = source.line(place.line) else { return nil }
    if line.prefix(while: { $0 == " " || $0 == "\t" }).contains("\t") {
      return "indent with spaces, not with tabs"
    }
    let rest = line.unicodeScalars.dropFirst(place.column - 1)
    if let first = rest.first, ["@", "`", "%"].contains(first) {
      return "put text that starts with “\(first)” in quotes"
    }
    let before = line.unicodeScalars.prefix(max(0, place.column - 1)).last
    if let before, ["*", "&"].contains(before) {
      return "put text that starts with “\(before)” in quotes"
    }
    if rest.first == ":" { return "put text that contains “: ” in quotes" }
    return nil
  }

  private static func mark(ofByte offset: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> YAMLMark {
    var place = YAMLMark(line: 1, column: 1)
    for byte in bytes.prefix(max(0, offset)) {
      if byte == 10 {
        place = YAMLMark(line: place.line + 1, column: 1)
      } else if byte & 0xC0 != 0x80 {
        place.column += 1
      }
    }
    return place
  }
}
