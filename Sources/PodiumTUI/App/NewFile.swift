// Files that a person asked for: screenshots and saved logs. Never replaces a file. Disk work runs
// on a thread of its own, because a slow disk must not hold one of the two shared threads.
import Glibc
import PodiumCore

/// Why a file was not written, in one line.
package struct FileProblem: Error, Sendable, CustomStringConvertible {
  package let description: String

  init(_ path: String, _ code: Int32) {
    let reason =
      code == EEXIST ? "it exists already; give another name" : String(cString: strerror(code))
    description = "\(path) was not written: \(reason)"
  }
}

/// A file that is being written from its start.
package struct NewFile: Sendable {
  package let path: String
  private let descriptor: Int32

  /// Makes an empty file that only its owner can read; "~/" is the home folder.
  /// - Parameter makesFolder: for folders of Podium's own; a person's must be there.
  package static func create(
    _ path: String, makesFolder: Bool = false
  ) async throws(FileProblem) -> NewFile {
    let path = expanded(path)
    let result: (Int32, Int32) = await OwnThread.run {
      if makesFolder, let (_, code) = Folders.make(forFile: path) { return (-1, code) }
      let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
      return (descriptor, descriptor < 0 ? errno : 0)
    }
    if result.1 != 0 { throw FileProblem(path, result.1) }
    return NewFile(path: path, descriptor: result.0)
  }

  /// Adds bytes at the end.
  package func append(_ bytes: [UInt8]) async throws(FileProblem) {
    let descriptor = descriptor
    let code: Int32 = await OwnThread.run {
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        if count < 0, errno == EINTR { continue }
        if count <= 0 { return errno }
        rest = rest.dropFirst(count)
      }
      return 0
    }
    if code != 0 { throw FileProblem(path, code) }
  }

  /// Ends the file; what is written so far stays.
  package func close() async {
    let descriptor = descriptor
    let _: Int32 = await OwnThread.run { Glibc.close(descriptor) }
  }

  /// The whole path: it is told to people, who may be elsewhere by then.
  private static func expanded(_ path: String) -> String {
    if path.hasPrefix("~/"), let home = getenv("HOME") {
      return String(cString: home) + path.dropFirst(1)
    }
    guard !path.hasPrefix("/"), let folder = getcwd(nil, 0) else { return path }
    defer { free(folder) }
    return String(cString: folder) + "/" + path
  }
}

/// A folder that only its owner can look into, for one file that goes away with it.
struct PrivateFolder: Sendable {
  let path: String

  /// Makes one with a name that nobody can foresee.
  static func make(in folder: String) async throws(FileProblem) -> PrivateFolder {
    let result: (String?, Int32) = await OwnThread.run {
      var name = Array("\(folder)/podium-XXXXXX".utf8CString)
      let made = name.withUnsafeMutableBufferPointer { text in
        text.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
      }
      return (made, errno)
    }
    guard let path = result.0 else { throw FileProblem(folder, result.1) }
    return PrivateFolder(path: path)
  }

  func remove(file name: String) async {
    let path = path
    await OwnThread.run { Self.remove(with: "\(path)/\(name)") }
  }

  /// Removes a file and the folder it is in, if that is empty then.
  static func remove(with file: String) {
    unlink(file)
    if let slash = file.lastIndex(of: "/") { rmdir(String(file[..<slash])) }
  }
}
