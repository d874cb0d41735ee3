// `:` goes anywhere and does anything: a line of input over what fits it, the best first. What there is
// to choose from is PaletteItems'.
import Matching
import PodiumCore
import TerminalUI

/// A line of input with the places and commands that fit it.
package struct Palette: Overlay {
  /// Something that can be chosen.
  package struct Item {
    package var title: String
    package var detail = ""
    /// The key that does the same without the palette.
    package var key = ""
    /// Why it cannot be done now.
    package var reason: String?
    /// What else it is found by.
    var words = ""
    /// Added to how well it fits.
    var weight = 0
    /// How many others were chosen since it was; nil where it was not lately.
    var age: Int?
    package var effects: [Effect]

    init(_ title: String, _ detail: String = "", weight: Int = 0, _ effects: [Effect]) {
      self.title = title
      self.detail = detail
      self.weight = weight
      self.effects = effects
    }
  }

  /// Items shown at most; the others are counted.
  static let itemsMax = 200

  private let commands: [Item]
  private var field = TextField()
  private var choice = 0

  /// - Parameter commands: what can be done where one is.
  package init(commands: [Item]) { self.commands = commands }

  package let scope = Scope.input

  package mutating func handle(
    _ key: Key, _ command: Command?, _ context: ViewContext
  ) -> [Effect] {
    switch command {
    case .dismiss: return [.closeOverlay]
    case .nextField: choice += 1
    case .previousField: choice = max(0, choice - 1)
    case .accept:
      let items = items(context)
      guard !items.isEmpty else {
        return [.say(.warning("nothing is called \(field.text); Esc closes"))]
      }
      let item = items[min(choice, items.count - 1)]
      return [.closeOverlay, .remember(.chose(item.title))] + item.effects
    default:
      switch key {
      case .backspace where field.isEmpty: return [.closeOverlay]
      case .pageDown: choice += 8
      case .pageUp: choice = max(0, choice - 8)
      default: if field.handle(key) { choice = 0 }
      }
    }
    choice = min(choice, max(0, items(context).count - 1))
    return []
  }

  /// What fits the text, the best first.
  package func items(_ context: ViewContext) -> [Item] {
    let text = field.text.split(separator: " ").joined(separator: " ")
    let named = PaletteItems.named(text, context)
    var all = PaletteItems.all(context) + commands
    let recent = context.memory.chosen
    for index in all.indices {
      guard let age = recent.firstIndex(of: all[index].title) else { continue }
      all[index].weight = max(0, all[index].weight) + max(1, Self.recentWeight - age)
      all[index].age = age
    }
    return Array((named + Self.ranked(all, by: text)).prefix(Self.itemsMax))
  }

  /// What was chosen last is worth so much more than what never was: less than a letter.
  private static let recentWeight = 12

  private static func words(_ text: String) -> [[UInt8]] {
    text.lowercased().split(separator: " ").map { Array($0.utf8) }
  }

  /// The items that fit every word, the best first; in their own order where they fit equally.
  /// Without a word what was chosen lately comes first.
  static func ranked(_ items: [Item], by text: String) -> [Item] {
    let words = words(text)
    guard !words.isEmpty else {
      let recent = items.filter { $0.age != nil }.sorted { ($0.age ?? 0) < ($1.age ?? 0) }
      return recent + items.filter { $0.age == nil && $0.weight >= 0 }
    }
    let scored = items.enumerated().compactMap { index, item -> (score: Int, index: Int)? in
      score(item, words).map { ($0 + item.weight, index) }
    }
    return scored.sorted { ($1.score, $0.index) < ($0.score, $1.index) }.map { items[$0.index] }
  }

  /// Details are worth half.
  private static func score(_ item: Item, _ words: [[UInt8]]) -> Int? {
    let title = Array(item.title.lowercased().utf8)
    let rest = Array("\(item.words) \(item.detail)".lowercased().utf8)
    var sum = title == words[0] && words.count == 1 ? 100 : 0
    for word in words {
      // Letters that are only scattered over the text mean nothing.
      if let score = FuzzyMatch.score(word, in: title), score >= word.count * Self.titleLeast {
        sum += score
      } else if word.count > 1, let score = FuzzyMatch.score(word, in: rest),
        score >= word.count * Self.detailLeast
      {
        sum += score / 2
      } else {
        return nil
      }
    }
    return sum
  }

  private static func fits(_ word: [UInt8], _ title: [UInt8]) -> Bool {
    (FuzzyMatch.score(word, in: title) ?? .min) >= word.count * titleLeast
  }

  /// Least score of a letter, on the whole: what one with nothing before it gets.
  private static let titleLeast = 15
  /// In a sentence more is asked for: most of the letters side by side.
  private static let detailLeast = 24
}

