// `--plain`: lines that are only ever added. Whole lines leave in one write each time, so that a log or
// a listener never gets half of one; a reader that is gone ends it quietly.
import PodiumCore
import PodiumTUI
import Time

/// Prints news until it is asked to end.
struct PlainPrinter {
  private let feed: TextFeed
  private var news: PlainNews
  private let output: Output

  init(_ feed: TextFeed, _ news: PlainNews, _ output: Output) {
    self.feed = feed
    self.news = news
    self.output = output
  }

  func run() async -> Ending {
    var news = news
    let end = await feed.each { state in
      let now = feed.now
      let lines = state.snapshots.flatMap { news.lines($0, now: now) }
      let next = state.snapshots.compactMap { news.changesAt($0) }.min()
      return (await print(lines), next)
    }
    if case .signal(let number) = end { return .signal(number) }
    return .code(.ok)
  }

  /// On a thread of its own: whoever reads may be slow. False when nobody reads any more.
  private func print(_ lines: [String]) async -> Bool {
    guard !lines.isEmpty else { return true }
    let output = output
    return await OwnThread.run { output.answer(lines.joined(separator: "\n")) }
  }
}
