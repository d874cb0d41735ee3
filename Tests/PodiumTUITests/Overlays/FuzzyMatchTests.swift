// How well letters fit, and which ones they are.
import Testing

@testable import Matching

struct FuzzyMatchTests {
  private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  private func score(_ letters: String, _ text: String) -> Int? {
    FuzzyMatch.score(bytes(letters), in: bytes(text))
  }

  @Test func lettersOutOfOrderDoNotFit() {
    #expect(score("ba", "abc") == nil)
    #expect(score("abcd", "abc") == nil)
    #expect(score("", "abc") == 0)
  }

  @Test(arguments: [
    ("pro", "problems", "approve"), ("nl", "nightly load", "nightly"),
    ("load", "load orders", "l-o-a-d"), ("lo", "nightly load", "hello"),
  ])
  func beginningsAndNeighboursAreWorthMore(letters: String, better: String, worse: String) throws {
    let (better, worse) = (try #require(score(letters, better)), score(letters, worse) ?? 0)
    #expect(better > worse)
  }

  @Test(arguments: [
    ("nelt", "nightly elt", [0, 8, 9, 10]), ("al", "hello all", [6, 7]), ("x", "abc", []),
    ("", "abc", []),
  ])
  func placesAreThoseThatWereCounted(letters: String, text: String, places: [Int]) {
    #expect(FuzzyMatch.places(of: bytes(letters), in: bytes(text)) == places)
  }

  @Test func placesAreInOrderAndSpellTheLetters() throws {
    var random = SystemRandomNumberGenerator()
    let seed = UInt64.random(in: 0...1_000_000, using: &random)
    var state = seed
    func next(_ below: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % below
    }
    for _ in 0..<500 {
      let text = (0..<(1 + next(20))).map { _ in UInt8(97 + next(4)) }
      let letters = (0..<(1 + next(5))).map { _ in UInt8(97 + next(4)) }
      let places = FuzzyMatch.places(of: letters, in: text)
      guard FuzzyMatch.score(letters, in: text) != nil else {
        #expect(places.isEmpty, "seed \(seed)")
        continue
      }
      #expect(places.map { text[$0] } == letters, "seed \(seed)")
      #expect(places == places.sorted() && Set(places).count == places.count, "seed \(seed)")
    }
  }
}
