// The last step before something is sent, the same in every dialog: where it matters a name or a
// number has to be typed first, then y sends. Everything else is No.
import PodiumCore
import TerminalUI

/// A question that is answered with No unless somebody means Yes.
package struct Question {
  /// What came of a key.
  package enum Answer: Equatable {
    case none
    case yes
    case no
    /// Yes, but what has to be typed does not stand there: why, in words.
    case missing(String)
    /// Up from the question: to what is above it in the dialog.
    case back
  }

  /// What has to be typed first.
  package struct Typed: Equatable {
    /// The exact text.
    package let text: String
    /// Why, as far as "type": "prod is PRODUCTION".
    package let why: String

    package init(_ text: String, why: String) {
      self.text = text
      self.why = why
    }
  }

  package let typed: Typed?
  private(set) var field = TextField()
  private(set) var isTyping: Bool

  package init(_ typed: Typed? = nil) {
    self.typed = typed
    isTyping = typed != nil
  }

  /// While typing, all characters are text; afterwards y and n are answers.
  package var scope: Scope { isTyping ? .form : .confirm }

  /// Whether what had to be typed stands there.
  package var isSatisfied: Bool {
    guard let typed else { return true }
    return Self.words(field.text) == Self.words(typed.text)
  }

  /// Spaces do not count: some names have two in a row.
  private static func words(_ text: String) -> [Substring] { text.split(separator: " ") }

  package mutating func handle(_ key: Key, _ command: Command?) -> Answer {
    if isTyping {
      switch command {
      case .dismiss: return .no
      case .accept, .nextField: isTyping = false
      case .previousField: return .back
      default: _ = field.handle(key)
      }
      return .none
    }
    switch command {
    case .yes:
      guard let typed, !isSatisfied else { return .yes }
      isTyping = true
      return .missing("type \(typed.text) first")
    case .no: return .no
    case .previousField:
      guard typed != nil else { return .back }
      isTyping = true
    default: break
    }
    return .none
  }

  /// Rows that `draw` takes.
  package var rows: Int { typed == nil ? 1 : 2 }

  /// Draws the line to type in, if any, and the question, in the last rows of a dialog.
  /// - Parameters:
  ///   - yes: what y does: "yes, send it".
  ///   - isFocused: whether keys come here; else the line only says how to get here.
  ///   - keys: what else can be pressed.
  package func draw(
    on dialog: Canvas, yes: String, isFocused: Bool = true, keys: [(String, String)]
  ) {
    let canvas = dialog.sub(dialog.bounds.splitBottom(rows).bottom)
    var row = 0
    if let typed {
      drawTyped(typed, on: canvas, isFocused: isFocused && isTyping)
      row = 1
    }
    var spans: [StyledSpan] = []
    if isFocused, !isTyping {
      let (key, label): (Role, Role) =
        isSatisfied ? (.key, .keyLabel) : (.keyDisabled, .keyDisabled)
      spans += [
        StyledSpan("y", key.style), StyledSpan(" \(yes)   ", label.style),
        StyledSpan("n", Role.key.style), StyledSpan(" no (Enter, Esc)", Role.strong.style),
      ]
    } else {
      spans = [
        StyledSpan("Tab", Role.key.style), StyledSpan(" next   ", Role.keyLabel.style),
        StyledSpan("Esc", Role.key.style), StyledSpan(" no", Role.strong.style),
      ]
    }
    for (key, label) in keys {
      spans += [
        StyledSpan("   \(key)", Role.key.style), StyledSpan(" \(label)", Role.keyLabel.style),
      ]
    }
    canvas.spans(spans, at: Point(row: row, column: 0), maxWidth: canvas.columns)
  }

  private func drawTyped(_ typed: Typed, on canvas: Canvas, isFocused: Bool) {
    let sign = isSatisfied ? canvas.glyphs.marks.succeeded : canvas.glyphs.marks.failed
    let head = "\(typed.why): type "
    let spans = [
      StyledSpan(head, Role.warning.style), StyledSpan(typed.text, Role.strong.style),
      StyledSpan("  ", Role.text.style),
    ]
    // The name to type must be seen; the reason before it gives way.
    let wanted = TextWidth.columns(typed.text)
    let fieldWidth = min(max(12, wanted + 1), max(4, canvas.columns / 2))
    let room = max(0, canvas.columns - fieldWidth - 2)
    let text = spans.reduce(0) { $0 + TextWidth.columns($1.text) }
    let shown =
      text <= room
      ? spans : [StyledSpan("type ", Role.warning.style), spans[1], spans[2]]
    let used = canvas.spans(shown, at: .zero, maxWidth: room)
    field.draw(
      on: canvas, at: Point(row: 0, column: used), width: fieldWidth, style: Role.input.style,
      isFocused: isFocused)
    canvas.text(
      sign, at: Point(row: 0, column: used + fieldWidth + 1),
      style: (isSatisfied ? Role.succeeded : .dim).style)
  }
}

extension Question.Typed {
  /// What one request needs: the pipeline's name where it touches production.
  package init?(for request: OperationRequest, _ source: SourceLabel) {
    let subject = request.subject
    guard source.isProduction(environment: subject.environment) else { return nil }
    let name = subject.shortName ?? subject.pipelineID?.text ?? subject.runID?.short
    guard let name else { return nil }
    self.init(name, why: "\(Self.place(subject.environment, source)) is PRODUCTION")
  }

  /// "acme-prod", or the environment that makes it production.
  private static func place(_ environment: String?, _ source: SourceLabel) -> String {
    source.isProduction ? source.profile : environment ?? "the environment is not known and"
  }
}
