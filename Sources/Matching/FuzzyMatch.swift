// How well letters fit a text when they only have to occur in this order: for lists that a person
// narrows by a few keys. Higher is better.

/// Ranks texts by letters. Letters and texts are in lower case.
package enum FuzzyMatch {
  /// Longest texts and letters looked at, in bytes.
  private static let textMax = 200
  private static let lettersMax = 64

  private static let perLetter = 16
  private static let adjacent = 14
  private static let wordStart = 12
  private static let textStart = 8

  /// The best score of the letters so far, ending at each byte.
  private typealias Scores = [Int?]

  /// The score; nil when the letters do not all occur in this order.
  package static func score(_ letters: [UInt8], in text: [UInt8]) -> Int? {
    guard !letters.isEmpty else { return 0 }
    let text = text.prefix(textMax)
    guard letters.count <= lettersMax, letters.count <= text.count else { return nil }
    var scores = first(letters[0], text)
    for letter in letters.dropFirst() { scores = next(letter, after: scores, text) }
    return scores.compactMap { $0 }.max()
  }

  /// The bytes of the text that were counted, one for each letter; none when they do not fit.
  package static func places(of letters: [UInt8], in text: [UInt8]) -> [Int] {
    let text = text.prefix(textMax)
    guard !letters.isEmpty, letters.count <= lettersMax, letters.count <= text.count else {
      return []
    }
    var rows = [first(letters[0], text)]
    for letter in letters.dropFirst() {
      rows.append(next(letter, after: rows[rows.count - 1], text))
    }
    var places: [Int] = []
    for row in rows.reversed() {
      let end = places.last ?? text.count
      let best = row.indices.prefix(end).compactMap { place in
        row[place].map {
          (score: $0 + (places.isEmpty ? 0 : step(from: place, to: end)), place: place)
        }
      }.max { $0.score < $1.score }
      guard let best else { return [] }
      places.append(best.place)
    }
    return places.reversed()
  }

  private static func first(_ letter: UInt8, _ text: ArraySlice<UInt8>) -> Scores {
    text.indices.map { place in
      text[place] == letter
        ? perLetter + startBonus(place, text) - min(place, perLetter / 2) : nil
    }
  }

  private static func next(
    _ letter: UInt8, after scores: Scores, _ text: ArraySlice<UInt8>
  ) -> Scores {
    // The best of all before, as if the gap began at the text's start.
    var best: Int?
    return text.indices.map { place in
      let joined = place > 0 ? scores[place - 1] : nil
      if let joined { best = max(best ?? .min, joined + place) }
      guard text[place] == letter, let best else { return nil }
      let before = max(best - place, joined.map { $0 + adjacent } ?? .min)
      return before + perLetter + startBonus(place, text)
    }
  }

  /// What the way between two letters adds: a gap costs one for each byte.
  private static func step(from place: Int, to next: Int) -> Int {
    next == place + 1 ? adjacent : place + 1 - next
  }

  private static func startBonus(_ place: Int, _ text: ArraySlice<UInt8>) -> Int {
    if place == 0 { return wordStart + textStart }
    return isLetter(text[place - 1]) ? 0 : wordStart
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    byte >= 128 || (byte >= 97 && byte <= 122) || (byte >= 48 && byte <= 57)
  }
}
