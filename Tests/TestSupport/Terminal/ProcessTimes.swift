// What the kernel knows of another process: processor time, state, memory.
import Glibc

package enum ProcessTimes {
  /// Seconds in user and kernel mode of all threads, nil when there is no such process.
  package static func processorSeconds(_ pid: pid_t) -> Double? {
    guard let text = try? Files.text("/proc/\(pid)/stat"), let end = text.lastIndex(of: ")") else {
      return nil
    }
    let fields = text[text.index(after: end)...].split(separator: " ")
    guard fields.count > 12, let user = Double(fields[11]), let kernel = Double(fields[12]) else {
      return nil
    }
    return (user + kernel) / Double(sysconf(Int32(_SC_CLK_TCK)))
  }

  /// The same to the nanosecond, but only of threads that are still there.
  package static func threadSeconds(_ pid: pid_t) -> Double? {
    guard let threads = try? Files.names(in: "/proc/\(pid)/task") else { return nil }
    return threads.reduce(0) { sum, thread in
      let text = try? Files.text("/proc/\(pid)/task/\(thread)/schedstat")
      return sum + (text?.split(separator: " ").first.flatMap { Double($0) } ?? 0) / 1e9
    }
  }

  /// True if there is no such process, or only its exit status is left.
  package static func isGone(_ pid: pid_t) -> Bool {
    guard let text = try? Files.text("/proc/\(pid)/stat"), let end = text.lastIndex(of: ")") else {
      return true
    }
    return text[text.index(after: end)...].split(separator: " ").first == "Z"
  }
}
