// A program in a real pseudo-terminal with an emulator on the other end. One thread a terminal does
// the reading with poll(2); tests wait for what the screen shows, never for a time to pass.
import Glibc
import Synchronization
import Time

/// A running program and the terminal it runs in.
///
/// All waiting is eventual: a wait ends as soon as the screen satisfies it, or fails showing it.
package final class PTY: Sendable {
  package struct Failure: Error, CustomStringConvertible {
    package let description: String
    package init(_ description: String) { self.description = description }
  }

  /// How long a wait may take unless told; generous, because machines under test are busy.
  package static let waitMax = Duration.seconds(300)

  let link: PTYLink
  /// Where it keeps what it remembers, unless the test says where.
  private let home: TemporaryFolder

  /// Starts the program; returns before it has drawn anything.
  package init(_ program: PTYProgram) throws(Failure) {
    var program = program
    do throws(Files.Failure) { home = try TemporaryFolder() } catch {
      throw Failure("\(error)")
    }
    if program.environment["HOME"] == nil { program.environment["HOME"] = home.path }
    link = try PTYLink(program)
    link.startReading()
  }

  deinit { link.end() }

  // MARK: What the user does

  /// Types text or raw bytes, all in one write.
  package func type(_ text: String) { link.write(Array(text.utf8)) }

  /// Changes the window's size, as dragging its corner does.
  package func resize(rows: Int, columns: Int) { link.resize(rows: rows, columns: columns) }

  /// Sends a signal to the program alone.
  package func signal(_ number: Int32) { if let pid = link.pid { kill(pid, number) } }

  /// Continues a stopped program in the foreground, as `fg` does.
  package func continueProgram() { link.order() }

  /// The line drops: the terminal's other end is closed.
  package func hangUp() { link.hangUp() }

  // MARK: What can be seen

  /// The screen now.
  package var screen: TerminalEmulator { link.state.withLock { $0.emulator } }

  /// The program's process id, known once it has started.
  package var processID: pid_t? { link.pid }

  /// True when the terminal's modes (echo, line editing …) are as they were before the program.
  package var lineModesRestored: Bool { link.lineModesRestored }

  /// Waits until the screen satisfies the condition, and returns it.
  @discardableResult
  package func screen(
    shows what: String, within limit: Duration = waitMax,
    _ condition: @escaping @Sendable (TerminalEmulator) -> Bool
  ) async throws -> TerminalEmulator {
    try await link.wait(what, limit) { condition($0.emulator) }.emulator
  }

  /// Waits until the text is somewhere on the screen, and returns the screen.
  @discardableResult
  package func screen(
    contains text: String, within limit: Duration = waitMax
  ) async throws -> TerminalEmulator {
    try await screen(shows: "“\(text)”", within: limit) { $0.contains(text) }
  }

  /// Waits until the program has read all that was typed.
  package func taken(within limit: Duration = waitMax) async throws {
    _ = try await link.wait("the keys to be read", limit, polls: true) { [link] _ in
      link.unread == 0
    }
  }

  /// Waits until the program has been stopped by a signal (Ctrl-Z).
  package func stopped(within limit: Duration = waitMax) async throws {
    _ = try await link.wait("the program to stop", limit) { $0.isStopped }
  }

  /// Waits for the program's end; a signal's number is reported as 128 more, as shells do.
  package func exitStatus(within limit: Duration = waitMax) async throws -> Int32 {
    let end = try await link.wait("the program to end", limit) {
      $0.exitStatus != nil
    }
    return end.exitStatus ?? -1
  }

  /// Waits until the program has woken so many times and gone to sleep again: until it has done its
  /// regular work often enough, where nothing on the screen tells.
  package func wakes(_ count: Int, within limit: Duration = waitMax) async throws {
    guard let process = processID, let start = ProcessTimes.sleeps(process) else { return }
    _ = try await link.wait("the program to wake \(count) times", limit, polls: true) { _ in
      (ProcessTimes.sleeps(process) ?? .max) - start >= count
    }
  }

  /// Waits until no process has this id any more, whoever its parent is.
  package func gone(_ process: pid_t, within limit: Duration = waitMax) async throws {
    _ = try await link.wait("process \(process) to be gone", limit, polls: true) { _ in
      ProcessTimes.isGone(process)
    }
  }
}
