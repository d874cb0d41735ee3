// How the trigger form looks: fields that scroll with the cursor, what the field means, the request,
// the question. On a small screen the part that is being worked on gets the room.
import OrchestraAPI
import PodiumCore
import TerminalUI

extension TriggerForm {
  package func draw(on canvas: Canvas, _ context: ViewContext) {
    let columns = DialogBox.textColumns(canvas.size)
    let request = requestLines(columns: columns)
    let room = DialogBox.rowsMax(canvas.size) - 1 - question.rows
    let split = Self.split(
      fields: fields.count, request: request.count, room: room, isAsking: isAsking)
    let position = isAsking ? "" : "\(focus + 1) of \(fields.count)"
    let text = DialogBox.frame(
      on: canvas, title: title, rows: split.fields + split.request + 1 + question.rows,
      footer: position, isDanger: question.typed != nil)
    let (top, rest) = text.bounds.splitTop(split.fields)
    drawFields(on: text.sub(top), context)
    drawRule(on: text, row: split.fields)
    let (_, below) = rest.splitTop(1)
    DialogBox.draw(request, from: self.top, on: text.sub(below.splitBottom(question.rows).rest))
    question.draw(on: text, yes: "yes, start it", isFocused: isAsking, keys: keys)
  }

  private var title: String {
    let place = source.isConfigured ? " on \(source.profile)" : ""
    return "Start \(pipelineName)\(place)"
  }

  private var keys: [(String, String)] {
    var keys = [copying.hint]
    if fields.contains(where: \.isRemembered) { keys.append(("ctrl-x", "take defaults")) }
    return keys
  }

  /// Rows of both parts: everything where there is room; else the part in work goes first.
  static func split(
    fields: Int, request: Int, room: Int, isAsking: Bool
  ) -> (fields: Int, request: Int) {
    let room = max(0, room)
    if fields + request <= room { return (fields, request) }
    let least = min(2, room)
    if isAsking {
      let shown = min(request, max(least, room - min(2, fields)))
      return (min(fields, room - shown), shown)
    }
    let shown = min(fields, max(least, room - min(3, request)))
    return (shown, min(request, room - shown))
  }

  private func requestLines(columns: Int) -> [DialogBox.Line] {
    switch request {
    case .failure(let problem):
      return Wrapping.lines("not yet: \(problem.message)", width: columns)
        .map { DialogBox.Line($0, .warning) }
    case .success(let request):
      var lines = DialogBox.request(request.preview, columns: columns)
      if fields.contains(where: { $0.isSecret && !$0.text.isEmpty }) {
        lines.append(DialogBox.Line("what is hidden here is sent as it was typed", .dim))
      }
      return lines
    }
  }

  private func drawFields(on canvas: Canvas, _ context: ViewContext) {
    let nameWidth = min(
      24, max(8, canvas.columns / 3), 2 + fields.reduce(0) { max($0, TextWidth.columns($1.name)) })
    let first = max(0, min(focus - canvas.rows / 2, fields.count - canvas.rows))
    for row in 0..<canvas.rows where fields.indices.contains(first + row) {
      let line = canvas.sub(Rect(row: row, column: 0, rows: 1, columns: canvas.columns))
      FieldLine(fields[first + row], isFocused: first + row == focus, context)
        .draw(on: line, nameWidth: nameWidth)
    }
  }

  /// What the field with the cursor means, in full.
  private func drawRule(on canvas: Canvas, row: Int) {
    guard row < canvas.rows else { return }
    let problem = isAsking ? nil : fields[focus].problem
    let words = isAsking ? "the request" : detail(fields[focus])
    let line = canvas.sub(Rect(row: row, column: 0, rows: 1, columns: canvas.columns))
    let title = problem.map { "\(fields[focus].name): must be \($0.expected)" } ?? words
    line.rule(
      row: 0,
      title: TextWidth.truncated(
        title, to: max(0, canvas.columns - 4), ellipsis: canvas.glyphs.ellipsis),
      style: Role.border.style, titleStyle: (problem == nil ? Role.dim : .failed).style)
  }

