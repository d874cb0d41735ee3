// How a list and the preview of its selected row share a screen: beside each other where it is wide,
// one below the other where it is high, the list alone otherwise. Pure.
import PodiumCore
import TerminalUI

/// Where list and preview stand.
package struct ListSplit: Equatable {
  package let list: Rect
  /// nil while the list stands alone.
  package let preview: Rect?
  package let isBeside: Bool

  /// From these sizes of the view on there is a preview without asking for one.
  static let usualRows = 27
  static let besideColumns = 160
  /// Below these there is no room for one.
  static let leastRows = 14
  static let leastColumns = 60
  /// The list's usual share of rows or columns, in percent.
  static let usualPercent = 64
  static let percentRange = 20...80
  static let percentStep = 5
  /// Rows that each of both keeps at least, its heading included.
  private static let rowsMin = 5

  /// - Parameter area: what both share, in the coordinates of the view.
  package init(_ area: Rect, _ memory: ViewMemory?) {
    let isPossible = area.rows >= Self.leastRows && area.columns >= Self.leastColumns
    isBeside = area.columns >= Self.besideColumns
    let isUsual = area.rows >= Self.usualRows - 1 || (isBeside && area.rows >= Self.leastRows)
    guard isPossible, memory?.hasPreview ?? isUsual else {
      (list, preview) = (area, nil)
      return
    }
    let percent = memory?.listPercent ?? Self.usualPercent
    if isBeside {
      let (left, rest) = area.splitLeft(area.columns * percent / 100)
      (list, preview) = (left, rest.splitLeft(1).rest)
    } else {
      let rows = area.rows * percent / 100
      let (top, rest) = area.splitTop(
        min(max(rows, Self.rowsMin), area.rows - Self.rowsMin))
      (list, preview) = (top, rest)
    }
  }

  /// Draws what stands between both, and the heading of the preview.
  package func drawFrame(on canvas: Canvas, title: [StyledSpan], note: String) {
    guard let preview else { return }
    let heading = canvas.sub(preview.splitTop(1).top)
    canvas.hotspot(preview, MouseSpot.wheel(up: .previewUp, down: .previewDown))
    if isBeside {
      canvas.verticalLine(
        at: Point(row: preview.row, column: preview.column - 1), length: preview.rows,
        style: Role.border.style)
      canvas.hotspot(
        Rect(row: preview.row, column: preview.column - 1, rows: preview.rows, columns: 1),
        MouseSpot.divider(isVertical: true))
    } else {
      heading.hotspot(nil, MouseSpot.divider(isVertical: false))
      heading.horizontalLine(at: .zero, length: heading.columns, style: Role.border.style)
    }
    let noteColumns = note.isEmpty ? 0 : TextWidth.columns(note) + 2
    let room = heading.columns - 4 - noteColumns
    guard room > 0 else { return }
    let start = isBeside ? 0 : 1
    let used = heading.spans(
      [StyledSpan(" ", Role.border.style)] + title, at: Point(row: 0, column: start),
      maxWidth: room)
    heading.text(" ", at: Point(row: 0, column: start + used), style: Role.border.style)
    if noteColumns > 0 {
      heading.text(
        " \(note) ", at: Point(row: 0, column: heading.columns - noteColumns - 1),
        style: Role.dim.style)
    }
  }

  /// Where the preview's text is drawn.
  package var previewText: Rect? { preview?.splitTop(1).rest }
}

extension ListSplit {
  /// Why a command about the split cannot be done; nil when it can, or is about something else.
  package func reason(against command: Command) -> String? {
    switch command {
    case .zoom
    where preview == nil
      && (list.rows < Self.leastRows || list.columns < Self.leastColumns):
      "no room for a preview: it needs 60 columns and 20 rows"
    case .growList, .shrinkList, .previewDown, .previewUp:
      preview == nil ? "the list stands alone; z shows the preview" : nil
    default: nil
    }
  }

  /// What follows from a command about the split; nil when it is about something else.
  package func effects(
    of command: Command, in view: String, _ context: ViewContext
  ) -> [Effect]? {
    var memory = context.memory.views[view] ?? ViewMemory()
    let percent = memory.listPercent ?? Self.usualPercent
    let range = Self.percentRange
    switch command {
    case .zoom: memory.hasPreview = preview == nil
    case .growList: memory.listPercent = min(range.upperBound, percent + Self.percentStep)
    case .shrinkList: memory.listPercent = max(range.lowerBound, percent - Self.percentStep)
    default: return nil
    }
    return [.remember(.view(view, memory))]
  }
}
