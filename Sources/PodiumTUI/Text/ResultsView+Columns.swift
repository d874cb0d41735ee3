// The columns and the filter of dbt's results.
import PodiumCore
import TerminalUI

/// How a result's status is shown: never by its colour alone.
struct ResultLook {
  let word: String
  let role: Role

  init(_ result: DbtResult) {
    word = result.status ?? ""
    role =
      switch result.severity {
      case .failed: .failed
      case .warning: .warning
      case .skipped: .skipped
      case .passed: .succeeded
      case .unknown: .text
      }
  }

  func sign(_ result: DbtResult, _ glyphs: GlyphSet) -> String {
    switch result.severity {
    case .failed: glyphs.marks.failed
    case .warning: glyphs.marks.warning
    case .skipped: glyphs.marks.skipped
    case .passed: glyphs.marks.succeeded
    case .unknown: result.status == nil ? "" : glyphs.marks.unknown
    }
  }
}

extension ResultsView {
  static let fields: [FilterField<DbtResult>] = [
    .text("status") { $0.status },
    .text("kind", "type") { $0.kind },
    .text("name", "id") { $0.id.isEmpty ? $0.name : $0.id },
    .text("message", "error") { $0.message },
    .text("file", "path", isSearched: false) { $0.path },
    .duration("took", "duration") { result, _ in result.seconds.map { .seconds($0) } },
    .number("rows") { $0.failures ?? $0.rowsAffected },
  ]

  /// The name of the list in the memory and the configuration.
  static let listName = "results"

  static let columns: [ListColumn<DbtResult>] = [
    ListColumn("status", "STATUS", 6...10, priority: 9) { result, context in
      let look = ResultLook(result)
      return TableCell("\(look.sign(result, context.glyphs)) \(look.word)", look.role.style)
    }.sorted { result, _ in result.status == nil ? nil : -Int64(result.severity.rawValue) }
      .filtered(by: "status"),
    ListColumn("kind", "KIND", 5...8, priority: 5) { result, _ in
      TableCell(result.kind, Role.dim.style)
    }.sorted(text: { result, _ in result.kind }).filtered(by: "kind"),
    ListColumn("name", "NAME", 16...48, priority: 8) { result, _ in
      TableCell(result.name, Role.table.style)
    }.sorted(text: { result, _ in result.name }).filtered(by: "name"),
    ListColumn("took", "TOOK", 7, priority: 6) { result, _ in
      let seconds = result.severity == .skipped ? nil : result.seconds
      return TableCell(seconds.map { Wording.seconds($0) } ?? "", Role.text.style)
    }.right.sorted { result, _ in result.seconds.map { Int64($0 * 1000) } }
      .filtered(by: "took"),
    ListColumn("rows", "ROWS", 9, priority: 3) { result, _ in
      let rows = result.failures ?? result.rowsAffected
      return TableCell(rows.map { Wording.count($0) } ?? "", Role.text.style)
    }.right.sorted { result, _ in (result.failures ?? result.rowsAffected).map { Int64($0) } },
    ListColumn("message", "MESSAGE", 12...Int.max, priority: 7) { result, _ in
      let text = result.message ?? result.materialized ?? ""
      let first = text.split(separator: "\n").map { Sanitizer.clean(String($0)) }
      let role: Role = result.severity == .failed ? .failed : .dim
      return TableCell(first.joined(separator: " "), role.style)
    }.sorted(text: { result, _ in result.message }),
    ListColumn("path", "FILE", 16...60, priority: 2) { result, _ in
      TableCell(result.path ?? "", Role.dim.style)
    }.extra.sorted(text: { result, _ in result.path }),
    ListColumn("id", "ID", 16...60, priority: 1) { result, _ in
      TableCell(result.id, Role.dim.style)
    }.extra.sorted(text: { result, _ in result.id }),
  ]
}
