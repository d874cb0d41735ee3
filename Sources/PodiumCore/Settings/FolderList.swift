// The names in a folder. Bounded; a folder that cannot be read has none.
import Glibc

/// What is in a folder.
package enum FolderList {
  /// Names in order; none when it cannot be read. Blocks.
  package static func names(in folder: String, max: Int) -> [String] {
    guard let entries = opendir(folder) else { return [] }
    defer { closedir(entries) }
    var names: [String] = []
    while let entry = readdir(entries), names.count < max {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }
}
