// All keys, made from the keymap: those of the place first, then the rest.
import PodiumCore
import TerminalUI

/// The help screen.
package struct Help: Overlay {
  /// A line: heading (no keys) or keys with their meaning.
  package struct Line: Equatable {
    package var keys: String
    package var text: String
  }

  package let lines: [Line]
  private var top = 0

  package init(_ keymap: Keymap, from scope: Scope) {
    let near = scope.chain
    let order = near + Scope.allCases.filter { !near.contains($0) }
    lines = order.flatMap { scope -> [Line] in
      let own = keymap.bindings.filter { $0.scope == scope }
      guard !own.isEmpty else { return [] }
      return [Line(keys: "", text: scope.title)] + Self.merged(own) + [Line(keys: "", text: "")]
    }
  }

  /// Number keys of the panes take one line together.
  private static func merged(_ bindings: [Keymap.Binding]) -> [Line] {
    var hasPanes = false
    return bindings.compactMap { binding in
      if case .pane = binding.command {
        if hasPanes { return nil }
        hasPanes = true
        return Line(
          keys: "1…\(Command.panesMax)", text: "only that status pane, or all again")
      }
      let names = binding.keys.map(\.name).joined(separator: "  ")
      return Line(keys: names, text: binding.command.summary)
    }
  }

  package let scope = Scope.help

  package mutating func handle(
    _ key: Key, _ command: Command?, _ context: ViewContext
  ) -> [Effect] {
    switch command {
    case .down: top += 1
    case .up: top -= 1
    case .halfDown, .pageDown: top += 10
    case .halfUp, .pageUp: top -= 10
    case .first: top = 0
    case .last: top = lines.count
    case .dismiss: return [.closeOverlay]
    default: return []
    }
    top = min(max(0, top), max(0, lines.count - 5))
    return []
  }

  package func draw(on canvas: Canvas, _ context: ViewContext) {
    canvas.fill()
    canvas.rule(
      row: 0, title: "Help", note: "j k scroll   Esc closes", style: Role.border.style,
      titleStyle: Role.title.style)
    let body = canvas.sub(canvas.bounds.splitTop(1).rest)
    let wide = canvas.columns >= 110
    let columns = wide ? 2 : 1
    let width = body.columns / columns
    // Two columns read downwards: the second goes on where the first ends.
    for column in 0..<columns {
      for row in 0..<body.rows {
        let index = top + column * body.rows + row
        guard index < lines.count else { break }
        draw(
          lines[index],
          on: body.sub(Rect(row: row, column: column * width, rows: 1, columns: width)))
      }
    }
  }

  private func draw(_ line: Line, on canvas: Canvas) {
    if line.keys.isEmpty {
      canvas.text(line.text, at: Point(row: 0, column: 1), style: Role.title.style)
      return
    }
    canvas.text(
      line.keys, at: Point(row: 0, column: 3), style: Role.key.style, maxWidth: 16)
    canvas.text(
      line.text, at: Point(row: 0, column: 20), style: Role.text.style,
      maxWidth: max(0, canvas.columns - 21))
  }
}
