// Starts programs without a shell, with nothing of ours but the descriptors they are given. Blocks:
// only for plain threads.
import CSystem
import Glibc
import Time

/// A program and its arguments.
package struct ChildProgram: Sendable {
  /// Not empty; the first is looked for in PATH unless it holds a slash.
  package let words: [String]
  package let environment: [String: String]

  package init(_ words: [String], environment: [String: String]) {
    precondition(!words.isEmpty, "a command has a program")
    self.words = words
    self.environment = environment
  }

  /// It could not be started.
  package struct NotStarted: Error, Sendable, Equatable {
    package let program: String
    /// An errno.
    package let code: Int32

    package init(program: String, code: Int32) {
      self.program = program
      self.code = code
    }

    /// One line.
    package var message: String {
      code == ENOENT
        ? "\(program): no such program in PATH"
        : "\(program) cannot be started: \(String(cString: strerror(code)))"
    }
  }

  /// Starts it.
  ///
  /// - Parameters:
  ///   - input: its standard input; -1 for /dev/null.
  ///   - usesTerminal: it stays in our process group, so that it may use our terminal.
  /// - Returns: its process id; somebody has to reap it.
  package func start(
    input: Int32 = -1, output: Int32, errors: Int32, usesTerminal: Bool = false
  ) throws(NotStarted) -> Int32 {
    let variables = environment.map { "\($0.key)=\($0.value)" }
    let path = environment["PATH"] ?? "/usr/bin:/bin"
    var step: Int32 = 0
    let result = Self.withCStrings(words) { argv in
      Self.withCStrings(variables) { envp in
        words[0].withCString { program in
          path.withCString { path in
            var request = cs_spawn_request(
              program: program, argv: argv, envp: envp, search_path: path, directory: nil,
              in_fd: input, out_fd: output, err_fd: errors, die_with_parent: 0,
              keeps_group: usesTerminal ? 1 : 0)
            return cs_spawn(&request, &step)
          }
        }
      }
    }
    guard result > 0 else { throw NotStarted(program: words[0], code: -result) }
    return result
  }

  private static func withCStrings<Value>(
    _ texts: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Value
  ) -> Value {
    var pointers: [UnsafeMutablePointer<CChar>?] = texts.map { strdup($0) }
    pointers.append(nil)
    defer { for pointer in pointers { free(pointer) } }
    return pointers.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { preconditionFailure("never empty") }
      return body(base)
    }
  }
}

/// How a program ended.
package enum ProgramEnd: Sendable, Equatable {
  case exited(Int)
  case killed(signal: Int)
  /// It was killed because its time was over.
  case timedOut
  /// It goes on by itself.
  case running
  case notStarted(ChildProgram.NotStarted)

  /// Waits for the end of a child. Blocks.
  package static func reaping(_ pid: Int32) -> ProgramEnd {
    var (status, signal): (Int32, Int32) = (0, 0)
    guard cs_reap(pid, &status, &signal) == 0 else { return .exited(0) }
    return signal == 0 ? .exited(Int(status)) : .killed(signal: Int(signal))
  }
}
