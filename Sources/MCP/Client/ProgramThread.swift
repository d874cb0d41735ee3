// What runs on the thread that owns a server's program: starts it, reads what it says, sees it end.
import CSystem
import Glibc
import JSON

/// One program from its start to its end. Blocks; only for its own thread.
final class ProgramThread {
  /// Bytes of its standard error that are kept.
  private static let errorBytesMax = 4 << 10
  /// Lines that are no messages, after which it is ended.
  private static let noiseMax = 1_000

  /// How far its end has come.
  private enum Stage { case running, inputEnded, asked, killed }

  private let program: ServerProgram
  private let input: Int32
  private let wake: Int32
  private let inbox: @Sendable (LinkEvent) -> Void
  private let isClosing: () -> Bool

  private var output: Int32 = -1
  private var errors: Int32 = -1
  private var splitter = LineSplitter(bytesMax: StdioServer.lineBytesMax)
  private var lastWords: [UInt8] = []
  private var noise = 0
  private var stage = Stage.running
  /// Monotonic nanoseconds at which the next stage begins.
  private var stageEnd: Int64 = .max

  /// - Parameters:
  ///   - input: the reading end of its standard input; closed here.
  ///   - wake: becomes readable when `isClosing` may have changed.
  init(
    _ program: ServerProgram, input: Int32, wake: Int32,
    _ inbox: @escaping @Sendable (LinkEvent) -> Void, isClosing: @escaping () -> Bool
  ) {
    (self.program, self.input, self.wake) = (program, input, wake)
    (self.inbox, self.isClosing) = (inbox, isClosing)
  }

  /// Starts the program and stays until it has ended; why it did.
  func run(finishInput: () -> Void) -> ClientFailure {
    let pid = start()
    guard pid > 0 else { return .notStarted(program: program.words[0], code: -pid) }
    let ended = cs_pidfd(pid)
    watch(pid, ended, finishInput)
    drain()
    // Whatever it started and left behind goes with it.
    _ = cs_kill_group(pid, SIGKILL)
    var (status, signal): (Int32, Int32) = (0, 0)
    _ = cs_reap(pid, &status, &signal)
    for descriptor in [ended, output, errors] where descriptor >= 0 { close(descriptor) }
    if noise > Self.noiseMax { return .notMCP("it prints lines that are no messages") }
    let how = signal == 0 ? "ended with status \(status)" : "was ended by signal \(signal)"
    return .ended(how: how, lastWords: Excerpt.lastLine(lastWords))
  }

  // MARK: Start

  /// The process id, or -errno.
  private func start() -> Int32 {
    defer { close(input) }
    guard let out = Pipe() else { return -errno }
    defer { close(out.writer) }
    guard let err = Pipe() else {
      close(out.reader)
      return -EMFILE
    }
    defer { close(err.writer) }
    let pid = spawn(output: out.writer, errors: err.writer)
    guard pid > 0 else {
      close(out.reader)
      close(err.reader)
      return pid
    }
    (output, errors) = (out.reader, err.reader)
    return pid
  }

  private func spawn(output: Int32, errors: Int32) -> Int32 {
    let argv = program.words.map { strdup($0) } + [nil]
    let envp = program.environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    let path = strdup(program.environment["PATH"] ?? "/usr/bin:/bin")
    let folder = program.folder.flatMap { strdup($0) }
    defer { for text in argv + envp + [path, folder] { free(text) } }
    var request = cs_spawn_request()
    request.program = UnsafePointer(argv[0])
    request.search_path = UnsafePointer(path)
    request.directory = UnsafePointer(folder)
    (request.in_fd, request.out_fd, request.err_fd) = (input, output, errors)
    request.die_with_parent = 1
    var step: Int32 = 0
    return argv.withUnsafeBufferPointer { argv in
      envp.withUnsafeBufferPointer { envp in
        (request.argv, request.envp) = (argv.baseAddress, envp.baseAddress)
        return cs_spawn(&request, &step)
      }
    }
  }

  // MARK: While it runs

  private func watch(_ pid: Int32, _ ended: Int32, _ finishInput: () -> Void) {
    while true {
      let descriptors = [wake, ended] + [output, errors].filter { $0 >= 0 }
      var ready = [UInt8](repeating: 0, count: descriptors.count)
      let count = cs_wait_readable(descriptors, &ready, Int32(ready.count), patience)
      for (descriptor, flag) in zip(descriptors, ready).dropFirst(2) where flag != 0 {
        read(descriptor)
      }
      if ready[1] != 0 || count < 0 { return }
      if ready[0] != 0 { cs_wake_drain(wake) }
      if stage == .running, isClosing() || output < 0 || noise > Self.noiseMax {
        finishInput()
        enter(.inputEnded)
      } else if cs_monotonic_ns() >= stageEnd {
        enter(stage == .inputEnded ? .asked : .killed)
        _ = cs_kill_group(pid, stage == .asked ? SIGTERM : SIGKILL)
      }
    }
  }

  private func enter(_ next: Stage) {
    stage = next
    let grace = program.grace / Duration.nanoseconds(1)
    stageEnd = next == .killed ? .max : cs_monotonic_ns() + Int64(grace)
  }

  /// Milliseconds until the next stage; below 0 for ever.
  private var patience: Int32 {
    guard stageEnd != .max else { return -1 }
    return Int32(clamping: max(0, (stageEnd - cs_monotonic_ns()) / 1_000_000 + 1))
  }

  /// What is still in its pipes, without waiting for more.
  private func drain() {
    while true {
      let descriptors = [output, errors].filter { $0 >= 0 }
      var ready = [UInt8](repeating: 0, count: descriptors.count)
      guard cs_wait_readable(descriptors, &ready, Int32(ready.count), 0) > 0 else { break }
      for (descriptor, flag) in zip(descriptors, ready) where flag != 0 { read(descriptor) }
    }
    take(splitter.end())
  }

  private func read(_ descriptor: Int32) {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = Glibc.read(descriptor, &buffer, buffer.count)
    if count < 0, errno == EINTR { return }
    guard count > 0 else {
      close(descriptor)
      if descriptor == output { output = -1 } else { errors = -1 }
      return
    }
    if descriptor == errors {
      lastWords = Array((lastWords + buffer[..<count]).suffix(Self.errorBytesMax))
    } else {
      take(
        buffer.withUnsafeBytes { splitter.take(UnsafeRawBufferPointer(rebasing: $0[..<count])) })
    }
  }

  private func take(_ pieces: [LineSplitter.Piece]) {
    for piece in pieces {
      if case .line(let bytes) = piece, let value = try? JSONValue(parsing: bytes),
        value["jsonrpc"] != nil
      {
        inbox(.message(value))
      } else if case .line(let bytes) = piece {
        noise += 1
        inbox(
          .noise("it printed \(Excerpt.line(String(decoding: bytes.prefix(400), as: UTF8.self)))"))
      } else {
        noise += 1
        inbox(.noise("it printed a line of more than \(StdioServer.lineBytesMax >> 20) MiB"))
      }
    }
  }
}
