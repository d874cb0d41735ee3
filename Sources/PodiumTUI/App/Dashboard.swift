// Runs the dashboard on the thread that owns the terminal: events in, frames out, one timer.
import PodiumCore
import TerminalUI
import Time

/// The interactive program, from the first frame to the last key.
@UIActor
package enum Dashboard {
  /// Shows the dashboard until the person leaves or the terminal is lost. Does not close the
  /// terminal.
  ///
  /// - Parameter ports: usually `Ports(store)`, of a store that was started.
  package static func run(
    on terminal: any Terminal, source: SourceLabel, ports: Ports, options: App.Options
  ) -> LoopEnd {
    let loop = EventLoop(terminal: terminal)
    let app = App(terminal: terminal, source: source, options: options)
    app.connect(ports) { program, ended in
      loop.lend { TerminalLoan(to: program, environment: ports.environment, ended) }
    }
    let clock = TickTimer(loop: loop, app: app)
    defer { app.removeTemporaryFiles() }
    return loop.run(
      { event in
        switch event {
        case .keys(let keys): app.dispatch(.keys(keys))
        case .resized, .resumed: app.dispatch(.resized)
        }
        if app.isFinished { loop.stop() }
      },
      draw: {
        guard !app.isFinished else { return loop.stop() }
        app.draw()
        clock.arm()
      })
  }
}

/// Wakes the app when its words would change by themselves; never more than once a second.
@UIActor
private final class TickTimer {
  private let loop: EventLoop
  private let app: App
  private var timer: TimerID?
  private var due: Duration?

  init(loop: EventLoop, app: App) {
    self.loop = loop
    self.app = app
  }

  /// Sets the timer to the next change, if it is not there already.
  func arm() {
    let now = SystemClock.monotonic()
    let wanted = now + app.tickDelay
    if timer != nil, let due, due <= wanted, due > now { return }
    if let timer { loop.cancel(timer) }
    due = wanted
    timer = loop.after(wanted - now) { [weak self] in
      guard let self else { return }
      self.timer = nil
      self.app.dispatch(.tick)
    }
  }
}
