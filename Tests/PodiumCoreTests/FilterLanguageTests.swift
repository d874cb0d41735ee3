// The language of filters on a list of a few rows: what it understands, what it says about what it does
// not, and that no text makes it trap or wait.
import OrchestraAPI
import Testing
import Time

@testable import PodiumCore

@Suite struct FilterLanguageTests {
  private struct Row: Sendable {
    var name: String
    var status: RunStatus = .succeeded
    var attempts: Int? = nil
    var took: Duration? = nil
    var start: Timestamp? = nil
  }

  private static let fields: [FilterField<Row>] = [
    .text("task", "name") { $0.name }, .status { $0.status },
    .number("attempt", "try") { $0.attempts }, .duration("duration", "took") { row, _ in row.took },
    .time("started") { $0.start }, .age { $0.start },
  ]

  private static let now = Timestamp(seconds: 1_790_000_000)

  private func names(_ text: String, _ rows: [Row], now: Timestamp = now) -> [String] {
    var filter = RowFilter(Self.fields, text)
    #expect(filter.problem == nil, "\(text)")
    return filter.passing(rows, now: now).map(\.name)
  }

  @Test func theSameLanguageWorksOnAnyRows() {
    let rows = [
      Row(name: "load", status: .failed, attempts: 3, took: .seconds(95)),
      Row(name: "extract", attempts: 1, took: .seconds(605)), Row(name: "publish"),
    ]
    #expect(names("", rows) == ["load", "extract", "publish"])
    #expect(names("attempt>1", rows) == ["load"])
    #expect(names("try>=1 took>=90s", rows) == ["load", "extract"])
    #expect(names("duration:10m", rows) == ["extract"])
    #expect(names("duration:>10m", rows) == ["extract"])
    #expect(names("attempt:1,3", rows) == ["load", "extract"])
    #expect(names("!attempt>1", rows) == ["extract", "publish"])
    #expect(names("status:failed | ~pbs", rows) == ["load", "publish"])
    #expect(names("task=load,publish", rows) == ["load", "publish"])
    #expect(names("LOAD task:LO", rows) == ["load"])
  }

  @Test(arguments: [
    ("90s", 90), ("10m", 600), ("2h", 7200), ("1d", 86_400), ("1h30m", 5400), ("1.5h", 5400),
    ("250ms", 0.25), ("3m23s", 203), ("2W", 1_209_600),
  ])
  func durations(text: String, seconds: Double) {
    #expect(FilterBound(text, .duration)?.range(Self.now).lowerBound == seconds)
  }

