// Which page comes next and what of a page is new: the decisions of PageSequence as a value.
import OrchestraAPI

/// The state of reading a listing page by page.
package struct PageCursor<Item: Sendable & Identifiable> {
  /// Pages without anything new in a row after which the server is taken to repeat itself.
  static var repeatedPagesMax: Int { 2 }
  /// Times that the cursor goes back because rows moved up.
  static var stepsBackMax: Int { 5 }

  /// The page to ask for; nil at the end.
  package private(set) var nextRequest: PageRequest?

  private let pagesMax: Int
  private var seen: Set<Item.ID> = []
  private var servedSize = 1
  private var pagesFetched = 0
  private var pagesWithoutNews = 0
  private var stepsBack = 0
  private var lastTotal: Int?
  /// Pages up to here have been read; reading them again need not bring news.
  private var frontier = 0
  private var mayHaveGaps = false

  package init(pageSize: Int, pagesMax: Int) {
    self.pagesMax = pagesMax
    nextRequest = PageRequest(page: 1, size: pageSize)
  }

  /// Takes the answer to `nextRequest`. Must not be called after the end.
  package mutating func accept(_ answer: Page<Item>) -> PageStep<Item> {
    guard let request = nextRequest else { preconditionFailure("The listing has ended.") }
    pagesFetched += 1
    let fresh = answer.items.filter { seen.insert($0.id).inserted }
    let isEnd = isEnd(answer, request)
    let isRepetition = notes(fresh, from: request.page)
    let isCut = !isEnd && (isRepetition || pagesFetched >= pagesMax)
    let movedUp = rowsMovedUp(answer, isFirst: request.page == 1)
    if isEnd || isCut {
      nextRequest = nil
    } else {
      nextRequest = PageRequest(page: page(after: request, movedUp: movedUp), size: request.size)
    }
    if isEnd, movedUp, request.page > 1 { mayHaveGaps = true }
    return PageStep(
      page: request.page, items: fresh, repeatedItems: answer.items.count - fresh.count,
      total: answer.total, loaded: seen.count, isLast: nextRequest == nil, isCut: isCut,
      mayHaveGaps: mayHaveGaps)
  }

  private mutating func isEnd(_ answer: Page<Item>, _ request: PageRequest) -> Bool {
    if answer.items.isEmpty { return true }
    if request.page == 1 { servedSize = Self.servedSize(answer, asked: request.size) }
    return request.page.multipliedReportingOverflow(by: servedSize).partialValue >= answer.total
  }

  /// The server's own page size counts: it may cap what was asked for, with or without saying so.
  private static func servedSize(_ answer: Page<Item>, asked: Int) -> Int {
    let stated = answer.pageSize > 0 ? min(answer.pageSize, asked) : asked
    let isCappedSilently = answer.items.count < stated && answer.total > answer.items.count
    return isCappedSilently ? answer.items.count : stated
  }

  /// Notes a page; true when the server sends the same rows again and again.
  private mutating func notes(_ fresh: [Item], from page: Int) -> Bool {
    if !fresh.isEmpty {
      pagesWithoutNews = 0
    } else if page > frontier {
      pagesWithoutNews += 1
    }
    frontier = max(frontier, page)
    return pagesWithoutNews >= Self.repeatedPagesMax
  }

  /// Fewer rows than before: those behind may have moved into a page that was read already.
  private mutating func rowsMovedUp(_ answer: Page<Item>, isFirst: Bool) -> Bool {
    defer { lastTotal = answer.total }
    guard let lastTotal, !isFirst else { return false }
    return answer.total < lastTotal
  }

  private mutating func page(after request: PageRequest, movedUp: Bool) -> Int {
    guard movedUp, request.page > 1 else { return request.page + 1 }
    guard stepsBack < Self.stepsBackMax else {
      mayHaveGaps = true
      return request.page + 1
    }
    stepsBack += 1
    return request.page - 1
  }
}
