// Golden sheets of every view and overlay in three sizes, in UTF-8 and ASCII, with and without
// colours.
import PodiumCore
import TerminalUI
import TestSupport
import Testing

@testable import PodiumTUI

@Suite @UIActor struct GalleryScreenTests {
  private static let mono = ThemeLibrary().theme(named: "mono").theme

  @Test(arguments: Gallery.all, Gallery.sizes)
  func isAsRecorded(_ exhibit: Exhibit, _ size: Size) async {
    let usual = await Stage.showing(exhibit, size)
    let ascii = await Stage.showing(exhibit, size, glyphs: .ascii)
    let mono = await Stage.showing(exhibit, size, theme: "mono")
    #expect(mono.app.frame() == usual.app.frame(), "a theme changes styles, never what is said")
    // The log holds a word in Japanese; nothing else is beyond ASCII.
    #expect(ascii.rows.joined().filter { !$0.isASCII && !"売上".contains($0) } == "")
    let sheet = GallerySheet(
      usual: usual.app.frame(), ascii: ascii.app.frame(), theme: usual.app.options.theme,
      mono: Self.mono)
    Golden.expect(
      sheet.text, path: "../Screens/gallery/\(exhibit.name)-\(size.columns)x\(size.rows).screen")
  }
}
