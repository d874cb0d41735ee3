// What the selected task has to say, below the list: its error, its neighbours and the lines of its
// log around the first error, or the end of the log of a running one. Reads a bounded part of the log,
// and only when the selection has come to rest.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Time

/// The preview of one task.
struct TaskPreview: Sendable {
  let taskRunID: TaskRun.ID
  private(set) var target: TextTarget?
  private(set) var pager: TextPager?
  private var answers = 0
  private var polledAt: Timestamp?

  /// Pieces of a log that are read for one preview; the whole of it is for the pager.
  static let answersMax = 24
  /// Lines of an error text.
  static let errorLinesMax = 3
  /// A selection that stays so long has come to rest.
  static let restMilliseconds: Int64 = 300

  init(_ task: TaskRun.ID) { taskRunID = task }

  /// Which tasks have a log worth a look: what went wrong, and what is going on.
  static func showsLog(_ status: TaskStatus) -> Bool {
    StatusLook(status).isProblem || status == .running || status == .cancelling
  }

  /// Opens the log as soon as its name is known.
  mutating func settle(_ task: TaskRun, rows: Int, _ context: ViewContext) {
    let isRunning = !task.status.isTerminal
    if pager == nil, rows > 0, Self.showsLog(task.status) {
      let files = TaskView.files(context.snapshot.taskFiles[taskRunID])
      guard let log = files.first(where: { $0.kind == .log }) else { return }
      var pager = TextPager(for: TextView.shape, follows: isRunning)
      pager.styles = TextView.styles
      if !isRunning { pager.handle(.firstError) }
      self.pager = pager
      target = TextTarget(
        runID: task.pipelineRunID, taskRunID: taskRunID, kind: .log, file: log.name)
    }
    let pause = TextFetcher.followPause(perMinute: context.snapshot.traffic.budget.perMinute) * 2
    let isDue = polledAt.map { context.now - $0 >= pause || context.now < $0 } ?? true
    if pager?.isPolling == true, isRunning, isDue {
      polledAt = context.now
      answers = min(answers, Self.answersMax - 1)
      pager?.poll()
    }
    pager?.settle(in: Size(rows: max(1, rows), columns: max(1, context.size.columns - 1)))
  }

  mutating func scroll(by rows: Int) { pager?.handle(.rows(rows)) }

  mutating func takeWork() -> [Effect] {
    guard let target, answers < Self.answersMax, let requests = pager?.takeRequests() else {
      return []
    }
    return requests.map { .text(.read(target, $0)) }
  }

  mutating func receive(_ event: TextEvent, for target: TextTarget) {
    guard target == self.target, case .answer(let answer) = event else { return }
    answers += 1
    pager?.receive(answer)
  }

  /// "2/main.log, line 187 of 212".
  var note: String {
    guard let file = target?.file else { return "" }
    guard let status = pager?.status, let line = status.line else { return file }
    let lines = status.lines.map { " of \(Wording.count($0))" } ?? ""
    return "\(file), line \(Wording.count(line))\(lines)"
  }

  /// Whether there is text to draw.
  var hasText: Bool { pager?.status.bytes ?? 0 > 0 }

  func draw(on canvas: Canvas) {
    if hasText { pager?.draw(on: canvas) }
  }
}

/// The words above the log in a preview.
struct TaskWords {
  private let model: RunModel
  private let node: Int
  private let context: ViewContext

  init(_ model: RunModel, _ node: Int, _ context: ViewContext) {
    self.model = model
    self.node = node
    self.context = context
  }

  var lines: [DialogBox.Line] {
    let task = model.task(node)
    let look = StatusLook(task.status)
    let width = max(8, context.size.columns - 3)
    let words = model.words(node)
    let role: Role = look.isProblem ? look.role : .text
    return Wrapping.lines(words, width: width, max: TaskPreview.errorLinesMax)
      .map { DialogBox.Line($0, role) }
      + [facts, neighbours].filter { !$0.isEmpty }.map { DialogBox.Line($0, .dim) }
  }

  private var facts: String {
    let task = model.task(node)
    let bar = model.timeline.bars[node]
    var words = [[task.integration, task.integrationJob].filter { !$0.isEmpty }]
      .map { $0.joined(separator: " ") }
    if let start = task.startedAt { words.append("started \(Wording.clock(start))") }
    if let queued = bar.queued, queued >= .seconds(1) {
      words.append("queued \(Wording.duration(queued))")
    }
    if let ran = bar.ran {
      let verb = task.status.isTerminal ? "ran" : "running for"
      words.append("\(verb) \(Wording.duration(ran))")
    }
    if task.numberOfAttempts > 1 { words.append("\(task.numberOfAttempts) attempts") }
    let share = model.share(node)
    if !share.isEmpty { words.append("critical path, \(share) of the run") }
    return words.filter { !$0.isEmpty }.joined(separator: "   ")
  }

  private var neighbours: String {
    let node = model.graph.nodes[node]
    return [
      Self.list("after", node.upstreams.map { model.task($0).taskName }),
      Self.list("before", node.downstreams.map { model.task($0).taskName }),
    ].filter { !$0.isEmpty }.joined(separator: "   ")
  }

  /// "after extract_jde, extract_fx and 4 more".
  static func list(_ word: String, _ names: [String]) -> String {
    let namesMax = 4
    guard !names.isEmpty else { return "" }
    let more = names.count > namesMax ? " and \(names.count - namesMax) more" : ""
    return "\(word) \(names.prefix(namesMax).joined(separator: ", "))\(more)"
  }
}
