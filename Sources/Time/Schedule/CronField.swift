// One field of a cron expression: text to a set of numbers. Knows nothing of calendars.

/// What a field may hold.
struct CronFieldKind: Sendable {
  let name: String
  let range: ClosedRange<Int>
  /// Names of values, the first is the value of `namesFrom`.
  var names: [String] = []
  var namesFrom = 0

  static let minutes = CronFieldKind(name: "minutes", range: 0...59)
  static let hours = CronFieldKind(name: "hours", range: 0...23)
  static let days = CronFieldKind(name: "day-of-month", range: 1...31)
  static let months = CronFieldKind(
    name: "month", range: 1...12,
    names: ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"],
    namesFrom: 1)
  /// 1 is Sunday, as AWS EventBridge counts.
  static let awsWeekdays = CronFieldKind(
    name: "day-of-week", range: 1...7, names: weekdayNames, namesFrom: 1)
  /// 0 and 7 are Sunday, as Unix cron counts.
  static let unixWeekdays = CronFieldKind(
    name: "day-of-week", range: 0...7, names: weekdayNames, namesFrom: 0)
  static let years = CronFieldKind(name: "year", range: 1970...2199)

  static let weekdayNames = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]

  /// A number or a name.
  func value(_ text: Substring) throws(CronError) -> Int {
    if let index = names.firstIndex(of: text.uppercased()) { return namesFrom + index }
    guard !text.isEmpty, text.allSatisfy({ $0.isASCII && $0.isNumber }), let number = Int(text)
    else {
      throw CronError("“\(text)” is not a value of the \(name) field")
    }
    guard range.contains(number) else {
      throw CronError(
        "\(number) is outside \(range.lowerBound)-\(range.upperBound) of the \(name) field")
    }
    return number
  }

  /// One item of a list: `*`, `5`, `1-5`, `0/15`, `*/15`, `10-30/5`. Ranges may wrap around
  /// (FRI-MON).
  func values(_ item: Substring) throws(CronError) -> Set<Int> {
    let parts = item.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count <= 2 else { throw CronError("“\(item)” has more than one step") }
    var step = 1
    if parts.count == 2 {
      guard let number = Int(parts[1]), number > 0, number <= range.upperBound else {
        throw CronError("“\(parts[1])” is not a step of the \(name) field")
      }
      step = number
    }
    let (from, to) = try bounds(parts[0], hasStep: parts.count == 2)
    let size = range.count
    let span = (to - from + size) % size
    return Set(
      stride(from: 0, through: span, by: step).map {
        range.lowerBound + (from - range.lowerBound + $0) % size
      })
  }

  private func bounds(_ text: Substring, hasStep: Bool) throws(CronError) -> (Int, Int) {
    if text == "*" { return (range.lowerBound, range.upperBound) }
    let ends = text.split(separator: "-", omittingEmptySubsequences: false)
    guard ends.count <= 2 else { throw CronError("“\(text)” is not a range") }
    let from = try value(ends[0])
    if ends.count == 2 { return (from, try value(ends[1])) }
    return (from, hasStep ? range.upperBound : from)
  }

  /// A whole field; nil when it restricts nothing.
  func set(_ text: Substring) throws(CronError) -> Set<Int>? {
    if text == "*" { return nil }
    var found: Set<Int> = []
    for item in text.split(separator: ",", omittingEmptySubsequences: false) {
      found.formUnion(try values(item))
    }
    return found
  }
}

/// What is wrong with a cron expression, in words for its author.
package struct CronError: Error, Sendable, Hashable, CustomStringConvertible {
  package let description: String
  /// What to write instead, when that is clear.
  package let suggestion: String?

  init(_ description: String, suggestion: String? = nil) {
    self.description = description
    self.suggestion = suggestion
  }
}
