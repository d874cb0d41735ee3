// The loop with a scripted terminal and a pipe for its input: one drawing a turn, timers, ends.
import CTerm
import Glibc
import TestSupport
import Testing

@testable import TerminalUI

@Suite(.serialized) struct EventLoopTests {
  /// A pipe whose writing end makes the loop look for keys.
  private struct Input {
    let reading: Int32
    let writing: Int32

    init() {
      var ends: [Int32] = [0, 0]
      _ = pipe(&ends)
      (reading, writing) = (ends[0], ends[1])
    }

    func poke() { _ = write(writing, "x", 1) }

    func drain() {
      var byte: UInt8 = 0
      _ = read(reading, &byte, 1)
    }
  }

  @UIActor private final class Log {
    var events: [LoopEvent] = []
    var draws = 0
  }

  @UIActor private func loop(_ terminal: FakeTerminal, _ input: Input) -> EventLoop {
    EventLoop(terminal: terminal, input: input.reading, catchesSignals: false)
  }

  @Test @UIActor func manyKeysAreOneFrame() {
    let (terminal, input, log) = (FakeTerminal(), Input(), Log())
    let loop = loop(terminal, input)
    let keys = Array(repeating: Key.down, count: 100)
    terminal.press(keys)
    input.poke()
    let end = loop.run { event in
      log.events.append(event)
      input.drain()
      loop.stop()
    } draw: {
      log.draws += 1
    }
    #expect(end == .stopped && end.exitCode == 0)
    #expect(log.events == [.keys(keys)])
    #expect(log.draws == 2)
  }

  @Test @UIActor func aClosedInputEndsTheLoop() {
    let input = Input()
    close(input.writing)
    let end = loop(FakeTerminal(), input).run { _ in
    } draw: {
    }
    #expect(end == .terminalLost && end.exitCode == 129)
    #expect(LoopEnd.signal(SIGTERM).exitCode == 143)
  }

  @Test @UIActor func timersFireInOrderAndCanBeCancelled() {
    let (input, log) = (Input(), Log())
    let clock = ManualClock()
    let loop = EventLoop(
      terminal: FakeTerminal(), input: input.reading, catchesSignals: false,
      clock: clock.monotonic)
    var fired: [Int] = []
    loop.after(.milliseconds(2)) { fired.append(2) }
    loop.after(.milliseconds(1)) { fired.append(1) }
    let cancelled = loop.after(.milliseconds(1)) { fired.append(9) }
    loop.cancel(cancelled)
    loop.after(.milliseconds(3)) { loop.stop() }
    let end = loop.run {
      log.events.append($0)
    } draw: {
      clock.advance(by: .milliseconds(1))
    }
    #expect(end == .stopped && fired == [1, 2] && log.events.isEmpty)
  }

  @Test func jobsOfTheActorRunOnItsThread() async {
    let isIsolated = await Task { @UIActor in
      await Task.yield()
      return UIActor.assumeIsolated { UIActor.executor.isIsolatingCurrentContext() }
    }.value
    #expect(isIsolated == true)
    #expect(UIActor.executor.isIsolatingCurrentContext() == false)
  }

  @Test @UIActor func jobsRunWhileTheLoopRuns() {
    let (input, log) = (Input(), Log())
    let loop = loop(FakeTerminal(), input)
    Task { @UIActor in
      await Task.yield()
      loop.stop()
    }
    let end = loop.run { _ in
    } draw: {
      log.draws += 1
    }
    #expect(end == .stopped && log.draws >= 2)
  }

  @Test func theNextTimerIsTheEarliest() {
    var queue = TimerQueue()
    let late = queue.add(due: .seconds(5)) {}
    _ = queue.add(due: .seconds(1)) {}
    #expect(queue.nextDue == .seconds(1))
    let due = queue.takeDue(at: .seconds(2))
    #expect(due.count == 1)
    queue.remove(late)
    #expect(queue.nextDue == nil)
  }
}
