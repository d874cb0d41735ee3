// Writes text to the standard streams, whole and unbuffered: the lines that scripts wait for must
// not stay in a buffer.
import Glibc

/// Where a command's words go.
package struct Output: Sendable {
  private let answers: Int32
  private let complaints: Int32

  /// Standard output and standard error unless told otherwise.
  package init(answers: Int32 = 1, complaints: Int32 = 2) {
    self.answers = answers
    self.complaints = complaints
  }

  /// A line of the result; false when nobody can read it any more.
  @discardableResult
  package func answer(_ line: String) -> Bool { Self.write(line + "\n", to: answers) }

  /// A line for the person who started the command.
  package func complain(_ line: String) { _ = Self.write(line + "\n", to: complaints) }

  private static func write(_ text: String, to descriptor: Int32) -> Bool {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR {
        return false
      }
    }
    return true
  }
}
