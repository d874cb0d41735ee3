// The program under test: the one that was built together with these tests.
import Glibc

package enum BuiltProgram {
  /// The path of an executable beside the running test bundle.
  package static func path(_ name: String) throws(Files.Failure) -> String {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &buffer, buffer.count)
    let bytes = buffer.prefix(max(0, count)).map { UInt8(bitPattern: $0) }
    let bundle = String(decoding: bytes, as: UTF8.self)
    let folder = bundle.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    let path = (folder + [Substring(name)]).joined(separator: "/")
    guard Files.isExecutable(path) else {
      throw Files.Failure("run (swift build --product \(name))", path)
    }
    return path
  }
}