extension Palette {
  private static let columnsMax = 96

  package func draw(on canvas: Canvas, _ context: ViewContext) {
    let items = items(context)
    let width = min(canvas.columns, Self.columnsMax)
    let rows = min(max(1, items.count), max(3, canvas.rows - 7))
    let height = min(canvas.rows, rows + 3)
    let place = canvas.sub(
      Rect(
        row: min(2, max(0, canvas.rows - height)), column: (canvas.columns - width) / 2,
        rows: height, columns: width))
    place.fill(style: Role.text.style)
    let count = items.count > rows ? "\(choice + 1) of \(Wording.count(items.count))" : ""
    let inside = place.box(
      title: "Go to", footer: count, style: Role.borderFocused.style,
      titleStyle: Role.title.style)
    inside.text(":", at: Point(row: 0, column: 1), style: Role.key.style)
    field.draw(
      on: inside, at: Point(row: 0, column: 3), width: max(1, inside.columns - 4),
      style: Role.input.style)
    if field.isEmpty {
      inside.text(
        "a screen, pipeline, run, task, link, view, workspace or command",
        at: Point(row: 0, column: 5), style: Role.inputHint.style,
        maxWidth: max(0, inside.columns - 6))
    }
    drawItems(items, on: inside.sub(inside.bounds.splitTop(1).rest))
  }

  private func drawItems(_ items: [Item], on canvas: Canvas) {
    guard !canvas.size.isEmpty else { return }
    guard !items.isEmpty else {
      canvas.text(
        "nothing is called that", at: Point(row: 0, column: 3), style: Role.dim.style,
        maxWidth: max(0, canvas.columns - 4))
      return
    }
    let top = max(0, min(choice - canvas.rows / 2, items.count - canvas.rows))
    let shown = items[top..<min(items.count, top + canvas.rows)]
    let key = shown.reduce(0) { max($0, TextWidth.columns($1.key)) }
    let widest = shown.reduce(0) { max($0, TextWidth.columns($1.title)) }
    let title = min(widest, max(12, (canvas.columns - 6 - key) * 2 / 5))
    for (row, item) in shown.enumerated() {
      draw(item, isChosen: top + row == choice, row: row, (title, key), on: canvas)
    }
  }

  private func draw(
    _ item: Item, isChosen: Bool, row: Int, _ widths: (title: Int, key: Int), on canvas: Canvas
  ) {
    if isChosen {
      canvas.text(
        canvas.glyphs.marks.selected, at: Point(row: row, column: 1),
        style: Role.tableMarker.style)
    }
    let role: Role = item.reason != nil ? .keyDisabled : isChosen ? .tableSelected : .text
    let words = Self.words(field.text)
    canvas.spans(
      Self.highlighted(
        TextWidth.truncated(item.title, to: widths.title, ellipsis: canvas.glyphs.ellipsis),
        words, least: Self.titleLeast, role),
      at: Point(row: row, column: 3))
    let start = 3 + widths.title + 2
    let end = canvas.columns - 1 - (widths.key > 0 ? widths.key + 2 : 0)
    let detail = TextWidth.truncated(
      item.reason ?? item.detail, to: max(0, end - start), ellipsis: canvas.glyphs.ellipsis)
    let unfound = words.filter { !Self.fits($0, Array(item.title.lowercased().utf8)) }
    canvas.spans(
      Self.highlighted(detail, unfound, least: Self.detailLeast, .dim),
      at: Point(row: row, column: start))
    let keyWidth = TextWidth.columns(item.key)
    canvas.text(
      item.key, at: Point(row: row, column: canvas.columns - 1 - keyWidth),
      style: (item.reason == nil ? Role.key : .keyDisabled).style)
  }

  /// A text with the letters marked that the words found in it.
  static func highlighted(
    _ text: String, _ words: [[UInt8]], least: Int, _ role: Role
  ) -> [StyledSpan] {
    let bytes = Array(text.lowercased().utf8)
    var places: Set<Int> = []
    // Where lower case has other lengths, places would be those of other letters.
    for word in words where bytes.count == text.utf8.count {
      guard let score = FuzzyMatch.score(word, in: bytes), score >= word.count * least else {
        continue
      }
      places.formUnion(FuzzyMatch.places(of: word, in: bytes))
    }
    guard !places.isEmpty else { return [StyledSpan(text, role.style)] }
    var spans: [StyledSpan] = []
    var at = 0
    for character in text {
      let length = character.utf8.count
      let isFound = (at..<at + length).contains { places.contains($0) }
      at += length
      let style = (isFound ? Role.accent : role).style
      if spans.last?.style == style {
        spans[spans.count - 1].text.append(character)
      } else {
        spans.append(StyledSpan(String(character), style))
      }
    }
    return spans
  }
}
