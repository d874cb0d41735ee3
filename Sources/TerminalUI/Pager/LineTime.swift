// The time at the beginning of a log line, in the spellings that logs have.
import Time

/// A time as it is written in a line.
package struct LineTime: Sendable, Hashable {
  /// Where it stands in the line.
  package let range: Range<Int>
  /// As written: since 1970 in its own zone, or since midnight.
  package let microseconds: Int64
  package let hasDate: Bool
  /// Minutes east of UTC, where a zone is written.
  package let zone: Int?
  /// Digits of the fraction of the second.
  package let fraction: Int

  static let day: Int64 = 86_400_000_000
  /// Bytes of a line that are looked at.
  static let headMax = 64

  /// In UTC where a zone is written, else as written.
  var instant: Int64 { microseconds - Int64(zone ?? 0) * 60_000_000 }

  /// The first time in the head of a line.
  package init?(in line: UnsafeBufferPointer<UInt8>) {
    var reader = Reader(bytes: UnsafeBufferPointer(rebasing: line.prefix(Self.headMax)))
    while let start = reader.nextStart() {
      if let time = reader.time(at: start) {
        self = time
        return
      }
      reader.place = start + 1
    }
    return nil
  }

  /// A time that a person typed, whole: "12:03", "2026-11-21 12:03:07".
  package init?(typed text: String) {
    let full = text.filter { $0 == ":" }.count == 1 ? "\(text):00" : text
    let found = Array(full.utf8).withUnsafeBufferPointer { LineTime(in: $0) }
    guard let found, found.range == 0..<full.utf8.count else { return nil }
    self = found
  }

  fileprivate init(
    range: Range<Int>, day: Int64?, microseconds: Int64, zone: Int?, fraction: Int
  ) {
    (self.range, hasDate, self.zone) = (range, day != nil, zone)
    (self.microseconds, self.fraction) = ((day ?? 0) * Self.day + microseconds, fraction)
  }
}

/// Reads times out of the head of a line.
private struct Reader {
  let bytes: UnsafeBufferPointer<UInt8>
  var place = 0

  /// The next digit, or letter of a month, that begins a word.
  mutating func nextStart() -> Int? {
    while place + 8 <= bytes.count {
      let before = place == 0 ? 0x20 : bytes[place - 1]
      // An "m" may end the colours before a time.
      let isStart = !Self.isWord(before) || (before == 0x6D && isDigit(bytes[place]))
      if isStart, Self.isWord(bytes[place]) { return place }
      place += 1
    }
    return nil
  }

  private func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

  private static func isWord(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
  }

  private func number(at start: Int, digits: Int) -> Int? {
    guard start + digits <= bytes.count else { return nil }
    var value = 0
    for byte in bytes[start..<(start + digits)] {
      guard (48...57).contains(byte) else { return nil }
      value = value * 10 + Int(byte - 48)
    }
    return value
  }

  private func has(_ signs: StaticString, at place: Int) -> Bool {
    guard place < bytes.count else { return false }
    return UnsafeBufferPointer(start: signs.utf8Start, count: signs.utf8CodeUnitCount)
      .contains(bytes[place])
  }

  func time(at start: Int) -> LineTime? {
    let (day, clockStart) = date(at: start)
    guard let hour = number(at: clockStart, digits: 2), hour < 24, has(":", at: clockStart + 2),
      let minute = number(at: clockStart + 3, digits: 2), minute < 60,
      has(":", at: clockStart + 5), let second = number(at: clockStart + 6, digits: 2),
      second <= 60
    else { return nil }
    var end = clockStart + 8
    var micros = Int64((hour * 60 + minute) * 60 + second) * 1_000_000
    var digits = 0
    if has(".,", at: end), number(at: end + 1, digits: 1) != nil {
      end += 1
      var unit: Int64 = 100_000
      while let digit = number(at: end, digits: 1) {
        micros += Int64(digit) * unit
        (unit, end, digits) = (unit / 10, end + 1, digits + 1)
      }
    }
    let zone = day == nil ? nil : zone(at: &end)
    guard end == bytes.count || !Self.isWord(bytes[end]) else { return nil }
    return LineTime(
      range: start..<end, day: day, microseconds: micros, zone: zone, fraction: digits)
  }

  /// The day, if one is written, and where the time of day begins.
  private func date(at start: Int) -> (day: Int64?, clockStart: Int) {
    if has("0123456789", at: start) {
      guard let year = number(at: start, digits: 4), has("-/", at: start + 4),
        let month = number(at: start + 5, digits: 2), has("-/", at: start + 7),
        let day = number(at: start + 8, digits: 2), has("T _", at: start + 10),
        (1...12).contains(month), (1...31).contains(day)
      else { return (nil, start) }
      return (CivilDate.days(year: year, month: month, day: day), start + 11)
    }
    let name = String(decoding: bytes[start..<min(bytes.count, start + 3)], as: UTF8.self)
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    guard let month = months.firstIndex(of: name), has(" ", at: start + 3) else {
      return (nil, start)
    }
    let digits = has(" ", at: start + 4) ? start + 5 : start + 4
    let count = digits == start + 5 ? 1 : 2
    guard let day = number(at: digits, digits: count), has(" ", at: digits + count) else {
      return (nil, start)
    }
    // Without a year: order and distances within one log are right.
    return (CivilDate.days(year: 2000, month: month + 1, day: day), digits + count + 1)
  }

  /// "Z", "+01:00", "+0100", " UTC"; moves `end` behind it.
  private func zone(at end: inout Int) -> Int? {
    if has("Z", at: end) {
      end += 1
      return 0
    }
    if has("+-", at: end), let hours = number(at: end + 1, digits: 2) {
      let minuteStart = has(":", at: end + 3) ? end + 4 : end + 3
      guard let minutes = number(at: minuteStart, digits: 2) else { return nil }
      let sign = has("-", at: end) ? -1 : 1
      end = minuteStart + 2
      return sign * (hours * 60 + minutes)
    }
    if end + 4 <= bytes.count, bytes[end..<(end + 4)].elementsEqual(Array(" UTC".utf8)) {
      end += 4
      return 0
    }
    return nil
  }
}
