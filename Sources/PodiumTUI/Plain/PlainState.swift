// What was said about a workspace so far, so that nothing is said twice. Bounded: it holds the last
// table, which is shared with the snapshot, and the few runs that wait for their cause.
import OrchestraAPI
import PodiumCore
import Time

/// The memory of `PlainNews` for one workspace.
struct PlainState {
  /// A failed run that is told when its cause is known.
  struct Waiting {
    var run: PipelineRun
    var until: Timestamp
  }

  let began: Timestamp
  private(set) var isIntroduced = false
  var isStale = false
  var staleSince: Timestamp?
  var index = InsightIndex()
  /// What was broken at the last call.
  var open: [RunLine: ProblemSpan] = [:]
  var waiting: [PipelineRun.ID: Waiting] = [:]
  private var table = RunTable.empty
  /// Runs created after this one were not there when it began.
  private var newest: Timestamp?

  init(began: Timestamp) { self.began = began }

  /// Takes what there is for known.
  mutating func introduce(_ snapshot: Snapshot) {
    isIntroduced = true
    table = snapshot.runs
    newest = snapshot.runs.first?.createdAt
  }

  mutating func wait(for run: PipelineRun, until: Timestamp) {
    waiting[run.id] = Waiting(run: run, until: until)
  }

  /// The runs that are new or stand differently, the oldest first. Chunks that are the same object
  /// are not looked at. Runs of the past that are only now loaded are no news.
  mutating func changes(to next: RunTable) -> [PipelineRun] {
    let known = Set(table.chunks.map { ObjectIdentifier($0) })
    var changed: [PipelineRun] = []
    for chunk in next.chunks where !known.contains(ObjectIdentifier(chunk)) {
      for run in chunk.runs {
        if let old = table[id: run.id] {
          if old.status != run.status { changed.append(run) }
        } else if newest.map({ run.createdAt > $0 }) ?? true {
          changed.append(run)
        }
      }
    }
    table = next
    return changed.sorted { ($0.changedAt, $0.id.text) < ($1.changedAt, $1.id.text) }
  }
}

extension PipelineRun {
  /// When it came to stand as it does, as far as it says so.
  fileprivate var changedAt: Timestamp {
    status.isTerminal ? endedAt : start
  }
}
