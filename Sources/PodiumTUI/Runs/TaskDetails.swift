// Everything a task run says about itself, as lines. Pure.
import JSON
import OrchestraAPI
import PodiumCore
import TerminalUI
import Time

/// The details of a task run.
package struct TaskDetails {
  /// Most lines of one message, and of the parameters.
  static let messageLinesMax = 6
  static let parametersMax = 12
  private static let labelColumns = 13

  private let task: TaskRun
  /// Its times in its run; nil while the run is not known.
  private let bar: RunTimeline.Bar?
  /// "62 %", where it is on the critical path.
  private let share: String
  /// "waits for load_gl".
  private let waiting: String?
  private let context: ViewContext

  init(_ task: TaskRun, _ model: RunModel?, _ context: ViewContext) {
    self.task = task
    self.context = context
    let node = model?.node(of: task.id)
    bar = node.flatMap { model?.timeline.bars[$0] }
    share = node.flatMap { model?.share($0) } ?? ""
    waiting = node.flatMap { model?.waiting($0) }
  }

  /// The state first, then what it says, then what it is.
  package var lines: [DialogBox.Line] {
    var lines = [stateLine]
    if let error = task.errorLine {
      let role: Role = StatusLook(task.status).isProblem ? StatusLook(task.status).role : .text
      lines += labelled("says", error, role)
    }
    if let message = task.message, message != task.errorLine {
      lines += labelled("message", message)
    }
    lines += labelled("task", task.taskID == task.taskName ? "" : task.taskID)
    lines += labelled("does", integration)
    lines += labelled("state there", task.externalStatus ?? "")
    lines += labelled("link", task.platformLink ?? "")
    lines += parameters
    lines += labelled("task run", task.id.text, .dim)
    return lines
  }

  /// Time from the start on; nil before it.
  static func ran(_ task: TaskRun, now: Timestamp) -> Duration? {
    guard let start = task.startedAt else { return nil }
    return (task.completedAt ?? (task.status.isTerminal ? task.updatedAt ?? now : now)) - start
  }

  private var integration: String {
    [task.integration, task.integrationJob].filter { !$0.isEmpty }.joined(separator: ", ")
  }

  private var stateLine: DialogBox.Line {
    let look = StatusLook(task.status)
    var words: [String] = []
    if let start = task.startedAt { words.append("started \(Wording.clock(start))") }
    if let ran = bar?.ran {
      words.append("\(task.status.isTerminal ? "ran" : "running for") \(Wording.duration(ran))")
    }
    if let queued = bar?.queued, queued >= .seconds(1) {
      words.append("queued \(Wording.duration(queued))")
    }
    if task.numberOfAttempts > 1 { words.append("attempt \(task.numberOfAttempts)") }
    if let waiting { words.append(waiting) }
    if !share.isEmpty { words.append("critical \(share)") }
    return DialogBox.Line([
      StyledSpan("\(look.sign(context.glyphs)) \(look.word)", look.role.style),
      StyledSpan("   \(words.joined(separator: "   "))", Role.text.style),
    ])
  }

  private var parameters: [DialogBox.Line] {
    let all = task.taskParameters.map { Redaction.parameters($0) }?.object?.members ?? []
    let members = all.prefix(Self.parametersMax)
    return members.enumerated().flatMap { index, member in
      labelled(
        index == 0 ? "parameters" : "",
        "\(member.key): \(member.value.string ?? member.value.text)",
        linesMax: 1)
    }
  }

  /// A label and a text, wrapped; nothing without a text.
  private func labelled(
    _ label: String, _ text: String, _ role: Role = .text, linesMax: Int = messageLinesMax
  ) -> [DialogBox.Line] {
    let width = max(8, context.size.columns - 2 - Self.labelColumns)
    return Wrapping.lines(text, width: width, max: linesMax).enumerated().map { index, line in
      DialogBox.Line([
        StyledSpan(
          TextWidth.padded(index == 0 ? label : "", to: Self.labelColumns), Role.dim.style),
        StyledSpan(line, role.style),
      ])
    }
  }
}
