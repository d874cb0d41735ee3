// Logs and artifacts as bytes: to standard output or a file, piece by piece, whatever their size. A
// terminal gets no control characters of theirs.
import Glibc
import JSON
import OrchestraAPI
import PodiumCore
import TerminalUI

/// `logs` and `artifacts get`.
enum FileVerb {
  private static let out = Option(
    "--output", "FILE", "write there instead of standard output; refuses to replace a file")
  private static let tail = Option("--tail", "N", "only the last N lines (of the last 256 KiB)")
  private static let follow = Option("--follow", nil, "go on while it grows")

  /// `artifacts get`: `--json` gives a part of it as text, as agents get it.
  static let face = VerbFace(
    options: [out], hidden: ["offset", "max_bytes", "tail"],
    run: { (call) async throws(CommandFailure) in
      guard call.printer.form == .text else { return try await value(call) }
      let file = try await call.find { (bench, values) async throws(WorkProblem) in
        try await bench.file(values)
      }
      let sink = try FileSink(call, path: call.invocation.arguments.text(out.name))
      return try await copy(file, from: 0, follows: false, sink, call)
    })

  static let logs = VerbFace(
    options: [tail, follow, out],
    run: { (call) async throws(CommandFailure) in
      guard call.printer.form == .text else { return try await value(call) }
      let lines = try call.invocation.arguments.number(tail.name, in: 0...1_000_000)
      let file = try await call.find { (bench, values) async throws(WorkProblem) in
        try await bench.log(values)
      }
      let sink = try FileSink(call, path: call.invocation.arguments.text(out.name))
      var start = 0
      if let lines {
        let chunk = try await call.find { (bench, _) async throws(WorkProblem) in
          try await bench.chunk(of: file, .last(256 << 10))
        }
        guard sink.take(last(lines, of: chunk.bytes)) else { return .code(.ok) }
        start = chunk.offset + chunk.bytes.count
      }
      let follows = call.invocation.arguments.has(follow.name)
      guard lines == nil || follows else {
        sink.finish()
        return .code(.ok)
      }
      return try await copy(file, from: start, follows: follows, sink, call)
    })

  private static func value(_ call: VerbCall) async throws(CommandFailure) -> Ending {
    call.printer.print(try await call.perform())
    return .code(.ok)
  }

  private static func copy(
    _ file: RemoteFile, from start: Int, follows: Bool, _ sink: FileSink, _ call: VerbCall
  ) async throws(CommandFailure) -> Ending {
    _ = try await call.find { (bench, _) async throws(WorkProblem) in
      try await bench.read(file, from: start, follows: follows) { chunk in
        await OwnThread.run { sink.take(chunk.bytes) }
      }
      return true
    }
    if let problem = sink.finish() { throw CommandFailure(.failed, problem) }
    return .code(.ok)
  }

  /// The last lines of a text; an end of line at its end counts for none.
  static func last(_ count: Int, of bytes: [UInt8]) -> [UInt8] {
    guard count > 0 else { return [] }
    var left = count
    var index = bytes.count - (bytes.last == 0x0A ? 1 : 0)
    while index > 0 {
      if bytes[index - 1] == 0x0A {
        left -= 1
        if left == 0 { break }
      }
      index -= 1
    }
    return Array(bytes[index...])
  }
}

extension VerbCall {
  /// Work of the workspace whose problems become the command's.
  func find<Value: Sendable>(
    _ work: (Workbench, JSONObject) async throws(WorkProblem) -> Value
  ) async throws(CommandFailure) -> Value {
    do throws(WorkProblem) {
      return try await work(bench, values)
    } catch {
      throw CommandFailure(ExitCode(error.kind), verb.translated(error.message))
    }
  }
}
