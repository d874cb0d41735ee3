// A question before something is changed. Its request is frozen when it opens; the answer is No
// unless somebody presses y.
import PodiumCore
import TerminalUI

/// Asks whether an operation shall be done, and shows the request.
package struct Confirm: Overlay {
  private let title: String
  private let question: [String]
  package let request: OperationRequest

  package init(title: String? = nil, question: [String], request: OperationRequest) {
    self.title = title ?? "\(request.preview.title)?"
    self.question = question
    self.request = request
  }

  package let scope = Scope.confirm

  package mutating func handle(
    _ key: Key, _ command: Command?, _ context: ViewContext
  ) -> [Effect] {
    switch command {
    case .yes: [.closeOverlay, .perform(request)]
    case .no: [.closeOverlay, .say(Message("nothing was sent"))]
    default: []
    }
  }

  package func draw(on canvas: Canvas, _ context: ViewContext) {
    let columns = DialogBox.textColumns(canvas.size)
    var lines = question.flatMap { Wrapping.lines($0, width: columns) }
      .map { DialogBox.Line($0) }
    lines += [.gap] + DialogBox.request(request.preview, columns: columns) + [.gap]
    lines.append(
      DialogBox.Line([
        StyledSpan("y", Role.key.style), StyledSpan(" yes, send it    ", Role.keyLabel.style),
        StyledSpan("n", Role.key.style), StyledSpan(" no (Enter, Esc)", Role.strong.style),
      ]))
    DialogBox.draw(on: canvas, title: title, lines: lines, isDanger: true)
  }
}
