// The seven-day rule of listings: which moments a request is about.
import OrchestraAPI
import Time

/// Turns the ends that a client gave into a window.
package struct WindowRule: Sendable {
  package static let spanMax: Duration = .seconds(168 * 3600)

  /// The wall clock.
  package let now: @Sendable () -> Timestamp

  package init(now: @escaping @Sendable () -> Timestamp = { .now() }) { self.now = now }

  /// Neither end: the last seven days. One end: seven days from or up to it, as old clients expect.
  package func window(
    from: Timestamp?, to: Timestamp?
  ) throws(APIProblem) -> (from: Timestamp, to: Timestamp) {
    let span = Self.spanMax
    switch (from, to) {
    case (nil, nil):
      let end = now()
      return (end - span, end)
    case (let from?, nil): return (from, from + span)
    case (nil, let to?): return (to - span, to)
    case (let from?, let to?):
      guard from <= to else {
        throw .invalid("query", "time_from", message: "time_from must not be after time_to")
      }
      guard to - from <= span else {
        throw .invalid(
          "query", "time_from", message: "The range of time_from and time_to is at most 7 days")
      }
      return (from, to)
    }
  }
}

/// A listing that the rule applies to.
package protocol Windowed {
  var from: Timestamp? { get set }
  var to: Timestamp? { get set }
  /// Whether ids are asked for: then, without ends, their age does not matter.
  var namesIDs: Bool { get }
}

extension ListPipelineRuns: Windowed {
  package var namesIDs: Bool { !runIDs.isEmpty }
}

extension ListTaskRuns: Windowed {
  package var namesIDs: Bool { !taskRunIDs.isEmpty }
}

extension ListOperations: Windowed {
  package var namesIDs: Bool { taskRunID != nil || externalID != nil }
}

extension WindowRule {
  /// The listing with both ends set, or with none when it names ids.
  package func applied<Listing: Windowed>(to listing: Listing) throws(APIProblem) -> Listing {
    guard !(listing.namesIDs && listing.from == nil && listing.to == nil) else { return listing }
    var bounded = listing
    let window = try window(from: listing.from, to: listing.to)
    (bounded.from, bounded.to) = (window.from, window.to)
    return bounded
  }
}
