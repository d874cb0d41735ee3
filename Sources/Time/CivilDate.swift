// A timestamp as calendar fields (proleptic Gregorian), without any library.
import CSystem

/// Year, month, day and time of day at an offset from UTC.
package struct CivilDate: Sendable, Equatable {
  package var year: Int
  package var month: Int
  package var day: Int
  package var hour: Int
  package var minute: Int
  package var second: Int
  package var microsecond: Int
  /// 0 is Sunday.
  package var weekday: Int

  /// - Parameter offset: seconds east of UTC.
  package init(_ time: Timestamp, offset: Int = 0) {
    let shifted = time.microseconds + Int64(offset) * 1_000_000
    let dayNumber = Int((shifted - (shifted < 0 ? 86_399_999_999 : 0)) / 86_400_000_000)
    var rest = Int(shifted - Int64(dayNumber) * 86_400_000_000)
    microsecond = rest % 1_000_000
    rest /= 1_000_000
    (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60)
    weekday = ((dayNumber + 4) % 7 + 7) % 7
    (year, month, day) = Self.date(fromDays: dayNumber)
  }

  /// Days since 1970-01-01 (Howard Hinnant's days_from_civil).
  package static func days(year: Int, month: Int, day: Int) -> Int64 {
    let y = month <= 2 ? year - 1 : year
    let era = (y >= 0 ? y : y - 399) / 400
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return Int64(era * 146_097 + dayOfEra - 719_468)
  }

  static func date(fromDays days: Int) -> (year: Int, month: Int, day: Int) {
    let z = days + 719_468
    let era = (z >= 0 ? z : z - 146_096) / 146_097
    let dayOfEra = z - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let m = (5 * dayOfYear + 2) / 153
    let month = m < 10 ? m + 3 : m - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * m + 2) / 5 + 1)
  }

  /// "2025-10-16".
  package var dayText: String { "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))" }
  /// "00:15:50".
  package var timeText: String { "\(padded(hour, 2)):\(padded(minute, 2)):\(padded(second, 2))" }
}

func padded(_ value: Int, _ width: Int) -> String {
  let text = String(value)
  return String(repeating: "0", count: max(0, width - text.count)) + text
}

extension Timestamp {
  /// Seconds east of UTC of this machine's local time at this moment.
  package var localOffset: Int { Int(cs_local_offset(seconds)) }
  /// Calendar fields in this machine's local time.
  package var local: CivilDate { CivilDate(self, offset: localOffset) }

  /// The next day at a full hour of this machine's local time.
  package func tomorrow(hour: Int) -> Timestamp {
    let today = local
    let day = CivilDate.days(year: today.year, month: today.month, day: today.day) + 1
    let shown = day * 86_400 + Int64(hour) * 3600
    // The offset there, not here: clocks may change in the night.
    let guess = Timestamp(seconds: shown - Int64(localOffset))
    return Timestamp(seconds: shown - Int64(guess.localOffset))
  }
}
