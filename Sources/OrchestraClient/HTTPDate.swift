// Dates of HTTP headers (RFC 9110 §5.6.7) and the delays that Retry-After names.
import HTTP
import Time

enum HTTPDate {
  private static let months = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]

  /// "Sun, 06 Nov 1994 08:49:37 GMT" and the obsolete "Sunday, 06-Nov-94 08:49:37 GMT".
  static func parse(_ text: String) -> Timestamp? {
    let words = text.split(whereSeparator: { $0 == " " || $0 == "," || $0 == "-" })
    guard words.count == 6, words[5] == "GMT" || words[5] == "UTC", let day = Int(words[1]),
      let month = months.firstIndex(of: words[2].lowercased()), var year = Int(words[3])
    else { return nil }
    if words[3].count == 2 { year += year < 70 ? 2000 : 1900 }
    let time = words[4].split(separator: ":").map { Int($0) ?? -1 }
    guard time.count == 3, (0..<24).contains(time[0]), (0..<60).contains(time[1]),
      (0...60).contains(time[2]), (1...31).contains(day), (1970..<10_000).contains(year)
    else { return nil }
    let days = CivilDate.days(year: year, month: month + 1, day: day)
    return Timestamp(seconds: days * 86_400 + Int64(time[0] * 3600 + time[1] * 60 + time[2]))
  }
}

extension HTTPHeaders {
  /// The delay that the server asks for, in seconds or as a date; nil when it names none.
  /// A date counts from the server's own clock where the answer tells it.
  func retryAfter(now: Timestamp) -> Duration? {
    guard let text = self["Retry-After"] else { return nil }
    if let seconds = Double(text), seconds.isFinite {
      return .milliseconds(Int64(min(max(seconds, 0), 86_400) * 1000))
    }
    guard let date = HTTPDate.parse(text) else { return nil }
    let base = self["Date"].flatMap(HTTPDate.parse) ?? now
    return min(max(date - base, .zero), .seconds(86_400))
  }
}
