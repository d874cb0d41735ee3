// What is loaded only for screens that look deeper than the list of runs: definitions, operations,
// histories. Bounded by how many of each are kept.
import OrchestraAPI

/// Definitions, operations and histories that were asked for.
package struct Depth: Sendable, Equatable {
  package var shapes: [DefinitionKey: PipelineShape] = [:]
  package var operations: [TaskRun.ID: TaskOperations] = [:]
  package var histories: [Pipeline.ID: PipelineHistory] = [:]

  /// Kept while nobody looks at them.
  package static let shapesMax = 64
  package static let historiesMax = 4

  package init() {}
}

/// The operations of one task run, as far as they are loaded.
package struct TaskOperations: Sendable, Equatable {
  package var items: [Operation]
  /// Operations that the server counts.
  package var total: Int

  /// Pages of a hundred operations that are read for one task run.
  package static let pagesMax = 10

  package init(items: [Operation], total: Int) {
    self.items = items
    self.total = total
  }
}

extension StoreState {
  mutating func applyOperations(
    _ page: Page<Operation>, number: Int, of path: TaskRunPath
  ) {
    let id = path.taskRunID
    let gathered = (operationPages[id] ?? []) + page.items
    let isEnd =
      page.items.isEmpty || number * max(page.pageSize, 1) >= page.total
      || number >= TaskOperations.pagesMax
    operationPages[id] = isEnd ? nil : gathered
    refresh.records[.operations(id)]?.nextPage = isEnd ? nil : number + 1
    if isEnd || depth.operations[id] == nil {
      depth.operations[id] = TaskOperations(items: gathered, total: page.total)
    }
    guard isEnd else { return }
    refresh.records[.operations(id)]?.pages = max(1, number)
    let task = details[path.runID]?.tasks.first { $0.id == id }
    // The platform reads them from the other system, some after the task has ended.
    if task?.status.isTerminal == true { noteUnfinished(.operations(id)) }
  }

  /// Counts an answer about something that has ended; the last of a few is final.
  private mutating func noteUnfinished(_ key: Fetch.Key) {
    refresh.records[key]?.unfinishedAnswers += 1
    let answers = refresh.records[key]?.unfinishedAnswers ?? 0
    refresh.records[key]?.isSettled = answers >= FetchRecord.unfinishedAnswersMax
  }

  /// Drops what nobody looks at when there is too much of it.
  mutating func forgetOldDepth() {
    if depth.shapes.count > Depth.shapesMax {
      for key in depth.shapes.keys where !refresh.watched.contains(.definition(key)) {
        depth.shapes[key] = nil
        refresh.records[.definition(key)] = nil
      }
    }
    guard depth.histories.count > Depth.historiesMax else { return }
    for id in depth.histories.keys where !refresh.watched.contains(.history(id)) {
      depth.histories[id] = nil
      refresh.records[.history(id)] = nil
    }
  }
}
