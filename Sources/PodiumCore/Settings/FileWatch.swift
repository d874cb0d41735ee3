// Waits until one of a few files changes, with inotify on their folders: editors replace files, links
// lead elsewhere, folders may not be there yet. Blocks without polling; knows nothing of what is in
// the files.
import CSystem
import Glibc

/// Waits for changes of files and of the files in folders.
package final class FileWatch: Sendable {
  private let files: [String]
  private let folders: [String]
  private let stopDescriptor: Int32

  /// Silence after which a change is taken as done, and the most of such rounds: programs that keep
  /// writing are not waited for.
  static let silenceMS: Int32 = 50
  static let roundsMax = 20

  /// - Parameters:
  ///   - files: they need not exist.
  ///   - folders: every file in them counts.
  package init(files: [String], folders: [String]) {
    self.files = files
    self.folders = folders
    stopDescriptor = cs_wake_open()
  }

  deinit { if stopDescriptor >= 0 { close(stopDescriptor) } }

  /// Makes waiting end for good; from any thread.
  package func stop() { cs_wake(stopDescriptor) }

  /// What can be seen of the files from outside.
  package struct State: Sendable, Equatable {
    fileprivate var marks: [[Int64]]
  }

  /// The present state. Blocks on the disk.
  package func state() -> State {
    State(marks: files.map(Self.mark) + folders.flatMap { Self.marks(in: $0) })
  }

  /// Waits until the state differs from `seen`; nil when it was stopped or cannot watch. Blocks.
  package func change(from seen: State) -> State? {
    while true {
      let watch = cs_watch_open()
      guard watch >= 0 else { return nil }
      defer { close(watch) }
      for (folder, isTheirs) in watched() { _ = cs_watch_add(watch, folder, isTheirs ? 0 : 1) }
      // Whatever happened before the watch was set is seen here.
      let now = state()
      if now != seen { return settled(watch) }
      guard wait(watch, -1) else { return nil }
      let next = settled(watch)
      if next != seen { return next }
    }
  }

  /// The state after a moment of silence; nil when it was stopped.
  private func settled(_ watch: Int32) -> State? {
    for _ in 0..<Self.roundsMax {
      cs_watch_drain(watch)
      var ready: [UInt8] = [0, 0]
      let found = cs_wait_readable([watch, stopDescriptor], &ready, 2, Self.silenceMS)
      if ready[1] != 0 { return nil }
      if found <= 0 { break }
    }
    return state()
  }

  private func wait(_ watch: Int32, _ timeoutMS: Int32) -> Bool {
    var ready: [UInt8] = [0, 0]
    while ready[0] == 0, ready[1] == 0 {
      if cs_wait_readable([watch, stopDescriptor], &ready, 2, timeoutMS) < 0 { return false }
    }
    return ready[1] == 0
  }

  /// Folders to watch: those of the files and of what links lead to, or the nearest ones there are.
  private func watched() -> [(folder: String, isTheirs: Bool)] {
    var found: [(folder: String, isTheirs: Bool)] = []
    let own = files.flatMap { [Self.parent($0), Self.target($0).map(Self.parent)] }
    for folder in own.compactMap({ $0 }) + folders {
      var folder = folder
      var isTheirs = true
      while !Self.isFolder(folder), folder != "/" {
        folder = Self.parent(folder)
        isTheirs = false
      }
      if let known = found.firstIndex(where: { $0.folder == folder }) {
        found[known].isTheirs = found[known].isTheirs || isTheirs
      } else {
        found.append((folder, isTheirs))
      }
    }
    return found
  }

  private static func parent(_ path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private static func target(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    let target = String(cString: resolved)
    return target == path ? nil : target
  }

  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  private static func mark(_ path: String) -> [Int64] {
    var status = stat()
    guard stat(path, &status) == 0 else { return [] }
    return [
      Int64(status.st_mtim.tv_sec), Int64(status.st_mtim.tv_nsec), Int64(status.st_size),
      Int64(bitPattern: UInt64(status.st_ino)),
    ]
  }

  /// More files in a folder are not looked at.
  private static let filesMax = 1_000

  private static func marks(in folder: String) -> [[Int64]] {
    FolderList.names(in: folder, max: filesMax).map { mark("\(folder)/\($0)") }
  }
}
