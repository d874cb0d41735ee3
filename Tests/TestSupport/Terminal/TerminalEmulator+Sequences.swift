// What each escape sequence does. One table; whatever is not in it is noted as unknown.

extension TerminalEmulator {
  mutating func escape(_ text: String) {
    switch text {
    case "7": saved = (cursor, style)
    case "8": (cursor, style) = (saved.cursor, saved.style)
    case "=": keypadApplication = true
    case ">": keypadApplication = false
    case "D": lineFeed()
    case "E":
      lineFeed()
      cursor.column = 0
    case "M": reverseLineFeed()
    case "H", "\\": break
    case "c": self = TerminalEmulator(rows: rows, columns: columns)
    default:
      if text.count == 2, let set = text.last, text.first == "(" || text.first == ")" {
        charsets[text.first == "(" ? 0 : 1] = set
      } else {
        note("ESC \(text)")
      }
    }
  }

  mutating func sequence(
    _ marker: String, _ numbers: [Int], _ intermediates: String, _ final: Character
  ) {
    let known: Bool
    switch (marker, intermediates) {
    case ("", ""):
      known = move(numbers, final) || edit(numbers, final) || configure(numbers, final)
    case ("?", ""): known = setPrivateModes(numbers, final)
    case ("", "!"): known = softReset(final)
    case ("", " "): known = final == "q"
    case (">", ""), ("<", ""), ("=", ""): known = "cmuq".contains(final)
    default: known = false
    }
    if !known { note("CSI \(marker)\(numbers)\(intermediates)\(final)") }
  }

  private mutating func move(_ numbers: [Int], _ final: Character) -> Bool {
    let count = max(1, numbers.first ?? 0)
    switch final {
    case "A": move(to: max(0, cursor.row - count), cursor.column)
    case "B", "e": move(to: cursor.row + count, cursor.column)
    case "C", "a": move(to: cursor.row, cursor.column + count)
    case "D": move(to: cursor.row, cursor.column - count)
    case "E": move(to: cursor.row + count, 0)
    case "F": move(to: cursor.row - count, 0)
    case "G", "`": move(to: cursor.row, count - 1)
    case "d": move(to: count - 1, cursor.column)
    case "H", "f": move(to: count - 1, max(1, numbers.count > 1 ? numbers[1] : 1) - 1)
    case "Z": move(to: cursor.row, max(0, (cursor.column - 1) / 8 * 8))
    case "I": move(to: cursor.row, (cursor.column / 8 + count) * 8)
    case "s": saved = (cursor, style)
    case "u": (cursor, style) = (saved.cursor, saved.style)
    default: return false
    }
    return true
  }

  private mutating func edit(_ numbers: [Int], _ final: Character) -> Bool {
    let first = numbers.first ?? 0
    let count = max(1, first)
    switch final {
    case "J": eraseDisplay(first)
    case "K": eraseLine(first)
    case "L": insertLines(count)
    case "M": deleteLines(count)
    case "@": insertBlanks(count)
    case "P": deleteCharacters(count)
    case "X": erase(row: cursor.row, from: cursor.column, to: cursor.column + count)
    case "S": scrollUp(region, by: count)
    case "T": scrollDown(region, by: count)
    case "b": for _ in 0..<min(count, rows * columns) { put(lastScalar) }
    default: return false
    }
    return true
  }

  private mutating func configure(_ numbers: [Int], _ final: Character) -> Bool {
    switch final {
    case "m":
      for number in style.apply(numbers.isEmpty ? [0] : numbers) { note("SGR \(number)") }
    case "r":
      let top = max(1, numbers.first ?? 1) - 1
      let bottom = min(rows, numbers.count > 1 && numbers[1] > 0 ? numbers[1] : rows) - 1
      region = top < bottom ? top...bottom : 0...(rows - 1)
      move(to: 0, 0)
    case "h", "l":
      if numbers != [4] { return false }
      insertMode = final == "h"
    case "t":
      if numbers.first == 22 { savedTitles.append(title) }
      if numbers.first == 23 { title = savedTitles.popLast() ?? title }
    case "g", "n", "c", "i": break
    default: return false
    }
    return true
  }

  private mutating func setPrivateModes(_ numbers: [Int], _ final: Character) -> Bool {
    guard final == "h" || final == "l" else { return "unpKJc".contains(final) }
    for mode in numbers {
      privateModes[mode] = final == "h"
      if [47, 1047, 1049].contains(mode) { useAlternateScreen(final == "h") }
    }
    return true
  }

  private mutating func softReset(_ final: Character) -> Bool {
    guard final == "p" else { return false }
    for (mode, value) in [(1, false), (6, false), (7, true), (25, true)] {
      privateModes[mode] = value
    }
    (region, keypadApplication, insertMode) = (0...(rows - 1), false, false)
    style = EmulatedStyle()
    return true
  }

  private mutating func useAlternateScreen(_ on: Bool) {
    if on, primary == nil {
      primary = cells
      saved = (cursor, style)
      cells = Self.blank(rows, columns)
    } else if !on, let before = primary {
      (cells, primary) = (before, nil)
      (cursor, style) = (saved.cursor, saved.style)
    }
  }
}
