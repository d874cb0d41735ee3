// A file of this machine as a text source. Reads block, so each has a thread of its own; the file
// is read with pread, because a mapped file that shrinks kills its reader.
import CTerm
import Glibc

/// What went wrong with a file.
package struct FileTextError: Error, Sendable, CustomStringConvertible {
  package let path: String
  package let code: Int32

  package var description: String { "cannot read \(path): \(String(cString: strerror(code)))" }
}

/// A regular file, which may grow.
package final class FileTextSource: TextSource {
  package let chunkBytes = 1024 * 1024
  package let isCheap = true
  private let path: String
  private let descriptor: Int32

  /// Opens a file for reading.
  package init(path: String) throws(FileTextError) {
    descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    self.path = path
    guard descriptor >= 0 else { throw FileTextError(path: path, code: errno) }
    var facts = stat()
    guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw FileTextError(path: path, code: EINVAL)
    }
  }

  deinit { close(descriptor) }

  package func read(offset: Int, length: Int) async throws -> TextChunk {
    try await withCheckedThrowingContinuation { continuation in
      let job = Unmanaged.passRetained(
        Job { continuation.resume(with: self.readNow(offset: offset, length: length)) })
      let code = ct_thread_start(
        { context in
          guard let context else { return }
          Unmanaged<Job>.fromOpaque(context).takeRetainedValue().body()
        }, job.toOpaque())
      if code != 0 {
        job.release()
        continuation.resume(throwing: FileTextError(path: path, code: code))
      }
    }
  }

  private final class Job {
    let body: () -> Void
    init(_ body: @escaping () -> Void) { self.body = body }
  }

  private func readNow(offset: Int, length: Int) -> Result<TextChunk, any Error> {
    var facts = stat()
    guard fstat(descriptor, &facts) == 0 else {
      return .failure(FileTextError(path: path, code: errno))
    }
    var failure: Int32 = 0
    let wanted = max(0, min(length, Int(facts.st_size) - offset))
    let bytes = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
      while count < wanted {
        let got = pread(
          descriptor, buffer.baseAddress.map { $0 + count }, wanted - count, offset + count)
        if got < 0, errno == EINTR { continue }
        if got < 0 { failure = errno }
        if got <= 0 { break }
        count += got
      }
    }
    if failure != 0 { return .failure(FileTextError(path: path, code: failure)) }
    return .success(TextChunk(bytes: bytes, total: Int(facts.st_size)))
  }
}
