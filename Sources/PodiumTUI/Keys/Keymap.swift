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

  /// All lines, with the changes in place of the usual ones; a line without keys is switched off.
  package let bindings: [Binding]
  /// Lines that were changed: farther ones of the same command do not count where they hold.
  private let changed: Set<Line>
  private let commands: [Scope: [Key: Command]]
  /// The first key of each command; every frame asks for some.
  private let firstKeys: [Scope: [Command: Key]]

  private struct Line: Hashable {
    let scope: Scope
    let command: Command
  }

  /// - Parameter changes: lines that replace the usual ones of the same command, in their scope and
  ///   wherever it is part of the chain.
  package init(_ usual: [Binding] = Keymap.usual, changes: [Binding] = []) {
    let changed = Set(changes.map { Line(scope: $0.scope, command: $0.command) })
    var bindings = Self.joined(usual)
    for change in changes {
      let place = bindings.firstIndex {
        $0.scope == change.scope && $0.command == change.command
      }
      if let place { bindings[place] = change } else { bindings.append(change) }
    }
    self.bindings = bindings
    self.changed = changed
    var commands: [Scope: [Key: Command]] = [:]
    var firstKeys: [Scope: [Command: Key]] = [:]
    for scope in Scope.allCases {
      for binding in Self.lines(in: scope, of: bindings, changed).reversed() {
        for key in binding.keys { commands[scope, default: [:]][key] = binding.command }
        if let key = binding.keys.first { firstKeys[scope, default: [:]][binding.command] = key }
      }
    }
    self.commands = commands
    self.firstKeys = firstKeys
  }

  /// One line for each command of a scope: tables that several scopes share leave two.
  private static func joined(_ bindings: [Binding]) -> [Binding] {
    bindings.reduce(into: []) { lines, binding in
      let known = lines.firstIndex {
        $0.scope == binding.scope && $0.command == binding.command
      }
      guard let known else { return lines.append(binding) }
      let keys = lines[known].keys + binding.keys
      lines[known] = Binding(scope: binding.scope, command: binding.command, keys: keys)
    }
  }

  /// What a key asks for in a place; nil when it means nothing there.
  package subscript(scope: Scope, key: Key) -> Command? { commands[scope]?[key] }

  /// The lines that hold in a place, the nearest first.
  package func lines(in place: Scope) -> [Binding] { Self.lines(in: place, of: bindings, changed) }

  private static func lines(
    in place: Scope, of bindings: [Binding], _ changed: Set<Line>
  ) -> [Binding] {
    var lines: [Binding] = []
    var nearer: [Scope] = []
    for scope in place.chain where !nearer.contains(scope) {
      lines += bindings.filter { binding in
        binding.scope == scope
          && !nearer.contains { changed.contains(Line(scope: $0, command: binding.command)) }
      }
      nearer.append(scope)
    }
    return lines
  }

  /// The key that hints show for a command in a place.
  package func key(for command: Command, in scope: Scope) -> Key? {
    firstKeys[scope]?[command]
  }

  /// A key that is bound twice in one place.
  package struct Clash: Equatable {
    package let place: Scope
    package let key: Key
    /// The nearer one, which would win.
    package let first: Command
    package let second: Command
  }

  /// Keys that are bound twice along the chain of a scope.
  package var clashes: [Clash] {
    Scope.allCases.flatMap { place -> [Clash] in
      var seen: [Key: Command] = [:]
      return lines(in: place).flatMap { binding in
        binding.keys.compactMap { key in
          defer { seen[key] = seen[key] ?? binding.command }
          guard let other = seen[key], other != binding.command else { return nil }
          return Clash(place: place, key: key, first: other, second: binding.command)
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
        (.rerun, ["r"]), (.trigger, ["t"]), (.cancelRun, ["x"]),
        (.copyID, ["y"]), (.watch, ["W"]), (.browse, ["o"]), (.acknowledge, ["a"]),
        (.copySummary, ["c"]), (.copyLink, ["Y"]), (.history, ["M"]),
      ])
    + on(.runs, log + panes)
    + on(.problems, log)
    + on(.task, log)
    + on(.run, log)
    + on(
      .faces,
      [
        (.nextFace, ["tab"]), (.timeline, ["i"]), (.graph, ["d"]), (.collapse, ["space"]),
        (.zoom, ["z"]), (.previewDown, ["J"]), (.previewUp, ["K"]),
      ])
    + on(.timeline, sideways + [(.zoomIn, ["+", "="]), (.zoomOut, ["-"])])
    + on(.graph, sideways)
    + on(.grid, sideways)
    + on(
      .text,
      movement + [
        (.search, ["/"]), (.nextMatch, ["n"]), (.previousMatch, ["N"]), (.nextError, ["e"]),
        (.previousError, ["E"]), (.pageDown, ["space"]), (.follow, ["F"]), (.wrap, ["w"]),
        (.lineNumbers, ["#"]), (.nextWarning, ["}"]), (.previousWarning, ["{"]),
        (.levels, ["L"]), (.onlyMatches, ["&"]), (.times, ["t"]), (.prettyJSON, ["J"]),
        (.jump, ["ctrl-g"]), (.selectLines, ["V"]), (.copyLines, ["y"]), (.pager, ["|"]),
        (.editor, ["v"]),
        (.scrollRight, ["l", "right"]), (.scrollLeft, ["h", "left"]), (.save, ["s", "ctrl-s"]),
      ])
    + on(.results, [(.prettyJSON, ["J"]), (.save, ["ctrl-s"]), (.copyID, ["y"])])
    + on(
      .pipelines,
      [
        (.trigger, ["t"]), (.copyID, ["y"]), (.browse, ["o"]), (.copyLink, ["Y"]),
        (.history, ["M"]),
      ])
    + on(
      .wallboard,
      [
        (.leave, ["q"]), (.quit, ["Q", "ctrl-c"]), (.help, ["?", "f1"]), (.hold, ["space"]),
        (.pageDown, ["right", "down", "pgdn"]), (.pageUp, ["left", "up", "pgup"]),
        (.refresh, ["ctrl-r", "ctrl-l"]),
      ])
    + on(
      .confirm,
      sending + [
        (.yes, ["y"]), (.no, ["n", "esc", "q", "enter", "ctrl-c"]),
        (.previousField, ["shift-tab", "up"]), (.pageDown, ["pgdn"]), (.pageUp, ["pgup"]),
      ])
    + on(
      .rerun,
      sending + [
        (.yes, ["y"]), (.pageDown, ["pgdn"]), (.pageUp, ["pgup"]),
        (.rerunFailed, ["f"]), (.rerunAll, ["a"]), (.rerunTask, ["t"]), (.rerunDownstream, ["d"]),
        (.down, ["j", "down"]), (.up, ["k", "up"]), (.no, ["esc", "q", "n", "enter", "ctrl-c"]),
      ])
    + on(
      .bulk,
      sending + movement + [
        (.rerunFailed, ["f"]), (.rerunAll, ["a"]), (.accept, ["enter"]), (.nextField, ["tab"]),
        (.yes, ["y"]), (.stopBulk, ["s"]), (.no, ["esc", "q", "n", "ctrl-c"]),
      ])
    + on(
      .form,
      [
        (.copyRequest, ["ctrl-y"]), (.takeDefaults, ["ctrl-x"]), (.pageDown, ["pgdn"]),
        (.pageUp, ["pgup"]),
      ])
    + on(
      .help,
      movement + [
        (.open, ["enter"]), (.filter, ["/"]), (.dismiss, ["esc", "q", "?", "f1", "ctrl-c"]),
      ])
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
      .watched,
      [
        (.down, ["j", "down"]), (.up, ["k", "up"]), (.open, ["enter"]), (.watch, ["W", "x"]),
        (.dismiss, ["esc", "q", "ctrl-c"]),
      ])
    + on(
      .views,
      movement + [
        (.accept, ["enter"]), (.dismiss, ["esc", "q", "V", "ctrl-c"]), (.saveView, ["n"]),
        (.deleteView, ["x", "delete"]),
      ])
    + on(
      .input,
      [
        (.accept, ["enter"]), (.dismiss, ["esc", "ctrl-c"]), (.nextField, ["tab", "down"]),
        (.previousField, ["shift-tab", "up"]),
      ])

  private static let log: [(Command, [String])] = [(.logs, ["l"])]

  /// Where h and l go to the sides, the log has a key of its own.
  private static let sideways: [(Command, [String])] = [
    (.scrollLeft, ["h", "left"]), (.scrollRight, ["l", "right"]), (.logs, ["L"]),
  ]

  /// Where something is about to be sent and nothing is typed.
  private static let sending: [(Command, [String])] = [
    (.copyRequest, ["ctrl-y"]), (.arm, ["A"]),
  ]

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
