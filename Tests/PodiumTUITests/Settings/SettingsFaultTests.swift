// Configuration files with one fault each: where it is told to be, and what is said about it.
import PodiumCore
import TestSupport
import Testing

@testable import PodiumTUI

@Suite struct SettingsFaultTests {
  struct Fault: CustomTestStringConvertible, Sendable {
    let text: String
    let place: String
    let words: String
    var testDescription: String { words }

    init(_ text: String, _ place: String, _ words: String) {
      (self.text, self.place, self.words) = (text, place, words)
    }
  }

  static func problems(_ text: String) -> [String] {
    let file = Configuration.reading(
      Array(text.utf8), file: "c.yaml", vocabulary: .dashboard(ownThemes: ["mine"]))
    return Settings.reading(file).file.problems.map(\.rendered)
  }

  static let general = [
    Fault("theem: mono\n", "1:1", "did you mean “theme”?"),
    Fault("theme: podium-drak\n", "1:8", "did you mean “podium-dark”?"),
    Fault("theme: [a]\n", "1:8", "must be text"),
    Fault("mouse: yes\n", "1:8", "write true"),
    Fault("ascii: 1\n", "1:8", "true or false"),
    Fault("notify: [bell, osc8]\n", "1:16", "“osc8” is not a known way to ring"),
    Fault("watch: [prod]\nprofiles: {stage: {}}\n", "1:9", "there is no profile “prod”"),
    Fault("default_profile: x\nprofiles: {y: {}}\n", "1:18", "is not a known profile"),
    Fault("profiles: {a: {pages: example.org}}\n", "1:23", "https://"),
    Fault("profiles: {a: {pages: \"https://a b\"}}\n", "1:23", "https://"),
    Fault("profiles: {a: {armd: true}}\n", "1:16", "did you mean “armed”?"),
    Fault("profiles: {a: {production_environments: prod}}\n", "1:41", "write it as a list"),
    Fault("profiles: {a: {env: app, base_url: \"http://x\"}}\n", "1:21", "keep one"),
    Fault("profiles: {a: {key_env: K, key_command: k}}\n", "1:25", "keep one"),
    Fault("hooks: {run_end: [x]}\n", "1:9", "did you mean “run_ended”?"),
    Fault("hooks: {quiet_hours: \"25:00-07:00\"}\n", "1:22", "22:00-07:00"),
    Fault("hooks: {quiet_hours: \"22:00\"}\n", "1:22", "not a part of the day"),
    Fault("hooks: {run_ended: [\"{status}\"]}\n", "1:21", "cannot come from a run"),
    Fault("views: {a: {sort: took}}\n", "1:12", "a view needs “filter”"),
    Fault("views: {a: \"\"}\n", "1:12", "“a” is empty"),
    Fault("views: {a: {filter: x, sort: tok}}\n", "1:30", "did you mean “took”?"),
    Fault("views: {a: {filter: x, list: problms}}\n", "1:30", "did you mean “problems”?"),
    Fault("views: {a: {filter: x, columns: [tok]}}\n", "1:34", "did you mean “took”?"),
    Fault("views: {a: {filter: \"sinc:1h\", list: problems}}\n", "1:21", "did you mean since?"),
    Fault("views: {a: \"statsu:failed\"}\n", "1:12", "did you mean status?"),
    Fault("columns: {rums: [status]}\n", "1:11", "did you mean “runs”?"),
    Fault("columns: {runs: [status, pipline]}\n", "1:26", "did you mean “pipeline”?"),
    Fault("columns: {runs: [status, status]}\n", "1:26", "twice"),
    Fault("columns: {runs: []}\n", "1:17", "has no column"),
  ]

  static let keys = [
    Fault("keys: {rums: {rerun: R}}\n", "1:8", "did you mean “runs”?"),
    Fault("keys: {runs: {reruns: R}}\n", "1:15", "did you mean “rerun”?"),
    Fault("keys: {runs: {rerun: ctl-r}}\n", "1:22", "“ctl-r” is not a key"),
    Fault("keys: {runs: {rerun: f99}}\n", "1:22", "“f99” is not a key"),
    Fault("keys: {runs: {rerun: [R, true]}}\n", "1:26", "a key has a name"),
    Fault("keys: {runs: {rerun: }}\n", "1:15", "write [] to take its keys away"),
    Fault("keys: {runs: {rerun: x}}\n", "1:22", "“x” means cancel-run in runs already"),
    Fault("keys: {runs: {rerun: \"n\"}}\n", "1:22", "“n” means next-problem in runs already"),
    Fault("keys: {actions: {rerun: d}}\n", "1:25", "in run already"),
    Fault("keys: {anywhere: {help: j}}\n", "1:25", "“j” means down"),
    Fault("keys: {text: {rerun: R}}\n", "1:15", "it can be changed in actions"),
    Fault("keys: {runs: {rerun: ctrl-z}}\n", "1:22", "ctrl-z suspends the program"),
    Fault("keys: {runs: {rerun: ctrl-m}}\n", "1:22", "terminals send enter for it"),
    Fault("keys: {runs: {rerun: ctrl-c}}\n", "1:22", "ctrl-c ends the program"),
    Fault("keys: {input: {accept: a}}\n", "1:24", "“a” is typed there"),
    Fault("keys: {help: {dismiss: []}}\n", "1:15", "no key is left to leave in help"),
    Fault("keys: {confirm: {\"no\": []}}\n", "1:18", "no key is left to leave in confirm"),
    Fault("keys: [r]\n", "1:7", "must be a mapping"),
    Fault("keys: {runs: {rerun: R, rerun: X}}\n", "1:25", "rerun"),
  ]

