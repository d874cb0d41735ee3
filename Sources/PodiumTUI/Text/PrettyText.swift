// JSON with one value a line, as a text of its own: so it scrolls, searches, copies and saves like any
// other. Bounded: it is held in memory.
import JSON
import Synchronization
import TerminalUI

/// The JSON of a line of a text, or of the whole text, laid out.
package actor PrettyText: TextSource {
  /// Bytes of a line, of a text, and of what is made of them, at most.
  static let lineBytesMax = 1 << 20
  static let textBytesMax = 4 << 20
  static let laidOutBytesMax = 16 << 20

  package nonisolated let chunkBytes = 256 * 1024
  package nonisolated let isCheap = true
  private let base: any TextSource
  private let line: Int
  private var text: [UInt8]?

  /// - Parameter line: where the line begins.
  package init(of base: any TextSource, line: Int) {
    self.base = base
    self.line = line
  }

  package func read(offset: Int, length: Int) async throws -> TextChunk {
    let text = try await laidOut()
    let start = min(max(0, offset), text.count)
    let end = min(text.count, start + length)
    return TextChunk(bytes: Array(text[start..<end]), total: text.count, isComplete: true)
  }

  private func laidOut() async throws -> [UInt8] {
    if let text { return text }
    let text = try await make()
    self.text = text
    return text
  }

  private func make() async throws -> [UInt8] {
    let head = try await base.bytes(from: line, count: Self.lineBytesMax + 1)
    let lineEnd = head.firstIndex(of: 0x0A) ?? head.count
    if lineEnd <= Self.lineBytesMax, let found = Self.value(in: head[..<lineEnd]) {
      return try Self.layOut(found)
    }
    let whole = try await base.bytes(from: 0, count: Self.textBytesMax + 1)
    guard whole.count <= Self.textBytesMax else {
      throw TextProblem(
        "this line is not JSON, and the text is larger than \(Wording.bytes(Self.textBytesMax)):"
          + " too large to be laid out")
    }
    guard let error = Self.problem(of: whole) else { return try Self.layOut(whole[...]) }
    throw TextProblem("neither this line nor the text is JSON (\(error))")
  }

  /// The object or list in a line that ends with it: alone, or after other words.
  static func value(in line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    var rest = line
    // "INFO [main] {…}": the first few openings are tried.
    for _ in 0..<8 {
      guard let start = rest.firstIndex(where: { $0 == 0x7B || $0 == 0x5B }) else { return nil }
      if problem(of: Array(line[start...])) == nil { return line[start...] }
      rest = rest[(start + 1)...]
    }
    return nil
  }

  private static func problem(of bytes: [UInt8]) -> JSONError? {
    do throws(JSONError) {
      try JSONReader.read(bytes) { (reader) throws(JSONError) in try reader.skip() }
      return nil
    } catch { return error }
  }

  /// The bytes of a valid JSON text with line ends and indents.
  static func layOut(_ json: ArraySlice<UInt8>) throws(TextProblem) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(json.count * 2)
    var (depth, isInString, isEscaped, isOpening) = (0, false, false, false)
    func newline() -> [UInt8] { [0x0A] + [UInt8](repeating: 0x20, count: 2 * depth) }
    for byte in json {
      if isInString {
        result.append(byte)
        if isEscaped {
          isEscaped = false
        } else if byte == 0x5C {
          isEscaped = true
        } else if byte == 0x22 {
          isInString = false
        }
        continue
      }
      switch byte {
      case 0x20, 0x09, 0x0A, 0x0D: continue
      case 0x7D, 0x5D:
        depth -= 1
        if !isOpening { result += newline() }
        result.append(byte)
        isOpening = false
      default:
        if isOpening { result += newline() }
        isOpening = false
        result.append(byte)
        switch byte {
        case 0x22: isInString = true
        case 0x7B, 0x5B: (depth, isOpening) = (depth + 1, true)
        case 0x2C: result += newline()
        case 0x3A: result.append(0x20)
        default: break
        }
      }
      if result.count > laidOutBytesMax {
        throw TextProblem(
          "laid out it is larger than \(Wording.bytes(laidOutBytesMax)): too large to be shown so")
      }
    }
    result.append(0x0A)
    return result
  }
}
