// Files and folders of runs, on a thread of their own: nothing here may run in a shared task.
import Glibc
import OrchestraAPI
import SQLite

/// Does the file work of the engine, one piece after another.
package actor FolderThread {
  /// Largest file that is read whole (outputs of tasks, definitions, environments).
  static let wholeFileBytesMax = 4 << 20
  /// Most bytes of one answer to a download.
  static let chunkBytesMax = 8 << 20
  /// Most names in one listing.
  static let namesMax = 10_000
  /// Deepest folder of a listing.
  static let depthMax = 16

  private let executor = ThreadExecutor()

  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    executor.asUnownedSerialExecutor()
  }

  package init() {}

  /// Lets the thread end.
  package func stop() { executor.stop() }

  /// Makes a folder and those above it, for this user alone.
  package func make(_ folder: String) throws(EngineError) {
    try Folders.make(folder)
  }

  /// Makes (or empties) a file with these bytes.
  package func write(_ bytes: [UInt8], to path: String) throws(EngineError) {
    try put(bytes, path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC)
  }

  /// Makes an empty file for this user alone, unless it is there.
  package func touch(_ path: String) throws(EngineError) {
    try put([], path, O_WRONLY | O_CREAT | O_CLOEXEC)
  }

  /// Adds a line at the end of a file.
  package func append(_ line: String, to path: String) throws(EngineError) {
    try put(Array("\(line)\n".utf8), path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC)
  }

  /// Removes a file, if it is there.
  package func remove(_ path: String) { unlink(path) }

  /// Removes a folder with all that is in it; links are removed, not followed.
  package func removeTree(_ folder: String) { Folders.removeTree(folder, depth: 0) }

  /// The bytes of a small file, nil when there is none.
  package func whole(_ path: String) throws(EngineError) -> [UInt8]? {
    try Folders.whole(path)
  }

  /// A piece of a file; nil when there is no such file. At most `chunkBytesMax` bytes.
  package func piece(
    of path: String, _ range: ByteRange?
  ) throws(EngineError) -> (offset: Int, total: Int, bytes: [UInt8])? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var facts = stat()
    guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else { return nil }
    let total = Int(facts.st_size)
    let (start, count) = ByteRange.span(range, total: total, max: Self.chunkBytesMax)
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count, let base = buffer.baseAddress {
        let got = pread(descriptor, base + filled, count - filled, off_t(start + filled))
        guard got > 0 else { break }
        filled += got
      }
    }
    return (start, total, bytes)
  }

  /// Files below a folder, as paths relative to it, sorted. Links are not followed.
  package func files(below folder: String) -> [String] {
    var walk = FolderWalk()
    walk.enter(folder)
    return walk.found.sorted()
  }

  private func put(_ bytes: [UInt8], _ path: String, _ flags: Int32) throws(EngineError) {
    let descriptor = open(path, flags, 0o600)
    guard descriptor >= 0 else { throw .folder(path: path, reason: systemReason(errno)) }
    defer { close(descriptor) }
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        Glibc.write(descriptor, buffer.baseAddress.map { $0 + written }, bytes.count - written)
      }
      guard count > 0 else { throw .folder(path: path, reason: systemReason(errno)) }
      written += count
    }
  }
}

/// Plain file calls; they block.
enum Folders {
  /// The path from the root.
  static func absolute(_ path: String) -> String {
    guard !path.hasPrefix("/"), let current = getcwd(nil, 0) else { return path }
    defer { free(current) }
    return "\(String(cString: current))/\(path)"
  }

  static func make(_ folder: String) throws(EngineError) {
    if mkdir(folder, 0o700) == 0 || errno == EEXIST { return }
    let code = errno
    guard code == ENOENT, let slash = folder.lastIndex(of: "/"), slash > folder.startIndex else {
      throw .folder(path: folder, reason: systemReason(code))
    }
    try make(String(folder[..<slash]))
    guard mkdir(folder, 0o700) == 0 || errno == EEXIST else {
      throw .folder(path: folder, reason: systemReason(errno))
    }
  }

  static func removeTree(_ folder: String, depth: Int) {
    guard depth < FolderThread.depthMax * 2 else { return }
    for name in names(in: folder) {
      let path = "\(folder)/\(name)"
      if unlink(path) != 0 { removeTree(path, depth: depth + 1) }
    }
    rmdir(folder)
  }

  static func whole(_ path: String) throws(EngineError) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT { return nil }
      throw .folder(path: path, reason: systemReason(errno))
    }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      guard count >= 0 else { throw .folder(path: path, reason: systemReason(errno)) }
      if count == 0 { return bytes }
      bytes += buffer[0..<count]
      guard bytes.count <= FolderThread.wholeFileBytesMax else {
        let limit = FolderThread.wholeFileBytesMax >> 20
        throw .folder(path: path, reason: "larger than \(limit) MiB")
      }
    }
  }

  /// Names of the entries of a folder, without "." and "..".
  static func names(in folder: String) -> [String] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while names.count < FolderThread.namesMax, let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }
}

/// Collects the files below a folder.
struct FolderWalk {
  /// Whether hidden files and folders count.
  var takesHidden = true
  /// Whether a link to a file counts as the file. Links to folders never do: they may go in circles.
  var followsFileLinks = false
  private(set) var found: [String] = []

  mutating func enter(_ folder: String) { enter(folder, prefix: "", depth: 0) }

  private mutating func enter(_ folder: String, prefix: String, depth: Int) {
    guard depth < FolderThread.depthMax else { return }
    for name in Folders.names(in: folder) where takesHidden || !name.hasPrefix(".") {
      guard found.count < FolderThread.namesMax else { return }
      let path = "\(folder)/\(name)"
      var facts = stat()
      guard lstat(path, &facts) == 0 else { continue }
      var kind = facts.st_mode & S_IFMT
      if kind == S_IFLNK, followsFileLinks, stat(path, &facts) == 0 {
        kind = facts.st_mode & S_IFMT
        if kind == S_IFDIR { continue }
      }
      if kind == S_IFREG { found.append(prefix + name) }
      if kind == S_IFDIR { enter(path, prefix: "\(prefix)\(name)/", depth: depth + 1) }
    }
  }
}

extension ByteRange {
  /// Offset and count of a range in a file of `total` bytes; an empty span where nothing is there.
  static func span(_ range: ByteRange?, total: Int, max: Int) -> (start: Int, count: Int) {
    let (first, end): (Int, Int) =
      switch range {
      case nil: (0, total)
      case .from(let start): (start, total)
      case .closed(let start, let last): (start, last == .max ? total : min(last + 1, total))
      case .last(let count): (Swift.max(0, total - count), total)
      }
    guard first < end else { return (min(first, total), 0) }
    return (first, min(end - first, max))
  }
}
