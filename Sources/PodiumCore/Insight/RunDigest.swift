// What insight needs of a chunk of runs, as plain numbers: made once a chunk, so that looking through
// all runs again costs nanoseconds a run.
import OrchestraAPI
import Time

/// What a status means for a line of runs.
package enum Outcome: UInt8, Sendable {
  /// Has not ended.
  case active
  case succeeded, warning, failed, cancelled
  /// Skipped, or a word that is not known: says nothing.
  case neutral

  package init(_ status: RunStatus) {
    switch status {
    case .succeeded: self = .succeeded
    case .warning: self = .warning
    case .failed: self = .failed
    case .cancelled: self = .cancelled
    case .skipped, .other: self = .neutral
    case .created, .queued, .running, .cancelling: self = .active
    }
  }
}

/// Numbers for names: lines and pipelines are compared a hundred thousand times.
struct LineNumbers: Sendable {
  private(set) var pipelines: [Pipeline.ID] = []
  /// The number of the pipeline of each line.
  private(set) var pipelineOfLine: [Int32] = []
  private(set) var lines: [RunLine] = []
  private var numbers: [RunLine: Int32] = [:]
  private var pipelineNumbers: [Pipeline.ID: Int32] = [:]

  mutating func number(of run: PipelineRun) -> Int32 {
    let line = RunLine(run)
    if let known = numbers[line] { return known }
    let number = Int32(lines.count)
    numbers[line] = number
    lines.append(line)
    pipelineOfLine.append(pipelineNumber(line.pipeline))
    return number
  }

  private mutating func pipelineNumber(_ id: Pipeline.ID) -> Int32 {
    if let known = pipelineNumbers[id] { return known }
    let number = Int32(pipelines.count)
    pipelineNumbers[id] = number
    pipelines.append(id)
    return number
  }
}

/// The newest run that a schedule has started.
package struct ScheduledStart: Sendable, Equatable {
  package var cron: String?
  package var name: String?
  package var at: Timestamp
}

/// The numbers of one chunk, by position.
struct RunDigest: Sendable {
  let chunk: RunChunk
  let lines: [Int32]
  let outcomes: [Outcome]
  /// Duration of those that succeeded, 0 for others.
  let milliseconds: [Int64]
  /// Per pipeline and schedule the newest start.
  let starts: [(pipeline: Int32, start: ScheduledStart)]

  init(_ chunk: RunChunk, _ numbers: inout LineNumbers) {
    self.chunk = chunk
    var lines: [Int32] = []
    var starts: [(pipeline: Int32, start: ScheduledStart)] = []
    lines.reserveCapacity(chunk.runs.count)
    var outcomes: [Outcome] = []
    var milliseconds: [Int64] = []
    outcomes.reserveCapacity(chunk.runs.count)
    milliseconds.reserveCapacity(chunk.runs.count)
    chunk.runs.withUnsafeBufferPointer { runs in
      for row in runs.indices {
        let line = numbers.number(of: runs[row])
        lines.append(line)
        let outcome = Outcome(runs[row].status)
        outcomes.append(outcome)
        let took =
          outcome == .succeeded ? runs[row].duration(now: runs[row].createdAt).milliseconds : 0
        milliseconds.append(max(0, took))
        guard let cause = runs[row].triggeredBy.first, cause.type == "SCHEDULED" else { continue }
        let start = ScheduledStart(
          cron: cause.scheduleCron, name: cause.scheduleName, at: runs[row].createdAt)
        starts.note(start, of: numbers.pipelineOfLine[Int(line)])
      }
    }
    (self.lines, self.starts) = (lines, starts)
    (self.outcomes, self.milliseconds) = (outcomes, milliseconds)
  }
}

extension [(pipeline: Int32, start: ScheduledStart)] {
  /// Keeps a start unless a newer one of the same schedule is there: they come newest first.
  fileprivate mutating func note(_ start: ScheduledStart, of pipeline: Int32) {
    let isKnown = contains {
      $0.pipeline == pipeline && $0.start.cron == start.cron && $0.start.name == start.name
    }
    if !isKnown { append((pipeline, start)) }
  }
}
