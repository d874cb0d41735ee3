// A server that is a program of ours: messages are lines on its standard input and output. One thread owns
// the program from its start to its end.
import CSystem
import Glibc
import HTTP
import JSON
import Synchronization

/// The program of a server.
package struct ServerProgram: Sendable {
  /// The program and its arguments; not empty.
  package var words: [String]
  /// All that it gets; PATH is where it is looked for.
  package var environment: [String: String]
  /// Where it starts; nil: where we are.
  package var folder: String?
  /// How long it may take to end when its input has ended, and again after SIGTERM.
  package var grace: Duration = .seconds(1)

  package init(_ words: [String], environment: [String: String], folder: String? = nil) {
    precondition(!words.isEmpty, "a server has a program")
    (self.words, self.environment, self.folder) = (words, environment, folder)
  }
}

/// The way to a program over its standard streams.
package final class ProgramLink: ClientLink {
  private struct State {
    var isOpen = false
    var isClosing = false
    var isOver = false
    var waiting: [CheckedContinuation<Void, Never>] = []
  }
  private let state = Mutex(State())
  private let program: ServerProgram
  private let writer: LineWriter
  private let reader: Int32
  private let wake = cs_wake_open()

  /// nil when this process has no descriptors left. Nothing is started before `open`.
  package init?(_ program: ServerProgram) {
    guard let input = Pipe() else { return nil }
    self.program = program
    (reader, writer) = (input.reader, LineWriter(input.writer, owns: true))
  }

  deinit {
    close(wake)
    if !state.withLock({ $0.isOpen }) {
      writer.finish()
      close(reader)
    }
  }

  package func cancelsBySilence(_ era: Era?) -> Bool { false }
  package func settle(_ era: Era) {}

  package func open(_ inbox: @escaping @Sendable (LinkEvent) -> Void) {
    state.withLock { $0.isOpen = true }
    let hasThread = Threads.start { [self] in
      let end = ProgramThread(program, input: reader, wake: wake, inbox) { [self] in
        state.withLock { $0.isClosing }
      }.run(finishInput: { [self] in writer.finish() })
      inbox(.ended(end))
      over()
    }
    guard !hasThread else { return }
    close(reader)
    inbox(.ended(.notStarted(program: program.words[0], code: EAGAIN)))
    over()
  }

  package func send(_ message: JSONValue, headers: HTTPHeaders) async throws(ClientFailure) {
    writer.send(message)
  }

  /// Ends the input; a program that does not end by that is asked to, then killed.
  package func close() async {
    await withCheckedContinuation { continuation in
      let isOver = state.withLock { state in
        state.isClosing = true
        let isOver = state.isOver || !state.isOpen
        if !isOver { state.waiting.append(continuation) }
        return isOver
      }
      if isOver { continuation.resume() } else { cs_wake(wake) }
    }
  }

  private func close(_ descriptor: Int32) { _ = Glibc.close(descriptor) }

  private func over() {
    writer.finish()
    let waiting = state.withLock { state in
      state.isOver = true
      defer { state.waiting = [] }
      return state.waiting
    }
    for continuation in waiting { continuation.resume() }
  }
}

/// Two ends that programs started by others do not inherit.
struct Pipe {
  let reader: Int32
  let writer: Int32

  /// nil when this process has no descriptors left.
  init?() {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return nil }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    (reader, writer) = (ends[0], ends[1])
  }
}
