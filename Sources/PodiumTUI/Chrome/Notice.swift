// What stands where there is nothing to show: always what is the case, and what to do next.
import PodiumCore
import TerminalUI

/// A few words in an empty place.
package struct Notice: Sendable, Equatable {
  package var text: String
  package var next: String
  package var role: Role

  package init(_ text: String, next: String = "", role: Role = .text) {
    self.text = text
    self.next = next
    self.role = role
  }

  /// What to say about data that is not there: loading, failing, or truly empty.
  package init(for freshness: Freshness, what: String, empty: Notice) {
    switch freshness {
    case .loading: self.init("Loading \(what)…", next: "The first answer is on its way.")
    case .failing(let failure):
      self.init(
        "Could not load \(what): \(failure.cause).",
        next: failure.advice.map(Self.sentence)
          ?? "It is tried again by itself; ctrl-r tries at once.",
        role: .failed)
    case .fresh, .settled, .stale: self = empty
    }
  }

  /// The words with a capital first letter and a full stop.
  private static func sentence(_ words: String) -> String {
    let first = words.prefix(1).uppercased() + words.dropFirst()
    return words.last?.isPunctuation == true ? first : "\(first)."
  }

  /// Draws in the middle of the upper half, wrapped to the width.
  package static func draw(on canvas: Canvas, _ notice: Notice) {
    let width = max(1, min(canvas.columns - 4, 76))
    let lines =
      Wrapping.lines(notice.text, width: width).map { ($0, notice.role) }
      + Wrapping.lines(notice.next, width: width).map { ($0, Role.dim) }
    let top = max(0, min(canvas.rows - lines.count, canvas.rows / 3))
    for (index, line) in lines.enumerated() {
      let column = max(0, (canvas.columns - TextWidth.columns(line.0)) / 2)
      canvas.text(line.0, at: Point(row: top + index, column: column), style: line.1.style)
    }
  }
}
