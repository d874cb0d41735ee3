// Reads the numbers of chunks from the newest run to the oldest and keeps where it stands, so that older
// runs that arrive later are read alone. A value: reading on from a copy leaves the original as it was.
import OrchestraAPI

/// Where a line stands while its runs are read from the newest to the oldest.
private struct LineReading {
  /// The nearest newer run that ended well enough to end a failure, and the span before it.
  var well = Gap()
  /// The same for warnings, which only success ends.
  var clean = Gap()
  /// Whether both are the same gap.
  var isShared = true

  /// Places, not references: this is written for every run.
  struct Gap {
    var chunk: Int32 = -1
    var position: Int32 = -1
    var span: Int32 = -1
  }
}

/// The way through the runs, as far as it has come.
struct InsightReading: Sendable {
  /// Open problems and fixed ones, in the order of the newest run of each, newest first.
  private(set) var spans: [ProblemSpan] = []
  private(set) var facts: [PipelineFacts] = []
  private(set) var places: [Pipeline.ID: Int] = [:]
  /// Runs that were read.
  private(set) var runs = 0
  private var lines: [LineReading] = []
  private var chunks: [RunChunk] = []

  /// Reads the next chunk, whose runs are older than all before.
  mutating func read(_ digest: RunDigest, _ numbers: LineNumbers) {
    makeRoom(numbers)
    runs += digest.lines.count
    chunks.append(digest.chunk)
    for position in digest.lines.indices {
      let line = Int(digest.lines[position])
      note(digest, position, pipeline: Int(numbers.pipelineOfLine[line]))
      read(digest.outcomes[position], position, line, numbers)
    }
    for entry in digest.starts { note(entry.start, pipeline: Int(entry.pipeline)) }
  }

  private mutating func makeRoom(_ numbers: LineNumbers) {
    while lines.count < numbers.lines.count { lines.append(LineReading()) }
    while facts.count < numbers.pipelines.count {
      places[numbers.pipelines[facts.count]] = facts.count
      facts.append(PipelineFacts())
    }
  }

  private mutating func note(_ digest: RunDigest, _ position: Int, pipeline: Int) {
    let outcome = digest.outcomes[position]
    if facts[pipeline].recent.count < PipelineFacts.recentMax {
      facts[pipeline].recent.append(outcome)
    }
    switch outcome {
    case .succeeded:
      facts[pipeline].ended += 1
      facts[pipeline].endedWell += 1
      if facts[pipeline].milliseconds.count < Baseline.nMax {
        facts[pipeline].milliseconds.append(digest.milliseconds[position])
      }
    case .warning:
      facts[pipeline].ended += 1
      facts[pipeline].endedWell += 1
    case .failed: facts[pipeline].ended += 1
    case .active, .cancelled, .neutral: break
    }
  }

  private mutating func note(_ start: ScheduledStart, pipeline: Int) {
    let isKnown = facts[pipeline].starts.contains {
      $0.cron == start.cron && $0.name == start.name
    }
    if !isKnown { facts[pipeline].starts.append(start) }
  }

  private mutating func read(
    _ outcome: Outcome, _ position: Int, _ line: Int, _ numbers: LineNumbers
  ) {
    let gap = LineReading.Gap(chunk: Int32(chunks.count - 1), position: Int32(position))
    switch outcome {
    case .active, .neutral: break
    case .succeeded:
      (lines[line].well, lines[line].clean, lines[line].isShared) = (gap, gap, true)
    case .warning:
      lines[line].clean.span = span(outcome, position, numbers.lines[line], lines[line].clean)
      (lines[line].well, lines[line].isShared) = (gap, false)
    case .failed, .cancelled:
      lines[line].well.span = span(outcome, position, numbers.lines[line], lines[line].well)
      if lines[line].isShared { lines[line].clean.span = lines[line].well.span }
    }
  }

  /// Adds a problem run to the span of its gap; the first one, which is the newest, opens it.
  /// - Returns: the number of the span.
  private mutating func span(
    _ outcome: Outcome, _ position: Int, _ line: RunLine, _ gap: LineReading.Gap
  ) -> Int32 {
    let ref = RunRef(chunks[chunks.count - 1], position)
    guard gap.span < 0 else {
      spans[Int(gap.span)].add(ref, outcome)
      return gap.span
    }
    let resolver =
      gap.chunk < 0 ? nil : RunRef(chunks[Int(gap.chunk)], Int(gap.position))
    spans.append(
      ProblemSpan(
        line: line, outcome: outcome, count: 1, newest: ref, oldest: ref, resolver: resolver))
    return Int32(spans.count - 1)
  }
}

extension ProblemSpan {
  /// Takes in an older run.
  fileprivate mutating func add(_ ref: RunRef, _ outcome: Outcome) {
    if outcome == self.outcome {
      count += 1
      oldest = ref
    } else if outcome.severity > self.outcome.severity {
      (self.outcome, count, newest, oldest) = (outcome, 1, ref, ref)
    }
  }
}
