// Drives a pager as the app does: requests are performed elsewhere, answers come back to one thread
// that sleeps until there is one, and every change is drawn.
import CSystem
import Synchronization
import TerminalUI

struct PagerDriver {
  private var pager: TextPager
  private let source: FileTextSource
  private let inbox = Inbox()
  private let canvas = Canvas(size: Size(rows: 40, columns: 120))

  init(_ source: FileTextSource, follows: Bool = false) {
    self.source = source
    pager = TextPager(for: source, follows: follows)
  }

  /// Milliseconds until a command is carried out and drawn.
  mutating func does(_ command: TextCommand, until isDone: (TextStatus) -> Bool) -> Double {
    pager.handle(command)
    return work(until: isDone)
  }

  /// Milliseconds until the pager is as wanted, and drawn.
  mutating func work(until isDone: (TextStatus) -> Bool) -> Double {
    Meter.milliseconds {
      while true {
        pager.settle(in: canvas.size)
        for request in pager.takeRequests() { perform(request) }
        let status = pager.status
        canvas.fill(canvas.bounds)
        pager.draw(on: canvas)
        if isDone(status) { return }
        for news in inbox.wait() {
          if let answer = news { pager.receive(answer) } else { pager.poll() }
        }
      }
    }
  }

  /// Hears of changes of the file from now on.
  func watch(_ path: String) {
    guard let changes = FileTextWatch.changes(of: path) else { return }
    let inbox = inbox
    Task { for await _ in changes { inbox.put(nil) } }
  }

  private func perform(_ request: TextRequest) {
    let (inbox, source) = (inbox, source)
    Task { inbox.put(await request.perform(on: source)) }
  }
}

/// Answers, and changes of the file as nil.
private final class Inbox: Sendable {
  private let news = Mutex<[TextAnswer?]>([])
  private let descriptor = cs_wake_open()

  func put(_ next: TextAnswer?) {
    news.withLock { $0.append(next) }
    cs_wake(descriptor)
  }

  /// Sleeps until there is something.
  func wait() -> [TextAnswer?] {
    var ready: [UInt8] = [0]
    _ = cs_wait_readable([descriptor], &ready, 1, -1)
    cs_wake_drain(descriptor)
    return news.withLock { news in
      defer { news = [] }
      return news
    }
  }
}
