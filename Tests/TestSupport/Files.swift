// Reading, writing and listing files for tests, without Foundation. No test writes outside a
// temporary folder, except goldens when recording.
import Glibc

package enum Files {
  /// What could not be done with a file, and why.
  package struct Failure: Error, CustomStringConvertible {
    package let description: String
    init(_ action: String, _ path: String) {
      description = "cannot \(action) \(path): \(String(cString: strerror(errno)))"
    }
  }

  /// The whole file as bytes.
  package static func bytes(_ path: String) throws(Failure) -> [UInt8] {
    let fd = open(path, O_RDONLY | O_CLOEXEC)
    guard fd >= 0 else { throw Failure("open", path) }
    defer { close(fd) }
    var all: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(fd, &chunk, chunk.count)
      guard count >= 0 else { throw Failure("read", path) }
      if count == 0 { return all }
      all += chunk[..<count]
    }
  }

  /// The whole file as text; bytes that are not UTF-8 become U+FFFD.
  package static func text(_ path: String) throws(Failure) -> String {
    String(decoding: try bytes(path), as: UTF8.self)
  }

  /// Replaces the file, making it if it is missing.
  package static func write(_ text: String, to path: String) throws(Failure) {
    let fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard fd >= 0 else { throw Failure("write", path) }
    defer { close(fd) }
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(fd, $0.baseAddress, $0.count) }
      guard count > 0 else { throw Failure("write", path) }
      rest = rest.dropFirst(count)
    }
  }

  package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  package static func isExecutable(_ path: String) -> Bool { access(path, X_OK) == 0 }

  package static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// The names in a folder, sorted; dot files only if `hidden`, never "." and "..".
  package static func names(in folder: String, hidden: Bool = false) throws(Failure) -> [String] {
    guard let handle = opendir(folder) else { throw Failure("list", folder) }
    defer { closedir(handle) }
    var names: [String] = []
    while let entry = readdir(handle) {
      let offset = MemoryLayout<dirent>.offset(of: \dirent.d_name) ?? 0
      let start = UnsafeRawPointer(entry) + offset
      let name = String(cString: start.assumingMemoryBound(to: CChar.self))
      if hidden ? name != "." && name != ".." : !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted()
  }

  /// Every file below a folder whose name ends so, as paths that begin with the folder; sorted.
  package static func list(below folder: String, endingIn suffix: String) throws(Failure)
    -> [String]
  {
    var found: [String] = []
    for name in try names(in: folder) {
      let path = folder + "/" + name
      if isFolder(path) {
        found += try list(below: path, endingIn: suffix)
      } else if name.hasSuffix(suffix) {
        found.append(path)
      }
    }
    return found
  }

  /// The repository's top folder, found from this source file.
  package static let repository: String =
    #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
    .joined(separator: "/")
}
