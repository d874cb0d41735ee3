// Bridges between JSON values and the tree that the checker reads and the emitter writes.
import JSON
import YAML

extension YAMLNode {
  /// A tree over a JSON value; nil when it has more values than the budget.
  init?(json value: JSONValue, path: YAMLPath, budget: inout Int) {
    budget -= 1
    guard budget >= 0 else { return nil }
    switch value {
    case .null: self.init(.null, path: path)
    case .bool(let flag): self.init(.bool(flag), path: path)
    case .int(let number): self.init(.int(number), path: path)
    case .double(let number): self.init(.double(number), path: path)
    case .string(let text): self.init(.string(text), path: path)
    case .array(let items):
      var nodes: [YAMLNode] = []
      for (index, item) in items.enumerated() {
        guard let node = YAMLNode(json: item, path: path.appending(.index(index)), budget: &budget)
        else {
          return nil
        }
        nodes.append(node)
      }
      self.init(.sequence(nodes), path: path)
    case .object(let object):
      var entries: [YAMLEntry] = []
      for member in object.members {
        let inner = path.appending(.key(member.key))
        guard let node = YAMLNode(json: member.value, path: inner, budget: &budget) else {
          return nil
        }
        entries.append(YAMLEntry(member.key, node))
      }
      self.init(.mapping(entries), path: path)
    }
  }

  /// A tree over a value of our own making.
  init(json value: JSONValue) {
    var budget = Int.max
    self = YAMLNode(json: value, path: .root, budget: &budget) ?? YAMLNode(.null)
  }

  /// The same as a JSON value. Numbers that JSON can't hold (.inf, .nan) become null.
  package var json: JSONValue {
    switch content {
    case .sequence(let items): return .array(items.map(\.json))
    case .mapping(let entries):
      return .object(JSONObject(pairs: entries.lazy.map { ($0.key, $0.value.json) }))
    case .scalar(let scalar, _, _):
      switch scalar {
      case .null: return .null
      case .bool(let flag): return .bool(flag)
      case .int(let number): return .int(number)
      case .double(let number): return number.isFinite ? .double(number) : .null
      case .string(let text): return .string(text)
      }
    }
  }
}
