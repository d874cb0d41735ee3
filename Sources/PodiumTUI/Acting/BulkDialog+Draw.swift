// How a bulk looks: a line each, the one with the cursor in full below, then the question or the keys.
import OrchestraAPI
import PodiumCore
import TerminalUI

extension BulkDialog {
  package func draw(on canvas: Canvas, _ context: ViewContext) {
    if let plan {
      draw(plan, on: canvas, context)
    } else if let bulk = context.bulk {
      draw(bulk, on: canvas, context)
    } else {
      let text = DialogBox.frame(on: canvas, title: "Bulk", rows: 1)
      text.text("nothing was sent for several runs yet", at: .zero, style: Role.dim.style)
    }
  }

  private func draw(_ plan: BulkPlan, on canvas: Canvas, _ context: ViewContext) {
    let cursor = cursor(context)
    let text = frame(plan, "\(plan.items.count) runs", question.rows, on: canvas)
    let detail =
      plan.items.indices.contains(cursor) ? Self.request(plan.items[cursor], text.columns) : []
    text.spans(Self.head(plan), at: .zero, maxWidth: text.columns)
    drawItems(plan, detail: detail, below: question.rows, on: text, context) { index in
      Self.line(plan.items[index], context.glyphs)
    }
    question.draw(on: text, yes: "yes, send them", isFocused: isAsking, keys: [("ctrl-y", "copy")])
  }

  private func draw(_ bulk: BulkRun, on canvas: Canvas, _ context: ViewContext) {
    let plan = bulk.plan
    let text = frame(plan, Wording.count(plan.count, "request"), 1, on: canvas)
    text.text(
      bulk.summary, at: .zero, style: (bulk.end == nil ? Role.accent : .strong).style,
      maxWidth: text.columns)
    let detail = [bulk.words(of: cursor(context))]
    drawItems(plan, detail: detail, below: 1, on: text, context) { index in
      let (sign, role) = Self.look(bulk.results[index], context.glyphs.marks)
      return (sign, role, bulk.words(of: index))
    }
    let keys =
      bulk.end == nil
      ? [("s", "stop after this one"), ("Esc", "leave it running"), ("ctrl-y", "copy")]
      : [("ctrl-y", "copy the results"), ("Esc", "close")]
    let spans = keys.flatMap { key, label in
      [StyledSpan(key, Role.key.style), StyledSpan(" \(label)   ", Role.keyLabel.style)]
    }
    text.spans(spans, at: Point(row: text.rows - 1, column: 0), maxWidth: text.columns)
  }

  /// Rows for the item with the cursor in full.
  private static let detailRows = 4

  private func frame(
    _ plan: BulkPlan, _ count: String, _ below: Int, on canvas: Canvas
  ) -> Canvas {
    DialogBox.frame(
      on: canvas, title: "\(Self.title(plan.action)) \(count)",
      rows: 2 + plan.items.count + Self.detailRows + below, footer: plan.source.profile,
      isDanger: plan.isProduction || plan.action == .cancel)
  }

  private func drawItems(
    _ plan: BulkPlan, detail: [String], below: Int, on text: Canvas, _ context: ViewContext,
    line: (Int) -> (sign: String, role: Role, words: String)
  ) {
    let rows = max(1, text.rows - 2 - Self.detailRows - below)
    let cursor = cursor(context)
    let top = max(0, min(cursor - rows / 2, plan.items.count - rows))
    let nameWidth = min(40, max(18, text.columns * 2 / 5))
    for row in 0..<rows where plan.items.indices.contains(top + row) {
      let index = top + row
      let (sign, role, words) = line(index)
      let name = TextWidth.truncated(
        plan.items[index].name, to: nameWidth, ellipsis: context.glyphs.ellipsis)
      let isChosen = index == cursor
      text.spans(
        [
          StyledSpan(isChosen ? context.glyphs.marks.selected : " ", Role.tableMarker.style),
          StyledSpan(" \(sign) ", role.style),
          StyledSpan(
            TextWidth.padded(name, to: nameWidth), (isChosen ? Role.strong : .text).style),
          StyledSpan("  ", Role.text.style),
        ], at: Point(row: row + 1, column: 0))
      let start = nameWidth + 6
      let room = max(0, text.columns - start)
      let cut = TextWidth.truncated(words, to: room, ellipsis: context.glyphs.ellipsis)
      text.text(cut, at: Point(row: row + 1, column: start), style: role.style)
    }
    let position = plan.items.isEmpty ? "" : "\(cursor + 1) of \(plan.items.count)"
    text.rule(row: rows + 1, note: position, style: Role.border.style)
    let lines = detail.flatMap { Wrapping.lines($0, width: text.columns, after: ",") }
    for (row, line) in lines.prefix(Self.detailRows).enumerated()
    where rows + 2 + row < text.rows - below {
      let isCut = row == Self.detailRows - 1 && lines.count > Self.detailRows
      let words = isCut ? "\(line) \(context.glyphs.ellipsis)" : line
      text.text(words, at: Point(row: rows + 2 + row, column: 0), style: Role.dim.style)
    }
  }

  private static func head(_ plan: BulkPlan) -> [StyledSpan] {
    let left = plan.items.count - plan.count
    let words =
      Wording.count(plan.count, "request") + (left > 0 ? ", \(left) left out" : "")
      + (plan.count > 1 ? ", one every \(Wording.latency(plan.pause))" : "")
    var spans = [StyledSpan(words, Role.strong.style)]
    guard plan.action != .cancel else { return spans }
    for (key, action, label) in [
      ("f", BulkPlan.Action.rerunFailed, "from failed"), ("a", .rerunAll, "all tasks"),
    ] {
      let isChosen = plan.action == action
      spans.append(StyledSpan("   \(key)", (isChosen ? Role.keyDisabled : .key).style))
      spans.append(StyledSpan(" \(label)", (isChosen ? Role.keyDisabled : .keyLabel).style))
    }
    return spans
  }

  private static func title(_ action: BulkPlan.Action) -> String {
    switch action {
    case .rerunFailed: "Rerun from failed:"
    case .rerunAll: "Rerun all tasks:"
    case .cancel: "Cancel"
    }
  }

  /// Where it runs, or why it does not.
  private static func line(
    _ item: BulkPlan.Item, _ glyphs: GlyphSet
  ) -> (sign: String, role: Role, words: String) {
    switch item.request {
    case .success:
      let run = item.run.map { "\(RunCells.place($0)), is \(StatusLook($0.status).word)" }
      return (glyphs.marks.queued, .text, run ?? "")
    case .failure(let problem):
      return (glyphs.marks.skipped, .dim, "left out: \(problem.message)")
    }
  }

  /// The request as it is sent, or why there is none.
  private static func request(_ item: BulkPlan.Item, _ columns: Int) -> [String] {
    switch item.request {
    case .success(let request): DialogBox.requestText(request.preview, columns: columns)
    case .failure(let problem): ["left out: \(problem.message)"]
    }
  }

  private static func look(
    _ result: BulkRun.Result?, _ marks: GlyphSet.Marks
  ) -> (String, Role) {
    switch result {
    case nil: (marks.skipped, .dim)
    case .waiting: (marks.queued, .dim)
    case .sending: (marks.running, .running)
    case .notSent: (marks.cancelled, .dim)
    case .ended(.done): (marks.succeeded, .succeeded)
    case .ended(.failed): (marks.failed, .failed)
    case .ended(.unknown): (marks.unknown, .warning)
    case .ended(.refused): (marks.cancelled, .warning)
    }
  }
}
