// The typed getters of the checker. Each names what it wanted and what it found.

extension YAMLChecker {
  /// Text. Numbers and booleans are not text: the person is told to quote them.
  package mutating func text(_ node: YAMLNode?, _ what: String, lengthMax: Int? = nil) -> String? {
    guard let node else { return nil }
    guard let text = node.string else {
      let hint = node.scalar.map { "write it in quotes: \"\($0.text)\"" }
      reportKind(what, "text", node, hint: hint)
      return nil
    }
    if let lengthMax, text.count > lengthMax {
      report("“\(what)” has \(text.count) characters, at most \(lengthMax) are allowed", at: node)
    }
    return text
  }

  /// Text that isn't empty.
  package mutating func word(_ node: YAMLNode?, _ what: String, lengthMax: Int? = nil) -> String? {
    guard let node, let text = text(node, what, lengthMax: lengthMax) else { return nil }
    if text.allSatisfy(\.isWhitespace) {
      report("“\(what)” is empty", at: node)
      return nil
    }
    return text
  }

  /// One of a few words; an unknown one is reported with the nearest.
  package mutating func choice(_ node: YAMLNode?, _ what: String, of words: [String]) -> String? {
    guard let node, let text = text(node, what) else { return nil }
    if words.contains(text) { return text }
    guard !isFull else { return nil }
    let hint =
      NearestWord.question(text, in: words)
      ?? (words.count <= 12 ? "one of \(words.joined(separator: ", "))" : nil)
    report("“\(text)” is not a known \(what)", at: node, hint: hint)
    return nil
  }

  /// true or false; `yes`, `no`, `on`, `off` are refused with a hint.
  package mutating func flag(_ node: YAMLNode?, _ what: String) -> Bool? {
    guard let node else { return nil }
    if case .bool(let value) = node.scalar { return value }
    let text = (node.string ?? "").lowercased()
    let meant = ["yes": "true", "on": "true", "no": "false", "off": "false"][text]
    reportKind(what, "true or false", node, hint: meant.map { "write \($0)" })
    return nil
  }

  /// A whole number in a range.
  package mutating func whole(
    _ node: YAMLNode?, _ what: String, in range: ClosedRange<Int>
  ) -> Int? {
    guard let node else { return nil }
    guard case .int(let value) = node.scalar else {
      let quoted = node.string.flatMap { Int($0) } != nil
      reportKind(what, "a whole number", node, hint: quoted ? "remove the quotes" : nil)
      return nil
    }
    guard let number = Int(exactly: value), range.contains(number) else {
      report(
        "“\(what)” is \(value), but must be from \(range.lowerBound) to \(range.upperBound)",
        at: node)
      return nil
    }
    return number
  }

  /// A number in a range; whole numbers are welcome.
  package mutating func number(
    _ node: YAMLNode?, _ what: String, in range: ClosedRange<Double>
  ) -> Double? {
    guard let node else { return nil }
    let value: Double
    switch node.scalar {
    case .int(let whole): value = Double(whole)
    case .double(let number): value = number
    default:
      reportKind(what, "a number", node)
      return nil
    }
    guard range.contains(value) else {
      let bounds = "\(range.lowerBound) to \(range.upperBound)"
      report("“\(what)” is \(value), but must be from \(bounds)", at: node)
      return nil
    }
    return value
  }

  /// The items of a list.
  package mutating func items(_ node: YAMLNode?, _ what: String) -> [YAMLNode]? {
    guard let node else { return nil }
    if let items = node.items { return items }
    reportKind(what, "a list", node, hint: node.string.map { "write it as a list: [\($0)]" })
    return nil
  }

  /// A list of text.
  package mutating func texts(_ node: YAMLNode?, _ what: String) -> [String]? {
    guard let items = items(node, what) else { return nil }
    return items.compactMap { text($0, "\(what)[]") }
  }

  /// The entries of a mapping with free keys.
  package mutating func entries(_ node: YAMLNode?, _ what: String) -> [YAMLEntry]? {
    guard let node else { return nil }
    if let entries = node.entries { return entries }
    reportKind(what, "a mapping", node)
    return nil
  }

  private mutating func reportKind(
    _ what: String, _ wanted: String, _ node: YAMLNode, hint: String? = nil
  ) {
    report("“\(what)” must be \(wanted), but this is \(node.kindName)", at: node, hint: hint)
  }
}
