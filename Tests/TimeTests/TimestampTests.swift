// The wire's date forms.
import Testing
import Time

@Suite struct TimestampTests {
  @Test(
    "Forms of one moment",
    arguments: [
      "2025-10-16T00:15:50.472460+00:00", "2025-10-16T00:15:50.47246Z",
      "2025-10-16 00:15:50.472460",
      "2025-10-16T02:15:50.472460+02:00", "2025-10-15T17:45:50.472460999-0630",
    ])
  func forms(_ text: String) {
    #expect(Timestamp(iso8601: text)?.microseconds == 1_760_573_750_472_460)
  }

  @Test(
    "Malformed forms are refused",
    arguments: [
      "", "2025-10-16T", "2025-13-01T00:00:00Z", "2025-10-16T24:00:00Z", "yesterday",
      "2025-10-16T00:15:50Zz", "2025-1-6", "2025-10-16T00:15:50+1",
    ])
  func refused(_ text: String) { #expect(Timestamp(iso8601: text) == nil) }

  @Test("Days survive the calendar", arguments: [-800_000, -1, 0, 59, 11_016, 20_000, 2_000_000])
  func calendar(_ day: Int64) {
    let time = Timestamp(seconds: day * 86_400 + 3_661)
    let date = CivilDate(time)
    #expect(CivilDate.days(year: date.year, month: date.month, day: date.day) == day)
    #expect((date.hour, date.minute, date.second) == (1, 1, 1))
  }

  @Test func textReadsBack() {
    let time = Timestamp(microseconds: 1_760_573_750_000_001)
    #expect(time.iso8601 == "2025-10-16T00:15:50.000001+00:00")
    #expect(Timestamp(iso8601: time.iso8601) == time)
    #expect(CivilDate(time).weekday == 4)
  }
}
