// What one column of the emulated screen holds: text and how it is drawn.

/// A colour as the program asked for it.
package enum EmulatedColor: Equatable, Sendable {
  case standard
  /// 0-15 by SGR 30-37, 90-97, or any index by 38;5.
  case indexed(Int)
  case rgb(Int, Int, Int)
}

/// The rendition that SGR sequences build up.
package struct EmulatedStyle: Equatable, Sendable {
  package var foreground = EmulatedColor.standard
  package var background = EmulatedColor.standard
  package var bold = false
  package var dim = false
  package var italic = false
  package var underline = false
  package var blink = false
  package var reverse = false
  package init() {}
}

/// One column. The second column of a wide character holds empty text.
package struct EmulatedCell: Equatable, Sendable {
  package var text: String
  package var style: EmulatedStyle
  package init(_ text: String = " ", style: EmulatedStyle = EmulatedStyle()) {
    self.text = text
    self.style = style
  }
}

extension EmulatedCell {
  /// The cell without what nobody can see: of a blank only its background and lines count.
  var look: EmulatedCell {
    guard text == " ", !style.reverse else { return self }
    var seen = EmulatedCell()
    seen.style.background = style.background
    seen.style.underline = style.underline
    return seen
  }
}

extension EmulatedStyle {
  /// Applies the numbers of one `CSI … m`; returns those it does not know.
  mutating func apply(_ numbers: [Int]) -> [Int] {
    var unknown: [Int] = []
    var index = 0
    while index < numbers.count {
      let number = numbers[index]
      if number == 38 || number == 48 {
        let (color, used) = Self.extendedColor(numbers[(index + 1)...])
        if number == 38 { foreground = color } else { background = color }
        index += used
      } else if !apply(number) {
        unknown.append(number)
      }
      index += 1
    }
    return unknown
  }

  private mutating func apply(_ number: Int) -> Bool {
    switch number {
    case 0: self = EmulatedStyle()
    case 1: bold = true
    case 2: dim = true
    case 3: italic = true
    case 4: underline = true
    case 5: blink = true
    case 7: reverse = true
    case 10: break  // the primary font: what is always shown here
    case 22: (bold, dim) = (false, false)
    case 23: italic = false
    case 24: underline = false
    case 25: blink = false
    case 27: reverse = false
    case 30...37: foreground = .indexed(number - 30)
    case 39: foreground = .standard
    case 40...47: background = .indexed(number - 40)
    case 49: background = .standard
    case 90...97: foreground = .indexed(number - 82)
    case 100...107: background = .indexed(number - 92)
    default: return false
    }
    return true
  }

  private static func extendedColor(_ rest: ArraySlice<Int>) -> (EmulatedColor, used: Int) {
    let values = Array(rest)
    if values.first == 5, values.count >= 2 { return (.indexed(values[1]), 2) }
    if values.first == 2, values.count >= 4 { return (.rgb(values[1], values[2], values[3]), 4) }
    return (.standard, values.count)
  }
}
