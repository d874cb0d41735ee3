// What a test asks of the emulated screen.

extension TerminalEmulator {
  /// The row as text, without trailing spaces.
  package func line(_ row: Int) -> String {
    let text = cells[row].map(\.text).joined()
    return String(text.reversed().drop { $0 == " " }.reversed())
  }

  /// All rows, without trailing spaces.
  package var lines: [String] { (0..<rows).map(line) }

  /// The screen as text.
  package var text: String { lines.joined(separator: "\n") }

  package func contains(_ text: String) -> Bool { lines.contains { $0.contains(text) } }

  /// The first row that contains the text.
  package func row(with text: String) -> Int? { lines.firstIndex { $0.contains(text) } }

  /// Text and style of every column: two screens that look the same are equal.
  package subscript(row: Int, column: Int) -> EmulatedCell { cells[row][column] }

  /// True if both screens look the same in every cell.
  package func looksLike(_ other: TerminalEmulator) -> Bool { differences(from: other).isEmpty }

  /// The cells whose look differs, as "row:column was→is", ten at most.
  package func differences(from other: TerminalEmulator) -> [String] {
    guard rows == other.rows, columns == other.columns else { return ["sizes differ"] }
    let all = (0..<rows).flatMap { row in
      (0..<columns).filter { cells[row][$0].look != other.cells[row][$0].look }.map { column in
        "\(row):\(column) \(other.cells[row][column])→\(cells[row][column])"
      }
    }
    return Array(all.prefix(10))
  }

  /// True if any cell has a colour of its own.
  package var hasColor: Bool {
    cells.contains {
      $0.contains { $0.style.foreground != .standard || $0.style.background != .standard }
    }
  }

  package var isAlternate: Bool { primary != nil }

  /// In the middle of a frame: a terminal shows it only when it is whole (mode 2026).
  package var isUpdating: Bool { privateModes[2026] == true }

  /// Modes that differ from a fresh terminal's: empty when the program restored everything.
  package var modesLeftOn: [String] {
    let fresh = [7: true, 25: true]
    let harmless: Set = [3, 4, 12, 40, 45, 1034, 1048]
    var left = privateModes.sorted { $0.key < $1.key }
      .filter { !harmless.contains($0.key) && $0.value != fresh[$0.key] ?? false }
      .map { "?\($0.key)\($0.value ? "h" : "l")" }
    if keypadApplication { left.append("application keypad") }
    if insertMode { left.append("insert mode") }
    if charsets[shift] == "0" { left.append("line-drawing characters") }
    if region != 0...(rows - 1) { left.append("scroll region \(region)") }
    if style != EmulatedStyle() { left.append("rendition \(style)") }
    return left
  }
}
