// Driver events → keys: controls, pastes that end and pastes that do not.
import CTerm
import Synchronization
import Testing

@testable import TerminalUI

@Suite struct KeyDecoderTests {
  private final class Watch: Sendable {
    let now = Mutex(Duration.zero)
    func advance(_ time: Duration) { now.withLock { $0 += time } }
  }

  private func character(_ scalar: Unicode.Scalar) -> ct_event {
    ct_event(kind: Int32(CT_CHAR), code: Int32(scalar.value), row: 0, column: 0, button: 0)
  }

  private func event(_ kind: Int, _ code: Int = 0) -> ct_event {
    ct_event(kind: Int32(kind), code: Int32(code), row: 3, column: 4, button: 1)
  }

  @Test(
    arguments: [
      (13, .enter), (10, .enter), (9, .tab), (127, .backspace), (8, .backspace), (27, .escape),
      (4, .ctrl("d")), (26, .ctrl("z")), (0, .ctrl("@")), (29, .ctrl("]")), (0x65E5, .char("日")),
    ] as [(Int, Key)])
  func controlsHaveNames(code: Int, key: Key) {
    var decoder = KeyDecoder(clock: { .zero })
    #expect(decoder.keys(event(CT_CHAR, code)) == [key])
  }

  @Test func namedKeysAndMouse() {
    var decoder = KeyDecoder(clock: { .zero })
    let up = decoder.keys(event(CT_KEY, CT_KEY_UP))
    let last = decoder.keys(event(CT_KEY, Int(CT_KEY_SHIFT_RIGHT)))
    let f12 = decoder.keys(event(CT_KEY, Int(CT_KEY_F1) + 11))
    let wheel = decoder.keys(event(CT_MOUSE, CT_WHEEL_DOWN))
    let nothing = decoder.keys(event(CT_IGNORED)) + decoder.keys(event(CT_KEY, 99))
    #expect(up == [.up] && last == [.shiftRight] && f12 == [.f(12)] && nothing == [])
    let point = Point(row: 3, column: 4)
    #expect(wheel == [.mouse(MouseEvent(action: .wheelDown, button: 1, point: point))])
  }

  @Test func aSecondPressInTheSameCellSoonIsADoubleClick() {
    let watch = Watch()
    var decoder = KeyDecoder(clock: { watch.now.withLock { $0 } })
    let press = event(CT_MOUSE, CT_PRESS)
    var other = press
    other.column = 9
    func actions(_ events: ct_event...) -> [MouseEvent.Action] {
      events.flatMap { decoder.keys($0) }.compactMap { key in
        if case .mouse(let event) = key { event.action } else { nil }
      }
    }
    let thrice = actions(press, event(CT_MOUSE, CT_RELEASE), press, press)
    #expect(thrice == [.press, .release, .double, .press])
    let elsewhere = actions(other, event(CT_MOUSE, CT_DRAG))
    #expect(elsewhere == [.press, .drag])
    watch.advance(.milliseconds(500))
    let late = actions(other)
    #expect(late == [.press])
  }

  @Test func theAnswerAboutTheGroundIsAKeyOfItsOwn() {
    var decoder = KeyDecoder(clock: { .zero })
    let keys = decoder.keys(event(CT_GROUND, 1)) + decoder.keys(event(CT_GROUND, 0))
    #expect(keys == [.ground(isLight: true), .ground(isLight: false)])
  }

  @Test func aPasteIsOneKey() {
    var decoder = KeyDecoder(clock: { .zero })
    var keys = decoder.keys(event(CT_PASTE_BEGIN))
    for scalar in "a\rb\u{1B}".unicodeScalars { keys += decoder.keys(character(scalar)) }
    keys += decoder.keys(event(CT_KEY, CT_KEY_UP))
    keys += decoder.keys(event(CT_PASTE_END))
    #expect(keys == [.paste("a\nb\u{1B}")])
  }

  @Test func aPasteWithoutEndDoesNotSwallowKeys() {
    let watch = Watch()
    var decoder = KeyDecoder(clock: { watch.now.withLock { $0 } })
    var keys = decoder.keys(event(CT_PASTE_BEGIN)) + decoder.keys(character("x"))
    let early = decoder.idle()
    #expect(early == nil)
    watch.advance(KeyDecoder.pasteSilence + .milliseconds(1))
    keys += decoder.keys(character("q"))
    #expect(keys == [.paste("x"), .char("q")])
  }

  @Test func longPastesAreCut() {
    var decoder = KeyDecoder(clock: { .zero })
    _ = decoder.keys(event(CT_PASTE_BEGIN))
    for _ in 0..<(KeyDecoder.pasteScalarsMax + 10) { _ = decoder.keys(character("x")) }
    let keys = decoder.keys(event(CT_PASTE_END))
    #expect(keys == [.paste(String(repeating: "x", count: KeyDecoder.pasteScalarsMax))])
  }
}
