// One line of text being edited: filters, prompts, dialogs. Owns no history and no completion.

/// The text and the cursor of an input line.
package struct TextField: Sendable, Hashable {
  /// Longest text in characters; what is pasted beyond is dropped.
  package static let charactersMax = 4096

  private var characters: [Character]
  /// The cursor's place, in characters from the start.
  package private(set) var cursor: Int

  /// A text with the cursor at its end.
  package init(_ text: String = "") {
    characters = Array(Sanitizer.clean(text).prefix(Self.charactersMax))
    cursor = characters.count
  }

  package var text: String { String(characters) }
  package var isEmpty: Bool { characters.isEmpty }

  /// Edits. False if the key means nothing here, so that the caller may use it.
  package mutating func handle(_ key: Key) -> Bool {
    switch key {
    case .char(let character): insert(String(character))
    case .paste(let text): insert(text)
    case .left, .ctrl("b"): cursor = max(0, cursor - 1)
    case .right, .ctrl("f"): cursor = min(characters.count, cursor + 1)
    case .home, .ctrl("a"): cursor = 0
    case .end, .ctrl("e"): cursor = characters.count
    case .backspace, .ctrl("h"): delete(from: cursor - 1, to: cursor)
    case .delete, .ctrl("d"): delete(from: cursor, to: cursor + 1)
    case .ctrl("u"): delete(from: 0, to: cursor)
    case .ctrl("k"): delete(from: cursor, to: characters.count)
    case .ctrl("w"): delete(from: wordStart(), to: cursor)
    default: return false
    }
    return true
  }

  /// Draws the part around the cursor in `width` columns and shows the cursor if focused.
  package func draw(
    on canvas: Canvas, at point: Point, width: Int, style: StyleID = .plain,
    isFocused: Bool = true
  ) {
    guard width > 0 else { return }
    canvas.fill(Rect(origin: point, size: Size(rows: 1, columns: width)), style: style)
    var start = cursor
    var room = width - 1
    while start > 0 {
      let columns = TextWidth.columns(String(characters[start - 1]))
      if columns > room { break }
      room -= columns
      start -= 1
    }
    let shown = canvas.sub(Rect(origin: point, size: Size(rows: 1, columns: width)))
    shown.text(String(characters[start...]), at: .zero, style: style)
    if isFocused {
      let before = TextWidth.columns(String(characters[start..<cursor]))
      shown.cursor(at: Point(row: 0, column: before))
    }
  }

  private mutating func insert(_ text: String) {
    let clean = Sanitizer.clean(text).prefix(Self.charactersMax - characters.count)
    characters.insert(contentsOf: clean, at: cursor)
    cursor += clean.count
  }

  private mutating func delete(from: Int, to: Int) {
    let range = max(0, from)..<min(characters.count, max(0, to))
    guard !range.isEmpty else { return }
    characters.removeSubrange(range)
    cursor = range.lowerBound
  }

  private func wordStart() -> Int {
    var place = cursor
    while place > 0, characters[place - 1] == " " { place -= 1 }
    while place > 0, characters[place - 1] != " " { place -= 1 }
    return place
  }
}
