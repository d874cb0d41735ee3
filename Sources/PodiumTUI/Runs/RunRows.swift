// The rows of the runs list: those that pass the filter, in the chosen order. Work is done in slices,
// and only for what is new.
import OrchestraAPI
import PodiumCore

/// Filtered and ordered runs.
package struct RunRows: Sendable {
  /// Work between two looks at the keys: bytes that the filter searches, and chunks of some hundred
  /// runs that are put in order. A few milliseconds.
  static let workPerTurnMax = 16 << 20
  static let chunksPerTurnMax = 16

  private(set) var filter = RunFilter()
  private var index = RunFilterIndex()
  private var order = RunOrder()
  private var filtered = FilteredRuns(.empty)
  /// nil while the list has its own order, or the chosen one is not made yet.
  private var ordered: OrderedRuns?
  private var made: Made?
  /// Whether somebody is about to type a filter, and all is ready for the first letter.
  private var expectation = (isOn: false, isReady: false)

  private struct Made: Equatable {
    var generation: Int
    var filter: String
    var sort: ListSort?
  }

  package init() {}

  /// What they were asked to be ordered by last.
  package var sort: ListSort? { made?.sort }
  package var count: Int { ordered?.count ?? filtered.count }
  /// Whether every run was looked at by the filter.
  package var isComplete: Bool { filtered.isComplete }
  package var hasMoreWork: Bool {
    !filtered.isComplete || order.hasMoreWork || (expectation.isOn && !expectation.isReady)
  }

  /// The run of a row. Traps outside `0..<count`.
  package subscript(row: Int) -> PipelineRun { ordered?[row] ?? filtered[row] }

  /// The row of a run; nil when it does not pass.
  ///
  /// - Parameter hint: where it was before.
  package func index(of id: PipelineRun.ID, hint: Int = 0) -> Int? {
    if hint >= 0, hint < count, self[hint].id == id { return hint }
    guard let ordered else { return filtered.index(of: id) }
    return ordered.index(of: id)
  }

  /// Takes the words of the filter; the rows follow with `settle`.
  package mutating func enter(_ text: String) {
    filter.enter(text)
    expectation.isOn = false
    index.keepsTexts = false
  }

  /// A filter is about to be typed: what its first letter needs is made with `settle`.
  package mutating func expectFilter() {
    expectation = (true, false)
    index.keepsTexts = true
  }

  /// Adapts to the snapshot, or goes on with what is left.
  package mutating func settle(
    filter text: String, sort: ListSort?, _ context: ViewContext
  ) {
    let snapshot = context.snapshot
    let now = Made(generation: snapshot.generation, filter: text, sort: sort)
    let isOver = filtered.validUntil.map { $0 <= context.now } ?? false
    guard made != now || hasMoreWork || isOver else { return }
    if made?.generation != now.generation || made?.filter != text || !filtered.isComplete || isOver
    {
      filter.enter(text)
      filtered = index.rows(
        passing: &filter, in: snapshot, now: context.now, workMax: Self.workPerTurnMax)
    }
    if expectation.isOn {
      expectation.isReady = index.makeTexts(of: snapshot, workMax: Self.workPerTurnMax)
    }
    made = now
    guard let sort, let runSort = RunColumns.runSort(sort, context) else {
      (order, ordered) = (RunOrder(), nil)
      return
    }
    ordered = order.rows(of: filtered, by: runSort, chunksMax: Self.chunksPerTurnMax)
  }
}
