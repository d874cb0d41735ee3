// One line of pieces from the left and from the right. Pieces have shorter forms and give way by
// priority, so that a line is never cut in the middle of a word.
import TerminalUI

/// A line of pieces.
package struct Strip {
  /// A piece of text with the forms it may shrink to, the longest first.
  package struct Piece {
    var forms: [[StyledSpan]]
    /// The lowest gives way first.
    var priority: Int
    var isRight: Bool

    func width(_ form: Int) -> Int {
      forms[form].reduce(0) { $0 + TextWidth.columns($1.text) }
    }
  }

  private var pieces: [Piece] = []
  private let gap: Int

  package init(gap: Int = 2) { self.gap = gap }

  /// Adds a piece; on the right side the first one added stands leftmost.
  package mutating func add(
    _ forms: [[StyledSpan]], priority: Int, isRight: Bool = false
  ) {
    let forms = forms.filter { !$0.isEmpty }
    if !forms.isEmpty { pieces.append(Piece(forms: forms, priority: priority, isRight: isRight)) }
  }

  /// Adds a piece of one style with the forms it may shrink to.
  package mutating func add(
    _ texts: String..., role: Role, priority: Int, isRight: Bool = false
  ) {
    add(texts.map { [StyledSpan($0, role.style)] }, priority: priority, isRight: isRight)
  }

  /// Draws into one row, a column free at both ends.
  package func draw(on canvas: Canvas, row: Int) {
    let room = canvas.columns - 2
    var forms: [Int?] = pieces.map { _ in 0 }
    while width(forms) > room, let victim = nextToShrink(forms) {
      let next = (forms[victim] ?? 0) + 1
      forms[victim] = next < pieces[victim].forms.count ? next : nil
    }
    var left = 1
    var right = canvas.columns - 1 - width(forms, isRight: true)
    for (index, piece) in pieces.enumerated() {
      guard let form = forms[index] else { continue }
      let place = piece.isRight ? right : left
      canvas.spans(piece.forms[form], at: Point(row: row, column: place))
      if piece.isRight { right += piece.width(form) + gap } else { left += piece.width(form) + gap }
    }
  }

  /// The piece of the lowest priority that is still there; never the last one left.
  private func nextToShrink(_ forms: [Int?]) -> Int? {
    let present = pieces.indices.filter { forms[$0] != nil }
    let shrinkable = present.filter {
      present.count > 1 || (forms[$0] ?? 0) + 1 < pieces[$0].forms.count
    }
    return shrinkable.min { pieces[$0].priority < pieces[$1].priority }
  }

  private func width(_ forms: [Int?]) -> Int {
    let left = width(forms, isRight: false)
    let right = width(forms, isRight: true)
    return left + right + (left > 0 && right > 0 ? gap : 0)
  }

  private func width(_ forms: [Int?], isRight: Bool) -> Int {
    let widths = pieces.indices.compactMap { index -> Int? in
      guard pieces[index].isRight == isRight, let form = forms[index] else { return nil }
      return pieces[index].width(form)
    }
    return widths.reduce(0, +) + gap * max(0, widths.count - 1)
  }
}
