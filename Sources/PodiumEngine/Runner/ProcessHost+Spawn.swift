// From a request to a running child: C arrays, the log's descriptor, and words for what failed.
import CSystem
import Glibc

extension ProcessHost {
  struct SpawnFailure: Error {
    let reason: String
  }

  /// Starts a child; blocks for the time of fork and exec.
  static func spawn(_ request: ProcessRequest) -> Result<Int32, SpawnFailure> {
    guard let program = request.arguments.first, !program.isEmpty else {
      return .failure(SpawnFailure(reason: "The command is empty"))
    }
    let log = open(request.logPath, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard log >= 0 else {
      return .failure(SpawnFailure(reason: "Cannot write its log: \(systemReason(errno))"))
    }
    defer { close(log) }
    let variables = request.environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    var step: Int32 = 0
    let result = withCStrings(request.arguments) { arguments in
      withCStrings(variables) { environment in
        program.withCString { program in
          (request.environment["PATH"] ?? "/usr/bin:/bin").withCString { path in
            request.folder.withCString { folder in
              var wanted = cs_spawn_request(
                program: program, argv: arguments, envp: environment, search_path: path,
                directory: folder, in_fd: -1, out_fd: log, err_fd: log, die_with_parent: 1,
                keeps_group: 0)
              return cs_spawn(&wanted, &step)
            }
          }
        }
      }
    }
    if result > 0 { return .success(result) }
    return .failure(SpawnFailure(reason: reason(step, -result, request)))
  }

  private static func reason(_ step: Int32, _ code: Int32, _ request: ProcessRequest) -> String {
    let cause = systemReason(code)
    let program = request.arguments[0]
    if step == Int32(CS_SPAWN_DIRECTORY.rawValue) {
      return "Cannot start in its folder: \(cause)"
    }
    if step == Int32(CS_SPAWN_EXEC.rawValue), code == ENOENT {
      return "Cannot start \(program): no such program in the PATH of this machine"
    }
    return "Cannot start \(program): \(cause)"
  }
}

/// The system's words for an error number.
func systemReason(_ code: Int32) -> String {
  var buffer = [CChar](repeating: 0, count: 128)
  return buffer.withUnsafeMutableBufferPointer { buffer in
    guard let base = buffer.baseAddress, strerror_r(code, base, buffer.count) == 0 else {
      return "error \(code)"
    }
    return String(cString: base)
  }
}

/// A NULL-terminated array of C strings for the time of a call.
private func withCStrings<Result>(
  _ texts: [String],
  _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
  var pointers: [UnsafeMutablePointer<CChar>?] = texts.map { strdup($0) }
  pointers.append(nil)
  defer { for pointer in pointers { free(pointer) } }
  return pointers.withUnsafeBufferPointer { buffer in
    guard let base = buffer.baseAddress else { preconditionFailure("the array is never empty") }
    return body(base)
  }
}
