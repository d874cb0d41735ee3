// What a pager says about itself.
import Matching

extension TextPager {
  /// For the header or footer.
  package var status: TextStatus {
    var status = TextStatus()
    status.line = place.line.map { $0 + 1 }
    status.lines = document.lineCount
    status.bytes = document.end
    status.percent = percent
    status.isComplete = document.isComplete
    status.isFollowing = options.isFollowing
    status.searched = search.running.map { $0.percent(of: document.end ?? 0) }
    status.isOpening = search.running != nil && search.isOpening
    status.isLoading = work.missing != nil
    status.matches = matches
    status.sieve = sieved
    status.times = options.times
    status.selection = selected
    status.message = message
    return status
  }

  private var percent: Int? {
    guard let end = document.end else { return nil }
    var last = place
    guard end > 0, (try? rows.moveDown(&last, by: size.rows - 1)) != nil,
      let piece = try? pieces.piece(at: last.offset)
    else { return end == 0 ? 100 : nil }
    return min(100, piece.next * 100 / end)
  }

  private var matches: TextStatus.Matches? {
    guard search.pattern != nil, let tally = search.tally else { return nil }
    return TextStatus.Matches(number: search.ordinal, count: tally.count, isWhole: tally.isWhole)
  }

  private var sieved: TextStatus.Sieve? {
    guard let rule = sieve.rule else { return nil }
    let name: LineRuleName =
      switch rule {
      case .atLeast(.error), .exactly(.error): .errors
      case .atLeast, .exactly: .warnings
      case .matching(let pattern): .matching(pattern.text)
      }
    return TextStatus.Sieve(
      rule: name, count: sieve.tally?.count ?? 0, isWhole: sieve.tally?.isWhole ?? false)
  }

  private var selected: TextStatus.Selection? {
    guard let selection, let range = selectedRange else { return nil }
    return TextStatus.Selection(
      firstLine: lineNumber(at: selection.first).map { $0 + 1 },
      lastLine: lineNumber(at: selection.last).map { $0 + 1 }, bytes: range.count,
      isHeld: selection.isHeld)
  }

  /// The bytes of the selected pieces; nil while their end is not known.
  var selectedRange: Range<Int>? {
    guard let selection, let last = (try? pieces.piece(at: selection.last)) ?? nil else {
      return nil
    }
    return selection.first..<max(selection.first, last.next)
  }

  /// The number of a line from 0, if it takes no reading.
  func lineNumber(at offset: Int) -> Int? {
    if let line = sieve.lines?.line(at: offset) { return line.number }
    if offset == place.offset, let line = place.line { return line }
    guard document.index.scanned >= offset else { return nil }
    let entry = document.index.entry(before: offset)
    guard offset - entry.offset <= TextCache.blockBytes,
      let bytes = try? document.bytes(entry.offset..<offset)
    else { return nil }
    return entry.line + bytes.withUnsafeBufferPointer { LineEnds.count(in: $0) }
  }
}
