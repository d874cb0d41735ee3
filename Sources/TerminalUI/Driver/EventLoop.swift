// The program's main loop: one poll over keys, signals, jobs of the UI actor and the next timer.
// Draws at most once a turn, however many keys were waiting. Without timers and news it sleeps.
import CTerm
import Glibc
import Time

/// What the loop tells the application.
package enum LoopEvent: Sendable, Hashable {
  /// Keys in order; never empty.
  case keys([Key])
  case resized(Size)
  /// Back from being stopped: time has passed.
  case resumed
}

/// Why the loop ended.
package enum LoopEnd: Sendable, Hashable {
  case stopped
  /// HUP, TERM, INT or QUIT.
  case signal(Int32)
  /// The terminal hung up or reached its end.
  case terminalLost

  /// The process's exit code.
  package var exitCode: Int32 {
    switch self {
    case .stopped: 0
    case .signal(let number): 128 + number
    case .terminalLost: 128 + SIGHUP
    }
  }
}

/// A program that has the terminal for a while.
@UIActor
package struct TerminalLoan {
  /// Becomes readable when the program has ended.
  let descriptor: Int32
  /// Ends the program, because the loop ends.
  let stop: () -> Void
  /// Called when it has ended and the terminal is back; closes the descriptor.
  let ended: () -> Void

  package init(
    descriptor: Int32, stop: @escaping () -> Void, ended: @escaping () -> Void
  ) {
    self.descriptor = descriptor
    self.stop = stop
    self.ended = ended
  }
}

/// Runs on the thread that claimed `UIActor.executor`.
@UIActor
package final class EventLoop {
  private let terminal: any Terminal
  private let clock: MonotonicClock
  private let descriptors: [Int32]
  private var timers = TimerQueue()
  private var isStopped = false
  private var loan: TerminalLoan?

  /// `input` is where the terminal's keys come from. Without `catchesSignals` the process's signals
  /// are left alone, as tests need it.
  package init(
    terminal: any Terminal, input: Int32 = STDIN_FILENO, catchesSignals: Bool = true,
    clock: @escaping MonotonicClock = SystemClock.monotonic
  ) {
    self.terminal = terminal
    self.clock = clock
    let signals = catchesSignals ? ct_signals_open() : -1
    descriptors = [input, signals, UIActor.executor.wakeDescriptor]
  }

  /// Runs `body` once after a delay. Timers are kept few: they are what wakes an idle program.
  @discardableResult
  package func after(_ delay: Duration, _ body: @escaping @UIActor () -> Void) -> TimerID {
    timers.add(due: clock() + delay, body)
  }

  /// A timer that has run or does not exist is left alone.
  package func cancel(_ timer: TimerID) { timers.remove(timer) }

  /// Gives the terminal to a program until it has ended: keys are its own, and nothing is drawn;
  /// timers and jobs go on. `start` begins the program after the terminal was given back; nil if it
  /// could not be started.
  package func lend(_ start: () -> TerminalLoan?) {
    guard loan == nil else { return }
    terminal.suspend()
    loan = start()
    if loan == nil { terminal.resume() }
  }

  /// Makes `run` return after this turn.
  package func stop() { isStopped = true }

  /// Handles events until the end. `draw` is called once a turn, and once before the first.
  /// Does not close the terminal.
  package func run(
    _ handle: @UIActor (LoopEvent) -> Void, draw: @UIActor () -> Void
  ) -> LoopEnd {
    // The window may have changed before anybody listened.
    if terminal.adoptSize() { handle(.resized(terminal.size)) }
    draw()
    while !isStopped {
      // Negative descriptors are left out.
      let wanted = descriptors + [loan?.descriptor ?? -1]
      let waiting = loan == nil ? wanted : [-1] + wanted.dropFirst()
      let ready = ct_wait(waiting, Int32(waiting.count), nextTimeout())
      if ready & 2 != 0, let end = signals(handle) {
        loan?.stop()
        return end
      }
      if ready & 8 != 0 { takeBack(handle) }
      if ready & 1 != 0, let end = keys(handle) { return end }
      for body in timers.takeDue(at: clock()) { body() }
      UIActor.executor.runPending()
      if loan == nil { draw() }
    }
    loan?.stop()
    return .stopped
  }

  /// The program that had the terminal has ended. What was typed for it is not taken as keys.
  private func takeBack(_ handle: @UIActor (LoopEvent) -> Void) {
    guard let loan else { return }
    self.loan = nil
    tcflush(descriptors[0], TCIFLUSH)
    terminal.resume()
    handle(.resumed)
    loan.ended()
  }

  /// Nanoseconds to the next timer, or -1.
  private func nextTimeout() -> Int64 {
    guard let due = timers.nextDue else { return -1 }
    let (seconds, attoseconds) = max(.zero, due - clock()).components
    return seconds * 1_000_000_000 + attoseconds / 1_000_000_000 + 1
  }

  private func keys(_ handle: @UIActor (LoopEvent) -> Void) -> LoopEnd? {
    let keys = terminal.pendingKeys()
    if !keys.isEmpty {
      handle(.keys(keys))
    } else if ct_input_ended(descriptors[0]) == 1 {
      return .terminalLost
    }
    return nil
  }

  private func signals(_ handle: @UIActor (LoopEvent) -> Void) -> LoopEnd? {
    var isResized = false
    var isResumed = false
    while true {
      let number = ct_signals_read()
      switch number {
      case 0:
        guard loan == nil else { return nil }
        if isResumed { handle(.resumed) }
        if isResized, terminal.adoptSize() || isResumed { handle(.resized(terminal.size)) }
        return nil
      case SIGWINCH: isResized = true
      // Ctrl-C is for the program that has the terminal; a stop stops both.
      case SIGINT where loan != nil, SIGQUIT where loan != nil, SIGCONT where loan != nil: break
      case SIGTSTP where loan != nil: ct_stop_self()
      case SIGTSTP:
        terminal.suspend()
        ct_stop_self()
        terminal.resume()
        (isResized, isResumed) = (true, true)
      case SIGCONT:
        if !isResumed { terminal.resume() }
        (isResized, isResumed) = (true, true)
      default: return .signal(number)
      }
    }
  }
}
