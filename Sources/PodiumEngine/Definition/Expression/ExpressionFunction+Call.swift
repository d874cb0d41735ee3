// The functions of the expression language.
import JSON
import Time

extension ExpressionFunction {
  /// Days or months that a date may be moved by.
  static let shiftMax: Int64 = 100_000

  /// The number of arguments was checked by the parser.
  func call(_ arguments: [JSONValue]) throws(ExpressionError) -> JSONValue {
    switch self {
    case .len: return try length(arguments[0])
    case .int: return try whole(arguments[0])
    case .str: return .string(Self.text(arguments[0]))
    case .addDays:
      let (time, days) = (try moment(arguments[0]), try shift(arguments[1]))
      return .string((time + .seconds(days * 86_400)).iso8601)
    case .addMonths:
      return .string(Self.adding(months: try shift(arguments[1]), to: try moment(arguments[0])))
    case .formatDate: return .string(try formatted(arguments))
    }
  }

  /// Text of a value as `str` gives it: True and False in capitals, as the platform does.
  private static func text(_ value: JSONValue) -> String {
    switch value {
    case .string(let text): text
    case .bool(let flag): flag ? "True" : "False"
    case .null: "None"
    default: value.text
    }
  }

  private func length(_ value: JSONValue) throws(ExpressionError) -> JSONValue {
    switch value {
    case .array(let items): return .int(Int64(items.count))
    case .object(let object): return .int(Int64(object.members.count))
    case .string(let text): return .int(Int64(text.count))
    default: throw ExpressionError("len needs a list, a mapping or a text, not \(value.kindWords)")
    }
  }

  private func whole(_ value: JSONValue) throws(ExpressionError) -> JSONValue {
    switch value {
    case .int: return value
    case .bool(let flag): return .int(flag ? 1 : 0)
    case .double(let number):
      if let whole = Int64(exactly: number.rounded(.towardZero)) { return .int(whole) }
    case .string(let text):
      let trimmed = text.split(whereSeparator: \.isWhitespace)
      if trimmed.count == 1, let number = Int64(trimmed[0]) { return .int(number) }
    default: break
    }
    throw ExpressionError("int can't read this: \(value.kindWords)")
  }

  private func moment(_ value: JSONValue) throws(ExpressionError) -> Timestamp {
    if let text = value.string, let time = Timestamp(iso8601: text) { return time }
    throw ExpressionError(
      "\(rawValue) needs a date such as ORCHESTRA.CURRENT_TIME, not \(value.kindWords)")
  }

  private func shift(_ value: JSONValue) throws(ExpressionError) -> Int64 {
    guard let number = value.int, abs(number) <= Self.shiftMax, number != .min else {
      throw ExpressionError("\(rawValue) needs a whole number, not \(value.kindWords)")
    }
    return number
  }

  /// The same day of another month, or its last day.
  private static func adding(months: Int64, to time: Timestamp) -> String {
    let date = CivilDate(time)
    let index = date.year * 12 + date.month - 1 + Int(months)
    let year = index >= 0 ? index / 12 : (index - 11) / 12
    let month = index - year * 12 + 1
    let day = min(date.day, CalendarMonth.length(year: year, month: month))
    let from = CivilDate.days(year: date.year, month: date.month, day: date.day)
    let to = CivilDate.days(year: year, month: month, day: day)
    return (time + .seconds((to - from) * 86_400)).iso8601
  }

  private func formatted(_ arguments: [JSONValue]) throws(ExpressionError) -> String {
    let time = try moment(arguments[0])
    guard let format = arguments[1].string else {
      throw ExpressionError("format_date needs a format such as '%Y-%m-%d'")
    }
    guard arguments.count == 3 else { return try DateFormat.text(CivilDate(time), 0, format) }
    guard let name = arguments[2].string else {
      throw ExpressionError(
        "format_date needs the name of a time zone, not \(arguments[2].kindWords)")
    }
    do {
      let zone = try TimeZoneRules(named: name)
      return try DateFormat.text(zone.civil(time), zone.offset(at: time), format)
    } catch let problem as TimeZoneError {
      throw ExpressionError(problem.description)
    } catch let problem as ExpressionError {
      throw problem
    } catch {
      throw ExpressionError("format_date failed")
    }
  }
}

/// strftime's letters that are of use here, without its locale.
enum DateFormat {
  static func text(
    _ date: CivilDate, _ offset: Int, _ format: String
  ) throws(ExpressionError) -> String {
    var out = ""
    var rest = format[...]
    while let character = rest.popFirst() {
      guard character == "%", let letter = rest.popFirst() else {
        out.append(character)
        continue
      }
      guard let piece = piece(letter, date, offset) else {
        throw ExpressionError("format_date does not know “%\(letter)”")
      }
      out += piece
    }
    return out
  }

  private static func piece(_ letter: Character, _ date: CivilDate, _ offset: Int) -> String? {
    let months = [
      "January", "February", "March", "April", "May", "June", "July", "August", "September",
      "October", "November", "December",
    ]
    let days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
    switch letter {
    case "Y": return padded(date.year, 4)
    case "y": return padded(date.year % 100, 2)
    case "m": return padded(date.month, 2)
    case "d": return padded(date.day, 2)
    case "H": return padded(date.hour, 2)
    case "I": return padded((date.hour + 11) % 12 + 1, 2)
    case "M": return padded(date.minute, 2)
    case "S": return padded(date.second, 2)
    case "f": return padded(date.microsecond, 6)
    case "p": return date.hour < 12 ? "AM" : "PM"
    case "B": return months[date.month - 1]
    case "b": return String(months[date.month - 1].prefix(3))
    case "A": return days[date.weekday]
    case "a": return String(days[date.weekday].prefix(3))
    case "w": return String(date.weekday)
    case "u": return String((date.weekday + 6) % 7 + 1)
    case "j":
      let start = CivilDate.days(year: date.year, month: 1, day: 1)
      let day = CivilDate.days(year: date.year, month: date.month, day: date.day)
      return padded(Int(day - start) + 1, 3)
    case "F": return date.dayText
    case "T": return date.timeText
    case "z":
      let minutes = abs(offset) / 60
      return (offset < 0 ? "-" : "+") + padded(minutes / 60, 2) + padded(minutes % 60, 2)
    case "%": return "%"
    default: return nil
    }
  }

  private static func padded(_ value: Int, _ width: Int) -> String {
    let text = String(value)
    return String(repeating: "0", count: max(0, width - text.count)) + text
  }
}
