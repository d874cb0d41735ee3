// Cron expressions: the six fields of AWS EventBridge (the platform's), Unix cron's five, and
// "every N minutes". Parsing and matching of calendar days only; instants are CronTimer's.

/// A parsed cron expression.
package struct Cron: Sendable, Hashable {
  /// Which forms a text may have.
  package enum Form: Sendable {
    /// What the platform accepts.
    case sixFields
    case any
  }

  /// As written.
  package let text: String
  let minutes: [Int]
  let hours: [Int]
  /// False for `*`: then a repeated hour (end of daylight time) counts twice.
  let fixesHour: Bool
  let daysOfMonth: CronDays
  let daysOfWeek: CronDays
  /// nil is every month.
  let months: Set<Int>?
  /// nil is every year.
  let years: Set<Int>?
  /// Unix: when both day fields are set, either may match.
  let eitherDay: Bool
  /// Set for "every N minutes": counted from midnight UTC 1970, no fields.
  let everyMinutes: Int?

  /// Parses a text. "cron(…)" and "rate(N minutes)" of AWS are understood with `.any`.
  package init(_ text: String, form: Form = .any) throws(CronError) {
    self.text = text
    var body = text[...]
    if form == .any, body.hasPrefix("cron("), body.hasSuffix(")") {
      body = body.dropFirst(5).dropLast()
    }
    let fields = body.split(whereSeparator: \.isWhitespace)
    if form == .any, let count = Self.interval(text) {
      everyMinutes = try Self.checked(interval: count, text)
      (minutes, hours, fixesHour, eitherDay) = ([], [], false, false)
      (daysOfMonth, daysOfWeek, months, years) = (.free, .free, nil, nil)
      return
    }
    everyMinutes = nil
    try Self.checkCount(fields, form)
    let isAWS = fields.count == 6
    minutes = try CronFieldKind.minutes.set(fields[0])?.sorted() ?? Array(0...59)
    let hourSet = try CronFieldKind.hours.set(fields[1])
    hours = hourSet?.sorted() ?? Array(0...23)
    fixesHour = hourSet != nil
    daysOfMonth = try CronDays(daysOfMonth: fields[2])
    months = try CronFieldKind.months.set(fields[3])
    daysOfWeek = try CronDays(
      daysOfWeek: fields[4], kind: isAWS ? .awsWeekdays : .unixWeekdays)
    years = isAWS ? try CronFieldKind.years.set(fields[5]) : nil
    eitherDay = !isAWS
    if isAWS { try Self.checkQuestionMarks(fields) }
  }

  private static func checkCount(_ fields: [Substring], _ form: Form) throws(CronError) {
    if fields.count == 6 || (fields.count == 5 && form == .any) { return }
    let wanted = "6 fields are needed (minutes hours day-of-month month day-of-week year)"
    if fields.count == 5 {
      throw CronError(
        "\(wanted), here are 5", suggestion: sixFields(from: fields).map { "write “\($0)”" })
    }
    throw CronError("\(wanted), here are \(fields.count)", suggestion: "daily at 3: “0 3 * * ? *”")
  }

  /// The same schedule in the platform's form; nil when it has none.
  private static func sixFields(from five: [Substring]) -> String? {
    let days = five[2]
    let week = five[4]
    if week == "*" { return "\(five[0]) \(five[1]) \(days) \(five[3]) ? *" }
    guard days == "*", let set = try? CronDays(daysOfWeek: week, kind: .unixWeekdays) else {
      return nil
    }
    let names = set.values.sorted().map { CronFieldKind.weekdayNames[$0] }
    return "\(five[0]) \(five[1]) ? \(five[3]) \(names.joined(separator: ",")) *"
  }

  private static func checkQuestionMarks(_ fields: [Substring]) throws(CronError) {
    switch (fields[2] == "?", fields[4] == "?") {
    case (true, true): throw CronError("only one of day-of-month and day-of-week may be “?”")
    case (false, false):
      var mended = fields
      mended[fields[4] == "*" || fields[2] != "*" ? 4 : 2] = "?"
      throw CronError(
        "one of day-of-month and day-of-week must be “?”",
        suggestion: "write “\(mended.joined(separator: " "))”")
    default: break
    }
  }

  /// "every 5 minutes", "every minute", "rate(5 minutes)"; nil for everything else.
  private static func interval(_ text: String) -> Int? {
    var body = text.lowercased()[...]
    if body.hasPrefix("rate("), body.hasSuffix(")") {
      body = "every " + body.dropFirst(5).dropLast()
    }
    let words = body.split(whereSeparator: \.isWhitespace)
    guard words.first == "every" else { return nil }
    let units: [Substring: Int] = ["min": 1, "minute": 1, "minutes": 1, "hour": 60, "hours": 60]
    if words.count == 2, let unit = units[words[1]] { return unit }
    guard words.count == 3, let unit = units[words[2]] else { return 0 }
    let (minutes, overflow) = (Int(words[1]) ?? 0).multipliedReportingOverflow(by: unit)
    return overflow ? 0 : minutes
  }

  private static func checked(interval: Int, _ text: String) throws(CronError) -> Int {
    guard (1...10_080).contains(interval) else {
      throw CronError("“\(text)” is not understood", suggestion: "write “every 5 minutes”")
    }
    return interval
  }

  /// Whether a calendar day fits.
  func matches(year: Int, month: Int, day: Int, weekday: Int, monthLength: Int) -> Bool {
    if let months, !months.contains(month) { return false }
    if let years, !years.contains(year) { return false }
    let inMonth = daysOfMonth.contains(
      day: day, weekday: weekday, monthLength: monthLength, isWeek: false)
    let inWeek = daysOfWeek.contains(
      day: day, weekday: weekday, monthLength: monthLength, isWeek: true)
    if eitherDay, !daysOfMonth.isFree, !daysOfWeek.isFree { return inMonth || inWeek }
    return inMonth && inWeek
  }
}
