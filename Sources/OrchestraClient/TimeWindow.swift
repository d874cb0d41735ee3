// The span of time that a listing asks for: always both ends, never longer than the platform allows.
import OrchestraAPI
import Time

/// A span of at most seven days less one second, as listings of runs accept it.
package struct TimeWindow: Sendable, Hashable {
  package let from: Timestamp
  package let to: Timestamp

  /// 168 hours less one second: a window of exactly seven days may be refused.
  package static let lengthMax: Duration = .seconds(168 * 3600 - 1)

  /// Ends in the wrong order are swapped; a longer span keeps its end.
  package init(from: Timestamp, to: Timestamp) {
    self.to = max(from, to)
    self.from = max(min(from, to), self.to - Self.lengthMax)
  }

  /// The span that ends there; lengths outside zero to `lengthMax` are brought into it.
  package init(endingAt to: Timestamp, length: Duration = Self.lengthMax) {
    self.init(from: to - min(max(length, .zero), Self.lengthMax), to: to)
  }

  /// At most `lengthMax`.
  package var length: Duration { to - from }

  /// Whether a moment lies within; both ends do.
  package func contains(_ time: Timestamp) -> Bool { from <= time && time <= to }

  /// A longer span as windows that touch, newest first.
  /// - Parameter windowsMax: what lies further back is left out.
  package static func covering(
    from: Timestamp, to: Timestamp, windowsMax: Int = 60
  ) -> [TimeWindow] {
    var windows: [TimeWindow] = []
    var end = to
    while windows.count < windowsMax {
      let window = TimeWindow(from: max(from, end - lengthMax), to: end)
      windows.append(window)
      if window.from <= from { break }
      end = window.from
    }
    return windows
  }
}

extension ListPipelineRuns {
  /// The runs of a window.
  package init(in window: TimeWindow, page: PageRequest = PageRequest()) {
    self.init(page: page, from: window.from, to: window.to)
  }
}

extension ListTaskRuns {
  /// The task runs of a window.
  package init(in window: TimeWindow, page: PageRequest = PageRequest()) {
    self.init(page: page, from: window.from, to: window.to)
  }
}

extension ListOperations {
  /// The operations of a window.
  package init(in window: TimeWindow, page: PageRequest = PageRequest()) {
    self.init(page: page, from: window.from, to: window.to)
  }
}
