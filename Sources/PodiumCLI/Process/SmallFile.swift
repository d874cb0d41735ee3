// Reads a small text file whole (themes, tokens). Bounded; nothing is reported but "there is none".
import Glibc

enum SmallFile {
  static let bytesMax = 1 << 20

  static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Why the last call gave nothing.
  static var reason: String { String(cString: strerror(errno)) }

  /// The file's text; nil with `errno` set when it cannot be read.
  static func text(_ path: String) -> String? {
    bytes(path).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The file's bytes; nil with `errno` set when it cannot be read.
  static func bytes(_ path: String) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 16_384)
    while bytes.count < bytesMax {
      let count = read(descriptor, &piece, piece.count)
      guard count >= 0 else { return nil }
      if count == 0 { break }
      bytes += piece[..<count]
    }
    return bytes
  }
}
