// Reads the language of filters, the same for every list:
//
//   word  "two words"  /regex/  ~fuzzy  !not  a | b  field:value,value  field=whole  field>=bound
//
// Case never counts. What is half typed ("status:", "!") asks nothing yet. What is wrong is a problem,
// and left out: the rest is understood as if it were not there.
import Matching

/// One pass over the text of a filter.
struct FilterReader {
  /// Longest filter, and most conditions in it.
  static let charactersMax = 1000
  static let conditionsMax = 32

  private let names: [FilterName]
  private let text: [Character]
  private var place = 0
  private var clauses: [[FilterQuery.Condition]] = []
  private var isAlternative = false
  private var conditions = 0
  /// The first thing that was wrong.
  private var problem: FilterProblem?

  init(_ text: String, _ names: [FilterName]) {
    self.text = text.map { $0.isNewline ? " " : $0 }
    self.names = names
  }

  mutating func read() -> (clauses: [[FilterQuery.Condition]], problem: FilterProblem?) {
    guard text.count <= Self.charactersMax else { return ([], .tooLong(Self.charactersMax)) }
    while skipSpaces() {
      let start = place
      if current == "|", isSpace(place + 1) {
        place += 1
        isAlternative = !clauses.isEmpty
        continue
      }
      do throws(FilterProblem) {
        guard let condition = try condition() else { continue }
        conditions += 1
        if conditions > Self.conditionsMax { throw .tooMany(Self.conditionsMax, start..<place) }
        add([condition])
      } catch {
        problem = problem ?? error
        _ = plain { _ in false }
        add([])
      }
    }
    return (clauses.filter { !$0.isEmpty }, problem)
  }

  private mutating func add(_ conditions: [FilterQuery.Condition]) {
    if isAlternative {
      clauses[clauses.count - 1] += conditions
    } else {
      clauses.append(conditions)
    }
    isAlternative = false
  }

  private var current: Character? { place < text.count ? text[place] : nil }

  private func isSpace(_ index: Int) -> Bool { index >= text.count || text[index].isWhitespace }

  /// Whether anything is left after it.
  private mutating func skipSpaces() -> Bool {
    while let character = current, character.isWhitespace { place += 1 }
    return current != nil
  }

  private mutating func condition() throws(FilterProblem) -> FilterQuery.Condition? {
    var isNegated = skipNegation()
    let start = place
    if let (word, sign) = fieldAndSign() {
      if let index = names.firstIndex(where: { $0.isCalled(word) }) {
        if sign == .unequal { isNegated.toggle() }
        if skipNegation() { isNegated.toggle() }
        let test = try test(of: names[index], sign)
        return test.map { .init(field: index, isNegated: isNegated, test: $0) }
      }
      let hasValue = !isSpace(place)
      let problem = FilterProblem.unknownField(
        word, isCompared: sign.isOrder, in: names, start..<place)
      if let problem, sign.isOrder || hasValue { throw problem }
      place = start
    }
    return try needle(inList: false).map { .init(isNegated: isNegated, test: .text([$0])) }
  }

  private mutating func skipNegation() -> Bool {
    var isNegated = false
    while current == "!", !isSpace(place + 1) {
      isNegated.toggle()
      place += 1
    }
    if current == "!" { place += 1 }
    return isNegated
  }

  // MARK: Fields

  private enum Sign {
    case has, equal, unequal, less, lessOrEqual, greater, greaterOrEqual

    var isOrder: Bool {
      switch self {
      case .less, .lessOrEqual, .greater, .greaterOrEqual: true
      case .has, .equal, .unequal: false
      }
    }

    var relation: FilterQuery.Comparison.Relation {
      switch self {
      case .has, .equal, .unequal: .equal
      case .less: .less
      case .lessOrEqual: .lessOrEqual
      case .greater: .greater
      case .greaterOrEqual: .greaterOrEqual
      }
    }
  }

  /// A word of letters with a sign right after it; then the place is behind the sign.
  private mutating func fieldAndSign() -> (word: String, sign: Sign)? {
    var end = place
    while end < text.count, text[end].isLetter || text[end] == "_" { end += 1 }
    guard end > place else { return nil }
    let word = String(text[place..<end]).lowercased()
    let before = place
    place = end
    guard let sign = sign() else {
      place = before
      return nil
    }
    return (word, sign)
  }

