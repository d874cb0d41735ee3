// Commands of a pager: what a key does to it. Movements are queued and done by `settle`.
import Matching

extension TextPager {
  /// Does or begins what was asked.
  package mutating func handle(_ command: TextCommand) {
    message = nil
    work.isStalled = false
    switch command {
    case .rows(let count): move(.rows(count))
    case .pages(let count): move(.rows(count * max(1, size.rows - 1)))
    case .halfPages(let count): move(.rows(count * max(1, size.rows / 2)))
    case .top: move(.offset(0))
    case .end:
      move(.end)
      (work.wantsTail, work.wantsEnd) = (document.end != nil && !document.isComplete, true)
    case .line(let number): move(.line(max(0, number - 1)))
    case .percent(let percent): move(.percent(min(100, max(0, percent))))
    case .time(let goal): moveToTime(goal)
    case .cancel: cancel()
    default: handleLooks(command)
    }
  }

  private mutating func handleLooks(_ command: TextCommand) {
    switch command {
    case .columns(let count): scrollSideways(by: count)
    case .toggleWrap:
      options.wraps.toggle()
      (options.left, place.row) = (0, 0)
    case .toggleNumbers: options.showsNumbers.toggle()
    case .toggleFollow: toggleFollow()
    case .nextTimeDisplay: nextTimeDisplay()
    case .nextLevel, .toggleMatching, .showAll: handleSieve(command)
    case .select: select()
    case .copy: copy()
    default: handleSearch(command)
    }
  }

  private mutating func handleSearch(_ command: TextCommand) {
    switch command {
    case .search(let text, let isBackward): begin(text, isBackward: isBackward)
    case .next: again(isBackward: search.isBackward)
    case .previous: again(isBackward: !search.isBackward)
    case .firstError:
      find(.exactly(.error), isBackward: false)
      search.isOpening = true
    case .nextError: find(.exactly(.error), isBackward: false)
    case .previousError: find(.exactly(.error), isBackward: true)
    case .nextWarning: find(.exactly(.warning), isBackward: false)
    case .previousWarning: find(.exactly(.warning), isBackward: true)
    default: break
    }
  }

  var isSelecting: Bool { selection.map { !$0.isHeld } ?? false }

  private mutating func move(_ motion: Motion) {
    var motion = motion
    work.wantsEnd = false
    if case .rows(let count) = motion {
      if count < 0 { options.isFollowing = false }
      if isSelecting { motion = .head(count) }
      if let joined = Self.joined(motions.last, motion) {
        motions[motions.count - 1] = joined
        return
      }
    } else {
      options.isFollowing = options.isFollowing && motion == .end
      motions = []
    }
    if motions.count < Self.motionsMax { motions.append(motion) }
  }

  /// Two movements by rows are one.
  private static func joined(_ last: Motion?, _ next: Motion) -> Motion? {
    switch (last, next) {
    case (.rows(let before), .rows(let count)): .rows(before + count)
    case (.head(let before), .head(let count)): .head(before + count)
    default: nil
    }
  }

  private mutating func moveToTime(_ goal: TimeGoal) {
    guard document.firstTime != nil else {
      message = "the first lines have no time that could be compared"
      return
    }
    move(.time(goal))
  }

  private mutating func scrollSideways(by columns: Int) {
    guard !options.wraps else { return }
    options.left = min(max(0, options.left + columns), TextDocument.pieceBytesMax)
  }

  private mutating func toggleFollow() {
    options.isFollowing.toggle()
    if options.isFollowing {
      selection = nil
      motions = [.end]
      poll()
    }
  }

  private mutating func nextTimeDisplay() {
    let all = TimeDisplay.allCases
    let index = all.firstIndex(of: options.times) ?? 0
    options.times = all[(index + 1) % all.count]
    place.row = 0
    switch options.times {
    case .written: message = "times as they are written"
    case .relative:
      message =
        document.firstTime == nil
        ? "the first lines have no time to count from" : "times since the first line"
    case .local:
      message =
        document.firstTime?.zone == nil
        ? "no zone is written in the times: they stay as they are" : "times in local time"
    }
  }

  private mutating func cancel() {
    motions = []
    if search.running != nil {
      search.running = nil
      renew(.search)
    } else {
      selection = nil
    }
  }

  /// Answers to requests of this purpose that are under way are not wanted any more.
  mutating func renew(_ purpose: TextRequest.Purpose) {
    work.tickets[purpose, default: 0] += 1
    work.running.remove(purpose)
  }
}

// MARK: - Searching

