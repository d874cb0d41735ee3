// The text of a log or an artifact. The pager asks for bytes; this view passes that on as effects.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Time

/// A log file, an artifact or a file of this machine on the screen.
package struct TextView: View {
  /// As it was opened: the file may be unknown at first.
  package let asked: TextTarget
  /// With the file's name, once it is known.
  private(set) var target: TextTarget?
  var pager: TextPager?
  private var polledAt: Timestamp?
  /// What shall be done outside of the screen, besides reading.
  var pending: [Effect] = []

  package init(_ target: TextTarget) { asked = target }

  package let scope = Scope.text
  package var queries: Set<Query> {
    asked.kind == .local
      ? [] : [.runs, .run(asked.runID), .taskFiles(asked.runID, asked.taskRunID)]
  }
  package var hints: [Command] {
    if pager?.isSelectingLines == true {
      return [.copyLines, .selectLines, .down, .last, .help, .back]
    }
    return [
      .search, .nextError, .levels, .follow, .wrap, .jump, .times, .selectLines, .save,
      .prettyJSON, .help, .back,
    ]
  }

  func task(_ context: ViewContext) -> TaskRun? {
    context.snapshot.runDetails[asked.runID]?.tasks.first { $0.id == asked.taskRunID }
  }

  package func subject(_ context: ViewContext) -> Subject? {
    context.snapshot.run(asked.runID).map {
      Subject(context.snapshot.source, run: $0, task: task(context))
    }
  }

  package func crumb(_ context: ViewContext) -> String {
    if case .pretty = asked.form { return "pretty JSON" }
    if asked.kind == .local { return asked.file ?? "" }
    let name = target?.file ?? (asked.kind == .log ? "log" : "artifact")
    guard let task = task(context) else { return name }
    return "\(task.taskName) \(name)"
  }

  package func note(_ context: ViewContext) -> String {
    guard let pager else { return "" }
    let status = pager.status
    var words = TextNote(status: status, askedSeconds: askedSeconds(context)).words
    if !status.isComplete, status.bytes != nil, !status.isFollowing, isRemote {
      words.append("growing")
    }
    return words.joined(separator: "   ")
  }

  private var isRemote: Bool { asked.kind != .local && asked.form == .written }

  private func askedSeconds(_ context: ViewContext) -> Int? {
    guard isRemote else { return nil }
    return Int(max(0, (context.now - (polledAt ?? context.now)).milliseconds / 1000))
  }

  package func pulse(_ context: ViewContext) -> Pulse {
    isRemote && pager?.isPolling == true ? .seconds : .minutes
  }

  package mutating func settle(_ context: ViewContext) {
    openIfKnown(context)
    guard var pager else { return }
    if isRemote, pager.isPolling, isPollDue(context) {
      polledAt = context.now
      pager.poll()
    }
    pager.settle(in: context.size)
    if let copied = pager.takeCopied() { pending.append(Self.effect(copied)) }
    self.pager = pager
  }

  private func isPollDue(_ context: ViewContext) -> Bool {
    let pause = TextFetcher.followPause(perMinute: context.snapshot.traffic.budget.perMinute)
    // A clock that was set back must not stop the following.
    return polledAt.map { context.now - $0 >= pause || context.now < $0 } ?? true
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
    let status = isRemote ? task(context)?.status : nil
    let isRunning = asked.kind == .log && status.map { !$0.isTerminal } ?? false
    var pager = TextPager(
      for: isRemote ? Self.shape : TextShape(readsAhead: true),
      follows: isRunning || asked.isFollowed)
    pager.styles = Self.styles
    if asked.kind == .log, status == .failed { pager.handle(.firstError) }
    if asked.kind == .local, asked.form == .written { pending.append(.text(.watch(asked))) }
    self.target = target
    self.pager = pager
  }

  /// A text that has to be fetched.
  static let shape = TextShape(readsAhead: false)

  static let styles: TextPagerStyles = {
    var styles = TextPagerStyles()
    styles.text = Role.log.style
    styles.error = Role.logError.style
    styles.warning = Role.logWarning.style
    styles.lineNumber = Role.logNumber.style
    styles.match = Role.logMatch.style
    styles.currentMatch = Role.logCurrent.style
    styles.selected = Role.tableSelected.style
    styles.selectionMark = Role.tableMarker.style
    styles.note = Role.dim.style
    return styles
  }()

  /// What has to be read now.
  package mutating func takeWork() -> [Effect] {
    guard let target, var pager else { return [] }
    let requests = pager.takeRequests()
    self.pager = pager
    defer { pending = [] }
    return pending + requests.map { .text(.read(target, $0)) }
  }

  /// Takes news; the words in it for the bottom line.
  package mutating func receive(_ event: TextEvent, for target: TextTarget) {
    guard target == self.target else { return }
    switch event {
    case .answer(let answer): pager?.receive(answer)
    case .changed: pager?.poll()
    case .results: break
    }
  }

  /// What the pager says to the person: not found, a failed read.
  package var message: Message? {
    guard let status = pager?.status, status.bytes != nil else { return nil }
    return status.message.map { .warning($0) }
  }
}

/// What the pager has to know of its source; the bytes come by effects.
struct TextShape: TextSource {
  let readsAhead: Bool
  var isCheap: Bool { readsAhead }
  let chunkBytes = TextFetcher.pieceBytesMax

  func read(offset: Int, length: Int) async throws -> TextChunk { TextChunk(bytes: []) }
}
