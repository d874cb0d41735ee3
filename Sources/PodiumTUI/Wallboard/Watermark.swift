// What lies across a wallboard whose data is old: large words on a loud ground, with the reason below,
// over rows that are dimmed. It can be seen without colour and without Unicode. Pure.
import PodiumCore
import TerminalUI
import Time

/// A band over a whole screen.
struct Watermark {
  private let words: String
  private let lines: [String]

  /// Workspaces that are named in it; more are counted.
  static let namedMax = 3

  /// nil while the data can be trusted.
  init?(_ trust: BoardTrust, now: Timestamp, columns: Int) {
    guard let words = trust.watermark(now: now) else { return nil }
    self.words = words
    var lines = trust.stale.prefix(Self.namedMax).map { stale in
      let age =
        stale.asOf.map { "no news since \(Wording.moment($0, now: now))" } ?? "no answer yet"
      return "\(stale.profile): \(age)" + (stale.why.isEmpty ? "" : "; \(stale.why)")
    }
    let more = trust.stale.count - lines.count
    if more > 0 { lines.append("and \(more) more") }
    self.lines = lines.flatMap { Wrapping.lines($0, width: max(1, columns - 4), max: 2) }
  }

  func draw(on canvas: Canvas) {
    canvas.restyle { _ in Role.dim.style }
    let scale = BigText.Scale.allCases.first { scale in
      BigText.isPossible(scale, canvas.glyphs)
        && BigText.columns(words, scale) <= canvas.columns - 2
        && scale.rows + lines.count + 3 <= canvas.rows
    }
    let height = (scale?.rows ?? 1) + lines.count + (canvas.rows > 12 ? 3 : 0)
    let band = canvas.sub(
      Rect(
        row: max(0, (canvas.rows - height) / 2), column: 0, rows: height,
        columns: canvas.columns))
    band.fill(style: Role.failing.style)
    var row = canvas.rows > 12 ? 1 : 0
    if let scale {
      let column = (canvas.columns - BigText.columns(words, scale)) / 2
      BigText.draw(
        words, on: band, at: Point(row: row, column: column), scale: scale,
        style: Role.failing.style)
      row += scale.rows
    } else {
      center(words, row: row, on: band)
      row += 1
    }
    if canvas.rows > 12 { row += 1 }
    for (index, line) in lines.enumerated() { center(line, row: row + index, on: band) }
  }

  private func center(_ text: String, row: Int, on canvas: Canvas) {
    let column = max(0, (canvas.columns - TextWidth.columns(text)) / 2)
    canvas.text(text, at: Point(row: row, column: column), style: Role.failing.style)
  }
}
