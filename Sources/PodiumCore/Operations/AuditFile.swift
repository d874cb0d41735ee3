// The audit file: one JSON object a line, only for its owner, appended under a lock so that several
// dashboards share it, and turned over at a size. All functions block: not for a `Task`.
import Glibc
import JSON

/// Appends lines to the audit file.
package struct AuditFile: Sendable {
  /// At this size the file becomes `….1`, and the one that was `….1` goes.
  package static let bytesMax = 8 << 20
  /// Longest wait for other Podiums that are writing; each holds the lock for a line, not for a
  /// disk.
  package static let lockMilliseconds = 10_000
  private static let lockPause: UInt32 = 2

  package let path: String
  private let bytesMax: Int
  private let lockMilliseconds: Int

  package init(
    path: String, bytesMax: Int = AuditFile.bytesMax,
    lockMilliseconds: Int = AuditFile.lockMilliseconds
  ) {
    self.path = path
    self.bytesMax = bytesMax
    self.lockMilliseconds = lockMilliseconds
  }

  /// Adds one line and waits until the disk has it. What went wrong, in words.
  package func append(_ value: JSONValue) -> String? {
    do throws(AuditProblem) {
      try makeFolder()
      let descriptor = try appendLocked(value.serialized() + [UInt8(ascii: "\n")])
      defer { close(descriptor) }
      // Pipes and the like cannot be synchronised; they are no files to keep.
      if fdatasync(descriptor) != 0, errno != EINVAL { throw AuditProblem(code: errno) }
      return nil
    } catch {
      return "\(path): \(String(cString: strerror(error.code)))"
    }
  }

  /// A system error number.
  private struct AuditProblem: Error { let code: Int32 }

  private func makeFolder() throws(AuditProblem) {
    var folder = ""
    for part in path.split(separator: "/").dropLast() {
      folder += "/\(part)"
      if mkdir(folder, 0o700) != 0, errno != EEXIST { throw AuditProblem(code: errno) }
    }
  }

  /// The file's descriptor, the line in it; the disk need not have it yet.
  private func appendLocked(_ bytes: [UInt8]) throws(AuditProblem) -> Int32 {
    let lock = try locked()
    defer { close(lock) }
    try turnOver(before: bytes.count)
    return try write(bytes)
  }

  private func locked() throws(AuditProblem) -> Int32 {
    let lock = open(path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard lock >= 0 else { throw AuditProblem(code: errno) }
    for _ in 0..<lockMilliseconds / Int(Self.lockPause) {
      if flock(lock, LOCK_EX | LOCK_NB) == 0 { return lock }
      guard errno == EWOULDBLOCK || errno == EINTR else { break }
      usleep(Self.lockPause * 1000)
    }
    let code = errno
    close(lock)
    throw AuditProblem(code: code)
  }

  private func turnOver(before count: Int) throws(AuditProblem) {
    var status = stat()
    guard lstat(path, &status) == 0, Int(status.st_size) + count > bytesMax else { return }
    if rename(path, path + ".1") != 0 { throw AuditProblem(code: errno) }
  }

  /// A line that could not be written wholly is taken back, so that every line stays one.
  private func write(_ bytes: [UInt8]) throws(AuditProblem) -> Int32 {
    let flags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW
    let descriptor = open(path, flags, 0o600)
    guard descriptor >= 0 else { throw AuditProblem(code: errno) }
    let before = lseek(descriptor, 0, SEEK_END)
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        let code = count < 0 ? errno : ENOSPC
        _ = ftruncate(descriptor, before)
        close(descriptor)
        throw AuditProblem(code: code)
      }
      rest = rest.dropFirst(count)
    }
    return descriptor
  }
}
