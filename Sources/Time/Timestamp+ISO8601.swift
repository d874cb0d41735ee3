// Reading and writing ISO 8601: "2025-10-16T00:15:50.472460+00:00", "…Z", with or without fraction.

extension Timestamp {
  /// Reads a date and time with an optional fraction and zone; no zone means UTC. nil when
  /// malformed.
  package init?(iso8601 text: some StringProtocol) {
    var copy = String(text)
    let parsed = copy.withUTF8 { (bytes: UnsafeBufferPointer<UInt8>) in Timestamp(iso8601: bytes) }
    guard let parsed else { return nil }
    self = parsed
  }

  /// The same over raw bytes, without allocating.
  package init?(iso8601 bytes: UnsafeBufferPointer<UInt8>) {
    var reader = ISOReader(bytes: bytes)
    guard let micros = reader.read() else { return nil }
    microseconds = micros
  }

  /// "2025-10-16T00:15:50.472460+00:00", the form that Orchestra's API answers with.
  package var iso8601: String {
    let date = CivilDate(self)
    guard (0...9999).contains(date.year) else {
      return "\(date.dayText)T\(date.timeText).\(padded(date.microsecond, 6))+00:00"
    }
    return String(unsafeUninitializedCapacity: 32) { out in
      var at = 0
      Self.write(date.year, 4, 45, to: out, &at)
      Self.write(date.month, 2, 45, to: out, &at)
      Self.write(date.day, 2, 84, to: out, &at)
      Self.write(date.hour, 2, 58, to: out, &at)
      Self.write(date.minute, 2, 58, to: out, &at)
      Self.write(date.second, 2, 46, to: out, &at)
      Self.write(date.microsecond, 6, 43, to: out, &at)
      Self.write(0, 2, 58, to: out, &at)
      Self.write(0, 2, nil, to: out, &at)
      return at
    }
  }

  /// A number with leading zeros and what comes after it.
  private static func write(
    _ value: Int, _ digits: Int, _ after: UInt8?, to out: UnsafeMutableBufferPointer<UInt8>,
    _ at: inout Int
  ) {
    var rest = value
    for place in stride(from: at + digits - 1, through: at, by: -1) {
      out[place] = 48 + UInt8(rest % 10)
      rest /= 10
    }
    at += digits
    guard let after else { return }
    out[at] = after
    at += 1
  }

  /// "2025-10-16T00:15:50Z", for people and for queries.
  package var iso8601Seconds: String {
    let date = CivilDate(self)
    return "\(date.dayText)T\(date.timeText)Z"
  }
}

private struct ISOReader {
  let bytes: UnsafeBufferPointer<UInt8>
  var at = 0

  mutating func read() -> Int64? {
    guard let century = two(), let years = two(), skip(45), let month = two(), skip(45),
      let day = two(),
      (1...12).contains(month), (1...31).contains(day)
    else { return nil }
    var micros =
      CivilDate.days(
        year: century * 100 + years, month: month, day: day) * 86_400_000_000
    if at == bytes.count { return micros }
    guard skip(84) || skip(116) || skip(32), let hour = two(), skip(58),
      let minute = two(), hour < 24, minute < 60
    else { return nil }
    var second = 0
    if skip(58) {
      guard let value = two(), value <= 60 else { return nil }
      second = value
    }
    micros += Int64(hour * 3600 + minute * 60 + second) * 1_000_000
    if skip(46) || skip(44) { micros += fraction() }
    guard let offset = zone() else { return nil }
    return at == bytes.count ? micros - offset * 1_000_000 : nil
  }

  private mutating func skip(_ byte: UInt8) -> Bool {
    guard at < bytes.count, bytes[at] == byte else { return false }
    at += 1
    return true
  }

  private mutating func two() -> Int? {
    guard at + 2 <= bytes.count else { return nil }
    let (tens, ones) = (bytes[at] &- 48, bytes[at + 1] &- 48)
    guard tens <= 9, ones <= 9 else { return nil }
    at += 2
    return Int(tens) * 10 + Int(ones)
  }

  /// Microseconds of a fraction of any length; what is finer is cut off.
  private mutating func fraction() -> Int64 {
    var value: Int64 = 0
    var scale: Int64 = 100_000
    while at < bytes.count, (48...57).contains(bytes[at]) {
      value += Int64(bytes[at] - 48) * scale
      scale /= 10
      at += 1
    }
    return value
  }

  /// Seconds east of UTC.
  private mutating func zone() -> Int64? {
    if at == bytes.count || skip(90) || skip(122) { return 0 }
    let sign: Int64
    if skip(43) { sign = 1 } else if skip(45) { sign = -1 } else { return nil }
    guard let hours = two() else { return nil }
    _ = skip(58)
    return sign * Int64(hours * 3600 + (two() ?? 0) * 60)
  }
}
