// What a pager needs from its source, as values: the pager asks, whoever owns the source performs,
// the pager takes the answer. So the pager itself never waits.

/// Work on a text that takes time.
package struct TextRequest: Sendable {
  /// What it is for; one of each is under way at a time.
  enum Purpose: Hashable, Sendable, CaseIterable {
    /// Bytes or lines for the screen.
    case screen
    /// A search of the person's.
    case search
    /// Counting lines, and counting hits: in the background.
    case index, tally, sieveTally
    /// The number of a match that was found before all were counted.
    case ordinal
    case copy
  }

  enum Kind: Sendable {
    case read(offset: Int, length: Int)
    case scan(any TextScan)
  }

  let kind: Kind
  let purpose: Purpose
  /// Answers to older tickets are dropped.
  let ticket: Int

  /// Does the work, off the UI actor. Cancel its task to stop it.
  package func perform(on source: any TextSource) async -> TextAnswer {
    do {
      return TextAnswer(request: self, result: try await result(from: source))
    } catch {
      return TextAnswer(request: self, result: .failed("\(error)"))
    }
  }

  private func result(from source: any TextSource) async throws -> TextAnswer.Result {
    switch kind {
    case .read(let offset, let length):
      return .chunk(try await source.read(offset: offset, length: length))
    case .scan(let scan):
      guard let source = source as? any BlockingTextSource else {
        return try await TextReading.run(scan, over: source)
      }
      let isBackground = [.index, .tally, .sieveTally].contains(purpose)
      return try await TextThread.run(inBackground: isBackground) {
        Result { try TextReading.run(scan, on: source) }
      }.get()
    }
  }
}

/// What came of a request.
package struct TextAnswer: Sendable {
  enum Result: Sendable {
    case chunk(TextChunk)
    case indexed(TextIndex.Part)
    case line(Int)
    case offset(Int)
    case searched(TextSearch, ordinal: Int?)
    case ordinal(Int, of: Range<Int>)
    case tallied(TextTally)
    case sifted(SiftedLines, isBackward: Bool)
    case timed(TimeScan.Outcome)
    /// nil: too much.
    case copied([UInt8]?)
    case failed(String)
  }

  let request: TextRequest
  let result: Result
}
