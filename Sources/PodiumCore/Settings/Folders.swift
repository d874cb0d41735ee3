// Folders for files of Podium's own. Blocks: not for a `Task`.
import Glibc

/// Makes folders that only their owner can enter.
package enum Folders {
  /// Makes what is missing on the way to an absolute path.
  /// - Returns: the folder that could not be made and why; nil when all is there.
  package static func make(forFile path: String) -> (folder: String, code: Int32)? {
    var folder = ""
    for part in path.split(separator: "/").dropLast() {
      folder += "/\(part)"
      if mkdir(folder, 0o700) != 0, errno != EEXIST { return (folder, errno) }
    }
    return nil
  }
}
