// What is typed, said and laid out about texts.
import PodiumCore
import Testing

@testable import PodiumTUI
@testable import TerminalUI

@Suite struct TextValueTests {
  @Test(
    arguments: [
      ("1234", .line(1234)), ("1,234", .line(1234)), (" 12 ", .line(12)), ("50%", .percent(50)),
      ("0 %", .percent(0)), ("+90s", .time(.after(90_000_000))),
      ("+1h30m", .time(.after(5_400_000_000))), ("+12:03", .time(.after(723_000_000))),
      ("+1:00:01", .time(.after(3_601_000_000))),
    ] as [(String, TextCommand)])
  func placesAreUnderstood(typed: String, command: TextCommand) {
    #expect(TextJump.command(typed) == command)
  }

  @Test func timesAreUnderstood() throws {
    for typed in ["12:03", "03:12:07", "2026-11-21 03:12", "2026-11-21T03:12:07Z"] {
      guard case .time(.time) = TextJump.command(typed) else {
        Issue.record("\(typed) is a time")
        continue
      }
    }
  }

  @Test(arguments: ["", "x", "0", "-5", "101%", "12:", ":", "25:00", "+", "+5", "+x", "+1:2:3:4"])
  func otherWordsAreNot(typed: String) {
    #expect(TextJump.command(typed) == nil)
  }

  /// Nobody asked for the search that a failed task's log opens with.
  @Test(arguments: [(TextCommand.firstError, true), (.nextError, false)])
  func backEndsOnlyASearchThatWasAskedFor(search: TextCommand, isLeft: Bool) throws {
    let context = ViewContext(
      snapshot: Fixture.snapshot(), now: Fixture.now, size: Size(rows: 24, columns: 80),
      glyphs: .unicode)
    var view = TextView(TextTarget(path: "/var/log/load.log"))
    view.pager = TextPager(for: TextView.shape)
    view.pager?.handle(search)
    #expect(view.pager?.status.searched != nil)
    let effects = view.handle(.back, context)
    #expect(effects.contains { if case .back = $0 { true } else { false } } == isLeft)
  }

  @Test func jsonIsLaidOut() throws {
    func laidOut(_ text: String) throws -> String {
      String(decoding: try PrettyText.layOut(Array(text.utf8)[...]), as: UTF8.self)
    }
    #expect(try laidOut("{}") == "{}\n")
    #expect(try laidOut("[ ]") == "[]\n")
    #expect(
      try laidOut(#"{"a":1,"b":[true,null,{}],"c":"x{,}\" y"}"#) == """
        {
          "a": 1,
          "b": [
            true,
            null,
            {}
          ],
          "c": "x{,}\\" y"
        }

        """)
    let deep =
      String(repeating: "[", count: 120) + String(repeating: "1,", count: 100_000) + "1"
      + String(repeating: "]", count: 120)
    #expect(throws: TextProblem.self) { try laidOut(deep) }
  }

  @Test func jsonIsFoundInALine() {
    func value(_ line: String) -> String? {
      PrettyText.value(in: Array(line.utf8)[...]).map { String(decoding: $0, as: UTF8.self) }
    }
    #expect(value(#"INFO [main] {"a": 1}"#) == #"{"a": 1}"#)
    #expect(value("[1, 2]") == "[1, 2]")
    #expect(value("{not json}") == nil)
    #expect(value("plain") == nil)
    #expect(value("") == nil)
  }

  /// A text in memory.
  private func source(_ text: String, extra: Int = 0) -> RemoteTextSource {
    let bytes = Array(text.utf8) + [UInt8](repeating: 0x20, count: extra)
    return RemoteTextSource { offset, length in
      let start = min(offset, bytes.count)
      return TextChunk(
        bytes: Array(bytes[start..<min(bytes.count, start + length)]), total: bytes.count)
    }
  }

  @Test func theLineGoesBeforeTheText() async throws {
    let lines = #"{"n": 1}"# + "\n" + #"{"n": 2}"# + "\n"
    let second = try await PrettyText(of: source(lines), line: 9).bytes(from: 0, count: 99)
    #expect(String(decoding: second, as: UTF8.self) == "{\n  \"n\": 2\n}\n")
    let whole = try await PrettyText(of: source("{\n\"n\":\n3}\n"), line: 0).bytes(
      from: 0, count: 99)
    #expect(String(decoding: whole, as: UTF8.self) == "{\n  \"n\": 3\n}\n")
  }

  @Test func whatIsNoJSONIsSaid() async {
    await #expect(throws: TextProblem.self) {
      try await PrettyText(of: source("hello\n"), line: 0).read(offset: 0, length: 9)
    }
    do {
      _ = try await PrettyText(of: source("x\n", extra: 5 << 20), line: 0)
        .read(offset: 0, length: 9)
    } catch {
      #expect("\(error)".contains("too large"))
    }
  }

  @Test func programsComeFromTheUsersVariablesWithoutAShell() throws {
    #expect(try TextProgram.pager.words([:]) == ["less", "-R"])
    #expect(try TextProgram.pager.words(["PAGER": "most -w"]) == ["most", "-w"])
    #expect(
      try TextProgram.editor.words(["EDITOR": "ed", "VISUAL": "'my vi' -R"]) == ["my vi", "-R"])
    #expect(try TextProgram.editor.words(["EDITOR": ""]) == ["vi"])
    #expect(throws: TextProblem.self) {
      try TextProgram.editor.words(["EDITOR": "vi; rm -rf ~"])
    }
  }

  @Test func fileNamesAreMadeHarmless() {
    #expect(TextTarget(path: "/x/a b;c.log").safeFileName == "a_b_c.log")
    #expect(TextTarget(path: "..").safeFileName == "text")
    #expect(
      TextTarget(path: "/x/target/run_results.json").place
        == .results(TextTarget(path: "/x/target/run_results.json")))
  }

  @Test func countsAreSaidWhileTheyGrow() {
    var status = TextStatus()
    status.matches = TextStatus.Matches(number: nil, count: 41, isWhole: false)
    #expect(TextNote(status: status, askedSeconds: nil).words == ["41+ matches"])
    status.matches = TextStatus.Matches(number: 3, count: 1041, isWhole: true)
    status.sieve = TextStatus.Sieve(rule: .errors, count: 12, isWhole: true)
    status.lines = 212
    #expect(
      TextNote(status: status, askedSeconds: nil).words == [
        "match 3 of 1,041", "12 of 212 lines, errors",
      ])
    status = TextStatus()
    status.isFollowing = true
    #expect(TextNote(status: status, askedSeconds: 2).words == ["following, asked 2 s ago"])
    #expect(TextNote(status: status, askedSeconds: nil).words == ["following"])
  }
}
