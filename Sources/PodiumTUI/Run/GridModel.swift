// The history of a pipeline as a grid: which rows pass the filter, which columns fit, what the factor
// of a cell is. Pure.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Time

/// Which columns of a screen are for what in a grid.
struct GridLayout: Sendable, Equatable {
  /// Columns of one cell: a place for the marker, and the sign.
  static let cellColumns = 2
  private static let tookColumns = 6
  private static let trendFrom = 110
  private static let factorFrom = 76
  private static let trendColumns = 12

  let name: Int
  /// First column of the cells, and how many of them there are.
  let cells: Int
  let cellCount: Int
  let took: Int
  /// nil without room.
  let factor: Int?
  let trend: Int?

  init(columns: Int, longestName: Int, runs: Int) {
    let factorColumns = columns >= Self.factorFrom ? 22 : 6
    let trendColumns = columns >= Self.trendFrom ? Self.trendColumns + 2 : 0
    let right = Self.tookColumns + 2 + factorColumns + trendColumns
    name = min(max(8, longestName), max(12, min(34, (columns - right) / 3)))
    cells = Table.markerColumns + name + 1
    let room = max(0, columns - cells - right - 2)
    cellCount = min(runs, max(1, room / Self.cellColumns))
    took = cells + cellCount * Self.cellColumns + 1
    factor = took + Self.tookColumns + 2
    trend = trendColumns > 0 ? took + Self.tookColumns + 2 + factorColumns : nil
  }

  func column(of cell: Int) -> Int { cells + cell * Self.cellColumns }
}

/// How a duration compares with what is usual, in words.
struct FactorWords: Equatable {
  let text: String
  let role: Role

  /// From here on it is worth a mark.
  static let slowFrom = 1.5
  static let fastTo = 0.5

  /// - Parameters:
  ///   - isWell: whether it succeeded; of others only what took long is told.
  ///   - baseline: of what succeeded; nil when too few did.
  ///   - succeeded: how many did.
  ///   - isShort: the factor alone.
  init(
    _ took: Duration?, isWell: Bool, _ baseline: Baseline?, succeeded: Int, isShort: Bool,
    _ glyphs: GlyphSet
  ) {
    guard let baseline, let factor = took.flatMap({ baseline.factor(of: $0) }),
      isWell || factor >= Self.slowFrom
    else {
      let isTooFew = baseline == nil && took != nil && !isShort
      (text, role) = (isTooFew ? " n \(succeeded), too few" : "", .dim)
      return
    }
    let sign =
      factor >= Self.slowFrom ? glyphs.marks.up : factor <= Self.fastTo ? glyphs.marks.down : " "
    let number = "\(sign)\(Self.number(factor))×"
    text =
      isShort
      ? number : "\(number) of \(Wording.duration(baseline.median)), n \(baseline.n)"
    role = factor >= Self.slowFrom ? .warning : factor <= Self.fastTo ? .accent : .dim
  }

  /// "1.6", "12".
  private static func number(_ factor: Double) -> String {
    if factor >= 10 { return String(Int(min(factor, 9999).rounded())) }
    if factor < 0.1 { return "<0.1" }
    let tenths = Int((factor * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
}
