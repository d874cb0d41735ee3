// All pages of a listing as an asynchronous sequence: each item once, although rows shift between
// pages while runs are created or leave a filter. Fetches one page at a time, when asked.
import OrchestraAPI

/// Pages of a listing in order, without repeated items.
package struct PageSequence<Item: Sendable & Identifiable>: AsyncSequence, Sendable
where Item.ID: Sendable {
  package typealias Element = PageStep<Item>
  package typealias Failure = ClientError
  /// Fetches one page.
  package typealias Fetch =
    @Sendable (PageRequest) async throws(ClientError) -> Page<Item>

  /// Pages fetched before the sequence ends by itself.
  package static var pagesMaxDefault: Int { 5_000 }

  private let pageSize: Int
  private let pagesMax: Int
  private let fetch: Fetch

  /// - Parameters:
  ///   - pageSize: items asked for at once.
  ///   - pagesMax: the sequence ends there even when the server has more.
  package init(
    pageSize: Int = PageRequest.sizeMax, pagesMax: Int = Self.pagesMaxDefault,
    fetch: @escaping Fetch
  ) {
    self.pageSize = Swift.max(1, pageSize)
    self.pagesMax = Swift.max(1, pagesMax)
    self.fetch = fetch
  }

  package func makeAsyncIterator() -> Iterator {
    Iterator(cursor: PageCursor(pageSize: pageSize, pagesMax: pagesMax), fetch: fetch)
  }

  /// Fetches pages and lets the cursor judge them.
  package struct Iterator: AsyncIteratorProtocol {
    package typealias Element = PageStep<Item>
    package typealias Failure = ClientError

    var cursor: PageCursor<Item>
    let fetch: Fetch

    /// After an error the same page is asked for again.
    package mutating func next(
      isolation actor: isolated (any Actor)?
    ) async throws(ClientError) -> PageStep<Item>? {
      guard let request = cursor.nextRequest else { return nil }
      return cursor.accept(try await fetch(request))
    }
  }
}

/// One fetched page as far as it is new.
package struct PageStep<Item: Sendable>: Sendable {
  /// Number of the page, from 1.
  package var page: Int
  /// Items that no earlier page held, in the server's order.
  package var items: [Item]
  /// Items that earlier pages held already: rows moved.
  package var repeatedItems: Int
  /// What the server says is there in all; changes while runs come and go.
  package var total: Int
  /// Items seen so far, this page included.
  package var loaded: Int
  /// Whether this was the last page.
  package var isLast: Bool
  /// Whether the listing ended at a limit or because the server repeats itself: there may be more.
  package var isCut: Bool
  /// Whether rows may have slipped through between pages although they were looked for.
  package var mayHaveGaps: Bool
}
