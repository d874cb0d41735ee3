// Replaces a file as a whole: who reads it sees the old text or the new one. Blocks: not for a `Task`.
import Glibc

/// A file that is never seen half written.
package enum WholeFile {
  /// Writes a new file beside the old one and gives it the name; of a failure nothing is left.
  /// - Parameters:
  ///   - draft: the new file's name until then, in the same folder.
  ///   - flag: `O_EXCL` when a draft that is there is somebody else's, `O_TRUNC` when it is a leftover.
  /// - Returns: 0, or the error's `errno`.
  package static func replace(
    _ path: String, with bytes: [UInt8], draft: String, _ flag: Int32, mode: mode_t
  ) -> Int32 {
    let descriptor = open(draft, O_WRONLY | O_CREAT | O_CLOEXEC | flag, mode)
    guard descriptor >= 0 else { return errno }
    var rest = bytes[...]
    var code: Int32 = 0
    while !rest.isEmpty, code == 0 {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      if count <= 0 { code = errno } else { rest = rest.dropFirst(count) }
    }
    close(descriptor)
    if code == 0, rename(draft, path) != 0 { code = errno }
    if code != 0 { unlink(draft) }
    return code
  }
}
