// When each task of a run waited and ran: the bars of its timeline. Queued means ready but not begun:
// waiting for other tasks is no queue. Pure.
import OrchestraAPI
import Time

/// The times of a run's tasks, by the nodes of its graph.
package struct RunTimeline: Sendable, Equatable {
  /// The times of one task.
  package struct Bar: Sendable, Equatable {
    /// When nothing stood in its way any more; nil where that never came.
    package var readyAt: Timestamp?
    package var startedAt: Timestamp?
    /// When it ended, or now while it runs.
    package var endedAt: Timestamp?
    /// Whether it has not ended.
    package var isOpen: Bool
    package var attempts: Int

    /// From being ready to the start, or to now.
    package var queued: Duration? {
      guard let readyAt, let end = startedAt ?? (isOpen ? endedAt : nil) else { return nil }
      return max(.zero, end - readyAt)
    }

    /// From the start to the end, or to now.
    package var ran: Duration? {
      guard let startedAt, let endedAt else { return nil }
      return max(.zero, endedAt - startedAt)
    }
  }

  package let bars: [Bar]
  package let start: Timestamp
  /// The last end, or now while the run lasts.
  package let end: Timestamp
  /// Whether the run has not ended.
  package let isOpen: Bool

  /// - Parameter tasks: the list that the graph was made from.
  package init(_ graph: TaskGraph, tasks: [TaskRun], run: PipelineRun, now: Timestamp) {
    isOpen = !run.status.isTerminal
    start = tasks.compactMap(\.startedAt).reduce(run.startedAt ?? run.createdAt, min)
    var bars: [Bar] = []
    for node in graph.nodes {
      bars.append(Self.bar(tasks[node.item], after: node.upstreams.map { bars[$0] }, start, now))
    }
    self.bars = bars
    let last = bars.compactMap(\.endedAt).max() ?? start
    end = max(last, isOpen ? now : run.completedAt ?? last)
  }

  private static func bar(
    _ task: TaskRun, after upstreams: [Bar], _ runStart: Timestamp, _ now: Timestamp
  ) -> Bar {
    let isOpen = !task.status.isTerminal
    let waited = upstreams.contains { $0.isOpen }
    let free = upstreams.compactMap(\.endedAt).reduce(max(task.createdAt, runStart), max)
    let began = task.startedAt != nil
    let canBegin = task.status == .queued || task.status == .running || task.status == .cancelling
    let isReady = began || (isOpen && !waited && canBegin)
    let end = task.completedAt ?? (isOpen ? now : task.updatedAt)
    return Bar(
      readyAt: isReady ? min(free, task.startedAt ?? free) : nil, startedAt: task.startedAt,
      endedAt: began || isReady ? max(end ?? now, task.startedAt ?? free) : nil, isOpen: isOpen,
      attempts: task.numberOfAttempts)
  }

  package var duration: Duration { max(.zero, end - start) }

  /// The longest chain by these times.
  package func criticalPath(of graph: TaskGraph) -> CriticalPath {
    let steps = bars.map { bar in
      bar.ran.map { CriticalPath.Step(queued: bar.queued ?? .zero, ran: $0) }
    }
    return CriticalPath(graph, steps: steps, total: duration)
  }
}
