// Cron expressions: what they refuse, when they fire, how they read.
import Testing
import Time

@Suite struct CronTests {
  @Test(arguments: [
    (
      "* * * * *",
      "6 fields are needed (minutes hours day-of-month month day-of-week year), here are 5"
    ),
    (
      "0 3 * *",
      "6 fields are needed (minutes hours day-of-month month day-of-week year), here are 4"
    ),
    ("60 3 * * ? *", "60 is outside 0-59 of the minutes field"),
    ("0 24 * * ? *", "24 is outside 0-23 of the hours field"),
    ("0 3 32 * ? *", "32 is outside 1-31 of the day-of-month field"),
    ("0 3 * 13 ? *", "13 is outside 1-12 of the month field"),
    ("0 3 ? * 8 *", "8 is outside 1-7 of the day-of-week field"),
    ("0 3 ? * 0 *", "0 is outside 1-7 of the day-of-week field"),
    ("0 3 * * ? 1900", "1900 is outside 1970-2199 of the year field"),
    ("0 3 * * * *", "one of day-of-month and day-of-week must be “?”"),
    ("0 3 ? * ? *", "only one of day-of-month and day-of-week may be “?”"),
    ("x 3 * * ? *", "“x” is not a value of the minutes field"),
    ("0/0 3 * * ? *", "“0” is not a step of the minutes field"),
    ("1/2/3 3 * * ? *", "“1/2/3” has more than one step"),
    ("1-2-3 3 * * ? *", "“1-2-3” is not a range"),
    (",5 3 * * ? *", "“” is not a value of the minutes field"),
    ("0 3 ? * 3#6 *", "“3#6”: after # comes a number from 1 to 5"),
    ("0 3 L-40 * ? *", "“L-40” is not a day before the last one"),
    ("", "6 fields are needed (minutes hours day-of-month month day-of-week year), here are 0"),
  ])
  func `the platform's form refuses what it can't mean`(text: String, words: String) {
    let error = #expect(throws: CronError.self) { try Cron(text, form: .sixFields) }
    #expect(error?.description == words)
  }

  @Test(arguments: [
    ("0 4 * * *", "write “0 4 * * ? *”"), ("*/5 * 1 * *", "write “*/5 * 1 * ? *”"),
    ("0 8 * * 1-5", "write “0 8 ? * MON,TUE,WED,THU,FRI *”"),
    ("0 8 * * 7", "write “0 8 ? * SUN *”"),
    ("0 3 * * * *", "write “0 3 * * ? *”"), ("0 3 * * MON *", "write “0 3 ? * MON *”"),
  ])
  func `a wrong form is mended in the suggestion`(text: String, suggestion: String) {
    let error = #expect(throws: CronError.self) { try Cron(text, form: .sixFields) }
    #expect(error?.suggestion == suggestion)
  }

  @Test(arguments: [
    ("0/15 * * * ? *", "2026-01-01T00:07:00Z", "2026-01-01T00:15:00Z"),
    ("*/15 * * * ? *", "2026-01-01T00:15:00Z", "2026-01-01T00:30:00Z"),
    ("*/15 * * * ? *", "2026-01-01T00:14:59Z", "2026-01-01T00:15:00Z"),
    ("0 3 * * ? *", "2026-01-01T03:00:00Z", "2026-01-02T03:00:00Z"),
    ("30 6 ? * MON-FRI *", "2026-01-02T07:00:00Z", "2026-01-05T06:30:00Z"),
    ("0 6 ? * 2 *", "2026-01-01T00:00:00Z", "2026-01-05T06:00:00Z"),
    ("0 6 ? * FRI-MON *", "2026-01-05T07:00:00Z", "2026-01-09T06:00:00Z"),
    ("0 0 L * ? *", "2026-02-01T00:00:00Z", "2026-02-28T00:00:00Z"),
    ("0 0 L-3 * ? *", "2026-02-01T00:00:00Z", "2026-02-25T00:00:00Z"),
    ("0 0 LW * ? *", "2026-02-01T00:00:00Z", "2026-02-27T00:00:00Z"),
    ("0 0 15W * ? *", "2026-02-01T00:00:00Z", "2026-02-16T00:00:00Z"),
    ("0 0 1W * ? *", "2026-07-31T00:00:00Z", "2026-08-03T00:00:00Z"),
    ("0 0 31W * ? *", "2026-05-01T00:00:00Z", "2026-05-29T00:00:00Z"),
    ("0 0 ? * 3#2 *", "2026-01-01T00:00:00Z", "2026-01-13T00:00:00Z"),
    ("0 0 ? * 6L *", "2026-01-01T00:00:00Z", "2026-01-30T00:00:00Z"),
    ("0 0 ? * L *", "2026-01-01T00:00:00Z", "2026-01-03T00:00:00Z"),
    ("0 0 ? * TUE#5 *", "2026-01-01T00:00:00Z", "2026-03-31T00:00:00Z"),
    ("0 0 29 2 ? *", "2026-01-01T00:00:00Z", "2028-02-29T00:00:00Z"),
    ("0 0 1 1 ? 2030", "2026-01-01T00:00:00Z", "2030-01-01T00:00:00Z"),
    ("5,50 22-2 * * ? *", "2026-01-01T00:51:00Z", "2026-01-01T01:05:00Z"),
    ("0 8 1 JAN,JUL ? *", "2026-01-02T00:00:00Z", "2026-07-01T08:00:00Z"),
    ("0 0 13 * 5", "2026-02-14T00:00:00Z", "2026-02-20T00:00:00Z"),
    ("0 0 * * 7", "2026-01-01T00:00:00Z", "2026-01-04T00:00:00Z"),
    ("cron(0 3 * * ? *)", "2026-01-01T00:00:00Z", "2026-01-01T03:00:00Z"),
    ("every 20 minutes", "2026-01-01T00:20:00Z", "2026-01-01T00:40:00Z"),
    ("rate(2 hours)", "2026-01-01T00:20:00Z", "2026-01-01T02:00:00Z"),
    ("every minute", "2026-01-01T00:20:30Z", "2026-01-01T00:21:00Z"),
  ])
  func `a schedule fires next at`(cron: String, after: String, next: String) throws {
    let timer = CronTimer(cron: try Cron(cron))
    let time = try #require(Timestamp(iso8601: after))
    let found = try #require(timer.next(after: time))
    #expect(found.iso8601Seconds == next)
    // Looking back from there finds it, and from before nothing between.
    #expect(timer.last(notAfter: found) == found)
    let last = timer.last(notAfter: time)
    #expect(last.map { $0 <= time && timer.next(after: $0) == found } ?? true)
  }

