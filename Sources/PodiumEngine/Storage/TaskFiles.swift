// Where the files of runs lie in the data folder, and how they are called in the API.
import OrchestraAPI

/// Paths below one data folder. Only ids that the engine made itself become parts of paths.
package struct TaskFiles: Sendable, Equatable {
  package let folder: String

  package init(folder: String) { self.folder = folder }

  /// The SQLite file.
  package var database: String { "\(folder)/podium.sqlite" }
  /// The file whose lock means that an engine works here.
  package var lock: String { "\(folder)/lock" }

  /// Folder of everything that a run left.
  package func run(_ run: PipelineRun.ID) -> String { "\(folder)/runs/\(run.text)" }

  /// Folder in which the tasks of a run (and of its restarts) work.
  package func work(_ run: PipelineRun.ID) -> String { "\(folder)/runs/\(run.text)/work" }

  /// Folder of one task run.
  package func task(_ path: TaskRunPath) -> String {
    "\(folder)/runs/\(path.runID.text)/\(path.taskRunID.text)"
  }

  /// Folder for what a task wants to keep.
  package func artifacts(_ path: TaskRunPath) -> String { "\(task(path))/artifacts" }
  /// Folder of the logs of all attempts.
  package func logs(_ path: TaskRunPath) -> String { "\(task(path))/logs" }
  /// File that a task writes its outputs to.
  package func output(_ path: TaskRunPath) -> String { "\(task(path))/output" }

  /// Log of one attempt.
  package func log(_ path: TaskRunPath, attempt: Int) -> String {
    "\(logs(path))/\(Self.logName(attempt: attempt))"
  }

  /// "1/main.log": the API's name for the log of an attempt.
  package static func logName(attempt: Int) -> String { "\(attempt)/main.log" }
}
