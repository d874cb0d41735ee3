// One exhibit at one size with all its variants on one sheet: what UTF-8 shows, what ASCII shows
// otherwise, which role each cell has, and how each role looks in colour and without colours.
import TerminalUI

@testable import PodiumTUI

struct GallerySheet {
  let usual: Screen
  let ascii: Screen
  let theme: Theme
  let mono: Theme

  /// Rows are numbered from 0; blanks at their ends are left out.
  var text: String {
    let masks = Self.masks(usual)
    let others = Self.masks(ascii)
    let rows = (0..<usual.size.rows).map { Self.numbered($0, Self.row(usual, $0)) }
    let otherRows = (0..<usual.size.rows).flatMap { row -> [String] in
      var lines: [String] = []
      let text = Self.row(ascii, row)
      if text != Self.row(usual, row) { lines.append(Self.numbered(row, text)) }
      if others[row] != masks[row] { lines.append(Self.numbered(row, others[row], ":")) }
      return lines
    }
    let styled = masks.indices.filter { !masks[$0].isEmpty }
      .map { Self.numbered($0, masks[$0], ":") }
    let sections = [
      ["UTF-8"], rows, ["ASCII, where it differs"], otherRows, ["Roles"], styled,
      ["In \(theme.name)   and in \(mono.name)"], legend(masks + others),
    ]
    return sections.flatMap { $0 }.joined(separator: "\n") + "\n"
  }

  private static func numbered(_ row: Int, _ text: String, _ bar: String = "|") -> String {
    (row < 10 ? " " : "") + "\(row)\(bar)\(text)"
  }

  static func row(_ screen: Screen, _ row: Int) -> String {
    let text = screen.text(row: row)
    let end = text.lastIndex { $0 != " " }.map { text.index(after: $0) } ?? text.startIndex
    return String(text[..<end])
  }

  private static let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")

  /// The letter of a role is always the same; colours that logs bring are "#", plain text is blank.
  private static func letter(_ style: StyleID) -> Character {
    if style == .plain { return " " }
    guard Role(style: style) != nil, Int(style.rawValue) <= letters.count else { return "#" }
    return letters[Int(style.rawValue) - 1]
  }

  private static func masks(_ screen: Screen) -> [String] {
    (0..<screen.size.rows).map { row in
      var mask = (0..<screen.size.columns).map { letter(screen[row, $0].style) }
      while mask.last == " " { mask.removeLast() }
      return String(mask)
    }
  }

  private func legend(_ masks: [String]) -> [String] {
    let used = Set(masks.joined())
    return Role.allCases.compactMap { role in
      let letter = Self.letter(role.style)
      guard letter != " ", used.contains(letter) else { return nil }
      let looks = [theme, mono].map { Self.words($0.styleTable[role.style]) }
      return "\(letter) \(role.rawValue): \(looks.joined(separator: " / "))"
    }
  }

  private static func words(_ style: Style) -> String {
    let attributes: [(Attributes, String)] = [
      (.bold, "bold"), (.dim, "dim"), (.italic, "italic"), (.underline, "underline"),
      (.reverse, "reverse"),
    ]
    let all =
      [style.foreground.map { words($0) }, style.background.map { "on " + words($0) }]
      .compactMap { $0 } + attributes.filter { style.attributes.contains($0.0) }.map(\.1)
    return all.isEmpty ? "plain" : all.joined(separator: " ")
  }

  private static func words(_ color: Color) -> String {
    switch color {
    case .default: "default"
    case .ansi(let number): "ansi \(number)"
    case .indexed(let number): "indexed \(number)"
    case .rgb(let red, let green, let blue):
      "#"
        + [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
  }
}
