// What a pager does with the answers to its requests.

extension TextPager {
  /// Takes an answer. Call `settle` afterwards.
  package mutating func receive(_ answer: TextAnswer) {
    let request = answer.request
    guard request.ticket == work.tickets[request.purpose] ?? 0 else { return }
    work.running.remove(request.purpose)
    switch answer.result {
    case .chunk(let chunk):
      if case .read(let offset, let length) = request.kind {
        take(chunk, at: offset, asked: length)
      }
    case .indexed(let part):
      if part.isEmpty { stall() }
      document.append(part)
    case .searched(let search, let ordinal): take(search, ordinal)
    case .ordinal(let number, let hit): if hit == search.current { search.ordinal = number }
    case .tallied(let tally):
      if request.purpose == .tally { search.tally = tally } else { sieve.tally = tally }
    case .sifted(let sifted, let isBackward): take(sifted, isBackward, request)
    case .copied(let bytes): takeCopy(bytes)
    case .line, .offset, .timed: takePlace(answer)
    case .failed(let reason): fail(request.purpose, reason)
    }
  }

  /// The text has less than it said: what it has now is asked for when the person or the clock does
  /// something; never again and again.
  private mutating func stall() { (work.isStalled, work.wantsTail) = (true, true) }

  private mutating func fail(_ purpose: TextRequest.Purpose, _ reason: String) {
    message = reason
    switch purpose {
    case .search: search.running = nil
    case .copy: work.copyRange = nil
    default: work.isStalled = true
    }
  }

  private mutating func take(_ chunk: TextChunk, at offset: Int, asked length: Int) {
    let before = document.end
    (work.wantsTail, work.wantsTailAgain) = (work.wantsTailAgain, false)
    if document.receive(chunk, at: offset, asked: length) { beginAnew() }
    if chunk.bytes.isEmpty, let missing = work.missing, let end = document.end,
      missing.offset < end, before == end
    {
      message = "the text ends before its stated length of \(end) bytes"
      work.isStalled = true
    }
    if options.isFollowing || work.wantsEnd, document.end != before { motions = [.end] }
  }

  /// The text is another one now.
  private mutating func beginAnew() {
    for purpose in TextRequest.Purpose.allCases { renew(purpose) }
    place = TextPlace(line: 0)
    motions = options.isFollowing ? [.end] : []
    work.isStalled = false
    selection = nil
    search.running = nil
    search.current = nil
    recount()
    if let finder = sieve.lines?.finder {
      (sieve.lines, sieve.tally) = (TextSieve(finder), tally(finder))
    }
    message =
      "the text was replaced by another one: "
      + (options.isFollowing ? "followed from now on" : "shown from its start")
  }

  private mutating func take(
    _ sifted: SiftedLines, _ isBackward: Bool, _ request: TextRequest
  ) {
    if case .scan(let scan) = request.kind, scan is NumberScan {
      let before = sieve.lines?.unnumbered.count
      sieve.lines?.number(sifted.lines)
      if sieve.lines?.unnumbered.count == before { stall() }
    } else {
      sieve.lines?.take(sifted, isBackward: isBackward)
    }
  }

  private mutating func takePlace(_ answer: TextAnswer) {
    switch (answer.result, answer.request.kind) {
    case (.line(let line), .scan(let scan as LineNumberScan)):
      if place.offset == scan.to { place.line = line }
    case (.offset(let offset), _):
      if case .line = motions.first { motions[0] = .offset(offset) }
    case (.timed(let outcome), _):
      guard case .time = motions.first else { return }
      switch outcome {
      case .found(let offset): motions[0] = .offset(offset)
      case .allBefore:
        motions[0] = .end
        message = "all lines are before that time: this is the end"
      case .noTimes:
        motions.removeFirst()
        message = "no line here begins with a time"
      }
    default: break
    }
  }

  private mutating func takeCopy(_ bytes: [UInt8]?) {
    let range = work.copyRange ?? 0..<0
    work.copyRange = nil
    work.copied = bytes.map { .text($0) } ?? .tooMuch(bytes: range.count)
    if bytes != nil { selection = nil }
  }

  private mutating func take(_ done: TextSearch, _ ordinal: Int?) {
    if done.isUnfinished {
      search.running = done
      return
    }
    search.running = nil
    var isMatch = false
    if case .match = done.finder.goal { isMatch = true }
    guard let found = done.found else {
      message = done.isTooCostly ? tooCostly : Self.notFound(done)
      if search.isOpening {
        message = document.end == 0 ? nil : "no line says that it is an error: this is the end"
        motions = [.end]
      }
      return
    }
    if found.range == search.current, done.isWrapped {
      message = "there is no other one"
    } else if done.isWrapped {
      message =
        done.isBackward ? "past the top: on from the end" : "past the end: on from the top"
    }
    (search.current, search.isAtMatch, search.ordinal) = (found.range, isMatch, ordinal)
    motions = [.reveal(found.range)]
  }

  private var tooCostly: String {
    let text = search.pattern?.text ?? ""
    return "'\(text)' takes too long on this text: simplify the expression"
  }

  private static func notFound(_ search: TextSearch) -> String {
    let place = search.finder.within == nil ? "in this text" : "in the lines shown"
    return switch search.finder.goal {
    case .match(let pattern): "'\(pattern.text)' is not \(place)"
    case .line(.exactly(.error)): "no error \(place)"
    case .line: "no warning \(place)"
    }
  }
}