  @Test func timesOfTheClockAreTheLatestOnes() throws {
    let offset = Int64(Self.now.localOffset)
    // 09:30 of that day on this machine.
    let day = (Self.now.seconds + offset) / 86_400
    let now = Timestamp(seconds: day * 86_400 - offset + 34_200)
    func start(_ text: String) throws -> Int64 {
      Int64(try #require(FilterBound(text, .time)).range(now).lowerBound) - now.seconds
    }
    #expect(try start("09:00") == -1800)
    #expect(try start("22:00") == -41_400)
    #expect(try start("9:29:30") == -30)
    #expect(try start("today") == -34_200)
    #expect(try start("yesterday") == -34_200 - 86_400)
    let date = CivilDate(Timestamp(seconds: day * 86_400)).dayText
    #expect(try start(date) == -34_200)
    #expect(try start("\(date)T09:00") == -1800)
    #expect(try start("2020-01-01T00:00:00Z") + now.seconds == 1_577_836_800)
  }

  @Test func daysAreWholeDays() {
    let now = Self.now
    let start = FilterBound.daysAgo(0).range(now).lowerBound
    let rows = [-1.0, 0, 3600].map { seconds in
      Row(
        name: "\(Int(seconds))", start: Timestamp(microseconds: Int64((start + seconds) * 1e6)))
    }
    #expect(names("started:today", rows) == ["0", "3600"])
    #expect(names("started<today", rows) == ["-1"])
    #expect(names("started>yesterday", rows) == ["0", "3600"])
    #expect(names("started<=yesterday", rows) == ["-1"])
  }

  @Test(arguments: [
    ("durtion>10m", "no field “durtion” here; did you mean duration?"),
    ("statsu:failed", "no field “statsu” here; did you mean status?"),
    (
      "pipelines>5",
      "no field “pipelines” to compare; here there are attempt, duration, started, age"
    ),
    ("task>5", "task is text and has no size; write task:word"),
    ("took>10", "duration: “10” is no duration; write 90s, 10m, 2h or 1d"),
    ("took>10x", "duration: “10x” is no duration; write 90s, 10m, 2h or 1d"),
    ("attempt>many", "attempt: “many” is no number; write 5 or 10k"),
    (
      "started>25:00",
      "started: “25:00” is no time; write 02:00, 2026-11-20, today or yesterday"
    ),
    ("status:faild", "no status “faild”; did you mean failed?"),
    ("a b /load(/", "bad expression 'load(': missing closing parenthesis at character 6"),
  ])
  func whatIsWrongIsSaidInOneLine(text: String, message: String) throws {
    let filter = RowFilter(Self.fields, text)
    let problem = try #require(filter.problem, "\(text)")
    #expect(problem.message.hasPrefix(message), "\(problem.message)")
    #expect(!problem.message.contains("\n"))
  }

  @Test(arguments: [
    "status:", "took>", "took>=", "!", "~", "/", "//", "|", "a |", "| a", "status:,", "http://x",
    "ORA-01555:", "12:30", "->", "a=b", "x:y", "key=value", "\"", "\"a b", "/unfinished (x)",
  ])
  func whatIsHalfTypedOrPlainIsNoProblem(text: String) {
    #expect(RowFilter(Self.fields, text).problem == nil)
  }

  @Test func theRestHoldsWhileSomethingIsWrong() {
    let rows = [Row(name: "load", status: .failed), Row(name: "extract")]
    for text in ["durtion>1m status:failed", "status:failed took>x", "publish | durtion>5 | load"] {
      var filter = RowFilter(Self.fields, text)
      #expect(filter.problem != nil)
      #expect(filter.passing(rows, now: Self.now).map(\.name) == ["load"], "\(text)")
    }
  }

  @Test func theLastGoodFilterHoldsWhileAnExpressionIsTyped() {
    let rows = [Row(name: "load", status: .failed), Row(name: "extract")]
    var filter = RowFilter(Self.fields)
    for text in ["/l", "/lo", "/lo(", "/lo(a", "/lo(a|"] {
      filter.enter(text)
      #expect(filter.passing(rows, now: Self.now).map(\.name) == ["load"], "\(text)")
    }
    #expect(filter.problem != nil)
    filter.enter("/lo(a|x)/")
    #expect(filter.problem == nil)
  }

  @Test func whatIsPutRightIsTakenAtOnce() {
    let rows = [Row(name: "load", status: .failed), Row(name: "extract")]
    var filter = RowFilter(Self.fields, "status:failed")
    filter.enter("status:failed took>10")
    #expect(filter.problem != nil)
    #expect(filter.text == "status:failed took>10")
    #expect(filter.passing(rows, now: Self.now).map(\.name) == ["load"])
    filter.enter("status:failed took>10m")
    #expect(filter.problem == nil)
    #expect(filter.passing(rows, now: Self.now).isEmpty)
  }

  @Test func tooMuchIsSaid() {
    let many = (0..<33).map { "w\($0)" }.joined(separator: " ")
    #expect(RowFilter(Self.fields, many).problem?.message.contains("32 conditions") == true)
    let long = String(repeating: "x", count: 1001)
    #expect(RowFilter(Self.fields, long).problem?.message.contains("1000 characters") == true)
  }

  @Test func anExpensiveExpressionFallsBackToWhatWasGood() {
    let rows = [Row(name: String(repeating: "a", count: 200)), Row(name: "load")]
    var filter = RowFilter(Self.fields, "load")
    filter.enter("/(a|aa|aaa)+(a|aa)+(a|aa)+[bc]$/")
    #expect(filter.passing(rows, now: Self.now).map(\.name) == ["load"])
    #expect(filter.problem?.message.contains("takes too long") == true)
  }

  /// No text makes it trap, and none keeps it busy for long.
  @Test(arguments: [UInt64.random(in: 0 ... .max), 1, 2])
  func hostileTextsNeitherTrapNorTakeLong(seed: UInt64) {
    print("filter fuzz seed \(seed)")
    var random = SplitMix(seed: seed)
    let pieces = [
      "status", "took", "started", "age", "attempt", ":", ">", ">=", "<", "=", "!", "!=", "~", "/",
      "\"", "|", ",", " ", "(", ")", "[", "]", "*", "+", "?", "{1,9}", "\\", "^", "$", "a", "é",
      "🇩🇪", "\u{0}", "\u{301}", "9", "99999999999999999999", "10m", "02:00", "2026-11-20", "-", ".",
      "(a*)*", "(?<x>", "\\K", "(?R)", "(*LIMIT_MATCH=99999999)", "\n", "\t", "1e999", "0x", "٣",
    ]
    let rows = [
      Row(name: String(repeating: "aé", count: 40), status: .failed, attempts: 2),
      Row(name: "\u{0}\n\u{301}", start: Self.now), Row(name: ""),
    ]
    for _ in 0..<3_000 {
      let count = Int.random(in: 1...14, using: &random)
      let text = (0..<count).compactMap { _ in pieces.randomElement(using: &random) }.joined()
      var filter = RowFilter(Self.fields, text)
      let found = filter.passing(rows, now: Self.now)
      #expect(found.count <= rows.count)
      if let problem = filter.problem { #expect(!problem.message.contains("\n"), "\(text)") }
    }
  }
}
