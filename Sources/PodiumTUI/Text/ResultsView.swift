// dbt's results as a table: the worst first, with what they said. The whole message is one key away.
import OrchestraAPI
import PodiumCore
import TerminalUI

/// The models and tests of one dbt artifact.
package struct ResultsView: View {
  /// Rows of the selected result's words below the list.
  static let detailRowsMax = 8
  /// Screens with fewer rows show the list alone.
  static let rowsForDetail = 14

  package let target: TextTarget
  private var outcome: Result<DbtArtifact, TextProblem>?
  private(set) var list = ListState<String>()
  private var hasAsked = false
  var filter = RowFilter(ResultsView.fields)
  private var shown: [DbtResult] = []
  /// The message is shown alone, from this row on.
  private(set) var detailTop: Int?

  package init(_ target: TextTarget) { self.target = target }

  package let scope = Scope.results
  package var queries: Set<Query> {
    target.kind == .local ? [] : [.runs, .run(target.runID)]
  }
  package var hints: [Command] {
    detailTop == nil
      ? [.open, .nextProblem, .filter, .sort, .prettyJSON, .help, .back]
      : [.down, .copyID, .help, .back]
  }

  var artifact: DbtArtifact? { if case .success(let artifact) = outcome { artifact } else { nil } }
  private var problem: TextProblem? {
    if case .failure(let problem) = outcome { problem } else { nil }
  }

  package func crumb(_ context: ViewContext) -> String {
    let file = target.kind == .local ? target.file ?? "" : target.fileName
    guard detailTop != nil, let selected else { return file }
    return "\(target.fileName): \(selected.name)"
  }

  package func note(_ context: ViewContext) -> String {
    guard let artifact else { return "" }
    var words: [String] = []
    if !filter.isEmpty {
      words.append(filter.text)
      words.append("\(Wording.count(shown.count)) of \(Wording.count(artifact.results.count))")
    } else {
      words.append(Self.counts(artifact))
    }
    if let version = artifact.dbtVersion { words.append("dbt \(version)") }
    if let seconds = artifact.seconds { words.append(Wording.seconds(seconds)) }
    return words.joined(separator: "   ")
  }

  /// "2 failed, 1 warning, 39 passed".
  private static func counts(_ artifact: DbtArtifact) -> String {
    let words: [(DbtResult.Severity, String)] = [
      (.failed, "failed"), (.warning, "warned"), (.skipped, "skipped"), (.passed, "passed"),
    ]
    let counts = words.compactMap { severity, word -> String? in
      let count = artifact.results.count { $0.severity == severity }
      return count == 0 ? nil : "\(Wording.count(count)) \(word)"
    }
    return counts.isEmpty
      ? Wording.count(artifact.results.count, "entry", "entries")
      : counts.joined(separator: ", ")
  }

  package mutating func takeWork() -> [Effect] {
    if hasAsked { return [] }
    hasAsked = true
    return [.text(.results(target))]
  }

  package mutating func receive(_ event: TextEvent, for target: TextTarget) {
    if case .results(let outcome) = event, target == self.target { self.outcome = outcome }
  }

  func columns(_ context: ViewContext) -> ListColumns<DbtResult> {
    ListColumns(Self.columns, of: Self.listName, context)
  }

  package mutating func settle(_ context: ViewContext) {
    shown = columns(context).sorted(filter.passing(artifact?.results ?? [], now: context.now))
    let rows = shown
    list.settle(
      count: rows.count, visible: max(1, listRows(context.size.rows) - 1),
      indexOf: { id in rows.firstIndex { $0.id == id } }, idAt: { rows[$0].id })
    if let top = detailTop {
      let lines = detailLines(width: context.size.columns - 2).count
      detailTop = min(max(0, top), max(0, lines - context.size.rows))
    }
  }

  private func listRows(_ rows: Int) -> Int {
    rows < Self.rowsForDetail ? rows : rows - Self.detailRowsMax - 1
  }

  var selected: DbtResult? {
    shown.indices.contains(list.index) ? shown[list.index] : nil
  }

  package func reason(against command: Command, _ context: ViewContext) -> String? {
    switch command {
    case .back, .prettyJSON, .filter: nil
    case .savedViews: "views of this list are not kept"
    default: selected == nil ? "there is nothing in this list" : nil
    }
  }

  package mutating func handle(_ command: Command, _ context: ViewContext) -> [Effect] {
    if let effects = columns(context).effects(of: command) { return effects }
    if detailTop != nil { return handleDetail(command, context) }
    let rows = shown
    if list.handle(command, idAt: { rows[$0].id }) { return [] }
    switch command {
    case .back:
      if filter.text.isEmpty { return [.back] }
      filter.enter("")
    case .open: detailTop = 0
    case .filter: return [.show(Prompt(.filter, text: filter.text))]
    case .prettyJSON: return [.open(.text(target))]
    case .copyID: return copied
    case .nextProblem: return step(1)
    case .previousProblem: return step(-1)
    default: break
    }
    return []
  }

  private var copied: [Effect] {
    guard let selected else { return [] }
    let text = [selected.id, selected.message].compactMap { $0 }.joined(separator: "\n")
    return [.copyText(text + "\n", named: "\(selected.name) with its message")]
  }

  private mutating func step(_ step: Int) -> [Effect] {
    let rows = shown
    var row = list.index + step
    while rows.indices.contains(row), rows[row].severity > .warning { row += step }
    guard rows.indices.contains(row) else {
      return [.say(Message("nothing failed or warned in that direction"))]
    }
    list.move(to: row) { rows[$0].id }
    return []
  }

  private mutating func handleDetail(_ command: Command, _ context: ViewContext) -> [Effect] {
    let page = max(1, context.size.rows - 1)
    var top = detailTop ?? 0
    switch command {
    case .back, .open:
      detailTop = nil
      return []
    case .copyID: return copied
    case .down: top += 1
    case .up: top -= 1
    case .pageDown, .halfDown: top += page
    case .pageUp, .halfUp: top -= page
    case .first: top = 0
    case .last: top = .max / 2
    default: return []
    }
    detailTop = top
    settle(context)
    return []
  }

  package mutating func entered(_ text: String, for prompt: Prompt.Purpose) -> [Effect] {
    if prompt == .filter { filter.enter(text) }
    return []
  }

  package func promptNote(_ context: ViewContext) -> Prompt.Note? {
    Prompt.Note(
      found: shown.count, of: artifact?.results.count ?? 0, problem: filter.problem)
  }
}

