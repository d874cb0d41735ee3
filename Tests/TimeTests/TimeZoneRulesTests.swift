// Named zones: offsets, gaps, overlaps, the rule of the far future; damaged files.
import Foundation
import Testing

@testable import Time

@Suite struct TimeZoneRulesTests {
  @Test(arguments: [
    ("Europe/London", "2026-01-15T12:00:00Z", 0), ("Europe/London", "2026-07-15T12:00:00Z", 3600),
    ("Europe/London", "2026-03-29T00:59:59Z", 0), ("Europe/London", "2026-03-29T01:00:00Z", 3600),
    ("Europe/London", "2080-07-15T12:00:00Z", 3600), ("Europe/London", "2080-12-15T12:00:00Z", 0),
    ("America/New_York", "2026-07-01T00:00:00Z", -14_400),
    ("America/New_York", "1975-01-15T00:00:00Z", -18_000),
    ("Australia/Sydney", "2026-01-01T00:00:00Z", 39_600),
    ("Australia/Sydney", "2070-07-01T00:00:00Z", 36_000),
    ("Australia/Lord_Howe", "2060-01-01T00:00:00Z", 39_600),
    ("Asia/Kolkata", "2026-01-01T00:00:00Z", 19_800),
    ("Asia/Kathmandu", "2050-01-01T00:00:00Z", 20_700),
    ("America/Nuuk", "2050-07-01T00:00:00Z", -3600),
    ("Europe/Dublin", "2050-07-01T00:00:00Z", 3600), ("Europe/Dublin", "2050-01-01T00:00:00Z", 0),
    ("UTC", "2026-07-01T00:00:00Z", 0), ("Africa/Casablanca", "2026-03-01T00:00:00Z", 0),
  ])
  func `offsets are those of the zone`(zone: String, time: String, offset: Int) throws {
    let moment = try #require(Timestamp(iso8601: time))
    #expect(try TimeZoneRules(named: zone).offset(at: moment) == offset)
  }

  @Test func `Foundation agrees on every month of a hundred years`() throws {
    let names = [
      "Europe/London", "Europe/Berlin", "America/New_York", "America/Los_Angeles", "Asia/Tokyo",
      "Australia/Sydney", "Asia/Kolkata", "Africa/Johannesburg", "Pacific/Auckland",
    ]
    for name in names {
      let zone = try TimeZoneRules(named: name)
      let oracle = try #require(TimeZone(identifier: name))
      for month in 0..<1200 {
        let seconds = Int64(month) * 2_629_800
        let expected = oracle.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds)))
        #expect(zone.offset(at: Timestamp(seconds: seconds)) == expected, "\(name) \(seconds)")
      }
    }
  }

  @Test func `a local time falls into a gap, an overlap, or is unique`() throws {
    let zone = try TimeZoneRules(named: "Europe/Berlin")
    let gap = CivilDate.days(year: 2026, month: 3, day: 29) * 86_400 + 9000
    #expect(zone.instants(localSeconds: gap) == [])
    let overlap = CivilDate.days(year: 2026, month: 10, day: 25) * 86_400 + 9000
    #expect(zone.instants(localSeconds: overlap) == [overlap - 7200, overlap - 3600])
    #expect(zone.instants(localSeconds: overlap + 86_400) == [overlap + 82_800])
  }

  @Test(arguments: [
    // Daily at 02:30: skipped on the day it does not exist, once on the day it comes twice.
    ("30 2 * * ? *", "Europe/Berlin", "2026-03-28T01:30:00Z", "2026-03-30T00:30:00Z"),
    ("30 2 * * ? *", "Europe/Berlin", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"),
    // A free hour: every hour counts, also the repeated one.
    ("30 * * * ? *", "Europe/Berlin", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"),
    ("30 * * * ? *", "Europe/Berlin", "2026-03-29T00:30:00Z", "2026-03-29T01:30:00Z"),
    ("0 6 ? * MON *", "America/New_York", "2026-03-07T00:00:00Z", "2026-03-09T10:00:00Z"),
    ("0 0 * * ? *", "Asia/Kathmandu", "2026-01-01T00:00:00Z", "2026-01-01T18:15:00Z"),
    ("15 0 * * ? *", "America/Havana", "2026-11-01T04:15:00Z", "2026-11-02T05:15:00Z"),
  ])
  func `schedules follow the clocks of their zone`(
    cron: String, zone: String, after: String, next: String
  ) throws {
    let timer = CronTimer(cron: try Cron(cron), zone: try TimeZoneRules(named: zone))
    #expect(timer.next(after: try #require(Timestamp(iso8601: after)))?.iso8601Seconds == next)
  }

  @Test(arguments: [
    "Europe/Lodon", "", "../etc/passwd", "/etc/passwd", "Europe", "a b", "tzdata.zi",
  ])
  func `names that are no zones are refused`(name: String) {
    #expect(throws: TimeZoneError.self) { _ = try TimeZoneRules(named: name) }
  }

  @Test func `a machine without the database is told so`() {
    #expect(throws: TimeZoneError.noDatabase("/nowhere")) {
      _ = try TimeZoneRules(named: "Europe/Paris", directory: "/nowhere")
    }
    #expect(throws: Never.self) { _ = try TimeZoneRules(named: "UTC", directory: "/nowhere") }
  }

  @Test func `the database lists its names`() {
    let names = TimeZoneRules.knownNames()
    #expect(names.contains("Europe/London") && names.contains("America/New_York"))
  }

  @Test(arguments: [
    ("GMT0BST,M3.5.0/1,M10.5.0", true), ("<+0545>-5:45", true), ("EST5EDT", false), ("", false),
    ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", true), ("EST5EDT,J60/2,J300", true),
    ("EST5EDT,59,300", true),
    ("E5", false), ("EST", false), ("EST5EDT,M13.1.0,M1.1.0", false), ("EST5EDT,M3.2.0", false),
    ("EST999", false), ("<x5", false),
  ])
  func `zone rules are read or refused`(text: String, isValid: Bool) {
    #expect((PosixZoneRule(text) != nil) == isValid)
  }

  @Test func `damaged files are refused and never trap`() throws {
    let whole = Self.madeFile
    #expect(TimeZoneRules(name: "x", file: whole)?.offset(at: Timestamp(seconds: 0)) == 3600)
    for count in 0..<whole.count {
      _ = TimeZoneRules(name: "x", file: Array(whole.prefix(count)))
    }
    for index in whole.indices {
      for byte in [UInt8(0), 0x7F, 0xFF] {
        var bytes = whole
        bytes[index] = byte
        _ = TimeZoneRules(name: "x", file: bytes)?.offset(at: Timestamp(seconds: 5_000_000_000))
      }
    }
  }

  /// A version 2 file with one type, UTC+1, and a footer.
  private static var madeFile: [UInt8] {
    func header(_ version: UInt8) -> [UInt8] {
      let counts: [UInt8] = [0, 0, 0, 0, 1, 4].flatMap { [0, 0, 0, $0] as [UInt8] }
      return Array("TZif".utf8) + [version] + Array(repeating: 0, count: 15) + counts
    }
    let block: [UInt8] = [0, 0, 0x0E, 0x10, 0, 0] + Array("CET\0".utf8)
    return header(50) + block + header(50) + block + Array("\nCET-1CEST,M3.5.0,M10.5.0/3\n".utf8)
  }
}
