// Texts that must be read, and texts that must be refused with their place.
import JSON
import Testing

@Suite struct JSONTests {
  @Test(
    "A value written and read is the same",
    arguments: [
      #"null"#, #"[]"#, #"{}"#, #"[1,-2,3.5,true,false,null]"#, #"{"a":{"b":[{}]},"c":"å\n\"\\"}"#,
      #"9223372036854775807"#, #""\u0001""#,
    ])
  func roundTrip(_ text: String) throws {
    let value = try JSONValue(parsing: text)
    #expect(try JSONValue(parsing: value.serialized()) == value)
  }

  @Test(
    "Malformed texts are refused where they break",
    arguments: [
      ("", 0), ("[1,]", 3), (#"{"a" 1}"#, 5), ("01", 2), ("1.", 2), ("[1 2]", 3), ("tru", 0),
      (#""a"#, 2), ("\"\u{01}\"", 1), ("1 2", 2), ("-", 1), ("{1:2}", 1), ("nul", 0),
    ])
  func refused(_ text: String, _ offset: Int) throws {
    let error = try #require(throws: JSONError.self) { try JSONValue(parsing: text) }
    #expect(error.offset == offset)
  }

  @Test func escapesAreResolved() throws {
    let value = try JSONValue(parsing: #""\u00e5\ud83d\ude00\ud800x\t\/""#)
    #expect(value == .string("å😀\u{FFFD}x\t/"))
  }

  @Test func depthIsLimited() {
    let deep = String(repeating: "[", count: 129) + String(repeating: "]", count: 129)
    #expect(throws: JSONError.self) { try JSONValue(parsing: deep) }
  }

  @Test func numbersKeepTheirKind() throws {
    #expect(try JSONValue(parsing: "5") == .int(5))
    #expect(try JSONValue(parsing: "5.0") == .double(5))
    #expect(try JSONValue(parsing: "1e2").int == 100)
    #expect(try JSONValue(parsing: "99999999999999999999").double == 1e20)
  }

  @Test func escapedKeysAreFound() throws {
    let value = try JSONValue(parsing: #"{"a\u0062":1}"#)
    #expect(value["ab"] == 1)
  }

  /// Rows repeat their nested lists; one text may begin another, and the same text may mean two things.
  @Test func repeatedValuesAreTheirOwn() throws {
    let text = #"[[1],[1,2],[1],[],[1,2],"a","ab","a",[],7,77,7,null]"#
    var lists: [[Int]] = []
    var words: [String] = []
    try JSONReader.read(Array(text.utf8)) { (reader) throws(JSONError) in
      try reader.array { (reader) throws(JSONError) in
        if try reader.nextIsArray() {
          lists.append(
            try reader.repeated { (reader) throws(JSONError) in
              try reader.list { (reader) throws(JSONError) in try reader.integer() }
            })
        } else {
          words.append(
            try reader.repeated { (reader) throws(JSONError) in try reader.text() } ?? "-")
        }
      }
    }
    #expect(lists == [[1], [1, 2], [1], [], [1, 2], []])
    #expect(words == ["a", "ab", "a", "7", "77", "7", "-"])
  }

  @Test func aRepeatedKeyKeepsItsLastValue() throws {
    #expect(try JSONValue(parsing: #"{"a":1,"a":2}"#)["a"] == 2)
  }

  @Test func aWideObjectIsReadAndChangedInOrder() throws {
    let text = "{" + (0..<60_000).map { "\"k\($0)\":\($0)" }.joined(separator: ",") + "}"
    var object = try #require(try JSONValue(parsing: text).object)
    #expect(object.members.count == 60_000)
    #expect(object["k59999"] == 59_999)
    object["k1"] = nil
    object["k2"] = "two"
    object["new"] = true
    #expect(object["k1"] == nil && object["k2"] == "two" && object["k3"] == 3)
    #expect(object.members.last?.key == "new" && object.members[1].key == "k2")
  }

  @Test("No bytes crash the reader")
  func fuzz() {
    var generator = SystemRandomNumberGenerator()
    let seed = generator.next()
    var state = seed
    let alphabet = Array(#"{}[]",:0123456789.eE+-truefalsnl\u"#.utf8) + [0, 195, 255, 10]
    for _ in 0..<5000 {
      var bytes: [UInt8] = []
      for _ in 0..<(next(&state) % 40) { bytes.append(alphabet[next(&state) % alphabet.count]) }
      if let value = try? JSONValue(parsing: bytes) {
        #expect((try? JSONValue(parsing: value.serialized())) != nil, "seed \(seed)")
      }
    }
  }

  private func next(_ state: inout UInt64) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33)
  }
}
