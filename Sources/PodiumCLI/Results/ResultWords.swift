// Values of results in the words that people read.
import JSON
import OrchestraAPI
import PodiumTUI
import Time

enum ResultWords {
  /// A text, a number, yes or no, or texts with commas; "" for nothing.
  static func plain(_ value: JSONValue?) -> String {
    switch value {
    case nil, .null: ""
    case .string(let text): text.split(separator: "\n").first.map(String.init) ?? ""
    case .bool(let flag): flag ? "yes" : "no"
    case .array(let items): items.map { plain($0) }.joined(separator: ", ")
    case .some(let value): value.text
    }
  }

  /// "2026-11-21 03:12:45" in local time.
  static func time(_ value: JSONValue?) -> String {
    value?.string.flatMap { Timestamp(iso8601: $0) }.map { Wording.full($0) } ?? ""
  }

  /// The same on a terminal as short as it is clear: "10:55:00" of today, "Thu 14:02" of this week.
  static func time(_ value: JSONValue?, _ place: TextPlace) -> String {
    let time = value?.string.flatMap { Timestamp(iso8601: $0) }
    guard place.width != nil, let time else { return self.time(value) }
    if time.local.dayText == place.now.local.dayText { return Wording.clock(time) }
    let isThisWeek = time < place.now && place.now - time < .seconds(6 * 86_400)
    return isThisWeek ? Wording.dayAndTime(time) : time.local.dayText
  }

  /// "3m23s".
  static func seconds(_ value: JSONValue?) -> String {
    value?.double.map { Wording.duration(.milliseconds(Int64($0 * 1000))) } ?? ""
  }

  /// A moment in local time where the text is one, else the text.
  static func moment(_ value: JSONValue) -> String {
    guard let text = value.string, text.utf8.count >= 20, text.contains("T") else { return "" }
    return time(value)
  }

  /// What started a run, in few words.
  static func trigger(_ value: JSONValue?) -> String {
    let causes = (value?.array ?? []).compactMap { cause in
      try? JSONReader.read(cause.serialized()) { (reader) throws(JSONError) in
        try TriggeredBy(json: &reader)
      }
    }
    return Wording.trigger(causes)
  }

  /// "lastGood" is "last good", "medianSeconds" is "median"; other spellings stay.
  static func label(_ key: String) -> String {
    guard key.contains(where: \.isLowercase) else { return key }
    let key = key.hasSuffix("Seconds") ? key.dropLast(7) : Substring(key)
    return key.reduce(into: "") { text, character in
      text += character.isUppercase ? " \(character.lowercased())" : String(character)
    }
  }
}
