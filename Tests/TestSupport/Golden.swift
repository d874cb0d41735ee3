// Compares text with a golden file. Recording writes the file and fails once, on purpose, so that
// a recording run never passes for a checking one.
import Glibc
import Testing

package enum Golden {
  /// True when the goldens are to be written: PODIUM_RECORD=1.
  package static var isRecording: Bool { getenv("PODIUM_RECORD").map { $0.pointee != 48 } ?? false }

  /// Expects `actual` to be the text of the file at `path`, shown line by line if it is not.
  ///
  /// `path` is relative to the folder of the calling test file.
  package static func expect(
    _ actual: String, path: String, callerFile: String = #filePath,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let folder = callerFile.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    let file = folder.joined(separator: "/") + "/" + path
    let actual = actual.hasSuffix("\n") ? actual : actual + "\n"
    let expected = try? Files.text(file)
    if actual == expected { return }
    if isRecording {
      do throws(Files.Failure) {
        try Files.write(actual, to: file)
        Issue.record("recorded \(path): look at it, then run again", sourceLocation: sourceLocation)
      } catch {
        Issue.record("\(error)", sourceLocation: sourceLocation)
      }
    } else {
      Issue.record("\(message(actual, expected, path))", sourceLocation: sourceLocation)
    }
  }

  private static func message(_ actual: String, _ expected: String?, _ path: String) -> Comment {
    let advice = "if the new form is right: PODIUM_RECORD=1 swift test, and look at the change"
    guard let expected else { return "\(path) is not recorded yet; \(advice)\n\(actual)" }
    let changes = differences(expected, actual).joined(separator: "\n")
    return "\(path) differs; \(advice)\n\(changes)\nthe whole new form:\n\(actual)"
  }

  /// The lines that differ, numbered from 1: "-" as recorded, "+" as drawn now.
  static func differences(_ expected: String, _ actual: String) -> [String] {
    let old = expected.split(separator: "\n", omittingEmptySubsequences: false)
    let new = actual.split(separator: "\n", omittingEmptySubsequences: false)
    return (0..<max(old.count, new.count)).flatMap { index -> [String] in
      let was = index < old.count ? old[index] : nil
      let isNow = index < new.count ? new[index] : nil
      if was == isNow { return [] }
      return [was.map { "\(index + 1) - \($0)" }, isNow.map { "\(index + 1) + \($0)" }]
        .compactMap { $0 }
    }
  }
}
