// Values in the words of programs: they stay arguments whatever is in them.
import TestSupport
import Testing
import Time

@testable import PodiumCore

@Suite struct CommandTemplateTests {
  private func filled(_ words: [String], _ values: [Placeholder: String]) throws -> [String] {
    try CommandTemplate(words).filled(values)
  }

  @Test func valuesStandWhereTheirNamesStood() throws {
    #expect(
      try filled(
        ["p", "--run={run_id}", "{pipeline}", "a{status}b{status}"],
        [.runID: "r1", .pipeline: "Nightly ELT", .status: "FAILED"])
        == ["p", "--run=r1", "Nightly ELT", "aFAILEDbFAILED"])
    #expect(
      try filled(["awk", "x{{print}}", "${HOME} {a b} {", "{1}"], [:])
        == ["awk", "x{print}", "${HOME} {a b} {", "{1}"])
  }

  @Test(arguments: [
    "; rm -rf ~", "$(id)", "`id`", "a\nb", "it's \"quoted\"", "| tee", "{run_id}", "%s", "\\",
    "ä 日本",
  ])
  func aHostileValueStaysOneArgument(value: String) async throws {
    let words = try filled(["printf", "%s\\0", "{pipeline}", "x{pipeline}y"], [.pipeline: value])
    #expect(words == ["printf", "%s\\0", value, "x\(value)y"])
    let folder = try TemporaryFolder()
    try folder.write("#!/bin/sh\nfor a; do printf '%s\\0' \"$a\"; done > \"$OUT\"\n", to: "record")
    let program = ExternalProgram(
      words: ["sh", folder.path + "/record", value, "x\(value)y"], place: .background(.seconds(300))
    )
    let environment = ["PATH": "/usr/bin:/bin", "OUT": folder.path + "/out"]
    let result = await onThread { program.run(environment: environment) }
    #expect(result.end == .exited(0))
    #expect(try Files.text(folder.path + "/out") == "\(value)\0x\(value)y\0")
  }

  @Test func aValueThatLooksLikeAnOptionIsRefusedWhereItBeginsAWord() throws {
    #expect(throws: CommandTemplate.Refusal.option(.branch)) {
      try filled(["git", "log", "{branch}"], [.branch: "--output=/etc/passwd"])
    }
    #expect(try filled(["git", "log", "x/{branch}"], [.branch: "-a"]) == ["git", "log", "x/-a"])
  }

  @Test func aValueThatIsNotThereIsSaid() throws {
    #expect(throws: CommandTemplate.Refusal.missing(.taskID)) {
      try filled(["p", "{task_id}"], [.runID: "r"])
    }
    #expect(CommandTemplate.Refusal.missing(.taskID).message == "there is no {task_id} here")
  }

  @Test func valuesBehindAScriptAreAllowed() throws {
    let words = ["sh", "-c", "echo \"$1\"", "name", "{pipeline}"]
    #expect(try filled(words, [.pipeline: "$(id)"]).last == "$(id)")
  }

  @Test func programsBehindTheScreenEndInWords() async throws {
    func run(_ words: [String], _ time: Duration = .seconds(300)) async -> ExternalProgram.Result {
      await onThread {
        ExternalProgram(words: words, place: .background(time))
          .run(environment: ["PATH": "/usr/bin:/bin"])
      }
    }
    #expect(
      await run(["sh", "-c", "echo a; echo; echo ' b' >&2; echo"])
        == .init(.exited(0), lastLine: " b"))
    #expect(await run(["sh", "-c", "echo no >&2; exit 3"]) == .init(.exited(3), lastLine: "no"))
    #expect(await run(["sh", "-c", "kill -9 $$"]).end == .killed(signal: 9))
    // Five seconds are for a busy machine to get the line out.
    #expect(
      await run(["sh", "-c", "echo x; sleep 999"], .seconds(5))
        == .init(.timedOut, lastLine: "x"))
    #expect(await run(["sh", "-c", "sleep 99 & echo left"]) == .init(.exited(0), lastLine: "left"))
    #expect(await run(["yes"], .milliseconds(300)).end == .timedOut)
    guard case .notStarted(let why) = await run(["no-such-thing"]).end else {
      Issue.record("started")
      return
    }
    #expect(why.message.contains("no such program"))
  }

  @Test func aBrowserGetsTheAddressAsOneWord() {
    func words(_ variables: [String: String]) -> [String]? {
      Browser(environment: variables)?.program(showing: "https://a/b?c=d&e").words
    }
    #expect(words([:]) == nil)
    #expect(words(["DISPLAY": ":0"]) == ["xdg-open", "https://a/b?c=d&e"])
    #expect(words(["BROWSER": "firefox -new:w3m"]) == ["firefox", "-new", "https://a/b?c=d&e"])
    #expect(words(["BROWSER": "x --url=%s -q"]) == ["x", "--url=https://a/b?c=d&e", "-q"])
    #expect(words(["BROWSER": "x; y"]) == nil, "a shell would be needed")
    let text = Browser(environment: ["BROWSER": "/usr/bin/w3m"])
    #expect(text?.program(showing: "https://a").place == .terminal)
  }

  @Test func pagesAreMadeOfIdsAlone() {
    var source = SourceLabel(profile: "p", host: "h")
    source.pages = "https://app.example"
    #expect(
      PageLink.run("3b80c185-1", of: source)
        == "https://app.example/pipeline-runs/3b80c185-1/lineage")
    #expect(
      PageLink.task("t 1/..", run: "a?b#c", of: source)
        == "https://app.example/pipeline-runs/a%3Fb%23c/task-runs/t%201%2F%2E%2E")
    source.pages = ""
    #expect(PageLink.run("3b80c185-1", of: source) == nil)
    #expect(PageLink.foreign("https://app.snowflake.com/q/1") != nil)
    for bad in [
      "http://x", "javascript:alert(1)", "https://", "https://u@h/", "https://a b", "https:///x",
    ] {
      #expect(PageLink.foreign(bad) == nil, "\(bad)")
    }
  }
}
