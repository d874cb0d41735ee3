// A question before something is changed. Its request is frozen when it opens; the answer is No
// unless somebody presses y, in production after typing the pipeline's name.
import PodiumCore
import TerminalUI

/// Asks whether an operation shall be done, and shows the request.
package struct Confirm: Overlay {
  private let title: String
  private let words: [String]
  package let request: OperationRequest
  private let isDanger: Bool
  package private(set) var question: Question
  private var copying = RequestCopy()
  private var top = 0

  /// - Parameter words: what the person should know, one line each.
  package init(
    title: String? = nil, _ words: [String], _ request: OperationRequest, _ source: SourceLabel
  ) {
    self.title = title ?? "\(request.preview.title)?"
    self.words = words
    self.request = request
    let typed = Question.Typed(for: request, source)
    isDanger = typed != nil || request.effect == .destructive
    question = Question(typed)
  }

  package var scope: Scope { question.scope }

  package mutating func handle(
    _ key: Key, _ command: Command?, _ context: ViewContext
  ) -> [Effect] {
    switch command {
    case .arm: return [.run(.arm)]
    case .copyRequest: return copying.effects(request, context)
    case .pageDown: top += 3
    case .pageUp: top = max(0, top - 3)
    default:
      switch question.handle(key, command) {
      case .yes: return Acting.send(request, context)
      case .no: return Acting.no
      case .missing(let reason): return [.say(.warning(reason))]
      case .none, .back: break
      }
    }
    return []
  }

  package func draw(on canvas: Canvas, _ context: ViewContext) {
    let columns = DialogBox.textColumns(canvas.size)
    let lines =
      words.flatMap { Wrapping.lines($0, width: columns) }.map { DialogBox.Line($0) } + [.gap]
      + DialogBox.request(request.preview, columns: columns) + [.gap]
    let text = DialogBox.frame(
      on: canvas, title: title, rows: lines.count + question.rows, isDanger: isDanger)
    DialogBox.draw(
      lines, from: top, on: text.sub(text.bounds.splitBottom(question.rows).rest))
    question.draw(on: text, yes: "yes, send it", keys: [copying.hint])
  }
}
