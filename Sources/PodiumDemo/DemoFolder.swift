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
    for sample in samples { try put(sample.bytes, into: sample.name, O_EXCL) }
  }

  /// Names the API of this demo to its pipelines. The file is written anew at each start, unless a
  /// person made it their own by another first line.
  func describe(url: String) throws(DemoError) {
    let name = "environments.yaml"
    if let first = firstBytes(of: name), first != Array(Self.header.utf8) { return }
    let text = """
      \(Self.header)
      # Yours when you change the line above.
      default: Production
      environments:
        Production: {PODIUM_URL: "\(url)"}
        Staging: {PODIUM_URL: "\(url)"}

      """
    try put(Array(text.utf8), into: name, O_TRUNC)
  }

  private static let header = "# Written by podium demo at each start."

  private func firstBytes(of name: String) -> [UInt8]? {
    let fd = open("\(pipelines)/\(name)", O_RDONLY | O_CLOEXEC)
    guard fd >= 0 else { return nil }
    defer { Glibc.close(fd) }
    var bytes = [UInt8](repeating: 0, count: Self.header.utf8.count)
    let count = read(fd, &bytes, bytes.count)
    return Array(bytes.prefix(max(0, count)))
  }

  /// Writes a file of the pipelines; with `O_EXCL` one that is there stays.
  private func put(_ bytes: [UInt8], into name: String, _ flag: Int32) throws(DemoError) {
    let file = "\(pipelines)/\(name)"
    let fd = open(file, O_WRONLY | O_CREAT | O_CLOEXEC | flag, 0o600)
    if fd < 0, errno == EEXIST { return }
    guard fd >= 0 else { throw .folder(file, reason: Self.reason()) }
    let written = bytes.withUnsafeBytes { write(fd, $0.baseAddress, $0.count) }
    let code = errno
    Glibc.close(fd)
    guard written == bytes.count else {
      throw .folder(file, reason: String(cString: strerror(code)))
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
