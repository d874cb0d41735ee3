// The user's keys over the usual ones, and settings that are written and read again.
import PodiumCore
import TerminalUI
import Testing

@testable import PodiumTUI

@Suite struct KeymapMergeTests {
  private func settings(_ text: String) throws -> Settings {
    let file = Configuration.reading(Array(text.utf8), file: "c.yaml", vocabulary: .dashboard())
    let reading = Settings.reading(file)
    try #require(reading.file.problems.isEmpty, "\(reading.file.problems.map(\.summary))")
    return reading.settings
  }

  @Test func aKeyOfTheUsersReplacesTheUsualOneInItsPlaceOnly() throws {
    let keymap = try settings("keys: {runs: {rerun: R}}").keymap
    #expect(keymap[.runs, .char("R")] == .rerun && keymap[.runs, .char("r")] == nil)
    #expect(keymap[.run, .char("r")] == .rerun && keymap[.run, .char("R")] == nil)
    #expect(keymap.key(for: .rerun, in: .runs) == .char("R"))
  }

  @Test func aChangeOfAGroupHoldsWhereverTheGroupIs() throws {
    let keymap = try settings("keys: {actions: {rerun: [R, f2]}}").keymap
    for place in [Scope.runs, .problems, .run, .task] {
      #expect(keymap[place, .char("R")] == .rerun && keymap[place, .f(2)] == .rerun)
      #expect(keymap[place, .char("r")] == nil)
    }
  }

  @Test func aKeyCanBeTakenAway() throws {
    let keymap = try settings("keys: {runs: {cancel-run: []}}").keymap
    #expect(keymap[.runs, .char("x")] == nil && keymap[.run, .char("x")] == .cancelRun)
    #expect(keymap.key(for: .cancelRun, in: .runs) == nil)
  }

  @Test func keysCanBeSwapped() throws {
    let keymap = try settings("keys: {actions: {rerun: x, cancel-run: r}}").keymap
    #expect(keymap[.runs, .char("x")] == .rerun && keymap[.runs, .char("r")] == .cancelRun)
  }

  @Test func digitsNeedNoQuotes() throws {
    let keymap = try settings("keys: {runs: {pane-1: 9}}").keymap
    #expect(keymap[.runs, .char("9")] == .pane(1) && keymap[.runs, .char("1")] == nil)
  }

  @Test func commandsOfTheUsersOwnHaveKeysWhereARunIsSelected() throws {
    let keymap = try settings(
      "commands: {one: {run: x, key: ctrl-o}, two: {run: y, key: f7, scopes: [pipelines]}}"
    ).keymap
    #expect(keymap[.runs, .ctrl("o")] == .custom(0) && keymap[.task, .ctrl("o")] == .custom(0))
    #expect(keymap[.pipelines, .ctrl("o")] == nil && keymap[.pipelines, .f(7)] == .custom(1))
  }

  @Test func whatIsWrongIsLeftOutAndTheRestHolds() throws {
    let text = "keys: {runs: {rerun: x, trigger: T}}"
    let file = Configuration.reading(Array(text.utf8), file: "c.yaml", vocabulary: .dashboard())
    let reading = Settings.reading(file)
    #expect(reading.file.problems.count == 1)
    let keymap = reading.settings.keymap
    #expect(keymap[.runs, .char("x")] == .cancelRun && keymap[.runs, .char("r")] == .rerun)
    #expect(keymap[.runs, .char("T")] == .trigger)
  }

  @Test func namesOfCommandsAreTheirWordsAndUnique() {
    #expect(Command.nextProblem.name == "next-problem" && Command.copyID.name == "copy-id")
    #expect(Command.pane(3).name == "pane-3" && Command.yes.name == "yes")
    #expect(Set(Command.all.map(\.name)).count == Command.all.count)
    for command in Command.all { #expect(Command(name: command.name) == command) }
  }

  static let full = """
    default_profile: prod
    watch: [stage]
    theme: mono
    ascii: true
    notify: [bell, title]
    profiles:
      prod:
        env: app
        key_command: [op, read, "op://a b/c"]
        production: true
        production_environments: [prod, "live 2"]
        armed: true
        pages: https://pages.example/
      stage: {base_url: "http://127.0.0.1:1", key_env: STAGE_KEY, requests_per_minute: 7}
    keys:
      runs: {rerun: R, cancel-run: [], next-problem: ["n", f2]}
      anywhere: {quit: [Q]}
    columns: {runs: [status, pipeline, took]}
    views:
      bad: status:failed
      slow: {filter: "took>30m", sort: -took, columns: [status, took]}
      mine: {list: problems, filter: "kind:stuck", sort: since}
    hooks: {run_ended: [notify, "{pipeline}: {status}"], quiet_hours: "22:00-07:00"}
    commands:
      runbook: {run: [runbook, "{pipeline}", "it's"], key: ctrl-o, summary: open it, confirm: true}
      fix: {run: "fix '{run_id}'", scopes: [runs], dangerous: true, terminal: true}
    """

  @Test func whatIsPrintedReadsBackAsTheSame() throws {
    for text in ["", Self.full] {
      let first = try settings(text)
      let second = try settings(first.text)
      #expect(second.text == first.text)
      for scope in Scope.allCases {
        #expect(
          Set(first.keymap.lines(in: scope).map(\.command))
            == Set(second.keymap.lines(in: scope).map(\.command)))
        for line in first.keymap.lines(in: scope) {
          for key in line.keys { #expect(second.keymap[scope, key] == first.keymap[scope, key]) }
        }
      }
      var (a, b) = (first.configuration, second.configuration)
      // Keys are compared above; their places in the two files differ.
      (a.keys, b.keys) = ([], [])
      for index in a.commands.indices {
        (a.commands[index].key, b.commands[index].key) = (nil, nil)
      }
      #expect(a == b)
    }
  }

  @Test func everyKeyOfTheFileIsPrintedAndExplained() throws {
    let text = Settings().text
    for setting in Configuration.settings {
      #expect(text.contains("# \(setting.says)"))
      #expect(text.contains("\(setting.name):"))
    }
    for setting in Profile.settings { #expect(text.contains(setting.says)) }
  }

  @Test func theSampleOfEverySettingIsRight() throws {
    for setting in Configuration.settings {
      let names = setting.name == "default_profile" ? "profiles: {prod: {}}\n" : ""
      _ = try settings("\(names)\(setting.name): \(setting.sample)")
    }
    for setting in Profile.settings where setting.name != "account_id" {
      _ = try settings("profiles: {a: {\(setting.name): \(setting.sample)}}")
    }
    for setting in Hooks.settings {
      _ = try settings("hooks: {\(setting.name): \(setting.sample)}")
    }
  }
}
