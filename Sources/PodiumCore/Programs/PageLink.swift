// Addresses of the platform's own pages, made from ids alone: what a server says never becomes part of
// an address unescaped.
import OrchestraAPI

/// Pages of a workspace for a browser; nil where it has none.
package enum PageLink {
  /// A run's page: its lineage, with all its tasks.
  package static func run(_ id: PipelineRun.ID, of source: SourceLabel) -> String? {
    page(source, "pipeline-runs", id.text, "lineage")
  }

  /// A task run's page.
  package static func task(
    _ id: TaskRun.ID, run: PipelineRun.ID, of source: SourceLabel
  ) -> String? {
    page(source, "pipeline-runs", run.text, "task-runs", id.text)
  }

  /// A pipeline's page.
  package static func pipeline(_ id: Pipeline.ID, of source: SourceLabel) -> String? {
    page(source, "pipelines", id.text)
  }

  /// A link from a task to another platform, if it is plain https.
  package static func foreign(_ text: String) -> String? {
    let isPlain = text.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != 0x22 && $0 != 0x5C }
    let host = text.dropFirst(8).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    guard text.hasPrefix("https://"), isPlain, !host.isEmpty, !host.contains("@"),
      text.utf8.count <= lengthMax
    else { return nil }
    return text
  }

  /// Longer links are not followed.
  static let lengthMax = 4_096

  private static func page(_ source: SourceLabel, _ parts: String...) -> String? {
    guard !source.pages.isEmpty, parts.allSatisfy({ !$0.isEmpty }) else { return nil }
    return source.pages + parts.map { "/" + escaped($0) }.joined()
  }

  private static func escaped(_ part: String) -> String {
    let digits = Array("0123456789ABCDEF")
    return part.utf8.reduce(into: "") { text, byte in
      switch byte {
      case 48...57, 65...90, 97...122, 45, 95, 126: text.unicodeScalars.append(Unicode.Scalar(byte))
      default: text += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
      }
    }
  }
}
