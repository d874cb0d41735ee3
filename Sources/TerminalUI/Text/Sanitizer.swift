// Makes text from outside harmless, for everything that does not go through `Canvas.text` (which
// does the same): files, the clipboard, messages.

/// A piece of text with one style.
package struct StyledSpan: Sendable, Hashable {
  package var text: String
  package var style: StyleID

  package init(_ text: String, _ style: StyleID = .plain) {
    self.text = text
    self.style = style
  }
}

/// Removes escape sequences, direction controls and invisible scalars; other controls become
/// U+FFFD.
package enum Sanitizer {
  /// One line: line ends and tabs become spaces.
  package static func clean(_ text: String) -> String {
    clean(text, layout: .none)
  }

  /// Several lines: line ends and tabs stay, carriage returns go.
  package static func cleanLines(_ text: String) -> String {
    clean(text, layout: .lines)
  }

  /// Bytes of any encoding; what is not UTF-8 becomes U+FFFD.
  package static func clean(bytes: [UInt8], layout: CleanScanner.Layout = .none) -> String {
    bytes.withUnsafeBufferPointer { clean($0, layout: layout) }
  }

  /// One line as styled pieces, with the SGR colours in it; `state` carries over to the next line.
  package static func spans(_ bytes: [UInt8], state: inout SGRState) -> [StyledSpan] {
    bytes.withUnsafeBufferPointer { buffer in
      var scanner = CleanScanner(buffer, sgr: state)
      var spans: [StyledSpan] = []
      var text = String.UnicodeScalarView()
      var style = StyleID.plain
      while let scalar = scanner.next() {
        if scanner.sgr.style != style {
          if !text.isEmpty { spans.append(StyledSpan(String(text), style)) }
          text = String.UnicodeScalarView()
          style = scanner.sgr.style
        }
        text.append(Unicode.Scalar(scalar) ?? "\u{FFFD}")
      }
      if !text.isEmpty { spans.append(StyledSpan(String(text), style)) }
      state = scanner.sgr
      return spans
    }
  }

  private static func clean(_ text: String, layout: CleanScanner.Layout) -> String {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
    var text = text
    return text.withUTF8 { clean($0, layout: layout) }
  }

  private static func clean(_ bytes: UnsafeBufferPointer<UInt8>, layout: CleanScanner.Layout)
    -> String
  {
    var scanner = CleanScanner(bytes, layout: layout)
    var result = String.UnicodeScalarView()
    while let scalar = scanner.next() { result.append(Unicode.Scalar(scalar) ?? "\u{FFFD}") }
    return String(result)
  }
}
