// What the kernel knows of another process: whether it is there, how often it slept.
import Glibc

package enum ProcessTimes {
  /// How often threads that are still there have gone to sleep, nil when there is no such process.
  package static func sleeps(_ pid: pid_t) -> Int? {
    guard let threads = try? Files.names(in: "/proc/\(pid)/task") else { return nil }
    return threads.reduce(0) { sum, thread in
      let text = try? Files.text("/proc/\(pid)/task/\(thread)/status")
      let line = text?.split(separator: "\n").first { $0.hasPrefix("voluntary_ctxt_switches") }
      return sum + (line?.split(whereSeparator: \.isWhitespace).last.flatMap { Int($0) } ?? 0)
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
