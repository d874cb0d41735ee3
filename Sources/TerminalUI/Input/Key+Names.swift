// Names of keys as they stand in key tables, help and configuration: "ctrl-d", "G", "enter", "f1".

extension Key {
  private static let named: [(name: String, key: Key)] = [
    ("enter", .enter), ("esc", .escape), ("tab", .tab), ("shift-tab", .backTab),
    ("backspace", .backspace), ("delete", .delete), ("insert", .insert), ("space", .char(" ")),
    ("up", .up), ("down", .down), ("left", .left), ("right", .right), ("home", .home),
    ("end", .end), ("pgup", .pageUp), ("pgdn", .pageDown), ("shift-up", .shiftUp),
    ("shift-down", .shiftDown), ("shift-left", .shiftLeft), ("shift-right", .shiftRight),
  ]
  private static let aliases: [(name: String, key: Key)] = [
    ("escape", .escape), ("return", .enter), ("pageup", .pageUp), ("pagedown", .pageDown),
    ("del", .delete), ("ins", .insert), ("backtab", .backTab),
  ]

  /// The name in tables and help; pastes, mouse and focus have one that cannot be parsed.
  package var name: String {
    if let entry = Self.named.first(where: { $0.key == self }) { return entry.name }
    switch self {
    case .char(let character): return String(character)
    case .ctrl(let character): return "ctrl-\(character)"
    case .f(let number): return "f\(number)"
    case .paste: return "(paste)"
    case .focus: return "(focus)"
    case .ground: return "(ground)"
    default: return "(mouse)"
    }
  }

  /// The key of a name, or nil. One character stands for itself, upper and lower case differ.
  package init?(name: String) {
    if name.count == 1, let character = name.first {
      self = .char(character)
      return
    }
    let lower = name.lowercased()
    if let entry = (Self.named + Self.aliases).first(where: { $0.name == lower }) {
      self = entry.key
    } else if lower.hasPrefix("ctrl-"), lower.count == 6, let character = lower.last,
      Self.isControllable(character)
    {
      self = .ctrl(character)
    } else if lower.hasPrefix("f"), let number = Int(lower.dropFirst()), (1...24).contains(number) {
      self = .f(number)
    } else {
      return nil
    }
  }

  private static func isControllable(_ character: Character) -> Bool {
    ("a"..."z").contains(character) || "\\]^_@".contains(character)
  }
}
