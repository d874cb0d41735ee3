// One engine for one data folder: a file lock that the system releases even after kill -9.
import Glibc

/// Holds the lock of a data folder as long as it lives.
///
/// `@unchecked Sendable`: the descriptor is written once in `init` and only closed in `deinit`.
final class FolderLock: @unchecked Sendable {
  private let descriptor: Int32

  init(path: String, folder: String) throws(EngineError) {
    let opened = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard opened >= 0 else { throw .folder(path: path, reason: systemReason(errno)) }
    guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
      close(opened)
      throw .dataInUse(folder: folder)
    }
    descriptor = opened
  }

  /// Unlocks in words: a child that was forked a moment ago may still hold a copy of the descriptor.
  deinit {
    _ = flock(descriptor, LOCK_UN)
    close(descriptor)
  }
}
