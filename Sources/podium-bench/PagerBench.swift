// The text pager over files: first screen, end, searches against grep, memory, following. `podium-bench
// FILE…` measures logs of any size; without files two small ones are made, to see how costs grow.
import Glibc
import PodiumCore
import TerminalUI

enum PagerBench {
  /// Stands once, near the end of what is measured.
  static let needle = "NEEDLE-7f3a9c"

  /// One column for each file.
  static func rows(_ paths: [String]) -> [BenchRow] {
    let columns = paths.map(measure)
    guard let first = columns.first else { return [] }
    return first.indices.map { row in
      BenchRow(
        what: first[row].what, unit: first[row].unit, values: columns.map { $0[row].value },
        isTotal: first[row].isTotal)
    }
  }

  private struct Figure {
    let what: String
    let unit: String
    let value: Double
    var isTotal = false
  }

  private static func measure(_ path: String) -> [Figure] {
    guard let source = try? FileTextSource(path: path) else { return [] }
    let before = Meter.anonymousBytes()
    var figures: [Figure] = []
    var driver = PagerDriver(source)
    func note(_ what: String, isTotal: Bool = false, _ milliseconds: Double) {
      figures.append(Figure(what: what, unit: "ms", value: milliseconds, isTotal: isTotal))
    }
    note("first screen", driver.work { $0.bytes != nil && !$0.isLoading })
    note("the end", driver.does(.end) { !$0.isLoading && $0.percent == 100 })
    note("the middle", driver.does(.percent(50)) { !$0.isLoading })
    note("all lines counted", isTotal: true, driver.work { $0.lines != nil })
    for (what, text) in [("plain word", needle), ("expression", "ERROR.*\(needle)")] {
      _ = driver.does(.top) { !$0.isLoading }
      let search = driver.does(.search(text, isBackward: false)) {
        $0.searched == nil && !$0.isLoading
      }
      note("search to the end, \(what)", isTotal: true, search)
      note("all its hits counted", isTotal: true, driver.work { $0.matches?.isWhole == true })
      let peer = peerMilliseconds(text, path)
      figures.append(
        Figure(what: "search, \(what)", unit: "× \(peerName) -c", value: search / peer))
    }
    _ = driver.does(.search("", isBackward: false)) { !$0.isLoading }
    _ = driver.does(.top) { !$0.isLoading }
    note("warnings and errors only, first screen", driver.does(.nextLevel) { !$0.isLoading })
    figures.append(
      Figure(
        what: "anonymous memory since the start", unit: "MB",
        value: Double(Meter.anonymousBytes() - before) / 1e6))
    return figures
  }

  private static let peerName = access("/usr/bin/rg", X_OK) == 0 ? "rg" : "grep"

  /// The least of three runs of another program that counts the lines with a match.
  private static func peerMilliseconds(_ text: String, _ path: String) -> Double {
    let program = ExternalProgram(
      words: [peerName, "-c", text, path], place: .background(.seconds(600)))
    return (0..<3).map { _ in
      Meter.milliseconds {
        _ = program.run(environment: ["LC_ALL": "C", "PATH": "/usr/bin:/bin"])
      }
    }.min() ?? .nan
  }
}

extension PagerBench {
  static let sampleLines = [50_000, 500_000]

  private static func temporary(_ name: String) -> String {
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    return "\(folder)/podium-bench-\(getpid())-\(name).log"
  }

  /// Logs with these numbers of lines; their paths.
  static func samples() -> [String] {
    sampleLines.map { count in
      let path = temporary("\(count)")
      let levels = ["INFO ", "INFO ", "DEBUG", "INFO ", "WARN ", "INFO ", "ERROR"]
      let part = (0..<1000).map {
        "2026-11-21T03:01:40.\(100 + $0 % 900) \(levels[$0 % 7]) part \($0)\n"
      }
      .joined()
      guard let file = fopen(path, "w") else { return path }
      for _ in 0..<(count / 1000) { fputs(part, file) }
      fputs("2026-11-21T04:00:00.000 ERROR \(needle)\nthe end\n", file)
      fclose(file)
      return path
    }
  }

  /// What following an idle file and a written one costs.
  static func followRows() -> [BenchRow] {
    let path = temporary("follow")
    defer { unlink(path) }
    guard let file = fopen(path, "w"), let source = try? FileTextSource(path: path) else {
      return []
    }
    defer { fclose(file) }
    var driver = PagerDriver(source, follows: true)
    _ = driver.work { $0.bytes != nil && !$0.isLoading }
    driver.watch(path)
    var latencies: [Double] = []
    var written = 0
    for line in 0..<40 {
      usleep(30_000)
      let text = "line \(line)\n"
      written += text.utf8.count
      fputs(text, file)
      let length = written
      let time = Meter.milliseconds {
        fflush(file)
        _ = driver.work { $0.bytes == length && !$0.isLoading }
      }
      latencies.append(time)
    }
    latencies.sort()
    let before = Meter.wakeUps()
    sleep(3)
    let wakeUps = Double(Meter.wakeUps() - before) / 3
    return [
      BenchRow(what: "an appended line is drawn, median", unit: "ms", values: [latencies[20]]),
      BenchRow(
        what: "an appended line is drawn, slowest of 40", unit: "ms", values: [latencies[39]]),
      BenchRow(what: "wake-ups of all threads while idle", unit: "a second", values: [wakeUps]),
    ]
  }
}
