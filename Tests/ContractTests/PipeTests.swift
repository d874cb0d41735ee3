// Verbs in pipes, as scripts write them: readers that have enough, streams that are closed or full.
import TestSupport
import Testing

@Suite struct PipeTests {
  /// A line of a script, its exit code under pipefail, what it prints and what it complains of.
  static let lines: [(line: String, code: Int32, prints: String, says: String)] = [
    ("podium runs list | head -n 1 | cut -c 1-6", 0, "STATUS\n", ""),
    ("podium runs list --json | head -c 1", 0, "{", ""),
    ("podium runs list --watch | head -n 1 | cut -c 1-6", 0, "STATUS\n", ""),
    ("podium logs nightly First | head -c 1 | wc -c", 0, "1\n", ""),
    ("podium man | head -n 1 | cut -c 1-3", 0, ".TH\n", ""),
    ("podium runs list >/dev/full", 1, "", "podium: standard output: No space left on device\n"),
    ("podium runs list --json >&-", 1, "", "podium: standard output: Bad file descriptor\n"),
    ("podium logs nightly First >&-", 1, "", "podium: output: Bad file descriptor\n"),
    ("podium runs list --json 2>&- </dev/null | head -c 1", 0, "{", ""),
    ("podium runs nowhere 2>&-", 2, "", ""),
    ("podium runs list --json | python3 -m json.tool >/dev/null && echo read", 0, "read\n", ""),
    (
      "podium runs list --json-lines | python3 -c 'import json, sys; [json.loads(l) for l in sys.stdin]'",
      0, "", ""
    ),
  ]

  @Test func readersAndStreamsMayEndAtAnyTime() async throws {
    try await Podium.withServer { podium, caller in
      _ = try await caller.finishedRun("nightly")
      for (line, code, prints, says) in Self.lines {
        let program = try await podium.script("set -o pipefail; \(line)")
        #expect(program.exitCode == code, "\(line): \(program)")
        #expect(program.output == prints && program.errors == says, "\(line): \(program)")
      }
    }
  }
}
