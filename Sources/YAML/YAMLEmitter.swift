// Writes a tree as YAML text in block style. What it writes, the parser reads back as the same
// values.

/// Tree to text.
package enum YAMLEmitter {
  /// The text of a node, with a line break at its end.
  package static func text(_ node: YAMLNode) -> String {
    var out = ""
    switch node.content {
    case .mapping(let entries) where !entries.isEmpty: write(entries, 0, &out)
    case .sequence(let items) where !items.isEmpty: write(items, 0, &out)
    default: out = inline(node, indent: 0) + "\n"
    }
    return out
  }

  /// A list of texts in one line: "[a, \"b c\"]".
  package static func flow(_ texts: [String]) -> String {
    let parts = texts.map { text in
      isPlain(text) && !text.contains { ",[]{}".contains($0) } ? text : quoted(text)
    }
    return "[\(parts.joined(separator: ", "))]"
  }

  private static func write(_ entries: [YAMLEntry], _ indent: Int, _ out: inout String) {
    for (index, entry) in entries.enumerated() {
      // The first entry of a list item follows the dash on its line.
      if index > 0 || out.isEmpty || out.hasSuffix("\n") { out += spaces(indent) }
      out += key(entry.key) + ":"
      value(entry.value, indent, isItem: false, &out)
    }
  }

  private static func write(_ items: [YAMLNode], _ indent: Int, _ out: inout String) {
    for (index, item) in items.enumerated() {
      if index > 0 || out.isEmpty || out.hasSuffix("\n") { out += spaces(indent) }
      out += "-"
      value(item, indent, isItem: true, &out)
    }
  }

  private static func value(
    _ node: YAMLNode, _ indent: Int, isItem: Bool, _ out: inout String
  ) {
    switch node.content {
    case .mapping(let entries) where !entries.isEmpty:
      out += isItem ? " " : "\n"
      write(entries, indent + 2, &out)
    case .sequence(let items) where !items.isEmpty:
      out += isItem ? " " : "\n"
      write(items, indent + 2, &out)
    default:
      out += " " + inline(node, indent: indent + 2) + "\n"
    }
  }

  private static func inline(_ node: YAMLNode, indent: Int) -> String {
    switch node.content {
    case .mapping: return "{}"
    case .sequence: return "[]"
    case .scalar(.string(let text), _, _): return scalar(text, indent: indent)
    case .scalar(let value, _, _): return value.text
    }
  }

  private static func key(_ text: String) -> String {
    isPlain(text) ? text : quoted(text)
  }

  private static func scalar(_ text: String, indent: Int) -> String {
    if isPlain(text) { return text }
    if indent > 0, let block = literal(text, indent: indent) { return block }
    return quoted(text)
  }

  /// Several lines as a literal block; nil where that form can't hold the text exactly.
  private static func literal(_ text: String, indent: Int) -> String? {
    guard text.contains("\n"), let first = text.unicodeScalars.first, first != " ", first != "\n",
      text.unicodeScalars.allSatisfy({ $0 == "\n" || isPrintable($0) }), !text.hasSuffix("\n\n")
    else { return nil }
    let ends = text.hasSuffix("\n")
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let body = (ends ? lines.dropLast() : lines[...]).map { $0.isEmpty ? "" : spaces(indent) + $0 }
    return (ends ? "|\n" : "|-\n") + body.joined(separator: "\n")
  }

  /// Whether the text reads back as itself without quotes.
  private static func isPlain(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first, let last = text.unicodeScalars.last,
      text.utf8.count <= 200, case .string = YAMLScalar(plain: text)
    else { return false }
    let starts = Unicode.Scalar("_").value == first.value || isLetterOrDigit(first) || first == "/"
    return starts && last != " " && last != ":" && text != "<<" && !text.contains(": ")
      && !text.contains(" #") && text.unicodeScalars.allSatisfy(isPrintable) && !isOldWord(text)
  }

  /// Words that readers of YAML 1.1 (PyYAML) take for booleans, and dates and times.
  private static func isOldWord(_ text: String) -> Bool {
    if ["yes", "no", "on", "off", "y", "n"].contains(text.lowercased()) { return true }
    return text.utf8.first.map { (48...57).contains($0) } ?? false
  }

  private static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 48...57, 65...90, 97...122: true
    default: false
    }
  }

  private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20...0x7E, 0xA0...0x1FFF, 0x2010...0x2027, 0x2030...0x205F, 0x2070...0xD7FF,
      0xE000...0xFEFE, 0xFF00...0xFFFD, 0x10000...0x10FFFF:
      true
    default: false
    }
  }

  private static func quoted(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\t": out += "\\t"
      case "\r": out += "\\r"
      default:
        if isPrintable(scalar) { out.unicodeScalars.append(scalar) } else { out += escape(scalar) }
      }
    }
    return out + "\""
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    let width = scalar.value < 0x100 ? 2 : scalar.value < 0x10000 ? 4 : 8
    let mark = width == 2 ? "\\x" : width == 4 ? "\\u" : "\\U"
    return mark + String(repeating: "0", count: width - digits.count) + digits
  }

  private static func spaces(_ count: Int) -> String { String(repeating: " ", count: count) }
}
