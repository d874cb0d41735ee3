// Where settings come from: the configuration file and the user's own themes; and news of them.
import PodiumCore
import PodiumTUI
import TerminalUI

/// The files of one user's settings.
struct SettingsFiles: Sendable {
  private let paths: Paths
  private let file: String

  /// - Parameter file: instead of the usual configuration file.
  init(_ paths: Paths, file: String? = nil) {
    self.paths = paths
    self.file = file ?? paths.configFile
  }

  /// Reads them. Blocks.
  func load() -> Settings.Reading {
    let themes = FolderList.names(in: paths.themesFolder, max: Self.themesMax)
      .filter { $0.hasSuffix(".yaml") }
    return Settings.loading(file, ownThemes: themes.map { String($0.dropLast(5)) })
  }

  private static let themesMax = 1_000

  /// A reading after each change of the files, until nobody listens.
  func changes() -> AsyncStream<Settings.Reading> {
    let watch = FileWatch(files: [file], folders: [paths.themesFolder])
    let (stream, news) = AsyncStream<Settings.Reading>.makeStream(
      bufferingPolicy: .bufferingNewest(1))
    news.onTermination = { _ in watch.stop() }
    // Not on the shared pool: once used, its monitor wakes the process each second.
    Task(executorPreference: UIActor.executor) {
      var seen = await OwnThread.run { watch.state() }
      while let next = await OwnThread.run({ [seen] in watch.change(from: seen) }) {
        seen = next
        news.yield(await OwnThread.run { load() })
      }
      news.finish()
    }
    return stream
  }
}
