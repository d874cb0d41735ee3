// Which text is meant, and how it is read.
import OrchestraAPI
import PodiumCore

/// A text that can be opened: a log or an artifact of a task run, or a file of this machine.
package struct TextTarget: Sendable, Hashable {
  /// What kind of file it is.
  package enum Kind: Sendable, Hashable { case log, artifact, local }

  /// How it is read.
  package enum Form: Sendable, Hashable {
    case written
    /// As JSON with one value a line: the line that begins there, else the whole text.
    case pretty(line: Int)
  }

  package var runID: PipelineRun.ID
  package var taskRunID: TaskRun.ID
  package var kind: Kind
  /// Which file, of this machine its path; nil means the main log: the newest attempt's, found when
  /// the names are known.
  package var file: String?
  package var form = Form.written
  /// Shown at its end from the start, while it grows.
  package var isFollowed = false

  package init(
    runID: PipelineRun.ID, taskRunID: TaskRun.ID, kind: Kind = .log, file: String? = nil
  ) {
    self.runID = runID
    self.taskRunID = taskRunID
    self.kind = kind
    self.file = file
  }

  /// A file of this machine.
  package init(path: String) {
    self.init(runID: PipelineRun.ID(""), taskRunID: TaskRun.ID(""), kind: .local, file: path)
  }

  /// The same text as it is written.
  package var written: TextTarget {
    var target = self
    target.form = .written
    return target
  }

  /// The last part of the file's name.
  package var fileName: String {
    (file ?? "").split(separator: "/").last.map(String.init) ?? "log"
  }

  /// The same without what file systems and shells could take amiss.
  package var safeFileName: String {
    let safe = String(
      fileName.map { $0.isLetter || $0.isNumber || "._-".contains($0) ? $0 : "_" })
    return safe.allSatisfy { $0 == "." } ? "text" : safe
  }

  /// The place that shows it best: dbt's results as a table.
  package var place: Place { DbtArtifact.isNamedLike(fileName) ? .results(self) : .text(self) }
}
