// What can be done here, from the keymap: the place's own keys first, then those that work anywhere. A
// line can be searched for and run; one that cannot be done now says why.
import PodiumCore
import TerminalUI

/// The help screen.
package struct Help: Overlay {
  /// Something that can be done.
  package struct Line: Equatable {
    package var keys: String
    package var text: String
    /// What Enter runs; nil for lines about several keys.
    package var command: Command?
    /// Why it cannot be done now.
    package var reason: String?
  }

  /// A row of the screen.
  package enum Row: Equatable {
    case heading(String)
    case line(Line)
    case gap
  }

  /// Every row, without a search.
  package let rows: [Row]
  private let hints: String
  private var search: TextField?
  private var words = ""
  private var choice = 0

  /// - Parameters:
  ///   - place: the scope of the view below.
  ///   - reason: why a command cannot be done there now.
  package init(
    _ keymap: Keymap, from place: Scope, commands: [CustomCommand] = [],
    reason: (Command) -> String? = { _ in nil }
  ) {
    let lines = keymap.lines(in: place).filter { !$0.keys.isEmpty }
    var sections: [Scope] = []
    for line in lines where !sections.contains(line.scope) { sections.append(line.scope) }
    rows = Array(
      sections.map { scope -> [Row] in
        let own = lines.filter { $0.scope == scope }
        return [.heading(scope.title)]
          + Self.merged(own).map { binding in
            .line(Self.line(binding, commands, reason))
          }
      }.joined(separator: [.gap]))
    func key(_ command: Command) -> String { keymap.key(for: command, in: .help)?.name ?? "" }
    hints = "\(key(.open)) runs it   \(key(.filter)) search   \(key(.dismiss)) closes"
  }

  /// Number keys of the panes take one line together.
  private static func merged(_ bindings: [Keymap.Binding]) -> [Keymap.Binding] {
    let first = bindings.firstIndex { isPane($0) }
    return bindings.enumerated().filter { !isPane($0.element) || $0.offset == first }
      .map(\.element)
  }

  private static func isPane(_ binding: Keymap.Binding) -> Bool {
    if case .pane = binding.command { true } else { false }
  }

  private static func line(
    _ binding: Keymap.Binding, _ commands: [CustomCommand], _ reason: (Command) -> String?
  ) -> Line {
    if isPane(binding) {
      return Line(keys: "1…\(Command.panesMax)", text: "only that status pane, or all again")
    }
    var text = binding.command.summary
    if case .custom(let index) = binding.command, commands.indices.contains(index) {
      text = "\(commands[index].name): \(commands[index].words)"
    }
    return Line(
      keys: binding.keys.map(\.name).joined(separator: "  "), text: text,
      command: binding.command, reason: reason(binding.command))
  }

  package var scope: Scope { search == nil ? .help : .input }

  /// The rows that fit the search; all without one. Headings stay where a line of theirs does.
  package var shown: [Row] {
    let wanted = words.lowercased().split(separator: " ")
    guard !wanted.isEmpty else { return rows }
    var found: [Row] = []
    var heading: Row?
    for row in rows {
      switch row {
      case .heading: heading = row
      case .gap: break
      case .line(let line):
        let text = "\(line.keys) \(line.text) \(line.command?.name ?? "")".lowercased()
        guard wanted.allSatisfy({ text.contains($0) }) else { continue }
        if let title = heading { found += found.isEmpty ? [title] : [.gap, title] }
        heading = nil
        found.append(row)
      }
    }
    return found
  }

  private static func lines(of rows: [Row]) -> [(row: Int, line: Line)] {
    rows.enumerated().compactMap { index, row in
      if case .line(let line) = row { (index, line) } else { nil }
    }
  }

  package mutating func handle(
    _ key: Key, _ command: Command?, _ context: ViewContext
  ) -> [Effect] {
    let lines = Self.lines(of: shown)
    switch command {
    case .down, .nextField: choice += 1
    case .up, .previousField: choice -= 1
    case .halfDown, .pageDown: choice += 10
    case .halfUp, .pageUp: choice -= 10
    case .first: choice = 0
    case .last: choice = lines.count
    case .filter: search = TextField(words)
    case .open, .accept: return run(lines)
    case .dismiss:
      guard search != nil || !words.isEmpty else { return [.closeOverlay] }
      (search, words, choice) = (nil, "", 0)
    default: type(key)
    }
    choice = max(0, min(choice, Self.lines(of: shown).count - 1))
    return []
  }

  private mutating func type(_ key: Key) {
    guard var field = search else { return }
    if key == .backspace, field.isEmpty {
      (search, words) = (nil, "")
    } else if field.handle(key) {
      search = field
      if field.text != words { (words, choice) = (field.text, 0) }
    }
  }

  private mutating func run(_ lines: [(row: Int, line: Line)]) -> [Effect] {
    guard lines.indices.contains(choice) else {
      return [.say(.warning("nothing in the help says “\(words)”"))]
    }
    let line = lines[choice].line
    if let reason = line.reason { return [.say(.warning(reason))] }
    guard let command = line.command else {
      return [.say(Message("these are several keys: press one of them in the list"))]
    }
    return [.closeOverlay] + (command == .help ? [] : [.run(command)])
  }
}

