// Columns of text on a terminal: scalars, strings, and cutting to a number of columns. Clusters are
// a base and its marks; emoji joined by ZWJ count one by one, which is how they are drawn.

/// Terminal columns of scalars and strings.
package enum TextWidth {
  /// 0 for combining marks and what is never drawn, 2 for wide scalars, else 1.
  package static func columns(of scalar: UInt32) -> Int {
    if scalar < 0x300 { return 1 }
    if scalar < 0x1100 { return isIn(WidthTables.zero, scalar) ? 0 : 1 }
    if isIn(WidthTables.wide, scalar) { return 2 }
    return isIn(WidthTables.zero, scalar) ? 0 : 1
  }

  /// The columns `Canvas.text` needs for a text: of its sanitised form.
  package static func columns(_ text: String) -> Int {
    var text = text
    return text.withUTF8 { bytes in
      var scanner = CleanScanner(bytes)
      var total = 0
      while let scalar = scanner.next() { total += columns(of: scalar) }
      return total
    }
  }

  /// The text sanitised and cut to at most `limit` columns, with an ellipsis where something is
  /// missing.
  package static func truncated(
    _ text: String, to limit: Int, from side: Truncation = .tail, ellipsis: String = "…"
  ) -> String {
    let clean = Sanitizer.clean(text)
    let total = columns(clean)
    if total <= limit { return clean }
    let room = limit - columns(ellipsis)
    if room < 0 { return "" }
    switch side {
    case .none: return take(clean, columns: limit)
    case .tail: return take(clean, columns: room) + ellipsis
    case .head: return ellipsis + drop(clean, columns: total - room)
    }
  }

  /// The text sanitised and filled with spaces to exactly `width` columns, cut if longer.
  package static func padded(_ text: String, to width: Int, alignment: Alignment = .left) -> String
  {
    let cut = truncated(text, to: width)
    let gap = max(0, width - columns(cut))
    switch alignment {
    case .left: return cut + String(repeating: " ", count: gap)
    case .right: return String(repeating: " ", count: gap) + cut
    case .center:
      return String(repeating: " ", count: gap / 2) + cut
        + String(repeating: " ", count: gap - gap / 2)
    }
  }

  private static func take(_ text: String, columns limit: Int) -> String {
    var used = 0
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      used += columns(of: scalar.value)
      if used > limit { break }
      result.append(scalar)
    }
    return String(result)
  }

  private static func drop(_ text: String, columns count: Int) -> String {
    var used = 0
    let rest = text.unicodeScalars.drop { scalar in
      let width = columns(of: scalar.value)
      if used >= count && width > 0 { return false }
      used += width
      return true
    }
    return String(String.UnicodeScalarView(rest))
  }

  private static func isIn(_ pairs: [UInt32], _ scalar: UInt32) -> Bool {
    pairs.withUnsafeBufferPointer { table in
      var low = 0
      var high = table.count / 2
      while low < high {
        let middle = (low + high) / 2
        if scalar < table[2 * middle] {
          high = middle
        } else if scalar > table[2 * middle + 1] {
          low = middle + 1
        } else {
          return true
        }
      }
      return false
    }
  }
}

/// Which end of a text gives way when there is no room.
package enum Truncation: Sendable, Hashable {
  /// Cut without a mark.
  case none
  /// The end is replaced by an ellipsis.
  case tail
  /// The beginning is replaced by an ellipsis: for paths and ids.
  case head
}

/// Where a text stands in a wider field.
package enum Alignment: Sendable, Hashable {
  case left, right, center
}
