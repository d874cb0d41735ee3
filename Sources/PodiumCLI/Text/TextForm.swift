// `--plain` and `--once`: words instead of a screen. No terminal is needed, none is changed.
import Glibc
import OrchestraClient
import PodiumCore
import PodiumTUI

/// A workspace whose words are printed.
struct TextSource: Sendable {
  let label: SourceLabel
  let client: Client
}

/// What is printed, and of which runs.
struct TextForm: Sendable {
  private enum Form { case plain, once }

  private let form: Form
  private let filter: RunFilter

  /// nil: a dashboard or a wallboard is wanted.
  init?(_ arguments: Arguments) throws(CommandFailure) {
    let chosen = ["--plain", "--once", "--wallboard"].filter { arguments.has($0) }
    guard chosen.count <= 1 else {
      throw .usage("\(chosen.joined(separator: " and ")) exclude each other: choose one")
    }
    let filter = RunFilter(arguments.text("--filter") ?? "")
    if let problem = filter.problem { throw .usage("--filter: \(problem.message)") }
    guard chosen != [], chosen != ["--wallboard"] else {
      if !filter.text.isEmpty {
        throw .usage("--filter goes with --plain or --once; on the screen / filters")
      }
      return nil
    }
    form = chosen == ["--plain"] ? .plain : .once
    self.filter = filter
  }

  /// Prints until it is done or asked to end. Ending signals must be held already.
  func run(
    _ sources: [TextSource], _ paths: Paths, _ output: Output
  ) throws(CommandFailure) -> Ending {
    let feed = TextFeed(sources)
    let (form, filter) = (form, filter)
    let memory = MemoryFile(path: paths.memoryFile).load()
    let result = Blocking.wait { () async -> Result<Ending, CommandFailure> in
      await feed.start()
      let result: Result<Ending, CommandFailure>
      switch form {
      case .plain:
        let news = PlainNews(filter: filter, hasDate: isatty(STDOUT_FILENO) == 0)
        result = .success(await PlainPrinter(feed, news, output).run())
      case .once:
        result = await OncePrinter(feed, memory.acknowledgements, filter, output).run()
      }
      await feed.stop()
      return result
    }
    return try result.get()
  }
}
