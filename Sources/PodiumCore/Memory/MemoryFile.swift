// The file of the memory, in the state folder. Every change is read-modify-write under a lock, so that
// several dashboards on one machine do not undo each other's. All functions block: not for a `Task`.
import Glibc
import JSON

/// Reads and changes the memory on disk.
package struct MemoryFile: Sendable {
  /// Larger files are not Podium's.
  static let bytesMax = 16 << 20

  package let path: String

  package init(path: String) { self.path = path }

  /// What the file says; an empty memory when there is none or it is not understood.
  package func load() -> Memory {
    guard let bytes = read(), let value = try? JSONValue(parsing: bytes) else { return Memory() }
    return Memory(json: value)
  }

  /// Applies a change to what is on disk now, and gives the result. The old file stays whole until
  /// the new one is.
  package func apply(_ change: MemoryChange) throws(MemoryProblem) -> Memory {
    try makeFolder()
    let lock = open(path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard lock >= 0 else { throw MemoryProblem(path, errno) }
    defer { close(lock) }
    guard flock(lock, LOCK_EX) == 0 else { throw MemoryProblem(path, errno) }
    keepUnreadable()
    var memory = load()
    memory.apply(change)
    try write(memory.json.serialized())
    return memory
  }

  /// A file that cannot be understood is moved aside, not overwritten.
  private func keepUnreadable() {
    guard let bytes = read(), (try? JSONValue(parsing: bytes)) == nil else { return }
    rename(path, path + ".unreadable")
  }

  private func makeFolder() throws(MemoryProblem) {
    if let (folder, code) = Folders.make(forFile: path) { throw MemoryProblem(folder, code) }
  }

  private func read() -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 65_536)
    while bytes.count <= Self.bytesMax {
      let count = Glibc.read(descriptor, &piece, piece.count)
      if count < 0, errno == EINTR { continue }
      if count <= 0 { break }
      bytes += piece[..<count]
    }
    return bytes.isEmpty ? nil : bytes
  }

  private func write(_ bytes: [UInt8]) throws(MemoryProblem) {
    let code = WholeFile.replace(path, with: bytes, draft: path + ".new", O_TRUNC, mode: 0o600)
    if code != 0 { throw MemoryProblem(path, code) }
  }
}

/// Why nothing could be remembered, in one line.
package struct MemoryProblem: Error, Sendable, Equatable {
  package let message: String

  init(_ path: String, _ code: Int32) {
    message = "\(path) was not written: \(String(cString: strerror(code)))"
  }
}
