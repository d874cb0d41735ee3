// The table of keys. Help, the bottom line and the tests are made from it; nothing else names a
// key. Ctrl-D is never an action: people press it by habit to leave.
import TerminalUI

/// Which key asks for what, in which scope.
package struct Keymap: Sendable {
  /// One line of the table; the first key is the one that hints show.
  package struct Binding: Sendable, Equatable {
    package let scope: Scope
    package let command: Command
    package let keys: [Key]
  }

  package let bindings: [Binding]
  private let commands: [Scope: [Key: Command]]

  package init(_ bindings: [Binding] = Keymap.usual) {
    self.bindings = bindings
    var commands: [Scope: [Key: Command]] = [:]
    for binding in bindings {
      for key in binding.keys { commands[binding.scope, default: [:]][key] = binding.command }
    }
    self.commands = commands
  }

  /// What a key asks for in a place; nil when it means nothing there.
  package subscript(scope: Scope, key: Key) -> Command? {
    for scope in scope.chain {
      if let command = commands[scope]?[key] { return command }
    }
    return nil
  }

  /// The key that hints show for a command in a place.
  package func key(for command: Command, in scope: Scope) -> Key? {
    for scope in scope.chain {
      let found = bindings.first { $0.scope == scope && $0.command == command }
      if let key = found?.keys.first { return key }
    }
    return nil
  }

  /// Keys that are bound twice along the chain of a scope, in words.
  package var clashes: [String] {
    Scope.allCases.flatMap { scope -> [String] in
      var seen: [Key: Command] = [:]
      return bindings.filter { scope.chain.contains($0.scope) }.flatMap { binding in
        binding.keys.compactMap { key in
          defer { seen[key] = binding.command }
          guard let other = seen[key] else { return nil }
          return "\(key.name) in \(scope.rawValue): \(other) and \(binding.command)"
        }
      }
    }
  }

  private static func on(_ scope: Scope, _ lines: [(Command, [String])]) -> [Binding] {
    lines.map { command, names in
      Binding(scope: scope, command: command, keys: names.compactMap(Key.init(name:)))
    }
  }

  /// The keys as they are without a configuration.
  package static let usual: [Binding] =
    on(
      .anywhere,
      [
        (.help, ["?", "f1"]), (.palette, [":", "ctrl-p"]), (.refresh, ["ctrl-r", "ctrl-l"]),
        (.back, ["esc", "backspace"]), (.leave, ["q"]), (.quit, ["Q", "ctrl-c"]),
        (.pipelines, ["p"]), (.requests, ["b"]), (.problems, ["!"]), (.upcoming, ["u"]),
        (.goBack, ["["]), (.goForward, ["]"]), (.profiles, ["P"]), (.arm, ["A"]),
      ])
    + on(
      .rows,
      movement + [
        (.open, ["enter"]), (.nextProblem, ["n"]), (.previousProblem, ["N"]), (.filter, ["/"]),
        (.sort, ["s"]), (.reverseSort, ["S"]), (.chooseColumns, [","]), (.savedViews, ["V"]),
      ])
    + on(
      .preview,
      [
        (.zoom, ["z"]), (.previewDown, ["J"]), (.previewUp, ["K"]), (.growList, ["+"]),
        (.shrinkList, ["-"]),
      ])
    + on(.marks, [(.mark, ["space"]), (.markRange, ["v"]), (.clearMarks, ["U"])])
    + on(
      .actions,
      [
        (.logs, ["l"]), (.rerun, ["r"]), (.trigger, ["t"]), (.cancelRun, ["x"]),
        (.copyID, ["y"]), (.watch, ["W"]), (.browse, ["o"]), (.acknowledge, ["a"]),
        (.copySummary, ["c"]), (.copyLink, ["Y"]), (.history, ["M"]),
      ])
    + on(.runs, panes)
    + on(
      .run,
      [
        (.nextFace, ["tab"]), (.timeline, ["i"]), (.graph, ["d"]), (.collapse, ["space"]),
      ])
    + on(
      .text,
      movement + [
        (.search, ["/"]), (.nextMatch, ["n"]), (.previousMatch, ["N"]), (.nextError, ["e"]),
        (.previousError, ["E"]), (.pageDown, ["space"]), (.follow, ["F"]), (.wrap, ["w"]),
        (.lineNumbers, ["#"]),
        (.scrollRight, ["l", "right"]), (.scrollLeft, ["h", "left"]), (.save, ["s"]),
      ])
    + on(
      .pipelines,
      [
        (.trigger, ["t"]), (.copyID, ["y"]), (.browse, ["o"]), (.copyLink, ["Y"]),
        (.history, ["M"]),
      ])
    + on(.confirm, [(.yes, ["y"]), (.no, ["n", "esc", "q", "enter"])])
    + on(
      .rerun,
      [
        (.rerunFailed, ["f"]), (.rerunAll, ["a"]), (.rerunTask, ["t"]), (.rerunDownstream, ["d"]),
        (.down, ["j", "down"]), (.up, ["k", "up"]), (.no, ["esc", "q", "n", "enter"]),
      ])
    + on(.help, movement + [(.dismiss, ["esc", "q", "?", "f1", "enter", "ctrl-c"])])
    + on(
      .sorting,
      movement + [(.accept, ["enter"]), (.dismiss, ["esc", "q", "ctrl-c"])])
    + on(
      .columns,
      movement + [
        (.accept, ["enter"]), (.dismiss, ["esc", "q", "ctrl-c"]), (.toggleColumn, ["space"]),
        (.columnDown, ["J"]), (.columnUp, ["K"]), (.usualColumns, ["r", "0"]),
      ])
    + on(
      .input,
      [
        (.accept, ["enter"]), (.dismiss, ["esc", "ctrl-c"]), (.nextField, ["tab", "down"]),
        (.previousField, ["shift-tab", "up"]),
      ])

  private static let movement: [(Command, [String])] = [
    (.down, ["j", "down"]), (.up, ["k", "up"]), (.first, ["g", "home"]), (.last, ["G", "end"]),
    (.halfDown, ["ctrl-d"]), (.halfUp, ["ctrl-u"]), (.pageDown, ["pgdn", "ctrl-f"]),
    (.pageUp, ["pgup", "ctrl-b"]),
  ]

  private static let panes: [(Command, [String])] =
    (1...Command.panesMax).map { (.pane($0), ["\($0)"]) } + [
      (.allPanes, ["0"]), (.nextPane, ["tab"]), (.previousPane, ["shift-tab"]),
    ]
}
