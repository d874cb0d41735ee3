// The picture of a theme: as text, and that no role is missing from it.
import TerminalUI
import TestSupport
import Testing

@testable import PodiumTUI

@Suite struct ThemePreviewTests {
  private let theme = ThemeLibrary().theme(named: "high-contrast").theme

  @Test(arguments: [GlyphSet.unicode, .ascii]) func asPlainText(_ glyphs: GlyphSet) {
    let screen = ThemePreview(theme, glyphs: glyphs).screen
    let text = ScreenSGR.write(screen, styles: nil, depth: .none)
    #expect(!text.contains("\u{1B}"))
    if glyphs == .ascii { #expect(text.utf8.allSatisfy { $0 < 128 }) }
    Golden.expect(
      text, path: "../Screens/theme-preview\(glyphs == .ascii ? "-ascii" : "").txt")
  }

  @Test func everyRoleIsShownInItsOwnLook() {
    let screen = ThemePreview(theme, glyphs: .unicode).screen
    var seen: Set<StyleID> = []
    for row in 0..<screen.size.rows {
      for column in 0..<screen.size.columns { seen.insert(screen[row, column].style) }
    }
    #expect(Role.allCases.filter { !seen.contains($0.style) } == [])
  }

  @Test func coloursAreThoseTheTerminalHas() {
    let canvas = Canvas(size: Size(rows: 1, columns: 2))
    canvas.text("x", at: .zero, style: Role.failed.style)
    let styles = ThemeLibrary().theme(named: "podium-dark").theme.styleTable
    func line(_ depth: ColorDepth) -> Substring? {
      ScreenSGR.write(canvas.screen, styles: styles, depth: depth).split(separator: "x").first
    }
    #expect(line(.direct) == "\u{1B}[0;1;38;2;255;128;118;48;2;20;23;29m")
    #expect(line(.indexed) == "\u{1B}[0;1;38;5;210;48;5;234m")
    #expect(line(.sixteen) == "\u{1B}[0;1;91;40m")
    #expect(line(.none) == "\u{1B}[0;1m")
  }
}
