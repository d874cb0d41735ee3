// The tree that a YAML text becomes: values with the place they stand at and their path from the
// root. Other formats (the API's JSON) build the same tree, so that one checker serves all.

/// A place in a text: both numbers count from 1, columns in characters. `nowhere` for trees that
/// come from no text.
package struct YAMLMark: Sendable, Hashable {
  package var line: Int
  package var column: Int

  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  /// For nodes that were not read from a text.
  package static let nowhere = YAMLMark(line: 0, column: 0)
}

/// A scalar by the core schema of YAML 1.2: only `true` and `false` are booleans, `no` and `on` are
/// text.
package enum YAMLScalar: Sendable, Hashable {
  case null
  case bool(Bool)
  case int(Int64)
  case double(Double)
  case string(String)
}

/// A value with its place.
package struct YAMLNode: Sendable {
  /// What a node holds.
  package enum Content: Sendable {
    /// `text` is what the file says; `quoted` also for block scalars.
    case scalar(YAMLScalar, text: String, quoted: Bool)
    case sequence([YAMLNode])
    case mapping([YAMLEntry])
  }

  package var content: Content
  package var mark: YAMLMark
  package var path: YAMLPath

  package init(_ content: Content, mark: YAMLMark = .nowhere, path: YAMLPath = .root) {
    self.content = content
    self.mark = mark
    self.path = path
  }
}

/// A key with its value.
package struct YAMLEntry: Sendable {
  package var key: String
  package var keyMark: YAMLMark
  package var value: YAMLNode

  package init(_ key: String, keyMark: YAMLMark = .nowhere, _ value: YAMLNode) {
    self.key = key
    self.keyMark = keyMark
    self.value = value
  }
}

extension YAMLNode {
  /// A scalar node that comes from no text.
  package init(_ scalar: YAMLScalar, path: YAMLPath = .root) {
    var quoted = false
    if case .string = scalar { quoted = true }
    self.init(.scalar(scalar, text: scalar.text, quoted: quoted), path: path)
  }

  /// The scalar value; nil for sequences and mappings.
  package var scalar: YAMLScalar? {
    if case .scalar(let value, _, _) = content { value } else { nil }
  }

  /// The items of a sequence; nil for everything else.
  package var items: [YAMLNode]? {
    if case .sequence(let items) = content { items } else { nil }
  }

  /// The entries of a mapping in their order; nil for everything else.
  package var entries: [YAMLEntry]? {
    if case .mapping(let entries) = content { entries } else { nil }
  }

  /// Text, if this is a string.
  package var string: String? {
    if case .string(let text) = scalar { text } else { nil }
  }

  package var isNull: Bool { scalar == .null }

  /// The value under a key of a mapping.
  package subscript(key: String) -> YAMLNode? {
    entries?.first { $0.key == key }?.value
  }

  /// "text", "a number", "a list"…: for messages.
  package var kindName: String {
    switch content {
    case .sequence: "a list"
    case .mapping: "a mapping"
    case .scalar(.null, _, _): "nothing"
    case .scalar(.bool, _, _): "true or false"
    case .scalar(.int, _, _), .scalar(.double, _, _): "a number"
    case .scalar(.string, _, _): "text"
    }
  }
}

extension YAMLScalar {
  /// The plain spelling of the value.
  package var text: String {
    switch self {
    case .null: "null"
    case .bool(let flag): flag ? "true" : "false"
    case .int(let value): String(value)
    case .double(let value): YAMLScalar.text(of: value)
    case .string(let text): text
    }
  }

  private static func text(of value: Double) -> String {
    if value.isNaN { return ".nan" }
    if value.isInfinite { return value < 0 ? "-.inf" : ".inf" }
    return String(value)
  }
}
