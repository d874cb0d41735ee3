// Rows of a result as aligned text: as wide as the terminal, or whole where there is none. No escapes.
import JSON
import TerminalUI
import Time

/// Where text goes.
struct TextPlace: Sendable {
  /// Columns of the terminal; nil for a file or a pipe, where nothing is cut.
  var width: Int?
  /// For short times on a terminal.
  var now = Timestamp.now()
}

/// A column of a table.
struct TextColumn: Sendable {
  let title: String
  var alignment: Alignment = .left
  /// Gives way when there is no room.
  var shrinks = false
  /// Names its row to other commands.
  var isID = false
  let text: @Sendable (JSONValue, TextPlace) -> String

  init(
    _ title: String, alignment: Alignment = .left, shrinks: Bool = false,
    text: @escaping @Sendable (JSONValue, TextPlace) -> String
  ) {
    self.title = title
    self.alignment = alignment
    self.shrinks = shrinks
    self.text = text
  }

  /// The text of a member.
  init(_ title: String, _ member: String, shrinks: Bool = false) {
    self.init(title, shrinks: shrinks) { row, _ in ResultWords.plain(row[member]) }
  }

  /// The beginning of an id on a terminal, all of it elsewhere. Eight characters would not do: ids that
  /// begin with the time share them.
  static func id(_ title: String, _ member: String) -> TextColumn {
    var column = TextColumn(title) { row, place in
      let id = ResultWords.plain(row[member])
      return place.width == nil || id.count < 36 ? id : String(id.prefix(13))
    }
    column.isID = true
    return column
  }

  /// A moment in local time.
  static func time(_ title: String, _ member: String) -> TextColumn {
    TextColumn(title) { row, place in ResultWords.time(row[member], place) }
  }

  /// A duration in seconds.
  static func took(_ title: String, _ member: String) -> TextColumn {
    TextColumn(title, alignment: .right) { row, _ in ResultWords.seconds(row[member]) }
  }

  /// A number.
  static func number(_ title: String, _ member: String) -> TextColumn {
    TextColumn(title, alignment: .right) { row, _ in ResultWords.plain(row[member]) }
  }
}

/// A table of columns.
struct TextTable: Sendable {
  let columns: [TextColumn]

  init(_ columns: [TextColumn]) { self.columns = columns }

  /// A column that shrinks keeps so many columns.
  private static let shrunkMin = 12

  /// Heading and rows; on a terminal columns that say nothing are left out.
  func lines(_ rows: [JSONValue], _ place: TextPlace, hasHeading: Bool = true) -> [String] {
    guard !rows.isEmpty else { return [] }
    var cells = rows.map { row in columns.map { Sanitizer.clean($0.text(row, place)) } }
    let shown = fitting(
      columns.indices.filter { index in
        place.width == nil || index == 0 || cells.contains { !$0[index].isEmpty }
      }, cells, place)
    cells = cells.map { row in shown.map { row[$0].isEmpty ? "-" : row[$0] } }
    let kept = shown.map { columns[$0] }
    let widths = widths(kept, cells, place)
    let heading = hasHeading ? [kept.map(\.title)] : []
    return (heading + cells).map { row in
      let padded = row.indices.map { index in
        index == row.count - 1 && kept[index].alignment == .left
          ? TextWidth.truncated(row[index], to: widths[index])
          : TextWidth.padded(row[index], to: widths[index], alignment: kept[index].alignment)
      }
      let line = padded.joined(separator: "  ")
      return place.width.map { TextWidth.truncated(line, to: $0) } ?? line
    }
  }

  /// The columns that have room when all that may shrink have shrunk: of these the first stays longest,
  /// the others go from the left. Where that is not enough, numbers and times go from the right, and
  /// ids last: without one nothing can be done about a row.
  private func fitting(_ shown: [Int], _ cells: [[String]], _ place: TextPlace) -> [Int] {
    guard let room = place.width else { return shown }
    var left = shown
    func least(_ index: Int) -> Int {
      let width = cells.reduce(TextWidth.columns(columns[index].title)) {
        max($0, TextWidth.columns($1[index]))
      }
      return columns[index].shrinks ? min(width, Self.shrunkMin) : width
    }
    while left.reduce(2 * (left.count - 1), { $0 + least($1) }) > room {
      let shrinking = left.filter { columns[$0].shrinks }
      let other = left.dropFirst().filter { !columns[$0].shrinks }
      let next =
        shrinking.dropFirst().first ?? other.last { !columns[$0].isID } ?? other.last
        ?? left.dropFirst().last
      guard let next else { break }
      left.removeAll { $0 == next }
    }
    return left
  }

  private func widths(
    _ columns: [TextColumn], _ cells: [[String]], _ place: TextPlace
  ) -> [Int] {
    var widths = columns.indices.map { index in
      cells.reduce(TextWidth.columns(columns[index].title)) {
        max($0, TextWidth.columns($1[index]))
      }
    }
    guard let room = place.width else { return widths }
    var excess = widths.reduce(0, +) + 2 * (widths.count - 1) - room
    // The widest gives way first, until all that may shrink are equal or at their least.
    while excess > 0 {
      let widest = columns.indices.filter { columns[$0].shrinks && widths[$0] > Self.shrunkMin }
        .max { widths[$0] < widths[$1] }
      guard let widest else { break }
      widths[widest] -= 1
      excess -= 1
    }
    return widths
  }
}
