// Words of a command line become options, or a line that says what is wrong with them.
import Testing

@testable import PodiumCLI

@Suite struct ArgumentsTests {
  private let options = [
    Option("--url", "URL", ""), Option("--port", "PORT", ""), Option("--read-only", nil, ""),
  ]

  private func failure(_ words: [String]) -> String? {
    do throws(CommandFailure) {
      _ = try Arguments(words, options: options)
      return nil
    } catch {
      #expect(error.code == .usage)
      return error.description
    }
  }

  @Test func valuesComeAfterASpaceOrAnEqualsSign() throws {
    let arguments = try Arguments(
      ["--url", "http://a=b", "one", "--port=80", "--read-only", "--", "--url"], options: options)
    #expect(arguments.text("--url") == "http://a=b")
    #expect(try arguments.number("--port", in: 0...65_535) == 80)
    #expect(arguments.has("--read-only"))
    #expect(arguments.positionals == ["one", "--url"])
  }

  @Test func anOptionThatIsNearlyRightIsNamed() {
    #expect(failure(["--read-onyl"]) == "unknown option --read-onyl: did you mean --read-only?")
    #expect(failure(["--prot", "8"]) == "unknown option --prot: did you mean --port?")
    #expect(failure(["--zzzzzzz"]) == "unknown option --zzzzzzz: see podium help")
  }

  @Test func aMissingOrSuperfluousValueIsSaid() {
    #expect(failure(["--url"]) == "--url wants a value: --url URL")
    #expect(failure(["--url="]) == "--url wants a value: --url URL")
    #expect(failure(["--read-only=yes"]) == "--read-only is a switch and takes no value 'yes'")
  }

  @Test(arguments: ["70000", "-1", "eighty"])
  func aNumberOutsideItsLimitsIsRefused(text: String) throws {
    let arguments = try Arguments(["--port=\(text)"], options: options)
    let error = #expect(throws: CommandFailure.self) {
      try arguments.number("--port", in: 0...65_535)
    }
    #expect(error?.description == "--port wants a number from 0 to 65535, not '\(text)'")
  }
}
