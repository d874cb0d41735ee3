// The text of a log or an artifact. The pager asks for bytes; this view passes that on as effects.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Time

/// News of a text that is being read.
package enum TextEvent: Sendable {
  case answer(TextAnswer)
}

/// A log file or an artifact on the screen.
package struct TextView: View {
  /// As it was opened: the file may be unknown at first.
  package let asked: TextTarget
  /// With the file's name, once it is known.
  private(set) var target: TextTarget?
  private(set) var pager: TextPager?
  private var polledAt: Timestamp?

  package init(_ target: TextTarget) { asked = target }

  package let scope = Scope.text
  package var queries: Set<Query> {
    [.runs, .run(asked.runID), .taskFiles(asked.runID, asked.taskRunID)]
  }
  package let hints: [Command] = [
    .search, .nextError, .follow, .wrap, .last, .save, .lineNumbers, .help, .back,
  ]

  private func task(_ context: ViewContext) -> TaskRun? {
    context.snapshot.runDetails[asked.runID]?.tasks.first { $0.id == asked.taskRunID }
  }

  package func subject(_ context: ViewContext) -> Subject? {
    context.snapshot.run(asked.runID).map {
      Subject(context.snapshot.source, run: $0, task: task(context))
    }
  }

  package func crumb(_ context: ViewContext) -> String {
    let name = target?.file ?? (asked.kind == .log ? "log" : "artifact")
    guard let task = task(context) else { return name }
    return "\(task.taskName) \(name)"
  }

  package func note(_ context: ViewContext) -> String {
    guard let status = pager?.status else { return "" }
    var words: [String] = []
    if status.isSearching { words.append("searching") }
    if status.isFollowing { words.append(status.isComplete ? "at the end" : "following") }
    if let line = status.line {
      let lines = status.lines.map { " of \(Wording.count($0))" } ?? ""
      words.append("line \(Wording.count(line))\(lines)")
    }
    if let bytes = status.bytes { words.append(Wording.bytes(bytes)) }
    if let percent = status.percent { words.append("\(percent) %") }
    if !status.isComplete, status.bytes != nil, !status.isFollowing { words.append("growing") }
    return words.joined(separator: "   ")
  }

  package func pulse(_ context: ViewContext) -> Pulse {
    pager?.isPolling == true ? .seconds : .minutes
  }

  package mutating func settle(_ context: ViewContext) {
    openIfKnown(context)
    guard var pager else { return }
    let pause = TextFetcher.followPause(perMinute: context.snapshot.traffic.budget.perMinute)
    // A clock that was set back must not stop the following.
    let isDue = polledAt.map { context.now - $0 >= pause || context.now < $0 } ?? true
    if pager.isPolling, isDue {
      polledAt = context.now
      pager.poll()
    }
    pager.settle(in: context.size)
    self.pager = pager
  }

  /// A running task's log is followed; a failed one's is shown at its first error.
  private mutating func openIfKnown(_ context: ViewContext) {
    guard pager == nil else { return }
    var target = asked
    if target.file == nil {
      let files = TaskView.files(context.snapshot.taskFiles[asked.taskRunID])
      guard let log = files.first(where: { $0.kind == asked.kind }) else { return }
      target.file = log.name
    }
    let status = task(context)?.status
    let isRunning = asked.kind == .log && status.map { !$0.isTerminal } ?? false
    var pager = TextPager(for: Self.shape, follows: isRunning)
    pager.styles = Self.styles
    if asked.kind == .log, status == .failed { pager.handle(.nextError) }
    self.target = target
    self.pager = pager
  }

  /// What the pager has to know of its source; the bytes come by effects.
  static let shape = RemoteTextSource(chunkBytes: TextFetcher.pieceBytesMax) { _, _ in
    TextChunk(bytes: [])
  }

  static let styles: TextPagerStyles = {
    var styles = TextPagerStyles()
    styles.text = Role.log.style
    styles.error = Role.logError.style
    styles.warning = Role.logWarning.style
    styles.lineNumber = Role.logNumber.style
    styles.match = Role.logMatch.style
    styles.currentMatch = Role.logCurrent.style
    styles.note = Role.dim.style
    return styles
  }()

  /// What has to be read now.
  package mutating func takeWork() -> [Effect] {
    guard let target, var pager else { return [] }
    let requests = pager.takeRequests()
    self.pager = pager
    return requests.map { .text(.read(target, $0)) }
  }

  /// Takes an answer; the words in it for the bottom line.
  package mutating func receive(_ event: TextEvent, for target: TextTarget) {
    guard target == self.target else { return }
    if case .answer(let answer) = event { pager?.receive(answer) }
  }

  package func reason(against command: Command, _ context: ViewContext) -> String? {
    switch command {
    case .back: nil
    case .scrollLeft, .scrollRight:
      pager?.wraps == true ? "lines are wrapped; w shows them in one piece" : nil
    default: pager == nil ? "there is no text yet" : nil
    }
  }

  package mutating func handle(_ command: Command, _ context: ViewContext) -> [Effect] {
    switch command {
    case .back: return [.back]
    case .search: return [.show(Prompt(.search))]
    case .save: return [.show(Prompt(.save, text: suggestedName))]
    default:
      guard let command = Self.commands[command] else { return [] }
      pager?.handle(command)
    }
    settle(context)
    return []
  }

  private static let commands: [Command: TextCommand] = [
    .down: .rows(1), .up: .rows(-1), .pageDown: .pages(1), .pageUp: .pages(-1),
    .halfDown: .halfPages(1), .halfUp: .halfPages(-1), .first: .top, .last: .end,
    .scrollLeft: .columns(-8), .scrollRight: .columns(8), .wrap: .toggleWrap,
    .lineNumbers: .toggleNumbers, .follow: .toggleFollow, .nextMatch: .next,
    .previousMatch: .previous, .nextError: .nextError, .previousError: .previousError,
  ]

  /// The last part of the file's name, with the run's: "3b80c185-load.log".
  private var suggestedName: String {
    let last = target?.file?.split(separator: "/").last.map(String.init) ?? "log.txt"
    let safe = last.map { $0.isLetter || $0.isNumber || "._-".contains($0) ? $0 : "_" }
    return "\(asked.runID.short)-\(String(safe))"
  }

  package mutating func entered(_ text: String, for prompt: Prompt.Purpose) -> [Effect] {
    switch prompt {
    case .search: pager?.handle(.search(text, isBackward: false))
    case .save:
      guard let target, !text.isEmpty else { return [.say(Message("nothing was saved"))] }
      return [.text(.save(target, to: text)), .say(Message("saving to \(text)"))]
    case .filter, .viewName: break
    }
    return []
  }
}

