// What a pager asks for and what it does with the answers.

extension TextPager {
  /// What to perform now, off the UI actor; give each answer to `receive`. Nothing is asked for
  /// twice.
  package mutating func takeRequests() -> [TextRequest] {
    var kinds: [TextRequest.Kind] = []
    if !work.isReading, !work.isStalled, let kind = reading() {
      work.isReading = true
      kinds.append(kind)
    }
    if !work.isIndexing, !work.isStalled, wantsIndex {
      work.isIndexing = true
      kinds.append(.index(document.index.part()))
    }
    if !work.isSearching, let running = search.running {
      work.isSearching = true
      kinds.append(.search(running))
    }
    return kinds.map { TextRequest(kind: $0, ticket: work.ticket) }
  }

  /// Takes an answer. Call `settle` afterwards.
  package mutating func receive(_ answer: TextAnswer) {
    switch answer.request.kind {
    case .read(let offset, let length):
      work.isReading = false
      if case .chunk(let chunk) = answer.result { take(chunk, at: offset, asked: length) }
    case .countLines(_, _, let to):
      work.isReading = false
      if case .line(let line) = answer.result, place.offset == to { place.line = line }
    case .skipLines:
      work.isReading = false
      if case .offset(let offset) = answer.result, case .line = motions.first {
        motions[0] = .offset(offset)
      }
    case .index:
      work.isIndexing = false
      if case .indexed(let part) = answer.result { document.append(part) }
    case .search:
      if answer.request.ticket == work.ticket { finishSearch(answer.result) }
    }
    if case .failed(let reason) = answer.result {
      message = reason
      work.isStalled = true
    }
  }

  private func reading() -> TextRequest.Kind? {
    if let missing = work.missing {
      let start = document.readStart(for: missing)
      let isFirst = document.end == nil && start == 0
      return .read(
        offset: start,
        length: min(work.chunkBytes, isFirst ? TextCache.blockBytes : 4 * TextCache.blockBytes))
    }
    if work.wantsTail, let end = document.end {
      return .read(offset: end, length: work.chunkBytes)
    }
    if case .line(let line) = motions.first, indexCovers(line) {
      let entry = document.index.entry(beforeLine: line)
      return .skipLines(from: entry.offset, count: line - entry.line)
    }
    if place.line == nil, document.index.scanned >= place.offset {
      let entry = document.index.entry(before: place.offset)
      return .countLines(from: entry.offset, line: entry.line, to: place.offset)
    }
    return nil
  }

  private func indexCovers(_ line: Int) -> Bool {
    document.index.newlines >= line || document.lineCount != nil
  }

  /// Files are indexed in the background; services only as far as a jump to a line needs it.
  private var wantsIndex: Bool {
    guard let end = document.end, document.index.scanned < end else { return false }
    if work.readsAhead { return true }
    if case .line(let line) = motions.first { return !indexCovers(line) }
    return false
  }

  private mutating func take(_ chunk: TextChunk, at offset: Int, asked length: Int) {
    let before = document.end
    work.wantsTail = false
    if document.receive(chunk, at: offset, asked: length) {
      place = TextPlace(line: 0)
      motions = []
      search.current = nil
      message = "the text was replaced by a shorter one: shown from its start"
    }
    if chunk.bytes.isEmpty, let missing = work.missing, let end = document.end, missing < end {
      message = "the text ends before its stated length of \(end) bytes"
      work.isStalled = true
    }
    if options.isFollowing, document.end != before { motions = [.end] }
    if let end = document.end, offset + chunk.bytes.count < end, offset == before {
      work.wantsTail = options.isFollowing  // more was added than one read gives
    }
  }

  private mutating func finishSearch(_ result: TextAnswer.Result) {
    work.isSearching = false
    guard case .searched(let outcome) = result, let running = search.running else {
      search.running = nil
      return
    }
    switch outcome {
    case .more(let from):
      search.running = TextSearch(
        pattern: running.pattern, isBackward: running.isBackward, from: from)
      return
    case .found(let range):
      search.current = range
      motions = [.reveal(range)]
    case .notFound:
      let what = running.pattern === search.pattern ? "'\(running.pattern.text)'" : "another"
      message = "\(what) not found \(running.isBackward ? "above" : "below")"
    case .tooCostly:
      message = "'\(running.pattern.text)' takes too long on this text: simplify the expression"
    case .failed(let reason): message = reason
    }
    search.running = nil
  }
}
