// The signs the program draws, in Unicode and in ASCII for terminals without it.
// A state is never told by a glyph alone either: words stand beside it.

/// The signs of one character set.
package struct GlyphSet: Sendable, Hashable {
  package var marks: Marks
  package var lines: Lines
  package var chart: Chart
  /// Lowest to highest, for sparklines.
  package var sparks: [String]
  /// Parts of a filled cell from the smallest to the full one, for bars.
  package var bars: [String]
  package var barRest: String
  package var ellipsis: String
  /// Between the parts of a range or a breadcrumb.
  package var dash: String
  package var crumb: String

  /// Signs of states and of the cursor.
  package struct Marks: Sendable, Hashable {
    package var succeeded, failed, warning, running, queued, cancelled, skipped, unknown: String
    package var live, late, watched, selected, marked, up, down, enter: String
  }

  /// Lines of boxes, rules and trees.
  package struct Lines: Sendable, Hashable {
    package var horizontal, vertical, topLeft, topRight, bottomLeft, bottomRight: String
    package var teeRight, teeLeft, teeDown, teeUp, cross: String
    package var treeFork, treeLast, treeBar: String
  }

  /// Signs of time charts and of what can be folded.
  package struct Chart: Sendable, Hashable {
    package var wait, again, now, tick, dot, folded, unfolded: String
  }

  package static let unicode = GlyphSet(
    marks: Marks(
      succeeded: "✓", failed: "✗", warning: "!", running: "▶", queued: "◌", cancelled: "⊘",
      skipped: "↷", unknown: "?", live: "●", late: "⧖", watched: "◎", selected: "▌", marked: "◆",
      up: "▲",
      down: "▼", enter: "⏎"),
    lines: Lines(
      horizontal: "─", vertical: "│", topLeft: "┌", topRight: "┐", bottomLeft: "└",
      bottomRight: "┘", teeRight: "├", teeLeft: "┤", teeDown: "┬", teeUp: "┴", cross: "┼",
      treeFork: "├", treeLast: "└", treeBar: "│"),
    chart: Chart(
      wait: "╌", again: "▓", now: "┃", tick: "┊", dot: "·", folded: "▸", unfolded: "▾"),
    sparks: ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"],
    bars: ["▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"], barRest: "░", ellipsis: "…", dash: "–",
    crumb: "›")

  package static let ascii = GlyphSet(
    marks: Marks(
      succeeded: "+", failed: "x", warning: "!", running: ">", queued: "o", cancelled: "/",
      skipped: "-", unknown: "?", live: "*", late: "@", watched: "(W)", selected: ">", marked: "*",
      up: "^",
      down: "v", enter: "Enter"),
    lines: Lines(
      horizontal: "-", vertical: "|", topLeft: "+", topRight: "+", bottomLeft: "+",
      bottomRight: "+", teeRight: "+", teeLeft: "+", teeDown: "+", teeUp: "+", cross: "+",
      treeFork: "|", treeLast: "`", treeBar: "|"),
    chart: Chart(wait: ".", again: "%", now: "!", tick: ":", dot: ".", folded: "+", unfolded: "-"),
    sparks: ["_", ".", "-", "=", "+", "*", "#", "@"], bars: ["#"], barRest: ".", ellipsis: "~",
    dash: "-", crumb: ">")
}