extension TextView {
  package func draw(on canvas: Canvas, _ context: ViewContext) {
    guard let pager else {
      return Notice.draw(on: canvas, emptiness(context))
    }
    let status = pager.status
    if status.bytes == nil {
      let notice = status.message.map {
        Notice(
          "Could not read it: \($0).", next: "Any movement tries again; Esc goes back.",
          role: .failed)
      }
      return Notice.draw(on: canvas, notice ?? Notice("Reading…"))
    }
    if status.bytes == 0 {
      let next = status.isComplete ? "The task wrote nothing." : "F follows what is written."
      return Notice.draw(on: canvas, Notice("The file is empty.", next: next))
    }
    pager.draw(on: canvas)
  }

  /// What the pager says to the person: not found, a failed read.
  package var message: Message? {
    guard let status = pager?.status, status.bytes != nil else { return nil }
    return status.message.map { .warning($0) }
  }

  private func emptiness(_ context: ViewContext) -> Notice {
    let status = task(context)?.status
    let empty =
      status?.isTerminal == false
      ? Notice("This task has written no log yet.", next: "It appears here by itself.")
      : Notice("This task left no log.", next: "Esc goes back to its message.")
    return Notice(
      for: context.snapshot.freshness(of: .taskFiles(asked.runID, asked.taskRunID)),
      what: "the names of the files", empty: empty)
  }
}