extension TextPager {
  private mutating func begin(_ text: String, isBackward: Bool) {
    guard !text.isEmpty else {
      search = SearchState()
      renew(.tally)
      return
    }
    do throws(Pattern.Problem) {
      search.pattern = try Pattern(text)
      search.isBackward = isBackward
      (search.current, search.ordinal) = (nil, nil)
      recount()
      again(isBackward: isBackward)
    } catch {
      message = error.message
    }
  }

  /// Counts the matches from the start.
  mutating func recount() {
    renew(.tally)
    search.ordinal = nil
    search.tally = search.pattern.flatMap { tally(finder(.match($0))) }
  }

  func tally(_ finder: TextFinder?) -> TextTally? {
    finder.map {
      TextTally($0, bytesMax: work.readsAhead ? .max : TextTally.remoteBytesMax)
    }
  }

  private mutating func again(isBackward: Bool) {
    guard let pattern = search.pattern, let finder = finder(.match(pattern)) else {
      message = "nothing was searched for yet: press / and type an expression"
      return
    }
    let from = search.current.map { isBackward ? $0.lowerBound : $0.upperBound }
    start(finder, from: from ?? place.offset, isBackward: isBackward)
  }

  /// Looks for a line of a level, outside of the line the person was brought to last.
  private mutating func find(_ rule: LineRule, isBackward: Bool) {
    guard let finder = finder(.line(rule)) else { return }
    var from = place.offset
    if let current = search.current {
      from = current.lowerBound
      if let piece = try? document.piece(containing: from) {
        from = isBackward ? piece.start : piece.next
      } else if !isBackward {
        from += 1
      }
    }
    start(finder, from: from, isBackward: isBackward)
  }

  private mutating func start(_ finder: TextFinder, from: Int, isBackward: Bool) {
    options.isFollowing = false
    search.isOpening = false
    renew(.search)
    var tally: TextTally?
    if case .match = finder.goal { tally = search.tally }
    search.running = TextSearch(
      finder, from: from, isBackward: isBackward, end: document.end, tally: tally)
  }
}

// MARK: - Which lines are shown

extension TextPager {
  private mutating func handleSieve(_ command: TextCommand) {
    switch command {
    case .toggleMatching:
      if case .matching = sieve.rule { return show(nil) }
      guard let pattern = search.pattern else {
        message = "search first: & then shows only the lines that match"
        return
      }
      show(.matching(pattern))
    case .nextLevel:
      switch sieve.rule {
      case .atLeast(.warning): show(.atLeast(.error))
      case .atLeast: show(nil)
      default: show(.atLeast(.warning))
      }
    default: show(nil)
    }
  }

  /// Shows only the lines that pass; all with nil. Stays at the line the person was brought to, if
  /// that is in view, so that it is seen among its neighbours; else at the first line.
  private mutating func show(_ rule: LineRule?) {
    guard let levels else { return }
    let current = search.current.flatMap { piece(inViewAt: $0.lowerBound) == nil ? nil : $0 }
    for purpose: TextRequest.Purpose in [.screen, .sieveTally, .search] { renew(purpose) }
    search.running = nil
    selection = nil
    sieve = SieveState()
    if let rule {
      let finder = TextFinder(goal: .line(rule), levels: levels)
      sieve = SieveState(rule: rule, lines: TextSieve(finder), tally: tally(finder))
    }
    if search.pattern != nil { recount() }
    place.row = 0
    motions = options.isFollowing ? [.end] : [current.map { .reveal($0) } ?? .offset(place.offset)]
  }
}

// MARK: - Selecting

extension TextPager {
  private mutating func select() {
    if let selection, !selection.isHeld {
      self.selection?.isHeld = true
      return
    }
    options.isFollowing = false
    let start = lineOfInterest
    selection = Selection(anchor: start, head: start)
  }

  /// Where the line begins that the person was brought to, if it is on the screen; else the first
  /// line on it.
  private var lineOfInterest: Int {
    guard let current = search.current, let piece = piece(inViewAt: current.lowerBound) else {
      return place.offset
    }
    return piece.start
  }

  private func piece(inViewAt offset: Int) -> TextDocument.Piece? {
    var bottom = place
    guard (try? rows.moveDown(&bottom, by: size.rows - 1)) != nil,
      let piece = (try? pieces.piece(containing: offset)) ?? nil,
      piece.start >= place.offset, piece.start <= bottom.offset
    else { return nil }
    return piece
  }

  private mutating func copy() {
    if let range = selectedRange {
      work.copyRange = range
    } else if let piece = (try? pieces.piece(at: lineOfInterest)) ?? nil {
      work.copyRange = piece.start..<piece.next
    }
  }

  /// Whether movements extend the selection now.
  package var isSelectingLines: Bool { isSelecting }

  /// The line that a view of one line is about: the one the person was brought to, or the first.
  package var lineOfInterestOffset: Int { lineOfInterest }
}
