// What the kernel knows of this process: processor time and memory of its own.
import CSystem
import Glibc

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

  /// Bytes of heap in use.
  static func heapBytes() -> Int { Int(cs_heap_bytes()) }

  private static func processorNanoseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
