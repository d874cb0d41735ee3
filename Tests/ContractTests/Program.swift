// Runs a program to its end and keeps what it said.
import CSystem
import Glibc
import TestSupport

struct Program: Sendable {
  var exitCode: Int32
  var output: String
  var errors: String

  /// Blocks a thread of its own; the program is killed after `secondsMax`.
  static func run(
    _ arguments: [String], environment: [String: String], in folder: String, secondsMax: Int32 = 600
  ) async -> Program {
    await onThread {
      let out = nameless()
      let err = nameless()
      defer {
        close(out)
        close(err)
      }
      let code = spawn(arguments, environment, folder, (out, err), secondsMax)
      return Program(exitCode: code, output: text(of: out), errors: text(of: err))
    }
  }

  private static func spawn(
    _ arguments: [String], _ environment: [String: String], _ folder: String,
    _ streams: (out: Int32, err: Int32), _ secondsMax: Int32
  ) -> Int32 {
    let argv = arguments.map { strdup($0) } + [nil]
    let envp = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in argv + envp { free(text) } }
    var step: Int32 = 0
    let pid = arguments[0].withCString { program in
      folder.withCString { directory in
        argv.withUnsafeBufferPointer { argv in
          envp.withUnsafeBufferPointer { envp in
            var request = cs_spawn_request()
            request.program = program
            request.argv = argv.baseAddress
            request.envp = envp.baseAddress
            request.directory = directory
            request.out_fd = streams.out
            request.err_fd = streams.err
            request.die_with_parent = 1
            return cs_spawn(&request, &step)
          }
        }
      }
    }
    guard pid > 0 else { return -1 }
    let ended = cs_pidfd(pid)
    var ready: UInt8 = 0
    _ = withUnsafePointer(to: ended) { cs_wait_readable($0, &ready, 1, secondsMax * 1000) }
    if ready == 0 { _ = cs_kill_group(pid, SIGKILL) }
    var status: Int32 = 0
    var signal: Int32 = 0
    _ = cs_reap(pid, &status, &signal)
    close(ended)
    return signal == 0 ? status : -signal
  }

  /// A temporary file that goes away when it is closed.
  private static func nameless() -> Int32 {
    var template = TemporaryFolder.template
    let fd = mkstemp(&template)
    unlink(template)
    return fd
  }

  private static func text(of fd: Int32) -> String {
    var bytes = [UInt8](repeating: 0, count: Int(lseek(fd, 0, SEEK_END)))
    let count = pread(fd, &bytes, bytes.count, 0)
    return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
  }
}
