// The words at the right of a text's title: what is searched, shown and selected, and where one is.
// The dearest come first: what does not fit is cut off at the end.
import TerminalUI

/// Words about a text's state.
struct TextNote {
  let status: TextStatus
  /// Seconds since a service was asked for what was added; nil for files, which tell by themselves.
  let askedSeconds: Int?

  var words: [String] {
    var words: [String] = []
    if let percent = status.searched { words.append("searching, \(percent) %") }
    if let selection = status.selection { words.append(Self.words(selection)) }
    if let matches = status.matches { words.append(Self.words(matches)) }
    if let sieve = status.sieve { words.append(sieveWords(sieve)) }
    if status.isFollowing { words.append(following) }
    words += place
    if let bytes = status.bytes { words.append(Wording.bytes(bytes)) }
    if let percent = status.percent, status.sieve == nil { words.append("\(percent) %") }
    switch status.times {
    case .written: break
    case .relative: words.append("since the first line")
    case .local: words.append("local time")
    }
    return words
  }

  private var place: [String] {
    guard let line = status.line, status.bytes ?? 0 > 0 else { return [] }
    let lines = status.sieve == nil ? status.lines.map { " of \(Wording.count($0))" } ?? "" : ""
    return ["line \(Wording.count(line))\(lines)"]
  }

  private var following: String {
    if status.isComplete { return "at the end" }
    guard let askedSeconds else { return "following" }
    return "following, asked \(askedSeconds) s ago"
  }

  private static func words(_ matches: TextStatus.Matches) -> String {
    let count = Wording.count(matches.count) + (matches.isWhole ? "" : "+")
    guard let number = matches.number else {
      return matches.count == 1 && matches.isWhole ? "1 match" : "\(count) matches"
    }
    return "match \(Wording.count(number)) of \(count)"
  }

  private func sieveWords(_ sieve: TextStatus.Sieve) -> String {
    let shown = Wording.count(sieve.count) + (sieve.isWhole ? "" : "+")
    let all = status.lines.map { " of \(Wording.count($0)) lines" } ?? " lines"
    let name =
      switch sieve.rule {
      case .warnings: "warnings and errors"
      case .errors: "errors"
      case .matching(let text): "with '\(text)'"
      }
    return "\(shown)\(all), \(name)"
  }

  private static func words(_ selection: TextStatus.Selection) -> String {
    let size = Wording.bytes(selection.bytes)
    guard let first = selection.firstLine, let last = selection.lastLine else {
      return "selected \(size)"
    }
    let lines = first == last ? "line \(Wording.count(first))" : "\(first)-\(last)"
    return "selected \(lines), \(size)"
  }
}