extension Help {
  /// From here on the rows stand in two columns, the second going on where the first ends.
  static let wideFrom = 110

  package func draw(on canvas: Canvas, _ context: ViewContext) {
    canvas.fill()
    let rows = shown
    let lines = Self.lines(of: rows)
    let chosen = lines.indices.contains(choice) ? lines[choice] : nil
    let body = canvas.sub(canvas.bounds.splitTop(1).rest.splitBottom(1).rest)
    let columns = canvas.columns >= Self.wideFrom ? 2 : 1
    let width = body.columns / columns
    // Whole pages, so that the lines stand still while the choice moves within one.
    let page = max(1, body.rows * columns)
    let top = (chosen?.row ?? 0) / page * page
    let pages = (rows.count + page - 1) / page
    canvas.rule(
      row: 0, title: pages > 1 ? "Help \(top / page + 1)/\(pages)" : "Help",
      note: search == nil ? hints : "Enter runs it   Esc all again",
      style: Role.border.style, titleStyle: Role.title.style)
    drawFoot(on: canvas, chosen?.line, hasLines: !lines.isEmpty)
    guard body.rows > 0 else { return }
    for index in top..<min(rows.count, top + page) {
      let place = index - top
      let rect = Rect(
        row: place % body.rows, column: place / body.rows * width, rows: 1, columns: width)
      draw(rows[index], isChosen: index == chosen?.row, on: body.sub(rect))
    }
  }

  /// What is searched for; else why the chosen line cannot be done, or that it can.
  private func drawFoot(on canvas: Canvas, _ line: Line?, hasLines: Bool) {
    let row = canvas.rows - 1
    guard row > 0 else { return }
    if let search {
      let used = canvas.text("/", at: Point(row: row, column: 1), style: Role.key.style)
      search.draw(
        on: canvas, at: Point(row: row, column: used + 2), width: max(1, canvas.columns / 2),
        style: Role.input.style)
      if !hasLines {
        canvas.text(
          "nothing says that", at: Point(row: row, column: canvas.columns / 2 + 4),
          style: Role.warning.style, maxWidth: max(0, canvas.columns / 2 - 5))
      }
    } else if let reason = line?.reason {
      canvas.text(
        "not now: \(reason)", at: Point(row: row, column: 1), style: Role.warning.style,
        maxWidth: canvas.columns - 2)
    }
  }

  private static let keysColumns = 16

  private func draw(_ row: Row, isChosen: Bool, on canvas: Canvas) {
    switch row {
    case .gap: return
    case .heading(let title):
      canvas.text(
        title, at: Point(row: 0, column: 1), style: Role.title.style,
        maxWidth: canvas.columns - 2)
    case .line(let line):
      let isOff = line.reason != nil
      if isChosen {
        canvas.text(
          canvas.glyphs.marks.selected, at: .zero, style: Role.tableMarker.style)
      }
      canvas.text(
        line.keys, at: Point(row: 0, column: 3), style: (isOff ? Role.keyDisabled : .key).style,
        maxWidth: Self.keysColumns)
      canvas.text(
        line.text, at: Point(row: 0, column: 4 + Self.keysColumns),
        style: (isChosen ? Role.tableSelected : isOff ? .dim : .text).style,
        maxWidth: max(0, canvas.columns - 5 - Self.keysColumns))
    }
  }
}
