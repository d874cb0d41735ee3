// What holds for every view and every overlay, whatever it shows.
import PodiumCore
import TerminalUI
import TestSupport
import Testing
import Time

@testable import PodiumTUI

@Suite @UIActor struct GalleryTests {
  @Test func theGalleryHoldsEveryViewAndEveryOverlay() throws {
    let folder = Files.repository + "/Sources/PodiumTUI"
    let texts = try Files.list(below: folder, endingIn: ".swift").map { try Files.text($0) }
    func types(_ kind: String) -> Set<String> {
      Set(
        texts.joined(separator: "\n").split(separator: "\n").compactMap { line in
          let parts = line.split(separator: ": ", maxSplits: 1)
          guard line.hasPrefix("package struct "), parts.count == 2,
            parts[1].split(whereSeparator: { ", {".contains($0) }).contains(where: {
              $0.hasSuffix(kind)
            })
          else { return nil }
          return String(line.dropFirst("package struct ".count).prefix { $0 != ":" })
        })
    }
    #expect(types("View").count >= 10 && types("Overlay").count >= 12)
    #expect(types("View") == Set(Gallery.views.map(\.type)))
    #expect(types("Overlay") == Set(Gallery.overlays.map(\.type)))
  }

  @Test(arguments: Gallery.all) func itsKeysLeadToIt(_ exhibit: Exhibit) async {
    #expect(await Stage.showing(exhibit).top == exhibit.type)
  }

  /// Text that would quit, cancel, agree and go back, were it typed.
  @Test(arguments: Gallery.all, ["q\nx\ny\u{1B}", "y\ny\rQ", "\r\n", "\u{3}r1fy"])
  func pastedTextIsNeverTakenAsKeys(_ exhibit: Exhibit, text: String) async {
    let stage = await Stage.showing(exhibit)
    let (before, places) = (stage.rows, stage.app.stack.entries.map(\.place))
    let memory = stage.app.memory
    stage.app.dispatch(.keys([.paste(text)]))
    await stage.settle()
    #expect(!stage.app.isFinished && stage.sent.isEmpty && stage.programs.isEmpty)
    #expect(stage.top == exhibit.type && stage.app.stack.entries.map(\.place) == places)
    #expect(stage.app.memory == memory && stage.app.arming == Arming())
    #expect(stage.terminal.copied.isEmpty)
    if exhibit.traits.contains(.field) {
      let letters = text.filter { $0.isLetter }
      #expect(letters.isEmpty || stage.rows != before, "the field takes it")
    } else {
      // The bottom row may say that pasted text is not taken as keys.
      #expect(stage.rows.dropLast() == before.dropLast())
    }
  }

  /// A burst of keys is one frame.
  @Test(arguments: Gallery.all) func aHundredKeysAreOneFrame(_ exhibit: Exhibit) async {
    let stage = await Stage.showing(exhibit)
    let before = stage.terminal.frames.count
    stage.app.dispatch(.keys(Array(repeating: .down, count: 100)))
    stage.app.draw()
    stage.app.draw()
    #expect(stage.terminal.frames.count == before + 1)
  }
}