  static let commands = [
    Fault("commands: {a: {key: f5}}\n", "1:15", "a command needs “run”"),
    Fault("commands: {a: {run: []}}\n", "1:21", "names no program"),
    Fault("commands: {a: {run: [\"{url}\"]}}\n", "1:22", "cannot come from a run"),
    Fault("commands: {a: {run: [x, \"{runid}\"]}}\n", "1:25", "did you mean “run_id”?"),
    Fault("commands: {a: {run: [x, \"{print}\"]}}\n", "1:25", "{{print}}"),
    Fault("commands: {a: {run: [sh, -c, \"k {run_id}\"]}}\n", "1:30", "reads as a script"),
    Fault("commands: {a: {run: [env, bash, -lc, \"{url}\"]}}\n", "1:38", "reads as a script"),
    Fault("commands: {a: {run: [/bin/dash, -c, \"{url}\"]}}\n", "1:37", "reads as a script"),
    Fault("commands: {a: {run: [python3, -c, \"p('{url}')\"]}}\n", "1:35", "reads as a script"),
    Fault("commands: {a: {run: [node, --eval, \"{url}\"]}}\n", "1:36", "reads as a script"),
    Fault("commands: {a: {run: [ssh, host, k, \"{branch}\"]}}\n", "1:36", "no values there"),
    Fault("commands: {a: {run: \"k $HOME\"}}\n", "1:21", "needs a shell"),
    Fault("commands: {a: {run: x, key: r}}\n", "1:29", "“r” means rerun"),
    Fault("commands: {a: {run: x, key: 12}}\n", "1:29", "a key has a name"),
    Fault("commands: {a: {run: x, scopes: [confirm]}}\n", "1:33", "not a known place"),
    Fault("commands: {rerun: {run: x}}\n", "1:12", "is a command already"),
    Fault("commands: {\"A b\": {run: x}}\n", "1:12", "no name for a command"),
    Fault("commands: {a: {run: x, dangerus: true}}\n", "1:24", "did you mean “dangerous”?"),
  ]

  @Test(arguments: general + keys + commands)
  func oneFaultIsOneProblemWithItsPlace(_ fault: Fault) throws {
    let problems = Self.problems(fault.text)
    #expect(problems.count == 1, "\(problems)")
    let problem = try #require(problems.first)
    #expect(problem.hasPrefix("c.yaml:\(fault.place):"), "\(problem)")
    #expect(problem.contains(fault.words), "\(problem)")
    let caret = try #require(problem.split(separator: "\n").last)
    #expect(caret.hasSuffix("^"), "\(problem)")
  }

  @Test func aWayToQuitAlwaysRemains() {
    let text = "keys: {anywhere: {quit: [], leave: [], back: []}}\n"
    let problems = Self.problems(text)
    #expect(problems.contains { $0.contains("no key is left to quit") }, "\(problems)")
    let file = Configuration.reading(
      Array(text.utf8), file: "c.yaml", vocabulary: .dashboard())
    let keymap = Settings.reading(file).settings.keymap
    for scope in Scope.allCases where scope.chain.contains(.anywhere) {
      #expect(keymap.key(for: .quit, in: scope) ?? keymap.key(for: .leave, in: scope) != nil)
    }
  }

  @Test func theSampleOfTheReadmeHasNoProblem() throws {
    let text = try Files.text(Files.repository + "/README.md")
    let samples = text.split(separator: "```yaml\n").dropFirst().map {
      String($0.prefix(upTo: $0.firstRange(of: "```")?.lowerBound ?? $0.endIndex))
    }.filter { $0.hasPrefix("default_profile") }
    let sample = try #require(samples.first)
    #expect(Self.problems(sample) == [])
    for setting in Configuration.settings where !["mouse", "ascii"].contains(setting.name) {
      #expect(sample.contains("\(setting.name):"), "the sample does not show \(setting.name)")
    }
  }

  @Test func allProblemsOfAFileAreToldInItsOrder() {
    let problems = Self.problems("theme: nope\nkeys: {runs: {rerun: x}}\nmouse: 3\n")
    #expect(problems.map { $0.dropFirst(7).prefix(2) } == ["1:", "2:", "3:"])
  }
}
