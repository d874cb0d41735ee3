// Driver events → keys: control characters, pastes in one piece, double clicks.
import CTerm
import Time

/// Remembers an unfinished paste and the last click between reads.
struct KeyDecoder {
  /// Longest paste; the rest is dropped.
  static let pasteScalarsMax = 65_536
  /// A paste without its end mark is taken as finished after this silence: longer than a line that
  /// stalls in the middle of one, whose rest must not become keys.
  static let pasteSilence = Duration.seconds(5)

  /// A second press in the same cell within this time is a double click.
  static let doubleMax = Duration.milliseconds(400)

  private let clock: MonotonicClock
  private var pressed: (point: Point, at: Duration)?
  private var paste: [Unicode.Scalar]?
  private var lastPasted = Duration.zero

  init(clock: @escaping MonotonicClock) { self.clock = clock }

  /// The keys of an event: none if it is part of something longer or means nothing, two if it shows
  /// that a paste was over before.
  mutating func keys(_ event: ct_event) -> [Key] {
    guard paste != nil else { return key(event).map { [$0] } ?? [] }
    if event.kind == CT_PASTE_END { return [finish()] }
    if clock() - lastPasted > Self.pasteSilence {
      let paste = finish()
      return [paste] + keys(event)
    }
    add(event)
    return []
  }

  private mutating func key(_ event: ct_event) -> Key? {
    switch Int(event.kind) {
    case CT_CHAR: return Self.character(event.code)
    case CT_KEY: return Self.named(event.code)
    case CT_MOUSE: return mouse(event)
    case CT_GROUND: return .ground(isLight: event.code == 1)
    case CT_FOCUS_IN: return .focus(true)
    case CT_FOCUS_OUT: return .focus(false)
    case CT_PASTE_BEGIN:
      paste = []
      lastPasted = clock()
      return nil
    default: return nil
    }
  }

  /// Called when there is nothing to read: ends a paste that lost its end mark.
  mutating func idle() -> Key? {
    guard paste != nil, clock() - lastPasted > Self.pasteSilence else { return nil }
    return finish()
  }

  private mutating func add(_ event: ct_event) {
    lastPasted = clock()
    if event.kind == CT_CHAR, let scalar = Unicode.Scalar(UInt32(bitPattern: event.code)),
      (paste?.count ?? 0) < Self.pasteScalarsMax
    {
      paste?.append(scalar == "\r" ? "\n" : scalar)
    }
  }

  private mutating func finish() -> Key {
    defer { paste = nil }
    var text = String.UnicodeScalarView()
    text.append(contentsOf: paste ?? [])
    return .paste(String(text))
  }

  private static func character(_ code: Int32) -> Key? {
    switch code {
    case 10, 13: return .enter
    case 9: return .tab
    case 8, 127: return .backspace
    case 27: return .escape
    case 0: return .ctrl("@")
    case 1...26: return .ctrl(Character(Unicode.Scalar(UInt8(96 + code))))
    case 28...31: return .ctrl(Character(Unicode.Scalar(UInt8(64 + code))))
    case 128..<160: return nil
    default: return Unicode.Scalar(UInt32(bitPattern: code)).map { .char(Character($0)) }
    }
  }

  private static func named(_ code: Int32) -> Key? {
    if code >= CT_KEY_F1 { return .f(Int(code) - Int(CT_KEY_F1) + 1) }
    let keys: [Key] = [
      .up, .down, .left, .right, .home, .end, .pageUp, .pageDown, .insert, .delete, .backspace,
      .enter, .backTab, .shiftUp, .shiftDown, .shiftLeft, .shiftRight,
    ]
    return keys.indices.contains(Int(code) - 1) ? keys[Int(code) - 1] : nil
  }

  private mutating func mouse(_ event: ct_event) -> Key? {
    let actions: [MouseEvent.Action] = [.press, .release, .drag, .wheelUp, .wheelDown]
    guard actions.indices.contains(Int(event.code)) else { return nil }
    let point = Point(row: Int(event.row), column: Int(event.column))
    var mouse = MouseEvent(
      action: actions[Int(event.code)], button: Int(event.button), point: point)
    guard mouse.action == .press, mouse.button == 1 else { return .mouse(mouse) }
    let now = clock()
    if let last = pressed, last.point == point, now - last.at <= Self.doubleMax {
      mouse.action = .double
      pressed = nil
    } else {
      pressed = (point, now)
    }
    return .mouse(mouse)
  }
}
