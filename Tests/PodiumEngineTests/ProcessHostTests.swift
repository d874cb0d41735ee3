// Children of the engine: what they get, how they end, and that nothing of them is left over.
import CSystem
import Glibc
import OrchestraAPI
import TestSupport
import Testing
import Time

@testable import PodiumEngine

@Suite(.patient) struct ProcessHostTests {
  let host = ProcessHost()
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func run(_ arguments: [String], timeout: Duration? = nil) async -> ProcessEnd {
    await host.run(TaskRun.ID(arguments.joined()), request(arguments, timeout: timeout))
  }

  private func request(_ arguments: [String], timeout: Duration? = nil) -> ProcessRequest {
    var request = ProcessRequest(
      arguments: arguments, environment: ["PATH": "/usr/bin:/bin", "A": "x y"],
      folder: folder.path, logPath: "\(folder.path)/log")
    request.timeout = timeout
    request.grace = .milliseconds(100)
    return request
  }

  private var log: String { (try? Files.text("\(folder.path)/log")) ?? "" }

  @Test func bothOutputsGoToTheLogInOrder() async {
    let end = await run(["sh", "-c", "echo one; echo two >&2; echo three; exit 3"])
    #expect(end == .exited(status: 3))
    #expect(log == "one\ntwo\nthree\n")
  }

  @Test func argumentsReachTheProgramUntouched() async {
    let end = await run(["printf", "[%s]", "a b", "$HOME", "; echo x", "", "ü"])
    #expect(end == .exited(status: 0))
    #expect(log == "[a b][$HOME][; echo x][][ü]")
  }

  @Test func theChildHasOnlyWhatItIsGiven() async {
    #expect(await run(["env"]) == .exited(status: 0))
    let names = log.split(separator: "\n").map { $0.prefix { $0 != "=" } }
    #expect(Set(names) == ["A", "PATH"])
  }

  @Test func theChildHasNoOtherDescriptorsAndAnEmptyInput() async {
    let end = await run(["sh", "-c", "cat; ls /proc/self/fd | wc -l; pwd"])
    #expect(end == .exited(status: 0))
    // 0, 1, 2 and the one that ls reads the folder with.
    #expect(log == "4\n\(folder.path)\n")
  }

  @Test func signalsAreDefaultAndNotBlockedInTheChild() async {
    let end = await run(["sh", "-c", "grep -E '^Sig(Blk|Ign)' /proc/self/status"])
    #expect(end == .exited(status: 0))
    let masks = log.split(separator: "\n").compactMap { UInt64($0.suffix(16), radix: 16) }
    // 32 and 33 belong to the C library, which refuses to change them.
    #expect(masks.map { $0 & ~(3 << 31) } == [0, 0])
  }

  @Test func theChildLeadsItsOwnGroup() async {
    _ = await run([
      "sh", "-c", "echo $$; ps -o pgid= -p $$ 2>/dev/null || cut -d' ' -f5 /proc/$$/stat",
    ])
    let words = log.split(whereSeparator: \.isWhitespace)
    #expect(words.count == 2)
    #expect(words.first == words.last)
  }

  @Test func aMissingProgramIsExplained() async {
    let end = await run(["no-such-program-here"])
    #expect(
      end
        == .notStarted(
          reason: "Cannot start no-such-program-here: no such program in the PATH of this machine"))
  }

  @Test func aMissingFolderIsExplained() async {
    var wanted = request(["true"])
    wanted.folder = "/nonexistent-folder"
    let end = await host.run("x", wanted)
    #expect(end == .notStarted(reason: "Cannot start in its folder: No such file or directory"))
  }

  @Test func aDeadlySignalIsReported() async {
    #expect(await run(["sh", "-c", "kill -SEGV $$"]) == .signalled(Int(SIGSEGV)))
  }

  @Test func theTimeLimitEndsTheWholeGroup() async {
    // Five seconds are for a busy machine to get as far as the sleep.
    let end = await run(["sh", "-c", "sleep 1000 & echo $!; wait"], timeout: .seconds(5))
    #expect(end == .timedOut(after: .seconds(5)))
    let sleeper = Int32(log.trimmed) ?? 0
    await vanished(sleeper)
  }

  @Test func aProcessThatIgnoresTermIsKilledAfterTheGrace() async throws {
    let fifo = "\(folder.path)/ready"
    #expect(mkfifo(fifo, 0o600) == 0)
    let script = "trap '' TERM; echo go > ready; while :; do sleep 1000; done"
    let running = Task { await run(["sh", "-c", script]) }
    await opened(fifo)
    running.cancel()
    #expect(await running.value == .stopped)
  }

  @Test func whatATaskLeavesBehindIsKilled() async {
    let end = await run(["sh", "-c", "sleep 1000 & echo $!"])
    #expect(end == .exited(status: 0))
    let sleeper = Int32(log.trimmed) ?? 0
    await vanished(sleeper)
  }

  @Test func cancellingBeforeTheStartNeverRunsTheProgram() async {
    let running = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return await run(["sh", "-c", "echo ran"])
    }
    #expect(await running.value == .stopped)
    #expect(log == "")
  }

  @Test func manyProcessesAtOnceAllEnd() async {
    let ends = await withTaskGroup(of: ProcessEnd.self) { group in
      for index in 0..<60 {
        group.addTask { await run(["sh", "-c", "exit \(index)"]) }
      }
      return await group.reduce(into: [ProcessEnd]()) { $0.append($1) }
    }
    #expect(Set(ends.map { "\($0)" }).count == 60)
  }

  /// Reads one line of a FIFO on a thread of its own: returns when the other side has written it.
  private func opened(_ fifo: String) async {
    await withCheckedContinuation { continuation in
      let box = Unmanaged.passRetained(FIFOReader(path: fifo) { continuation.resume() })
      var thread = pthread_t()
      pthread_create(&thread, nil, readFIFO, box.toOpaque())
      pthread_detach(thread)
    }
  }
}

private final class FIFOReader: Sendable {
  let path: String
  let done: @Sendable () -> Void

  init(path: String, done: @escaping @Sendable () -> Void) {
    self.path = path
    self.done = done
  }
}

private func readFIFO(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let argument else { return nil }
  let reader = Unmanaged<FIFOReader>.fromOpaque(argument).takeRetainedValue()
  let descriptor = open(reader.path, O_RDONLY)
  var byte: UInt8 = 0
  _ = read(descriptor, &byte, 1)
  close(descriptor)
  reader.done()
  return nil
}

extension String {
  var trimmed: String { String(self.drop(while: \.isWhitespace).prefix { !$0.isWhitespace }) }
}
