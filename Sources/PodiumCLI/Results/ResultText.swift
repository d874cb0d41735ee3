// A result as text: its members line by line, its lists as tables. One rule for all results; only the
// columns of some lists are chosen by hand.
import JSON
import TerminalUI
import Time

/// How the result of one operation reads.
struct ResultText: Sendable {
  /// The columns of lists, by the member that holds them.
  private let tables: [String: TextTable]
  /// The only members that are shown; nil: all.
  private let only: Set<String>?

  init(_ tables: [String: TextTable] = [:], only: Set<String>? = nil) {
    self.tables = tables
    self.only = only ?? (tables["results"] == nil ? nil : ["results"])
  }

  /// The list that most of the result is, for a line a row.
  private static let lists = ["results", "failures", "matches", "problems"]

  /// The member with that list, and its rows; "" where there is none.
  static func list(of result: JSONObject) -> (key: String, rows: [JSONValue]) {
    for key in lists {
      if let rows = result[key]?.array { return (key, rows) }
    }
    return ("", [])
  }

  /// The lines of a result.
  func lines(_ result: JSONObject, _ place: TextPlace) -> [String] {
    let members = result.members.filter { only?.contains($0.key) ?? true }
    let isOnlyTable = members.count == 1
    return members.flatMap { member in
      lines(member.key, member.value, place, isAlone: isOnlyTable, depth: 0)
    }
  }

  /// The rows of one list, with their heading.
  func rows(_ key: String, _ rows: [JSONValue], _ place: TextPlace) -> [String] {
    (tables[key] ?? Self.table(of: rows)).lines(rows, place)
  }

  /// Members that tell a person nothing; --json has them.
  private static let hidden: Set<String> = [
    "accountId", "envId", "hasAnomalies", "matrixParent", "updatedAt", "gitLink",
  ]
  private static let labelWidth = 24
  private static let depthMax = 6

  private func lines(
    _ key: String, _ value: JSONValue, _ place: TextPlace, isAlone: Bool, depth: Int
  ) -> [String] {
    let margin = String(repeating: " ", count: depth * 2)
    let label = ResultWords.label(key)
    if Self.hidden.contains(key) { return [] }
    switch value {
    case .array(let rows) where key != "triggeredBy" && rows.contains { $0.object != nil }:
      let table = tables[key] ?? Self.table(of: rows)
      let inner = TextPlace(width: place.width.map { $0 - depth * 2 - 2 })
      guard !isAlone else { return table.lines(rows, place) }
      return ["\(margin)\(label):"] + table.lines(rows, inner).map { "\(margin)  \($0)" }
    case .object(let object):
      guard depth < Self.depthMax else { return [] }
      return ["\(margin)\(label):"]
        + object.members.flatMap {
          lines($0.key, $0.value, place, isAlone: false, depth: depth + 1)
        }
    case .string(let text) where text.contains("\n"):
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      return ["\(margin)\(label):"] + lines.map { "\(margin)  \(Sanitizer.clean(String($0)))" }
    default:
      let words = Self.words(key, value)
      guard !words.isEmpty else { return [] }
      return [
        margin
          + TextWidth.padded(label, to: max(TextWidth.columns(label), Self.labelWidth - depth * 2))
          + " " + Sanitizer.clean(words)
      ]
    }
  }

  private static func words(_ key: String, _ value: JSONValue) -> String {
    if key.hasSuffix("Seconds") || key == "seconds" { return ResultWords.seconds(value) }
    if key == "triggeredBy" { return ResultWords.trigger(value) }
    let time = ResultWords.moment(value)
    return time.isEmpty ? ResultWords.plain(value) : time
  }

  /// A column for each plain member of the rows.
  private static func table(of rows: [JSONValue]) -> TextTable {
    var keys: [String] = []
    for member in rows.prefix(50).flatMap({ $0.object?.members ?? [] })
    where !keys.contains(member.key) && member.value.object == nil && !hidden.contains(member.key) {
      keys.append(member.key)
    }
    return TextTable(
      keys.map { key in
        TextColumn(ResultWords.label(key).uppercased(), shrinks: true) { row, _ in
          row[key].map { words(key, $0) } ?? ""
        }
      })
  }
}
