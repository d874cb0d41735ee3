// The faces of a run: the same tasks as a tree, on a time axis, as a graph.
import TerminalUI

/// How the tasks of a run are shown.
enum RunFace: Int, CaseIterable, Sendable {
  case tasks, timeline, graph

  var title: String {
    switch self {
    case .tasks: "Tasks"
    case .timeline: "Timeline"
    case .graph: "Graph"
    }
  }

  var scope: Scope {
    switch self {
    case .tasks: .run
    case .timeline: .timeline
    case .graph: .graph
    }
  }

  var next: RunFace { RunFace(rawValue: rawValue + 1) ?? .tasks }
}

/// Which rows of the body are for what.
struct RunLayout {
  let summary: Rect
  /// Title of the face, and its legend.
  let rule: Rect
  let body: Rect
  /// Title and words of the selected task; nil without room or wish.
  let preview: Rect?

  /// Rows of a preview at least: a title and words that are worth it.
  static let previewRowsMin = 6
  /// Rows of a list at least beside a preview.
  static let listRowsMin = 7

  /// - Parameters:
  ///   - wanted: rows that the face could fill.
  ///   - hasPreview: whether the face has one, and it is not zoomed away.
  init(_ size: Size, wanted: Int, hasPreview: Bool) {
    let whole = Rect(origin: .zero, size: size)
    let top = size.rows < 8 ? 1 : size.rows < 14 ? 2 : 3
    var rest: Rect
    (summary, rest) = whole.splitTop(top)
    (rule, rest) = rest.splitTop(size.rows < 8 ? 0 : 1)
    guard hasPreview, rest.rows >= Self.previewRowsMin + Self.listRowsMin else {
      (body, preview) = (rest, nil)
      return
    }
    let list = min(
      max(wanted, Self.listRowsMin), rest.rows - max(Self.previewRowsMin, rest.rows / 4))
    let (list0, below) = rest.splitTop(list)
    (body, preview) = (list0, below)
  }
}
