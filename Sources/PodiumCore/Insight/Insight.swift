// What the loaded runs say together: what is broken and since when, what was fixed, what is usual.
// A value of one table; knows no causes, no clock and no acknowledgements: those are ProblemList's.
import OrchestraAPI
import Time

/// Problem runs of one line between two good ones.
package struct ProblemSpan: Sendable {
  package let line: RunLine
  /// The worst of its runs decides.
  package fileprivate(set) var outcome: Outcome
  /// Runs that ended so; the others of the span are not counted.
  package fileprivate(set) var count: Int
  package fileprivate(set) var newest: RunRef
  package fileprivate(set) var oldest: RunRef
  /// The run that was well again; nil while it is open.
  package let resolver: RunRef?
}

/// What is known of a pipeline from its runs.
package struct PipelineFacts: Sendable {
  /// How the newest runs stand, the newest first; at most `recentMax`.
  package fileprivate(set) var recent: [Outcome] = []
  /// Runs that ended by themselves, and those of them that ended well (warnings are well).
  package fileprivate(set) var ended = 0
  package fileprivate(set) var endedWell = 0
  /// Of the newest runs that succeeded; at most `Baseline.nMax`.
  fileprivate var milliseconds: [Int64] = []
  /// The newest start of each schedule.
  package fileprivate(set) var starts: [ScheduledStart] = []

  package static let recentMax = 20

  /// Of a pipeline without runs.
  package init() {}

  /// The usual duration; nil when too few runs succeeded.
  package var baseline: Baseline? { Baseline(milliseconds: milliseconds) }
}

/// The sum of all loaded runs.
package struct Insight: Sendable {
  /// Open ones and fixed ones, in the order of the newest run of each, newest first.
  private var spans: [ProblemSpan] = []
  /// What nothing has fixed yet.
  package private(set) var open: [ProblemSpan] = []
  /// What a later run has fixed.
  package private(set) var resolved: [ProblemSpan] = []
  private var facts: [PipelineFacts] = []
  private var places: [Pipeline.ID: Int] = [:]
  /// Runs that were looked at.
  package private(set) var runs = 0
  /// Whether all loaded runs were; if not, ask the index again.
  package internal(set) var isComplete = true

  /// Before any run.
  package init() {}

  /// Everything about a table at once; where it is asked for often, keep an `InsightIndex`.
  package init(_ table: RunTable) {
    var index = InsightIndex()
    self = index.insight(of: table)
  }

  /// The problem that a run is a part of; nil when it ended well, or has not ended.
  package func span(of run: PipelineRun) -> ProblemSpan? {
    guard Outcome(run.status).severity > 0 else { return nil }
    let line = RunLine(run)
    func holds(_ span: ProblemSpan) -> Bool {
      span.line == line && !(run.key < span.newest.run.key) && !(span.oldest.run.key < run.key)
    }
    return open.first(where: holds) ?? resolved.first(where: holds)
  }

  /// What is known of a pipeline; nil when none of its runs is loaded.
  package subscript(pipeline: Pipeline.ID) -> PipelineFacts? {
    places[pipeline].map { facts[$0] }
  }
}

/// Where a line stands while its runs are read from the newest to the oldest.
private struct LineReading {
  /// The nearest newer run that ended well enough to end a failure, and the span before it.
  var well = Gap()
  /// The same for warnings, which only success ends.
  var clean = Gap()
  /// Whether both are the same gap.
  var isShared = true

  struct Gap {
    var chunk: Int32 = -1
    var position: Int32 = -1
    var span: Int32 = -1
  }
}

extension Insight {
  /// - Parameter digests: of all chunks looked at, the newest first.
  init(_ digests: [RunDigest], _ numbers: LineNumbers) {
    self.init()
    var readings = [LineReading](repeating: LineReading(), count: numbers.lines.count)
    facts = Array(repeating: PipelineFacts(), count: numbers.pipelines.count)
    places = Dictionary(uniqueKeysWithValues: zip(numbers.pipelines, 0...))
    for (index, digest) in digests.enumerated() {
      runs += digest.lines.count
      for position in digest.lines.indices {
        let line = Int(digest.lines[position])
        note(digest, position, pipeline: Int(numbers.pipelineOfLine[line]))
        read(
          digests, at: (Int32(index), Int32(position)), line: numbers.lines[line],
          &readings[line])
      }
      for entry in digest.starts { note(entry.start, pipeline: Int(entry.pipeline)) }
    }
    for span in spans where span.resolver == nil { open.append(span) }
    for span in spans where span.resolver != nil { resolved.append(span) }
    spans = []
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
    _ digests: [RunDigest], at place: (chunk: Int32, position: Int32),
    line: @autoclosure () -> RunLine,
    _ reading: inout LineReading
  ) {
    let outcome = digests[Int(place.chunk)].outcomes[Int(place.position)]
    let gap = LineReading.Gap(chunk: place.chunk, position: place.position)
    switch outcome {
    case .active, .neutral: break
    case .succeeded:
      (reading.well, reading.clean, reading.isShared) = (gap, gap, true)
    case .warning:
      note(digests, place, outcome, line(), &reading.clean)
      (reading.well, reading.isShared) = (gap, false)
    case .failed, .cancelled:
      note(digests, place, outcome, line(), &reading.well)
      if reading.isShared { reading.clean.span = reading.well.span }
    }
  }

  /// Adds a problem run to the span of its gap; the first one, which is the newest, opens it.
  private mutating func note(
    _ digests: [RunDigest], _ place: (chunk: Int32, position: Int32), _ outcome: Outcome,
    _ line: @autoclosure () -> RunLine, _ gap: inout LineReading.Gap
  ) {
    let ref = RunRef(digests[Int(place.chunk)].chunk, Int(place.position))
    guard gap.span >= 0 else {
      gap.span = Int32(spans.count)
      let resolver =
        gap.chunk < 0 ? nil : RunRef(digests[Int(gap.chunk)].chunk, Int(gap.position))
      spans.append(
        ProblemSpan(
          line: line(), outcome: outcome, count: 1, newest: ref, oldest: ref, resolver: resolver))
      return
    }
    spans[Int(gap.span)].add(ref, outcome)
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

extension Outcome {
  /// How bad it is for whoever is on call.
  var severity: Int {
    switch self {
    case .failed: 3
    case .warning: 2
    case .cancelled: 1
    case .active, .succeeded, .neutral: 0
    }
  }
}
