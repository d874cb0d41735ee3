// Builds the tree from libyaml's events: anchors, budgets, duplicate keys. Values, not types, are
// its business.
import CYAML

/// One parse of one text.
struct YAMLParser {
  let source: YAMLSource
  let limits: YAMLLimits
  private(set) var problems: [YAMLProblem] = []
  private var anchors: [String: (node: YAMLNode, count: Int)] = [:]
  private var nodeCount = 0

  /// Unwinds the recursion; the problem is already noted.
  private struct Stop: Error {}

  init(source: YAMLSource, limits: YAMLLimits) {
    self.source = source
    self.limits = limits
  }

  mutating func parse(_ text: String) -> YAMLNode? {
    guard text.utf8.count <= limits.bytesMax else {
      report("the text is longer than \(limits.bytesMax) bytes", YAMLMark(line: 1, column: 1))
      return nil
    }
    var copy = text
    return copy.withUTF8 { bytes -> YAMLNode? in
      guard let events = YAMLEvents(bytes) else {
        report("no memory to read the text", YAMLMark(line: 1, column: 1))
        return nil
      }
      defer { events.close() }
      return try? document(events, bytes)
    }
  }

  private mutating func document(
    _ events: YAMLEvents, _ bytes: UnsafeBufferPointer<UInt8>
  ) throws(Stop) -> YAMLNode {
    var event = try next(events, bytes)
    guard event.kind == CY_DOCUMENT else {
      return YAMLNode(.scalar(.null, text: "", quoted: false), mark: YAMLMark(line: 1, column: 1))
    }
    event = try next(events, bytes)
    let root = try node(event, .root, events, bytes)
    event = try next(events, bytes)
    if event.kind == CY_DOCUMENT {
      report("a second document starts here", mark(event), hint: "one file holds one document")
    }
    return root
  }

  private mutating func node(
    _ event: cy_event, _ path: YAMLPath, _ events: YAMLEvents,
    _ bytes: UnsafeBufferPointer<UInt8>
  ) throws(Stop) -> YAMLNode {
    let place = mark(event)
    nodeCount += 1
    guard nodeCount <= limits.nodesMax else {
      throw stop("more than \(limits.nodesMax) values", place)
    }
    guard path.count <= limits.depthMax else {
      throw stop("nested deeper than \(limits.depthMax) levels", place)
    }
    let anchor = event.anchor.map { String(cString: $0) }
    if event.kind == CY_ALIAS { return try alias(anchor ?? "", place) }
    let before = nodeCount
    let content: YAMLNode.Content
    switch event.kind {
    case CY_SCALAR: content = scalar(event, place)
    case CY_SEQUENCE_START:
      checkTag(event, place)
      content = .sequence(try sequence(path, events, bytes))
    default:
      checkTag(event, place)
      content = .mapping(try mapping(path, events, bytes))
    }
    let result = YAMLNode(content, mark: place, path: path)
    if let anchor { anchors[anchor] = (result, nodeCount - before + 1) }
    return result
  }

  private mutating func alias(_ name: String, _ place: YAMLMark) throws(Stop) -> YAMLNode {
    guard let (node, count) = anchors[name] else {
      let isNews = problems.count < limits.problemsMax
      report(
        "there is no anchor “&\(name)” above this line", place,
        hint: isNews ? NearestWord.question(name, in: anchors.keys.sorted()) : nil)
      return YAMLNode(.scalar(.null, text: "", quoted: false), mark: place)
    }
    nodeCount += count
    guard nodeCount <= limits.nodesMax else {
      throw stop("aliases unfold to more than \(limits.nodesMax) values", place)
    }
    return node
  }

  private mutating func scalar(_ event: cy_event, _ place: YAMLMark) -> YAMLNode.Content {
    let text = String(
      decoding: UnsafeBufferPointer(start: event.text, count: event.text_count), as: UTF8.self)
    let quoted = event.style != CY_PLAIN
    let tag = event.tag.map { String(cString: $0) }
    switch tag {
    case nil: break
    case "!", "tag:yaml.org,2002:str": return .scalar(.string(text), text: text, quoted: true)
    case "tag:yaml.org,2002:null", "tag:yaml.org,2002:bool", "tag:yaml.org,2002:int",
      "tag:yaml.org,2002:float":
      return .scalar(YAMLScalar(plain: text), text: text, quoted: false)
    case .some(let tag): reportTag(tag, place)
    }
    return .scalar(quoted ? .string(text) : YAMLScalar(plain: text), text: text, quoted: quoted)
  }