extension ResultsView {
  package func draw(on canvas: Canvas, _ context: ViewContext) {
    guard outcome != nil else { return Notice.draw(on: canvas, Notice("Reading dbt's results…")) }
    if let problem {
      return Notice.draw(
        on: canvas, Notice("\(problem).", next: "J shows it as a text.", role: .warning))
    }
    if let top = detailTop { return drawDetail(on: canvas, from: top) }
    guard !shown.isEmpty else {
      let notice =
        filter.isEmpty
        ? Notice("dbt did nothing: there are no results in it.", next: "J shows it as a text.")
        : Notice("Nothing here passes the filter.", next: "Esc clears it.")
      return Notice.draw(on: canvas, notice)
    }
    let rows = listRows(canvas.rows)
    let body = canvas.sub(Rect(row: 0, column: 0, rows: rows, columns: canvas.columns))
    columns(context).draw(on: body, rows: list.rows, selected: list.index) { shown[$0] }
    guard rows < canvas.rows, let selected else { return }
    canvas.rule(
      row: rows, title: selected.name, style: Role.border.style, titleStyle: Role.title.style)
    drawDetail(on: canvas.sub(canvas.bounds.splitTop(rows + 1).rest), from: 0)
  }

  private func drawDetail(on canvas: Canvas, from top: Int) {
    let lines = detailLines(width: canvas.columns - 2).dropFirst(top).prefix(canvas.rows)
    for (row, line) in lines.enumerated() {
      canvas.spans(line.spans, at: Point(row: row, column: 1), maxWidth: canvas.columns - 2)
    }
  }

  /// All that the selected result says.
  private func detailLines(width: Int) -> [DialogBox.Line] {
    guard let selected else { return [] }
    let look = ResultLook(selected)
    var facts = [selected.kind, selected.materialized, selected.relation, selected.path]
      .compactMap { $0 }.filter { !$0.isEmpty }
    if let rows = selected.rowsAffected { facts.append(Wording.count(rows, "row")) }
    var lines = [
      DialogBox.Line([
        StyledSpan(look.word, look.role.style),
        StyledSpan("   \(facts.joined(separator: "   "))", Role.dim.style),
      ])
    ]
    let message = (selected.message ?? selected.text ?? "").split(
      separator: "\n", omittingEmptySubsequences: false)
    for paragraph in message {
      let words = Sanitizer.clean(String(paragraph))
      let wrapped = Wrapping.lines(words, width: max(8, width), max: .max)
      let role: Role = selected.severity == .failed ? .failed : .text
      lines += wrapped.isEmpty ? [.gap] : wrapped.map { DialogBox.Line($0, role) }
    }
    return lines
  }
}
