// One line of input in place of the bottom line: filter, search, file name. A filter takes effect
// while it is typed; Esc brings back what was there before.
import PodiumCore
import TerminalUI

/// A prompt for one line.
package struct Prompt: Overlay {
  /// What the text is for.
  package enum Purpose: Sendable, Equatable { case filter, search, save, viewName, jump }

  /// What is under a filter while it is typed.
  package struct Note: Sendable, Equatable {
    /// "41 of 2,363 loaded", the longest form first.
    package var counts: [String]
    package var problem: FilterProblem?

    /// - Parameter isComplete: whether all rows were looked at already.
    package init(found: Int, of loaded: Int, isComplete: Bool = true, problem: FilterProblem? = nil)
    {
      let found = Wording.count(found) + (isComplete ? "" : "+")
      let loaded = Wording.count(loaded)
      counts = ["\(found) of \(loaded) loaded", "\(found)/\(loaded)", found]
      self.problem = problem
    }
  }

  private let purpose: Purpose
  private let before: String
  private var field: TextField

  package init(_ purpose: Purpose, text: String = "") {
    self.purpose = purpose
    before = text
    field = TextField(text)
  }

  package let scope = Scope.input

  package mutating func handle(
    _ key: Key, _ command: Command?, _ context: ViewContext
  ) -> [Effect] {
    switch command {
    // A filter that is not understood is put right first; what is wrong stands above.
    case .accept where purpose == .filter && context.promptNote?.problem != nil: return []
    case .accept where purpose == .viewName: return [.closeOverlay, .saveView(field.text)]
    case .accept: return [.closeOverlay, .entered(field.text, purpose)]
    case .dismiss:
      return purpose == .filter ? [.closeOverlay, .entered(before, purpose)] : [.closeOverlay]
    default: break
    }
    if key == .backspace, field.isEmpty {
      return purpose == .viewName ? [.closeOverlay] : [.closeOverlay, .entered("", purpose)]
    }
    guard field.handle(key) else { return [] }
    return purpose == .filter ? [.entered(field.text, purpose)] : []
  }

  package func draw(on canvas: Canvas, _ context: ViewContext) {
    let row = canvas.rows - 1
    canvas.fill(Rect(row: row, column: 0, rows: 1, columns: canvas.columns))
    let label = canvas.text(label, at: Point(row: row, column: 1), style: Role.key.style)
    let start = label + 2
    var room = canvas.columns - start - 1
    if purpose == .filter, let note = context.promptNote {
      drawProblem(note.problem, on: canvas)
      room -= drawCount(note, on: canvas, room: room - Self.textColumnsMin)
    }
    let hint = hint(fitting: room - 3)
    if let hint {
      canvas.text(hint, at: Point(row: row, column: start + 2), style: Role.inputHint.style)
    }
    field.draw(
      on: canvas, at: Point(row: row, column: start), width: hint == nil ? room : 1,
      style: Role.input.style)
  }

  /// Columns that what is typed has at least beside the count.
  private static let textColumnsMin = 24

  /// - Returns: the columns it takes.
  private func drawCount(_ note: Note, on canvas: Canvas, room: Int) -> Int {
    let fitting = note.counts.first { TextWidth.columns($0) + 2 <= room }
    guard let fitting else { return 0 }
    let width = TextWidth.columns(fitting)
    let place = Point(row: canvas.rows - 1, column: canvas.columns - 1 - width)
    canvas.text(fitting, at: place, style: Role.dim.style)
    return width + 2
  }

  /// Above what is typed; the rest of the filter holds meanwhile.
  private func drawProblem(_ problem: FilterProblem?, on canvas: Canvas) {
    guard let problem, canvas.rows > 2 else { return }
    let row = canvas.rows - 2
    canvas.fill(Rect(row: row, column: 0, rows: 1, columns: canvas.columns))
    canvas.text(
      problem.message, at: Point(row: row, column: 1), style: Role.messageWarning.style,
      maxWidth: canvas.columns - 2)
  }

  /// As many of the examples as fit while nothing is typed.
  private func hint(fitting columns: Int) -> String? {
    guard field.isEmpty else { return nil }
    var hint = ""
    for word in hints {
      let longer = hint.isEmpty ? word : "\(hint)   \(word)"
      if TextWidth.columns(longer) > columns { break }
      hint = longer
    }
    return hint.isEmpty ? nil : hint
  }

  private var label: String {
    switch purpose {
    case .filter: "/"
    case .search: "search"
    case .save: "save to file"
    case .viewName: "save this view as"
    case .jump: "go to"
    }
  }

  private var hints: [String] {
    switch purpose {
    case .filter:
      [
        "words", "status:failed", "!not", "duration>10m", "age<2h", "/regex/", "~fuzzy",
        "a | b", "cause:timeout",
      ]
    case .search: ["regular expression", "Enter finds, n and N go on"]
    case .save: ["name of a new file"]
    case .viewName: ["a name; an old view of that name is replaced"]
    case .jump: ["line 1234", "50%", "time 12:03", "03:12:07", "+90s after the first line"]
    }
  }
}