  private mutating func checkTag(_ event: cy_event, _ place: YAMLMark) {
    guard let tag = event.tag.map({ String(cString: $0) }) else { return }
    if !["!", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map"].contains(tag) {
      reportTag(tag, place)
    }
  }

  private mutating func reportTag(_ tag: String, _ place: YAMLMark) {
    report("the tag \(tag) is not known here", place, hint: "write the value without a tag")
  }

  private mutating func sequence(
    _ path: YAMLPath, _ events: YAMLEvents, _ bytes: UnsafeBufferPointer<UInt8>
  ) throws(Stop) -> [YAMLNode] {
    var items: [YAMLNode] = []
    while true {
      let event = try next(events, bytes)
      if event.kind == CY_SEQUENCE_END { return items }
      items.append(try node(event, path.appending(.index(items.count)), events, bytes))
    }
  }

  private mutating func mapping(
    _ path: YAMLPath, _ events: YAMLEvents, _ bytes: UnsafeBufferPointer<UInt8>
  ) throws(Stop) -> [YAMLEntry] {
    var entries: [YAMLEntry] = []
    var lines: [String: Int] = [:]
    var merged: [YAMLEntry] = []
    while true {
      let event = try next(events, bytes)
      if event.kind == CY_MAPPING_END { break }
      let place = mark(event)
      let isPlain = event.kind == CY_SCALAR && event.style == CY_PLAIN
      let keyNode = try node(event, path, events, bytes)
      let key = keyText(keyNode, place)
      let value = try node(try next(events, bytes), path.appending(.key(key)), events, bytes)
      if isPlain, key == "<<" {
        merged += mergedEntries(value, place)
      } else if let line = lines[key] {
        report("the key “\(key)” is already set on line \(line)", place, path.appending(.key(key)))
      } else {
        lines[key] = place.line
        entries.append(YAMLEntry(key, keyMark: place, value))
      }
    }
    for entry in merged where lines.updateValue(0, forKey: entry.key) == nil {
      entries.append(entry)
    }
    return entries
  }

  /// What `<<: *base` or `<<: [*a, *b]` brings; keys of the mapping itself win, then earlier ones.
  private mutating func mergedEntries(_ value: YAMLNode, _ place: YAMLMark) -> [YAMLEntry] {
    let parts = (value.items ?? [value]).map(\.entries)
    guard parts.allSatisfy({ $0 != nil }) else {
      report("“<<” merges mappings, but this is \(value.kindName)", place)
      return []
    }
    return parts.flatMap { $0 ?? [] }
  }

  private mutating func keyText(_ node: YAMLNode, _ place: YAMLMark) -> String {
    if case .scalar(_, let text, _) = node.content { return text }
    report("a key must be plain text, not \(node.kindName)", place)
    return ""
  }

  private mutating func next(
    _ events: YAMLEvents, _ bytes: UnsafeBufferPointer<UInt8>
  ) throws(Stop) -> cy_event {
    if let event = events.next() { return event }
    problems.append(YAMLSyntax.problem(events.failure, bytes, source))
    throw Stop()
  }

  private func mark(_ event: cy_event) -> YAMLMark {
    YAMLMark(line: Int(event.line) + 1, column: Int(event.column) + 1)
  }

  private mutating func stop(_ message: String, _ place: YAMLMark) -> Stop {
    report(message, place)
    return Stop()
  }

  private mutating func report(
    _ message: String, _ place: YAMLMark, _ path: YAMLPath = .root, hint: String? = nil
  ) {
    guard problems.count < limits.problemsMax else { return }
    problems.append(YAMLProblem(message, at: place, path: path.steps, suggestion: hint, in: source))
  }
}
