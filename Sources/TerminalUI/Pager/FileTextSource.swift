// A file of this machine as a text source. It is read with pread, because a mapped file that shrinks
// kills its reader. A file that was replaced or rewritten is noticed: it is another text.
import Glibc
import Synchronization

/// What went wrong with a file.
package struct FileTextError: Error, Sendable, CustomStringConvertible {
  package let path: String
  package let code: Int32

  package var description: String {
    let reason = code == EINVAL ? "not a regular file" : String(cString: strerror(code))
    return "cannot read \(path): \(reason)"
  }
}

/// A regular file, which may grow.
package final class FileTextSource: BlockingTextSource {
  package let chunkBytes = 256 * 1024
  package let isCheap = true
  package let path: String
  private let state: Mutex<State>

  /// The first bytes of a file: other ones mean that it was rewritten.
  private static let headBytes = 64

  private struct State {
    var file: OpenFile
    var revision = 0
    var head: [UInt8] = []
  }

  /// Opens a file for reading.
  package init(path: String) throws(FileTextError) {
    self.path = path
    state = Mutex(State(file: try OpenFile(path)))
  }

  package func read(offset: Int, length: Int) async throws -> TextChunk {
    try await TextThread.run(inBackground: false) {
      Result { try self.chunk(offset: offset, length: length) }
    }.get()
  }

  /// Reads on the calling thread; looks first whether it is still the same file.
  package func chunk(offset: Int, length: Int) throws(FileTextError) -> TextChunk {
    let (file, revision) = state.withLock { state in
      Self.adopt(path, &state)
      return (state.file, state.revision)
    }
    guard let facts = file.facts else { throw FileTextError(path: path, code: errno) }
    let total = Int(facts.st_size)
    var failure: Int32 = 0
    let wanted = max(0, min(length, total - offset))
    let bytes = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
      let got = file.fill(UnsafeMutableRawBufferPointer(buffer), from: offset)
      (count, failure) = (max(0, got), got < 0 ? errno : 0)
    }
    if failure != 0 { throw FileTextError(path: path, code: failure) }
    return TextChunk(bytes: bytes, total: total, revision: revision)
  }

  package func readNow(
    offset: Int, into memory: UnsafeMutableRawBufferPointer
  ) throws(FileTextError) -> Int {
    let count = state.withLock { $0.file }.fill(memory, from: offset)
    if count < 0 { throw FileTextError(path: path, code: errno) }
    return count
  }

  /// Opens the file anew if another one has its name now; a file that begins otherwise than before
  /// was rewritten. A file whose name is gone is read on.
  private static func adopt(_ path: String, _ state: inout State) {
    var facts = stat()
    if stat(path, &facts) == 0, let open = state.file.facts,
      facts.st_ino != open.st_ino || facts.st_dev != open.st_dev,
      let next = try? OpenFile(path)
    {
      state.file = next
      state.revision += 1
      state.head = []
    }
    var head = [UInt8](repeating: 0, count: headBytes)
    let count = head.withUnsafeMutableBytes { state.file.fill($0, from: 0) }
    guard count >= 0 else { return }
    head.removeLast(head.count - count)
    if !head.starts(with: state.head) { state.revision += 1 }
    state.head = head
  }
}

/// An open regular file. Readers keep it open while they read.
private final class OpenFile: Sendable {
  let descriptor: Int32

  init(_ path: String) throws(FileTextError) {
    descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw FileTextError(path: path, code: errno) }
    guard let facts, facts.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw FileTextError(path: path, code: EINVAL)
    }
  }

  deinit { close(descriptor) }

  var facts: stat? {
    var facts = stat()
    return fstat(descriptor, &facts) == 0 ? facts : nil
  }

  /// Reads until the memory is full or the file ends; -1 with `errno` set if it cannot be read.
  func fill(_ memory: UnsafeMutableRawBufferPointer, from offset: Int) -> Int {
    var count = 0
    while count < memory.count, let base = memory.baseAddress {
      let got = pread(descriptor, base + count, memory.count - count, offset + count)
      if got < 0, errno == EINTR { continue }
      if got < 0 { return -1 }
      if got == 0 { break }
      count += got
    }
    return count
  }
}
