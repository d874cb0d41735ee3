// The demo's files on a thread of their own: a fresh folder, the sample pipelines in it, and removal.
import Glibc
import SQLite

/// A folder for one demo.
actor DemoFolder {
  nonisolated let path: String
  private let isTemporary: Bool
  private let executor = ThreadExecutor()

  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  nonisolated var pipelines: String { "\(path)/pipelines" }
  nonisolated var data: String { "\(path)/data" }

  /// - Parameter path: nil makes a temporary folder, which `close` removes.
  init(_ path: String?) throws(DemoError) {
    if let path {
      self.path = path
      isTemporary = false
      return
    }
    let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(parent)/podium-demo-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw .folder(parent, reason: Self.reason()) }
    self.path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    isTemporary = true
  }

  /// Writes the samples; files that are there already are the user's and stay.
  func fill(_ samples: [Sample]) throws(DemoError) {
    for folder in [path, pipelines] where mkdir(folder, 0o700) != 0 && errno != EEXIST {
      throw .folder(folder, reason: Self.reason())
    }
    for sample in samples {
      let file = "\(pipelines)/\(sample.name)"
      let fd = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
      if fd < 0, errno == EEXIST { continue }
      guard fd >= 0 else { throw .folder(file, reason: Self.reason()) }
      let written = sample.bytes.withUnsafeBytes { write(fd, $0.baseAddress, $0.count) }
      let code = errno
      Glibc.close(fd)
      guard written == sample.bytes.count else {
        throw .folder(file, reason: String(cString: strerror(code)))
      }
    }
  }

  /// Removes a temporary folder with everything in it.
  func close() {
    if isTemporary { Self.remove(path, depth: 0) }
    executor.stop()
  }

  private static let depthMax = 32

  private static func remove(_ path: String, depth: Int) {
    var facts = stat()
    guard depth < depthMax, lstat(path, &facts) == 0 else { return }
    if facts.st_mode & S_IFMT == S_IFDIR, let handle = opendir(path) {
      while let entry = readdir(handle) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name != "." && name != ".." { remove("\(path)/\(name)", depth: depth + 1) }
      }
      closedir(handle)
    }
    _ = Glibc.remove(path)
  }

  private static func reason() -> String { String(cString: strerror(errno)) }
}
