// The program under test: the one that was built together with these tests.
import Glibc
import TestSupport

enum BuiltProgram {
  /// The path of an executable beside the running test bundle.
  static func path(_ name: String) throws -> String {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &buffer, buffer.count)
    let bytes = buffer.prefix(max(0, count)).map { UInt8(bitPattern: $0) }
    let bundle = String(decoding: bytes, as: UTF8.self)
    let folder = bundle.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    let path = (folder + [Substring(name)]).joined(separator: "/")
    guard Files.isExecutable(path) else {
      throw PTY.Failure("no \(name) beside the tests: swift build --product \(name)")
    }
    return path
  }
}

extension PTYProgram {
  /// Podium with these words, in an 80×24 terminal and an empty home.
  static func podium(_ words: String...) throws -> PTYProgram {
    PTYProgram([try BuiltProgram.path("podium")] + words)
  }
}
