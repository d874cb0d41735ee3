// Strings are scanned eight bytes at a time: what ends or spoils one must be seen at every place of
// a word.
import JSON
import Testing

struct StringScanTests {
  @Test func whatEndsAStringIsSeenAtEveryPlace() throws {
    for count in 0..<40 {
      let plain = String(repeating: "x", count: count)
      #expect(
        try JSONValue(parsing: Array("[\"\(plain)\", 1]".utf8))
          == .array([.string(plain), .int(1)]))
      let escaped = Array("[\"\(plain)\\\"\\\\tail of it\"]".utf8)
      #expect(try JSONValue(parsing: escaped) == .array([.string(plain + "\"\\tail of it")]))
      let wide = plain + "é\u{7f}\u{80}😀 the rest"
      #expect(try JSONValue(parsing: Array("[\"\(wide)\"]".utf8)) == .array([.string(wide)]))
    }
  }

  @Test func aControlCharacterIsRefusedAtEveryPlace() {
    for count in 0..<24 {
      for control in [UInt8(0), 9, 10, 31] {
        let text = Array("[\"".utf8) + Array(repeating: 120, count: count) + [control]
        #expect(throws: JSONError.self) {
          try JSONValue(parsing: text + Array("and more than a word\"]".utf8))
        }
      }
    }
  }

  @Test func aStringWithoutAnEndIsRefused() {
    for count in 0..<24 {
      #expect(throws: JSONError.self) {
        try JSONValue(parsing: Array("[\"".utf8) + Array(repeating: 120, count: count))
      }
    }
  }
}
