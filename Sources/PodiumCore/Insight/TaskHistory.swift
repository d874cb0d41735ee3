// Tasks by runs: one pipeline's newest runs as columns, its tasks as rows, and what each task usually
// takes. Says of every cell whether it is known. Pure.
import OrchestraAPI
import Time

/// The history of a pipeline's tasks.
package struct TaskHistory: Sendable {
  /// A run, and what is known of its tasks.
  package struct Column: Sendable {
    package let run: PipelineRun
    /// Whether all of its tasks are known; else an empty cell says nothing.
    package let isWhole: Bool
  }

  /// A task in all runs.
  package struct Row: Sendable {
    package let key: String
    package let name: String
    /// One a column.
    package let cells: [PipelineHistory.Entry?]
    /// Of all loaded runs in which it succeeded; nil under `Baseline.nMin`.
    package let baseline: Baseline?
    /// Runs in which it succeeded, of the newest `Baseline.nMax`.
    package let succeeded: Int
  }

  /// The oldest first.
  package let columns: [Column]
  /// In the order of their dependencies; tasks that only older runs had come last.
  package let rows: [Row]

  /// - Parameters:
  ///   - runs: the newest first.
  ///   - history: nil before the first answer.
  package init(
    of runs: [PipelineRun], _ history: PipelineHistory?, shape: PipelineShape? = nil
  ) {
    columns = runs.reversed().map {
      Column(run: $0, isWhole: history?.isWhole($0) ?? false)
    }
    let entries = columns.map { history?.runs[$0.run.id] ?? [] }
    let cells = entries.map { entries in
      Dictionary(entries.map { ($0.taskID, $0) }, uniquingKeysWith: { a, b in a.id > b.id ? a : b })
    }
    let times = Self.times(history)
    rows = Self.order(entries, columns, shape).map { key, name in
      let milliseconds = times[key] ?? []
      return Row(
        key: key, name: name, cells: cells.map { $0[key] },
        baseline: Baseline(milliseconds: milliseconds), succeeded: milliseconds.count)
    }
  }

  /// How many of the columns are known.
  package var wholeColumns: Int { columns.count { $0.isWhole } }

  /// Durations of what succeeded by task, of the newest runs.
  private static func times(_ history: PipelineHistory?) -> [String: [Int64]] {
    let succeeded = (history?.runs ?? [:]).values.joined()
      .filter { $0.status == .succeeded && $0.took != nil }
      .sorted { ($1.createdAt, $1.id) < ($0.createdAt, $0.id) }
    return succeeded.reduce(into: [:]) { times, entry in
      guard times[entry.taskID]?.count ?? 0 < Baseline.nMax, let took = entry.took else { return }
      times[entry.taskID, default: []].append(took.milliseconds)
    }
  }

  /// Keys and names of all tasks: of the newest run that is known by its graph, then of older ones.
  private static func order(
    _ entries: [[PipelineHistory.Entry]], _ columns: [Column], _ shape: PipelineShape?
  ) -> [(String, String)] {
    let newest = columns.indices.last { columns[$0].isWhole } ?? entries.indices.last
    guard let newest else { return [] }
    let graph = TaskGraph(
      entries[newest].map {
        TaskGraph.Item(key: $0.taskID, name: $0.taskName, dependsOn: $0.dependsOn)
      }, shape: shape)
    var rows = graph.nodes.map { ($0.key, $0.name) }
    var known = Set(rows.map(\.0))
    for entries in entries.reversed() {
      for entry in entries where known.insert(entry.taskID).inserted {
        rows.append((entry.taskID, entry.taskName))
      }
    }
    return rows
  }
}

/// Finds the newest runs of one pipeline in the list of all; chunks that were looked through are
/// remembered by their identity.
package struct PipelineRuns: Sendable {
  private var positions: [ObjectIdentifier: [Int]] = [:]

  package init() {}

  /// At most `count` runs, the newest first.
  package mutating func newest(
    _ count: Int, of pipeline: Pipeline.ID, in table: RunTable
  ) -> [PipelineRun] {
    var next: [ObjectIdentifier: [Int]] = [:]
    var found: [PipelineRun] = []
    for chunk in table.chunks where found.count < count {
      let id = ObjectIdentifier(chunk)
      let rows =
        positions[id]
        ?? chunk.runs.indices.filter {
          chunk.runs[$0].pipelineID == pipeline
        }
      next[id] = rows
      found += rows.prefix(count - found.count).map { chunk.runs[$0] }
    }
    positions = next
    return found
  }
}
