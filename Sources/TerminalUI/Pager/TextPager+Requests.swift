// What a pager asks for.

extension TextPager {
  /// What to perform now, off the UI actor; give each answer to `receive`. Nothing is asked for
  /// twice.
  package mutating func takeRequests() -> [TextRequest] {
    var requests: [TextRequest] = []
    for purpose in TextRequest.Purpose.allCases where !work.running.contains(purpose) {
      guard let kind = wanted(for: purpose) else { continue }
      work.running.insert(purpose)
      requests.append(
        TextRequest(kind: kind, purpose: purpose, ticket: work.tickets[purpose] ?? 0))
    }
    return requests
  }

  private mutating func wanted(for purpose: TextRequest.Purpose) -> TextRequest.Kind? {
    switch purpose {
    case .search: return search.running.map { .scan($0) }
    case .copy: return copying
    case .screen: return work.isStalled ? nil : reading()
    case .index:
      return !work.isStalled && wantsIndex ? .scan(IndexScan(document.index.part())) : nil
    case .tally: return work.isStalled ? nil : Self.counting(&search.tally, to: document.end)
    case .sieveTally:
      return work.isStalled ? nil : Self.counting(&sieve.tally, to: document.end)
    case .ordinal: return numbering
    }
  }

  private func reading() -> TextRequest.Kind? {
    if let missing = work.missing { return read(missing) }
    if work.wantsTail, let end = document.end {
      return .read(offset: end, length: work.chunkBytes)
    }
    switch motions.first {
    case .line(let line) where indexCovers(line):
      let entry = document.index.entry(beforeLine: line)
      if line == entry.line { return .scan(LinePlaceScan(from: entry.offset, count: 0)) }
      return .scan(LinePlaceScan(from: entry.offset, count: line - entry.line))
    case .time(let goal):
      if let base = document.firstTime, let end = document.end {
        return .scan(TimeScan(goal, base: base, end: end))
      }
    default: break
    }
    return numberingLines
  }

  private func read(_ missing: MissingBytes) -> TextRequest.Kind? {
    if let isDown = missing.isDown {
      return sieve.lines.map {
        .scan(
          SiftScan(
            $0.finder, from: missing.offset, isBackward: !isDown, index: document.index,
            end: document.end))
      }
    }
    let start = document.readStart(for: missing.offset)
    let isFirst = document.end == nil && start == 0
    return .read(
      offset: start,
      length: min(work.chunkBytes, isFirst ? TextCache.blockBytes : 4 * TextCache.blockBytes))
  }

  /// Lines on the screen whose numbers are not known yet, once the index reaches them.
  private var numberingLines: TextRequest.Kind? {
    if let lines = sieve.lines?.unnumbered, let first = lines.first {
      guard document.index.scanned >= first.piece.start else { return nil }
      let sifted = SiftedLines(lines: lines, covered: 0..<0)
      return .scan(NumberScan(sifted, index: document.index, isBackward: false))
    }
    guard sieve.lines == nil, place.line == nil, document.index.scanned >= place.offset else {
      return nil
    }
    let entry = document.index.entry(before: place.offset)
    return .scan(LineNumberScan(from: entry.offset, line: entry.line, to: place.offset))
  }

  func indexCovers(_ line: Int) -> Bool {
    document.index.newlines >= line || document.lineCount != nil
  }

  /// Files are indexed in the background; services only as far as a jump to a line needs it.
  private var wantsIndex: Bool {
    guard let end = document.end, document.index.scanned < end else { return false }
    if work.readsAhead { return true }
    if case .line(let line) = motions.first { return !indexCovers(line) }
    return false
  }

  private static func counting(_ tally: inout TextTally?, to end: Int?) -> TextRequest.Kind? {
    guard let end, tally?.isWanted(in: end) == true else { return nil }
    tally?.reopen(for: end)
    return tally.map { .scan($0) }
  }

  /// A match that was found before it was counted.
  private var numbering: TextRequest.Kind? {
    guard search.running == nil, search.isAtMatch, search.ordinal == nil,
      let current = search.current, let tally = search.tally,
      let mark = tally.mark(before: current.lowerBound)
    else { return nil }
    return .scan(OrdinalScan(search: nil, hit: current, finder: tally.finder, start: mark))
  }

  private var copying: TextRequest.Kind? {
    work.copyRange.map {
      .scan(CopyScan($0, finder: sieve.lines?.finder, bytesMax: Clipboard.bytesMax))
    }
  }
}