  private mutating func sign() -> Sign? {
    let next = place + 1 < text.count ? text[place + 1] : " "
    let (sign, length): (Sign?, Int) =
      switch (current, next) {
      case (">", "="): (.greaterOrEqual, 2)
      case ("<", "="): (.lessOrEqual, 2)
      case ("!", "="): (.unequal, 2)
      case (">", _): (.greater, 1)
      case ("<", _): (.less, 1)
      case ("=", _): (.equal, 1)
      case (":", _): (.has, 1)
      default: (nil, 0)
      }
    place += length
    return sign
  }

  private mutating func test(
    of name: FilterName, _ sign: Sign
  ) throws(FilterProblem) -> FilterQuery.Test? {
    let start = place
    if name.kind == .text {
      if sign.isOrder { throw .notComparable(name, start..<place) }
      let needles = try needles(name, isWhole: sign != .has)
      return needles.isEmpty ? nil : .text(needles)
    }
    var relation = sign.relation
    // "duration:>10m" means what it says.
    if sign == .has, let inner = self.sign() { relation = inner.relation }
    var comparisons: [FilterQuery.Comparison] = []
    while !isSpace(place) {
      let start = place
      let word = plain { $0 == "," }
      if current == "," { place += 1 }
      guard !word.isEmpty else { continue }
      guard let bound = FilterBound(word, name.kind) else {
        throw .badBound(word, name, start..<place)
      }
      comparisons.append(.init(relation: relation, bound: bound))
    }
    return comparisons.isEmpty ? nil : .value(comparisons)
  }

  // MARK: Texts

  private mutating func needles(
    _ name: FilterName, isWhole: Bool
  ) throws(FilterProblem) -> [FilterQuery.Needle] {
    var found: [FilterQuery.Needle] = []
    while !isSpace(place) {
      let start = place
      if let needle = try needle(inList: true, isWhole: isWhole) {
        if case .part(let bytes) = needle,
          let problem = FilterProblem.unknownValue(
            String(decoding: bytes, as: UTF8.self), name, start..<place)
        {
          throw problem
        }
        found.append(needle)
      }
      if current == "," { place += 1 }
    }
    return found
  }

  /// One thing to find. In a list a comma ends it.
  private mutating func needle(
    inList: Bool, isWhole: Bool = false
  ) throws(FilterProblem) -> FilterQuery.Needle? {
    if current == "/" { return try pattern(inList: inList) }
    let isFuzzy = current == "~"
    if isFuzzy { place += 1 }
    let word = plain { inList && $0 == "," }.lowercased()
    guard !word.isEmpty else { return nil }
    let bytes = Array(word.utf8)
    return isFuzzy ? .fuzzy(bytes) : isWhole ? .whole(bytes) : .part(bytes)
  }

  /// The text up to a space or an end; quotes keep both.
  private mutating func plain(until isEnd: (Character) -> Bool) -> String {
    var word = ""
    var isQuoted = false
    while let character = current {
      if !isQuoted, character.isWhitespace || isEnd(character) { break }
      if character == "\"" { isQuoted.toggle() } else { word.append(character) }
      place += 1
    }
    return word
  }

  /// From a slash to the last one that ends a word; while it is typed, to the end.
  private mutating func pattern(inList: Bool) throws(FilterProblem) -> FilterQuery.Needle? {
    let start = place
    place += 1
    var expression = ""
    while let character = current {
      let next = place + 1
      let ends = isSpace(next) || (inList && text[next] == ",")
      place += 1
      if character == "/", ends { break }
      expression.append(character)
      if character == "\\", let escaped = current {
        expression.append(escaped)
        place += 1
      }
    }
    guard !expression.isEmpty else { return nil }
    do throws(Pattern.Problem) {
      return .pattern(FilterPattern(try Pattern(expression, casing: .ignored)))
    } catch {
      throw .badPattern(error.message, start..<place)
    }
  }
}
