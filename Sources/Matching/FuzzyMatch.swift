// How well letters fit a text when they only have to occur in this order: for lists that a person
// narrows by a few keys. Higher is better.

/// Ranks texts by letters.
package enum FuzzyMatch {
  /// Longest texts and letters looked at, in bytes.
  private static let textMax = 200
  private static let lettersMax = 64

  private static let perLetter = 16
  private static let adjacent = 14
  private static let wordStart = 12
  private static let textStart = 8

  /// The score; nil when the letters do not all occur in this order.
  /// - Parameters:
  ///   - letters: in lower case.
  ///   - text: in lower case.
  package static func score(_ letters: [UInt8], in text: [UInt8]) -> Int? {
    guard !letters.isEmpty else { return 0 }
    let text = text.prefix(textMax)
    guard letters.count <= lettersMax, letters.count <= text.count else { return nil }
    // The best score of the letters so far, ending at each place; a gap costs one for each byte.
    var ending = [Int?](repeating: nil, count: text.count)
    for (index, letter) in letters.enumerated() {
      var next = [Int?](repeating: nil, count: text.count)
      var best: Int?
      for place in text.indices {
        if place > 0, let before = ending[place - 1] { best = max(best ?? .min, before + place) }
        guard text[place] == letter else { continue }
        var score = perLetter + startBonus(place, text)
        if index == 0 {
          score -= min(place, perLetter / 2)
        } else {
          guard let best else { continue }
          let gapped = best - place
          let joined = place > 0 ? ending[place - 1].map { $0 + adjacent } : nil
          score += max(gapped, joined ?? .min)
        }
        next[place] = score
      }
      ending = next
    }
    return ending.compactMap { $0 }.max()
  }

  private static func startBonus(_ place: Int, _ text: ArraySlice<UInt8>) -> Int {
    if place == 0 { return wordStart + textStart }
    return isLetter(text[place - 1]) ? 0 : wordStart
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    byte >= 128 || (byte >= 97 && byte <= 122) || (byte >= 48 && byte <= 57)
  }
}
