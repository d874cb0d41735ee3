// What the kernel knows of this process: processor time and memory of its own.
import CSystem
import Glibc
import PodiumCore

enum Meter {
  /// Milliseconds of processor time of all threads that the work took.
  static func processorMilliseconds(_ work: () -> Void) -> Double {
    let before = processorNanoseconds()
    work()
    return Double(processorNanoseconds() - before) / 1e6
  }

  /// The least of several runs: the rest is other work on the machine.
  static func least(of runs: Int, _ work: () -> Void) -> Double {
    (0..<runs).map { _ in processorMilliseconds(work) }.min() ?? 0
  }

  /// Milliseconds on the wall.
  static func milliseconds(_ work: () -> Void) -> Double {
    let before = cs_monotonic_ns()
    work()
    return Double(cs_monotonic_ns() - before) / 1e6
  }

  /// Bytes of memory that is backed by no file.
  static func anonymousBytes() -> Int {
    number(after: "Anonymous:", in: "/proc/self/smaps_rollup") * 1024
  }

  /// How often threads of this process have slept and gone on.
  static func wakeUps() -> Int {
    FolderList.names(in: "/proc/self/task", max: 1000).reduce(0) { sum, thread in
      sum + number(after: "\nvoluntary_ctxt_switches:", in: "/proc/self/task/\(thread)/status")
    }
  }

  private static func number(after label: String, in path: String) -> Int {
    guard let file = fopen(path, "r") else { return 0 }
    defer { fclose(file) }
    let bytes = [UInt8](unsafeUninitializedCapacity: 8192) { buffer, count in
      count = fread(buffer.baseAddress, 1, buffer.count, file)
    }
    let text = String(decoding: bytes, as: UTF8.self)
    guard let place = text.firstRange(of: label) else { return 0 }
    let rest = text[place.upperBound...].drop { $0 == " " || $0 == "\t" }
    return Int(rest.prefix { $0.isNumber }) ?? 0
  }

  /// Bytes of heap in use.
  static func heapBytes() -> Int { Int(cs_heap_bytes()) }

  private static func processorNanoseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
