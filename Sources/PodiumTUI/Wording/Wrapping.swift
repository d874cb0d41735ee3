// Breaks text into lines of a width, between words where it can.
import TerminalUI

/// Line breaking.
package enum Wrapping {
  /// Most lines that a text is broken into; the last one then ends with an ellipsis.
  static let linesMax = 200

  /// The lines of a text; "" has none. Line ends in the text are kept.
  ///
  /// - Parameter joint: a character that lines may also be broken after: "," for JSON.
  package static func lines(
    _ text: String, width: Int, max count: Int = linesMax, after joint: Character? = nil
  ) -> [String] {
    guard width > 0, !text.isEmpty else { return [] }
    var lines: [String] = []
    for paragraph in Sanitizer.cleanLines(text).split(
      separator: "\n", omittingEmptySubsequences: false)
    {
      lines += wrapped(words(paragraph.replacing("\t", with: "  "), joint), width: width)
      if lines.count > count { break }
    }
    while lines.last?.isEmpty == true { lines.removeLast() }
    guard lines.count > count else { return lines }
    var cut = Array(lines.prefix(count))
    cut[count - 1] = TextWidth.truncated(cut[count - 1] + " \(lines[count])", to: width)
    return cut
  }

  /// Words and whether a space stands before each.
  private static func words(
    _ text: some StringProtocol, _ joint: Character?
  ) -> [(text: Substring, hasSpace: Bool)] {
    var words: [(text: Substring, hasSpace: Bool)] = []
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      var rest = Substring(word)
      var hasSpace = !words.isEmpty
      while let joint, let place = rest.firstIndex(of: joint) {
        let next = rest.index(after: place)
        words.append((rest[..<next], hasSpace))
        rest = rest[next...]
        hasSpace = false
      }
      words.append((rest, hasSpace))
    }
    return words
  }

  private static func wrapped(
    _ words: [(text: Substring, hasSpace: Bool)], width: Int
  ) -> [String] {
    var lines: [String] = []
    var line = ""
    var used = 0
    for (word, hasSpace) in words {
      let columns = TextWidth.columns(String(word))
      if used > 0, used + (hasSpace ? 1 : 0) + columns > width {
        lines.append(line)
        (line, used) = ("", 0)
      }
      if used > 0, hasSpace { (line, used) = (line + " ", used + 1) }
      for character in word {
        let columns = TextWidth.columns(String(character))
        if used + columns > width {
          lines.append(line)
          (line, used) = ("", 0)
        }
        line.append(character)
        used += columns
      }
    }
    lines.append(line)
    return lines
  }
}
