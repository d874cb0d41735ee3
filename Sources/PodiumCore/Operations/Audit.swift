// Where writes are recorded, as a function: the file in the program, a list in tests.
import Glibc
import JSON
import Synchronization
import Time

/// Records writes before and after they are sent.
package struct Audit: Sendable {
  let author: AuditRecord.Author
  /// Keeps one line; what went wrong, in words.
  let keep: @Sendable (JSONValue) async -> String?
  private let count = Count()

  /// Writes recorded by this process.
  private final class Count: Sendable {
    private let value = Mutex(0)

    func next() -> Int {
      value.withLock { value in
        value += 1
        return value
      }
    }
  }

  package init(
    author: AuditRecord.Author, keep: @escaping @Sendable (JSONValue) async -> String?
  ) {
    self.author = author
    self.keep = keep
  }

  /// What joins the two lines of a write: no other on this machine has the same.
  func nextID(at now: Timestamp) -> String { "\(now.microseconds)-\(getpid())-\(count.next())" }

  /// Lines of a file, written on a thread of their own.
  package init(_ file: AuditFile, author: AuditRecord.Author = .current) {
    self.init(author: author) { line in await OwnThread.run { file.append(line) } }
  }
}

extension AuditRecord.Author {
  /// The user of this process and the name of this machine.
  package static var current: AuditRecord.Author {
    var name = [CChar](repeating: 0, count: 256)
    let machine = gethostname(&name, name.count - 1) == 0 ? text(name) : "unknown"
    return AuditRecord.Author(user: userName ?? "uid \(geteuid())", machine: machine)
  }

  /// From the user database, not from variables that anybody can set.
  private static var userName: String? {
    var entry = passwd()
    var buffer = [CChar](repeating: 0, count: 4096)
    var found: UnsafeMutablePointer<passwd>?
    guard getpwuid_r(geteuid(), &entry, &buffer, buffer.count, &found) == 0, found != nil,
      let name = entry.pw_name
    else { return nil }
    return String(cString: name)
  }

  private static func text(_ bytes: [CChar]) -> String {
    String(decoding: bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
