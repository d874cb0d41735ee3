// Reads bytes from outside as scalars that are safe to draw: the heart of `Sanitizer` and `Canvas`.
// Escape sequences vanish, except that SGR colours are remembered; it never fails and never
// allocates.

/// Decodes UTF-8 and leaves out or replaces whatever could act on a terminal or deceive a reader.
package struct CleanScanner {
  /// Longest OSC, DCS, … sequence that is hidden whole; an unfinished or longer one stays as text.
  static let stringBytesMax = 4096
  package static let replacement: UInt32 = 0xFFFD

  private let bytes: UnsafeBufferPointer<UInt8>
  /// The byte after the last scalar given out, and its first one.
  package private(set) var position = 0
  package private(set) var scalarStart = 0
  /// The colours set by the SGR sequences read so far.
  package var sgr = SGRState()
  private let layout: Layout

  /// Which controls of layout come out as they are.
  package enum Layout: Sendable {
    /// None: they become spaces.
    case none
    /// Tabs.
    case tabs
    /// Tabs and line ends; carriage returns vanish.
    case lines
  }

  package init(
    _ bytes: UnsafeBufferPointer<UInt8>, sgr: SGRState = SGRState(), layout: Layout = .none
  ) {
    self.bytes = bytes
    self.sgr = sgr
    self.layout = layout
  }

  /// The next scalar to draw, or nil at the end.
  package mutating func next() -> UInt32? {
    while position < bytes.count {
      let byte = bytes[position]
      scalarStart = position
      if byte >= 0x20 && byte < 0x7F {
        position += 1
        return UInt32(byte)
      }
      if byte < 0x80 {
        position += 1
        if let scalar = control(byte) { return scalar }
      } else if let scalar = other(decode()) {
        return scalar
      }
    }
    return nil
  }

  private mutating func control(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 0x1B:
      escape()
      return nil
    case 0x09: return layout == .none ? 0x20 : 0x09
    case 0x0A: return layout == .lines ? 0x0A : 0x20
    case 0x0D: return layout == .lines ? nil : 0x20
    default: return Self.replacement
    }
  }

  private mutating func other(_ scalar: UInt32) -> UInt32? {
    if scalar < 0xA0 { return c1(scalar) }
    return Self.isHidden(scalar) ? nil : Self.isLineEnd(scalar) ? 0x20 : scalar
  }

  private mutating func c1(_ scalar: UInt32) -> UInt32? {
    switch scalar {
    case 0x9B: controlSequence()
    case 0x90, 0x98, 0x9D, 0x9E, 0x9F: controlString()
    default: return Self.replacement
    }
    return nil
  }

  private static func isLineEnd(_ s: UInt32) -> Bool { s == 0x2028 || s == 0x2029 }

  /// Direction controls, zero-width and variation scalars, tags: invisible, so they can only
  /// deceive.
  static func isHidden(_ s: UInt32) -> Bool {
    switch s {
    case 0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B...0x180F, 0x3164, 0xFEFF,
      0xFFA0:
      true
    case 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F: true
    case 0xFE00...0xFE0F, 0xFFF0...0xFFFB, 0x1BCA0...0x1BCA3, 0x1D173...0x1D17A: true
    case 0xE0000...0xE0FFF: true
    default: false
    }
  }
}

extension CleanScanner {
  /// After ESC.
  private mutating func escape() {
    guard position < bytes.count else { return }
    let byte = bytes[position]
    switch byte {
    case UInt8(ascii: "["):
      position += 1
      controlSequence()
    case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "X"), UInt8(ascii: "^"),
      UInt8(ascii: "_"):
      position += 1
      controlString()
    case 0x20...0x2F:
      while position < bytes.count, (0x20...0x2F).contains(bytes[position]) { position += 1 }
      if position < bytes.count, (0x30...0x7E).contains(bytes[position]) { position += 1 }
    case 0x30...0x7E: position += 1
    default: break
    }
  }

  /// After CSI: parameters, intermediates, one final byte. Anything else ends it unread.
  private mutating func controlSequence() {
    let start = position
    while position < bytes.count, (0x20...0x3F).contains(bytes[position]) { position += 1 }
    guard position < bytes.count, (0x40...0x7E).contains(bytes[position]) else { return }
    if bytes[position] == UInt8(ascii: "m") {
      sgr.apply(UnsafeBufferPointer(rebasing: bytes[start..<position]))
    }
    position += 1
  }

  /// After OSC and its like: hidden up to BEL or ST. Without an end in reach only the introducer
  /// goes, so that nobody can hide the rest of a log.
  private mutating func controlString() {
    var i = position
    let limit = min(bytes.count, position + Self.stringBytesMax)
    while i < limit {
      if bytes[i] == 0x07 || (bytes[i] == 0x9C && i > 0 && bytes[i - 1] == 0xC2) {
        position = i + 1
        return
      }
      if bytes[i] == 0x1B {
        if i + 1 < bytes.count, bytes[i + 1] == UInt8(ascii: "\\") { position = i + 2 }
        return
      }
      if bytes[i] == 0x0A { return }
      i += 1
    }
  }

  /// One scalar at `position`, whose first byte is not ASCII; U+FFFD for each wrong piece.
  private mutating func decode() -> UInt32 {
    let lead = bytes[position]
    position += 1
    let (count, low, high): (Int, UInt8, UInt8) =
      switch lead {
      case 0xC2...0xDF: (1, 0x80, 0xBF)
      case 0xE0: (2, 0xA0, 0xBF)
      case 0xED: (2, 0x80, 0x9F)
      case 0xE1...0xEF: (2, 0x80, 0xBF)
      case 0xF0: (3, 0x90, 0xBF)
      case 0xF1...0xF3: (3, 0x80, 0xBF)
      case 0xF4: (3, 0x80, 0x8F)
      default: (0, 0, 0)
      }
    if count == 0 { return Self.replacement }
    var value = UInt32(lead) & (0x3F >> UInt32(count))
    for i in 0..<count {
      guard position < bytes.count else { return Self.replacement }
      let byte = bytes[position]
      guard byte >= (i == 0 ? low : 0x80), byte <= (i == 0 ? high : 0xBF) else {
        return Self.replacement
      }
      value = value << 6 | UInt32(byte & 0x3F)
      position += 1
    }
    return value
  }
}
