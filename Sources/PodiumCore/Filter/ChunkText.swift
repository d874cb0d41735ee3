// The searchable text of a chunk: one lower-case buffer, one line a run. Built once a chunk, only
// while a text filter is on.
import Matching
import OrchestraAPI

/// What plain words are looked for in.
final class ChunkText: Sendable {
  private let bytes: [UInt8]
  /// Offset of each run's line, and the end.
  private let starts: [Int]

  private static let separator: UInt8 = 1

  init(_ chunk: RunChunk) {
    var bytes: [UInt8] = []
    var starts: [Int] = []
    bytes.reserveCapacity(chunk.runs.count * 112)
    starts.reserveCapacity(chunk.runs.count + 1)
    for run in chunk.runs {
      starts.append(bytes.count)
      Self.append(run.status.word, to: &bytes)
      Self.append(run.pipelineName, to: &bytes)
      for trigger in run.triggeredBy { Self.append(trigger.words, to: &bytes) }
      Self.append(run.branch ?? "", to: &bytes)
      Self.append(run.environmentName ?? "", to: &bytes)
      Self.append(run.id.text, to: &bytes)
    }
    starts.append(bytes.count)
    self.bytes = bytes
    self.starts = starts
  }

  /// Marks the runs whose line holds the text.
  func mark(_ needle: String, in marks: inout [Bool]) {
    var needle = needle
    needle.withUTF8 { needle in
      bytes.withUnsafeBufferPointer { bytes in
        var row = 0
        var from = 0
        while row < marks.count {
          let rest = UnsafeBufferPointer(rebasing: bytes[from...])
          guard let offset = ByteSearch.first(needle, in: rest) else { return }
          let at = from + offset
          while starts[row + 1] <= at { row += 1 }
          marks[row] = true
          row += 1
          guard row < marks.count else { return }
          from = starts[row]
        }
      }
    }
  }

  private static func append(_ text: String, to bytes: inout [UInt8]) {
    var text = text
    let isASCII = text.withUTF8 { $0.allSatisfy { $0 < 128 } }
    if isASCII {
      text.withUTF8 { source in
        bytes.append(contentsOf: source.lazy.map { (65...90).contains($0) ? $0 + 32 : $0 })
      }
    } else {
      bytes.append(contentsOf: text.lowercased().utf8)
    }
    bytes.append(separator)
  }
}
