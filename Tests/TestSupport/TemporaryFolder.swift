// A folder of a test's own that goes away with it.
import Glibc

/// A new empty folder under TMPDIR, removed with everything in it when the value is released.
package final class TemporaryFolder: Sendable {
  package let path: String

  package init() throws(Files.Failure) {
    var template = Self.template
    guard mkdtemp(&template) != nil else { throw Files.Failure("make", Self.parent) }
    path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  private static var parent: String { getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp" }

  /// For `mkdtemp` and `mkstemp`, zero-terminated.
  package static var template: [CChar] { Array("\(parent)/podium-test-XXXXXX".utf8CString) }

  deinit { Self.remove(path) }

  /// Writes a file into the folder and returns its path; folders in the name are made.
  @discardableResult
  package func write(_ text: String, to name: String) throws(Files.Failure) -> String {
    var parent = path
    for part in name.split(separator: "/").dropLast() {
      parent += "/" + part
      mkdir(parent, 0o755)
    }
    try Files.write(text, to: path + "/" + name)
    return path + "/" + name
  }

  private static func remove(_ path: String) {
    if Files.isFolder(path), !isLink(path) {
      for name in (try? Files.names(in: path, hidden: true)) ?? [] { remove(path + "/" + name) }
    }
    _ = Glibc.remove(path)
  }

  private static func isLink(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
  }
}