  @Test(arguments: ["0 0 30 2 ? *", "0 0 1 1 ? 1999", "0 0 31W 2 ? *"])
  func `a schedule that never fires again says so`(cron: String) throws {
    let timer = CronTimer(cron: try Cron(cron))
    #expect(timer.next(after: Timestamp(seconds: 1_767_225_600)) == nil)
  }

  @Test func `excluded days are left out`() throws {
    let timer = CronTimer(
      cron: try Cron("0 3 * * ? *"), exclude: ["2026-01-02", "2026-01-03", "2026-13-99", "x"])
    let time = try #require(Timestamp(iso8601: "2026-01-01T04:00:00Z"))
    #expect(timer.next(after: time)?.iso8601Seconds == "2026-01-04T03:00:00Z")
    let every = CronTimer(cron: try Cron("every 5 minutes"), exclude: ["2026-01-01"])
    #expect(every.next(after: time)?.iso8601Seconds == "2026-01-02T00:00:00Z")
  }

  @Test(arguments: [
    ("*/15 * * * ? *", "every 15 min"), ("0/5 * * * ? *", "every 5 min"),
    ("* * * * ? *", "every minute"), ("3/5 * * * ? *", "every 5 min"), ("0 * * * *", "hourly"),
    ("0 3 * * ? *", "daily 03:00"), ("30 6 ? * MON-FRI *", "weekdays 06:30"),
    ("0 6 ? * 2 *", "Mon 06:00"), ("0 6 ? * SUN,MON *", "Mon, Sun 06:00"),
    ("5 * * * ? *", "hourly at :05"),
    ("0 */6 * * ? *", "every 6 h"), ("0 6,18 * * ? *", "daily 06:00, 18:00"),
    ("0 3 1 * ? *", "day 1 of month, 03:00"), ("0 3 L * ? *", "last day of month, 03:00"),
    ("0 3 ? * 3#2 *", "second Tue of month, 03:00"), ("0 3 ? * 6L *", "last Fri of month, 03:00"),
    ("0 3 1 1 ? *", "day 1 of Jan, 03:00"), ("*/10 * ? * MON-FRI *", "every 10 min, weekdays"),
    ("every 90 minutes", "every 90 min"), ("rate(1 hour)", "every hour"),
    ("0 4 * * *", "daily 04:00"),
    ("7,19 3 * * ? *", "7,19 3 * * ? *"), ("0 3 * * ? 2030", "0 3 * * ? 2030"),
    ("nonsense", "nonsense"),
    ("0 0 13 * 5", "0 0 13 * 5"),
  ])
  func `a schedule reads in words`(cron: String, words: String) {
    #expect(CronWords.words(cron) == words)
  }

  @Test func `no text crashes the parser, and every next firing is later`() {
    let seed: UInt64 = 77
    print("seed \(seed)")
    var state = seed
    let pieces = [
      "*", "?", "L", "W", "#", "-", "/", ",", "0", "1", "5", "15", "31", "99", "MON", "JAN", "L-2",
      " ",
      "2026", "cron(", ")", "every", "min", "18446744073709551616", "é",
    ]
    let start = Timestamp(seconds: 1_767_225_600)
    for _ in 0..<3000 {
      var text = ""
      for field in 0..<6 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let piece = pieces[Int(state >> 33) % pieces.count]
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let more = (state >> 60) == 0 ? pieces[Int(state >> 33) % pieces.count] : ""
        text += (field == 0 ? "" : " ") + piece + more
      }
      guard let cron = try? Cron(text) else { continue }
      if let next = CronTimer(cron: cron).next(after: start) { #expect(next > start, "\(text)") }
      #expect(!CronWords.words(cron).isEmpty)
    }
  }

  @Test func wordsOfAScheduleAreMadeOnce() {
    let words = ScheduleWords()
    for cron in ["0 3 * * *", "*/15 * * * *", "0 3 * * *", "not a cron", "not a cron"] {
      #expect(words.words(cron) == CronWords.words(cron))
    }
    #expect(words.made == 3)
    for number in 0...ScheduleWords.schedulesMax { _ = words.words("x\(number)") }
    #expect(words.words("0 3 * * *") == "daily 03:00")
  }
}