  private func detail(_ field: FormField) -> String {
    var words = [field.hint, field.fallback.map { "default \($0)" } ?? ""]
    if case .input(let input) = field.kind {
      switch input.kind {
      case .list: words.append("a, b or [1, 2]")
      case .dictionary: words.append("a=1, b=2 or {\"a\": 1}")
      default: break
      }
      if !input.choices.isEmpty {
        words.append(input.choices.map(PipelineInput.text).joined(separator: " | "))
      }
    }
    let meaning = words.filter { !$0.isEmpty }.joined(separator: "; ")
    return meaning.isEmpty ? field.name : "\(field.name): \(meaning)"
  }
}

/// One field on its row: name, value, and what is expected or wrong.
private struct FieldLine {
  let field: FormField
  let isFocused: Bool
  let choices: [String]
  let glyphs: GlyphSet
  let source: SourceLabel

  init(_ field: FormField, isFocused: Bool, _ context: ViewContext) {
    self.field = field
    self.isFocused = isFocused
    choices = field.choices(context.snapshot.environments)
    glyphs = context.glyphs
    source = context.snapshot.source
  }

  func draw(on canvas: Canvas, nameWidth: Int) {
    let name: Role = isFocused ? .key : field.isRequired && field.text.isEmpty ? .strong : .dim
    canvas.text(
      field.name, at: .zero, style: name.style, maxWidth: max(0, nameWidth - 1))
    let note = note
    let room = max(0, canvas.columns - nameWidth)
    let noteWidth = min(TextWidth.columns(note.text), max(0, room - 14))
    let value = canvas.sub(
      Rect(row: 0, column: nameWidth, rows: 1, columns: max(0, room - noteWidth - 1)))
    drawValue(on: value)
    canvas.text(
      note.text, at: Point(row: 0, column: canvas.columns - noteWidth), style: note.role.style,
      maxWidth: noteWidth)
  }

  private var note: (text: String, role: Role) {
    if let problem = field.problem {
      return ("\(glyphs.marks.failed) \(problem.expected)", .failed)
    }
    if field.kind == .environment, !field.text.isEmpty,
      source.isProduction(environment: field.text)
    {
      return ("PRODUCTION", .warning)
    }
    return (field.hint, field.isRequired && field.text.isEmpty ? .accent : .inputHint)
  }

  private func drawValue(on canvas: Canvas) {
    if !choices.isEmpty { return drawChoice(on: canvas) }
    if field.text.isEmpty || (field.isSecret && !isFocused) {
      canvas.fill(style: Role.input.style)
      let mask = String(repeating: "*", count: min(8, field.text.count))
      canvas.text(
        field.text.isEmpty ? field.placeholder : mask, at: .zero, style: Role.inputHint.style)
      if isFocused { canvas.cursor(at: .zero) }
      return
    }
    field.field.draw(
      on: canvas, at: .zero, width: canvas.columns, style: Role.input.style,
      isFocused: isFocused)
  }

  private func drawChoice(on canvas: Canvas) {
    canvas.fill(style: Role.input.style)
    let isEmpty = field.text.isEmpty
    let words = isEmpty ? (field.isRequired ? "choose" : field.placeholder) : field.text
    let style = (isEmpty ? Role.inputHint : .input).style
    guard isFocused else {
      canvas.text(words, at: .zero, style: style)
      return
    }
    let used = canvas.spans(
      [StyledSpan("< ", Role.key.style), StyledSpan(words, style)], at: .zero,
      maxWidth: max(0, canvas.columns - 2))
    canvas.text(" >", at: Point(row: 0, column: used), style: Role.key.style)
    canvas.cursor(at: Point(row: 0, column: min(2, max(0, canvas.columns - 1))))
  }
}
