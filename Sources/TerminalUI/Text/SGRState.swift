// The colours a log asks for by SGR sequences, reduced to the 16 user colours so that they fit any
// theme.

/// What the SGR sequences read so far have set.
package struct SGRState: Sendable, Hashable {
  package var foreground: UInt8?
  package var background: UInt8?
  package var bold = false
  package var dim = false
  package var underline = false
  package var reverse = false

  package init() {}

  /// The nearest of the reserved styles; a background shows as a reversed colour.
  package var style: StyleID {
    if let background {
      return .ansiReverse(background)
    }
    if reverse {
      return foreground.map { .ansiReverse($0) } ?? .reverse
    }
    if let foreground { return bold ? .ansiBold(foreground) : .ansi(foreground) }
    return bold ? .bold : dim ? .dim : underline ? .underline : .plain
  }

  /// Applies the parameters between `CSI` and `m`; unknown ones are left out.
  package mutating func apply(_ parameters: UnsafeBufferPointer<UInt8>) {
    var numbers: [Int] = []
    var current = 0
    for byte in parameters {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        current = min(current * 10 + Int(byte - UInt8(ascii: "0")), 9999)
      case UInt8(ascii: ";"), UInt8(ascii: ":"):
        numbers.append(current)
        current = 0
      default: return
      }
      if numbers.count > 32 { return }
    }
    numbers.append(current)
    var i = 0
    while i < numbers.count { i += applyOne(numbers[i...]) }
  }

  /// Applies the first number and says how many it used.
  private mutating func applyOne(_ numbers: ArraySlice<Int>) -> Int {
    guard let code = numbers.first else { return 1 }
    switch code {
    case 0: self = SGRState()
    case 1: bold = true
    case 2: dim = true
    case 4: underline = true
    case 7: reverse = true
    case 22: (bold, dim) = (false, false)
    case 24: underline = false
    case 27: reverse = false
    case 30...37: foreground = UInt8(code - 30)
    case 39: foreground = nil
    case 40...47: background = UInt8(code - 40)
    case 49: background = nil
    case 90...97: foreground = UInt8(code - 90 + 8)
    case 100...107: background = UInt8(code - 100 + 8)
    case 38, 48:
      let (color, used) = extended(numbers.dropFirst())
      if code == 38 { foreground = color ?? foreground } else { background = color ?? background }
      return 1 + used
    default: break
    }
    return 1
  }

  private func extended(_ numbers: ArraySlice<Int>) -> (UInt8?, used: Int) {
    let n = Array(numbers.prefix(4))
    func near(_ color: Color) -> UInt8? {
      Palette.index(of: color, depth: .sixteen).map { UInt8($0) }
    }
    func byte(_ value: Int) -> UInt8 { UInt8(min(255, value)) }
    if n.count >= 2, n[0] == 5 { return (near(.indexed(byte(n[1]))), 2) }
    if n.count >= 4, n[0] == 2 { return (near(.rgb(byte(n[1]), byte(n[2]), byte(n[3]))), 4) }
    return (nil, n.count)
  }
}
