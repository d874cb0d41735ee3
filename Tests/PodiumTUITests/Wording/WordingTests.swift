// Numbers, times and causes in words: tables of cases.
import OrchestraAPI
import Testing
import Time

@testable import PodiumTUI

@Suite struct WordingTests {
  @Test(arguments: [
    (0, "0"), (999, "999"), (1000, "1,000"), (2363, "2,363"), (1_234_567, "1,234,567"),
    (-4500, "-4,500"),
  ]) func countsHaveSeparators(_ value: Int, _ text: String) {
    #expect(Wording.count(value) == text)
  }

  @Test(arguments: [
    (0.0, "0s"), (0.4, "<1s"), (58.9, "58s"), (60, "1m00s"), (203, "3m23s"), (3599, "59m59s"),
    (3720, "1h02m"), (86_400, "1d00h"), (183_600, "2d03h"), (-5, "0s"),
  ]) func durationsAreShort(_ seconds: Double, _ text: String) {
    #expect(Wording.duration(.milliseconds(Int64(seconds * 1000))) == text)
  }

  @Test(arguments: [
    (5, "now"), (65, "1m"), (3599, "59m"), (3600, "1h00"), (7500, "2h05"), (86_399, "23h59"),
  ]) func agesCountMinutesOfTheClock(_ secondsAgo: Int, _ text: String) {
    let now = Timestamp(seconds: 1_800_000_059)
    #expect(Wording.age(of: now - .seconds(secondsAgo), now: now) == text)
  }

  @Test func allAgesChangeAtTheFullMinute() {
    let minute = Timestamp(seconds: 1_800_000_000)
    #expect(minute.seconds % 60 == 0)
    let starts = [-100, -130, -175].map { minute + .seconds($0) }
    let before = starts.map { Wording.age(of: $0, now: minute - .seconds(1)) }
    let after = starts.map { Wording.age(of: $0, now: minute) }
    let later = starts.map { Wording.age(of: $0, now: minute + .seconds(59)) }
    #expect(after == later)
    #expect(before != after)
  }

  @Test func oldTimesAreDayAndTime() {
    let time = Timestamp(seconds: 1_800_000_000)
    let words = Wording.age(of: time, now: time + .seconds(86_400))
    #expect(words == Wording.dayAndTime(time))
    #expect(words.contains(":"))
  }

  @Test(arguments: [
    (812, "812 B"), (12_345, "12.3 kB"), (4_000_000, "4.0 MB"), (999_960, "1.0 MB"),
  ])
  func bytesHaveUnits(_ value: Int, _ text: String) {
    #expect(Wording.bytes(value) == text)
  }

  @Test(arguments: [(0.2, "1 s"), (12.0, "12 s"), (250, "4 min"), (4000, "1 h 06")])
  func waitsAreInWords(_ seconds: Double, _ text: String) {
    #expect(Wording.wait(.milliseconds(Int64(seconds * 1000))) == text)
  }

  @Test func causesAreFewWords() {
    func cause(_ type: String, _ change: (inout TriggeredBy) -> Void = { _ in }) -> String {
      var cause = TriggeredBy(type: type)
      change(&cause)
      return Wording.trigger([cause])
    }
    #expect(Wording.trigger([]) == "")
    #expect(cause("MANUAL") == "manual")
    #expect(cause("RESTART_FROM_FAILED") == "rerun failed")
    #expect(cause("SCHEDULED") { $0.scheduleCron = "0 3 * * *" } == "daily 03:00")
    #expect(
      cause("SCHEDULED") { ($0.scheduleCron, $0.scheduleName) = ("1,2 3 * 4 *", "odd") } == "odd")
    #expect(cause("TRIGGER_EVENT") { $0.pipelineName = "JDE load" } == "after JDE load")
    #expect(cause("MOON_PHASE") == "moon phase")
  }

  @Test func everyKnownStatusHasAWordASignAndARole() {
    let looks = RunStatus.known.map { StatusLook($0) }
    #expect(Set(looks.map(\.word)).count == looks.count)
    for (status, look) in zip(RunStatus.known, looks) {
      #expect(look.word.uppercased() == status.word)
      #expect(look.mark != .unknown)
    }
    let other = StatusLook(.other("PONDERING"))
    #expect(other.word == "PONDERING" && other.mark == .unknown)
  }
}
