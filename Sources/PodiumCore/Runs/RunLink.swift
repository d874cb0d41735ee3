// Ids in what people paste: for the palette, for verbs and for tools.
import OrchestraAPI

/// Finds the id of a run in what people paste: the id itself, or a link to Orchestra's pages or
/// API.
package enum RunLink {
  /// The run that a text names; nil when it names none, or something else than a run.
  package static func runID(in text: String) -> PipelineRun.ID? {
    let ids = uuids(in: text)
    guard let first = ids.first else { return nil }
    for word in ["pipeline-runs/", "pipeline_runs/", "runs/"] {
      if let found = ids.first(where: { text.lowercased().contains("\(word)\($0)") }) {
        return PipelineRun.ID(found)
      }
    }
    let isAlone = text.count == first.count
    return isAlone ? PipelineRun.ID(first) : nil
  }

  /// All UUIDs in a text, in lower case.
  package static func uuids(in text: String) -> [String] {
    let words = text.lowercased().split { !$0.isHexDigit && $0 != "-" }
    return words.map(String.init).filter { word in
      let parts = word.split(separator: "-", omittingEmptySubsequences: false)
      return parts.map(\.count) == [8, 4, 4, 4, 12]
    }
  }
}
