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
    case .end: move(.end)
    case .line(let number): move(.line(max(0, number - 1)))
    case .percent(let percent): move(.percent(min(100, max(0, percent))))
    case .columns(let count): scrollSideways(by: count)
    case .toggleWrap:
      options.wraps.toggle()
      (options.left, place.row) = (0, 0)
    case .toggleNumbers: options.showsNumbers.toggle()
    case .toggleFollow: toggleFollow()
    case .cancel: cancel()
    default: handleSearch(command)
    }
  }

  private mutating func handleSearch(_ command: TextCommand) {
    switch command {
    case .search(let text, let isBackward): begin(text, isBackward: isBackward)
    case .next: again(isBackward: search.isBackward)
    case .previous: again(isBackward: !search.isBackward)
    case .nextError: find(levels?.error, isBackward: false)
    case .previousError: find(levels?.error, isBackward: true)
    case .nextWarning: find(levels?.warning, isBackward: false)
    case .previousWarning: find(levels?.warning, isBackward: true)
    default: break
    }
  }

  private mutating func move(_ motion: Motion) {
    if case .rows(let count) = motion {
      if count < 0 { options.isFollowing = false }
      if case .rows(let waiting) = motions.last {
        motions[motions.count - 1] = .rows(waiting + count)
        return
      }
    } else {
      options.isFollowing = options.isFollowing && motion == .end
      motions = []
    }
    if motions.count < Self.motionsMax { motions.append(motion) }
  }

  private mutating func scrollSideways(by columns: Int) {
    guard !options.wraps else { return }
    options.left = min(max(0, options.left + columns), TextDocument.pieceBytesMax)
  }

  private mutating func toggleFollow() {
    options.isFollowing.toggle()
    if options.isFollowing {
      motions = [.end]
      poll()
    }
  }

  private mutating func cancel() {
    motions = []
    search.running = nil
    work.isSearching = false
    work.ticket += 1
  }

  private mutating func begin(_ text: String, isBackward: Bool) {
    guard !text.isEmpty else {
      search.pattern = nil
      search.current = nil
      return
    }
    do throws(Pattern.Problem) {
      search.pattern = try Pattern(text)
      search.isBackward = isBackward
      search.current = nil
      again(isBackward: isBackward)
    } catch {
      message = error.message
    }
  }

  private mutating func again(isBackward: Bool) {
    guard let pattern = search.pattern else {
      message = "nothing was searched for yet: press / and type an expression"
      return
    }
    let from = search.current.map { isBackward ? $0.lowerBound : $0.lowerBound + 1 }
    start(pattern, from: from ?? place.offset, isBackward: isBackward)
  }

  /// Looks for a line of a level, outside of the line the person was brought to last.
  private mutating func find(_ pattern: Pattern?, isBackward: Bool) {
    guard let pattern else { return }
    var from = place.offset
    if let current = search.current {
      from = current.lowerBound
      if let piece = try? document.piece(containing: from) {
        from = isBackward ? piece.start : piece.next
      } else if !isBackward {
        from += 1
      }
    }
    start(pattern, from: from, isBackward: isBackward)
  }

  private mutating func start(_ pattern: Pattern, from: Int, isBackward: Bool) {
    options.isFollowing = false
    work.ticket += 1
    work.isSearching = false
    search.running = TextSearch(pattern: pattern, isBackward: isBackward, from: from)
  }
}
