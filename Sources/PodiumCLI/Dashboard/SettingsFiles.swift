// Where settings come from: the configuration file and the user's own themes. Reads; watches nothing.
import Glibc
import PodiumCore
import PodiumTUI

/// The files of one user's settings.
struct SettingsFiles: Sendable {
  private let paths: Paths

  init(_ paths: Paths) { self.paths = paths }

  /// Reads them. Blocks.
  func load() -> Settings.Reading {
    Settings.loading(paths.configFile, ownThemes: ownThemes())
  }

  /// Names of the files in the folder of themes.
  private func ownThemes() -> [String] {
    guard let folder = opendir(paths.themesFolder) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder), names.count < Self.themesMax {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name.hasSuffix(".yaml") { names.append(String(name.dropLast(5))) }
    }
    return names.sorted()
  }

  private static let themesMax = 1_000
}
