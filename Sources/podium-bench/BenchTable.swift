// Lines up the rows for reading. Formatting only.

struct BenchTable {
  private let columns: [String]
  private var lines: [[String]] = []

  init(columns: [String]) { self.columns = columns }

  /// - Parameter sizes: without them nothing is said about growth.
  mutating func add(_ row: BenchRow, _ sizes: [Int] = []) {
    let growth = sizes.isEmpty ? [] : [Self.number(row.growth(sizes)) + "×"]
    lines.append([row.what, row.unit] + row.values.map(Self.number) + growth)
  }

  var text: String {
    let all = [columns] + lines
    let widths = columns.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
    return all.map { line in
      line.indices.map { column in
        let gap = String(repeating: " ", count: widths[column] - line[column].count)
        return column < 2 ? line[column] + gap : gap + line[column]
      }.joined(separator: "  ")
    }.joined(separator: "\n")
  }

  /// Three digits that count: 0.0123, 1.23, 12.3, 1,234.
  static func number(_ value: Double) -> String {
    guard value.isFinite else { return "-" }
    if value >= 1000 { return grouped(Int(value.rounded())) }
    var digits = 2
    var scale = value
    while scale > 0, scale < 1, digits < 4 {
      scale *= 10
      digits += 1
    }
    if value >= 10 { digits = 1 }
    if value >= 100 || value == value.rounded() { return String(Int(value.rounded())) }
    let power = (0..<digits).reduce(1.0) { product, _ in product * 10 }
    let whole = Int((value * power).rounded())
    let fraction = String(whole % Int(power))
    return "\(whole / Int(power))."
      + String(repeating: "0", count: digits - fraction.count) + fraction
  }

  /// 100000 → "100,000".
  static func grouped(_ number: Int) -> String {
    var rest = String(number)
    var groups: [String] = []
    while rest.count > 3 {
      groups.insert(String(rest.suffix(3)), at: 0)
      rest = String(rest.dropLast(3))
    }
    return ([rest] + groups).joined(separator: ",")
  }
}
