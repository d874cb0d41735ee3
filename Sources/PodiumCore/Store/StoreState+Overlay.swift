// Optimistic marks: what the user asked for is shown at once and leaves when the server confirms it
// or stays silent for too long.
import OrchestraAPI
import Time

extension StoreState {
  /// A mark that the server has not confirmed is dropped after that.
  static let markSeconds: Duration = .seconds(120)

  /// Shows that something is under way for a run.
  package mutating func mark(_ id: PipelineRun.ID, _ kind: PendingMark.Kind, at now: Moment) {
    notes.marks[id] = PendingMark(kind, since: now.wall)
    generation += 1
  }

  /// The request failed, or its purpose is reached.
  package mutating func unmark(_ id: PipelineRun.ID) {
    if notes.marks.removeValue(forKey: id) != nil { generation += 1 }
  }

  /// Nobody knows whether the request arrived; the mark says so until something is seen.
  mutating func doubtMark(of id: PipelineRun.ID) {
    guard notes.marks[id] != nil else { return }
    notes.marks[id]?.isInDoubt = true
    generation += 1
  }

  /// A write was accepted: what it changed is looked at soon.
  package mutating func expectChange(of id: PipelineRun.ID?) {
    refresh.records[.newest, default: FetchRecord()].isAsked = true
    guard let id else { return }
    if ledger.knows(id), refresh.active[id] != nil {
      refresh.active[id] = .zero
      refresh.records[.runs]?.isAsked = true
      refresh.records[.tasks(id)]?.isAsked = true
    }
  }

  /// A run was started: it is looked for before the list shows it.
  package mutating func expectRun(_ id: PipelineRun.ID) {
    refresh.records[.newest, default: FetchRecord()].isAsked = true
    if refresh.watched.contains(.run(id)), !ledger.knows(id) { refresh.unknownRuns.insert(id) }
  }

  mutating func confirmMark(of run: PipelineRun) {
    guard let mark = notes.marks[run.id] else { return }
    let isConfirmed =
      switch mark.kind {
      case .cancelling: run.status.isTerminal || run.status == .cancelling
      case .forcing: run.status.isTerminal
      case .rerunning: false
      }
    if isConfirmed { notes.marks[run.id] = nil }
  }

  /// Drops marks that were never confirmed.
  mutating func expireMarks(at now: Moment) {
    let expired = notes.marks.filter { now.wall - $0.value.since > Self.markSeconds }
    for id in expired.keys { unmark(id) }
  }
}
