// The first screen of somebody who has configured nothing.
import TerminalUI
import TestSupport
import Testing

@testable import PodiumTUI

@Suite struct FirstRunTests {
  private let explanation = """
    No workspace is configured yet. Choose one:

      Look around without a key or a network:
        podium demo

      Connect to Orchestra, with an API key from the workspace's settings:
        export ORCHESTRA_API_KEY=…
        podium
    """.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)

  private func text(_ screen: FirstRun, _ size: Size, _ glyphs: GlyphSet = .unicode) -> String {
    let canvas = Canvas(size: size, glyphs: glyphs)
    screen.draw(on: canvas)
    return ScreenText.write(canvas.screen) { Role(style: $0)?.rawValue }
  }

  @Test(arguments: [
    Size(rows: 24, columns: 80), Size(rows: 16, columns: 60), Size(rows: 40, columns: 120),
    Size(rows: 60, columns: 200),
  ])
  func itOffersTheDemoAndSaysHowToConnect(_ size: Size) {
    var screen = FirstRun(explanation: explanation)
    let name = "\(size.columns)x\(size.rows)"
    Golden.expect(text(screen, size), path: "../Screens/first-run-\(name).screen")
    #expect(screen.handle(.char("c")) == nil)
    Golden.expect(text(screen, size), path: "../Screens/first-run-connect-\(name).screen")
  }

  @Test func asciiIsEnough() {
    let screen = FirstRun(explanation: explanation)
    Golden.expect(
      text(screen, Size(rows: 24, columns: 80), .ascii),
      path: "../Screens/first-run-ascii-80x24.screen")
  }

  @Test func keysChoose() {
    func choice(_ keys: Key...) -> FirstRun.Choice? {
      var screen = FirstRun(explanation: explanation)
      return keys.reduce(FirstRun.Choice?.none) { $0 ?? screen.handle($1) }
    }
    #expect(choice(.char("d")) == .demo && choice(.enter) == .demo)
    #expect(choice(.down, .enter, .char("d")) == .demo)
    #expect(choice(.down, .down, .enter) == .leave && choice(.char("q")) == .leave)
    #expect(choice(.char("c"), .escape) == nil && choice(.char("c"), .escape, .escape) == .leave)
    #expect(choice(.paste("d"), .focus(true)) == nil)
    #expect(choice(.char("c"), .enter) == nil)
  }

  @Test func itFitsEverySize() {
    for rows in 1...12 {
      for columns in [1, 5, 20, 44] {
        var screen = FirstRun(explanation: explanation)
        _ = text(screen, Size(rows: rows, columns: columns))
        _ = screen.handle(.char("c"))
        _ = text(screen, Size(rows: rows, columns: columns))
      }
    }
  }
}
