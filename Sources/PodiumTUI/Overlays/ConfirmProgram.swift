// A question before a program of the user's own runs: the words it gets, as they are. They are frozen
// when it opens; the answer is No unless somebody presses y.
import PodiumCore
import TerminalUI

/// Asks whether a program shall run.
package struct ConfirmProgram: Overlay {
  private let command: CustomCommand
  private let program: ExternalProgram
  private let source: SourceLabel
  private var question: Question
  private var top = 0

  /// A dangerous one in production wants its name typed.
  package init(_ command: CustomCommand, _ program: ExternalProgram, about subject: Subject) {
    self.command = command
    self.program = program
    source = subject.source
    let isGrave =
      command.isDangerous && source.isProduction(environment: subject.run?.environmentName)
    question = Question(
      isGrave ? Question.Typed(command.name, why: "this is PRODUCTION") : nil)
  }

  package var scope: Scope { question.scope }

  package mutating func handle(
    _ key: Key, _ command: Command?, _ context: ViewContext
  ) -> [Effect] {
    switch command {
    case .arm: return [.run(.arm)]
    case .pageDown: top += 3
    case .pageUp: top = max(0, top - 3)
    default:
      switch question.handle(key, command) {
      case .yes:
        if self.command.isDangerous, let barrier = context.writeBarrier {
          return [.say(.warning(barrier.reason))]
        }
        return [.closeOverlay, .external(program)]
      case .no: return [.closeOverlay, .say(Message("nothing was run"))]
      case .missing(let reason): return [.say(.warning(reason))]
      case .none, .back: break
      }
    }
    return []
  }

  package func draw(on canvas: Canvas, _ context: ViewContext) {
    let columns = DialogBox.textColumns(canvas.size)
    let place = "On \(source.profile)\(source.isProduction ? ", production" : "")."
    var lines = Wrapping.lines("\(command.summary) \(place)", width: columns)
      .map { DialogBox.Line($0) }
    lines.append(.gap)
    for (index, word) in program.words.enumerated() {
      let shown = Wrapping.lines(Self.quoted(word), width: columns - 2)
      lines += shown.map { DialogBox.Line((index == 0 ? "" : "  ") + $0, .dim) }
    }
    lines.append(.gap)
    let text = DialogBox.frame(
      on: canvas, title: "Run \(command.name)?", rows: lines.count + question.rows,
      isDanger: command.isDangerous)
    DialogBox.draw(
      lines, from: top, on: text.sub(text.bounds.splitBottom(question.rows).rest))
    question.draw(on: text, yes: "yes, run it", keys: [])
  }

  /// One word a line; quotes where its ends could not be seen.
  static func quoted(_ word: String) -> String {
    let isPlain =
      !word.isEmpty && word.allSatisfy { $0.isLetter || $0.isNumber || "-_./:=@%+,".contains($0) }
    return isPlain ? word : "“\(word)”"
  }
}
