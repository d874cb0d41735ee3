// The mouse. What is under it is asked of the frame, which says so while it is drawn (`hotspot`):
// views and widgets need no second account of their layout. All it can do, keys can do too.
import TerminalUI

/// What a place on the screen is to the mouse, besides the rows and headings of tables.
package enum MouseSpot: Sendable, Hashable {
  /// A click asks for this.
  case command(Command)
  /// The wheel asks for these here, instead of moving the selection.
  case wheel(up: Command, down: Command)
  /// The line between list and preview: dragging asks for `growList` and `shrinkList`.
  case divider(isVertical: Bool)
  /// So many columns right of the selected one; before zero: left. A row may lie under it.
  case column(Int)
}

extension App {
  /// Rows that one notch of the wheel moves.
  static let wheelRows = 3
  /// Steps that one movement of a dragged line may take.
  static let dragStepsMax = 20

  func take(_ event: MouseEvent) {
    let spots = hotspots.filter { $0.rect.contains(event.point) }.map(\.meaning)
    switch event.action {
    case .wheelUp, .wheelDown: roll(event, spots)
    case .press: press(event, spots)
    case .double: doublePress(event, spots)
    case .drag: if isDragging { drag(to: event.point) }
    case .release: isDragging = false
    }
  }

  /// What the present frame says about its places.
  private var hotspots: [Hotspot] {
    let canvas = Canvas(size: terminal.size, glyphs: options.glyphs, keepsHotspots: true)
    compose(on: canvas)
    return canvas.hotspots
  }

  /// A command goes where a key for it would go.
  private func send(_ command: Command, for event: MouseEvent) {
    let context = context()
    guard var overlay else { return run(command, context) }
    let effects = overlay.handle(.mouse(event), command, context)
    self.overlay = overlay
    apply(effects)
  }

  private func roll(_ event: MouseEvent, _ spots: [any Sendable]) {
    let isUp = event.action == .wheelUp
    var command: Command = isUp ? .up : .down
    if overlay?.scope == .input { command = isUp ? .previousField : .nextField }
    for case let spot as MouseSpot in spots {
      if case .wheel(let up, let down) = spot { command = isUp ? up : down }
    }
    for _ in 0..<Self.wheelRows { send(command, for: event) }
  }

  private func press(_ event: MouseEvent, _ spots: [any Sendable]) {
    isDragging = false
    guard event.button == 1, let spot = spots.last(where: { $0 is MouseSpot || $0 is TableSpot })
    else { return }
    message = nil
    switch spot {
    case let spot as TableSpot: press(spot, event)
    case MouseSpot.command(let command): send(command, for: event)
    case MouseSpot.divider: isDragging = true
    case MouseSpot.column(let steps):
      for _ in 0..<abs(steps) { send(steps > 0 ? .scrollRight : .scrollLeft, for: event) }
      if let row = spots.last(where: { $0 is TableSpot }) as? TableSpot { press(row, event) }
    default: break
    }
  }

  /// A row is selected by moving there, which works in every list; a heading sorts by its column.
  private func press(_ spot: TableSpot, _ event: MouseEvent) {
    switch spot {
    case .row(let row, let selected):
      for _ in 0..<abs(row - selected) { send(row > selected ? .down : .up, for: event) }
    case .heading(let title):
      guard overlay == nil else { return }
      apply(stack.top.view.sort(byColumn: title, context()))
    }
  }

  /// The first press has selected the row.
  private func doublePress(_ event: MouseEvent, _ spots: [any Sendable]) {
    guard overlay == nil,
      spots.contains(where: { spot in
        if case TableSpot.row? = spot as? TableSpot { true } else { false }
      })
    else { return press(event, spots) }
    send(.open, for: event)
  }

  /// Grows or shrinks the list until the line is as near to the mouse as it gets.
  private func drag(to point: Point) {
    var before = distance(to: point)
    for _ in 0..<Self.dragStepsMax {
      guard let now = before, now != 0 else { return }
      run(now > 0 ? .growList : .shrinkList, context())
      guard let after = distance(to: point), abs(after) < abs(now) else {
        // One step too far, or the end of what is possible.
        if let after = distance(to: point), after != now {
          run(now > 0 ? .shrinkList : .growList, context())
        }
        return
      }
      before = after
    }
  }

  /// Rows or columns from the line between list and preview to the mouse; nil without such a line.
  private func distance(to point: Point) -> Int? {
    for spot in hotspots {
      guard case MouseSpot.divider(let isVertical)? = spot.meaning as? MouseSpot else { continue }
      return isVertical ? point.column - spot.rect.column : point.row - spot.rect.row
    }
    return nil
  }
}
