// Whatever keys are pressed in whatever order: nothing is sent but what a dialog shows when y is
// pressed at its question. The seed is printed.
import OrchestraAPI
import PodiumCore
import TerminalUI
import Testing
import Time

@testable import PodiumTUI

@Suite @UIActor struct NoWriteWithoutYesTests {
  private static let keysPerSeed = 1_500

  /// All that can be pressed or pasted, but what leaves the program or starts another one.
  private static let keys: [Key] = {
    let named = [
      "enter", "esc", "tab", "shift-tab", "up", "down", "left", "right", "home", "end", "pgup",
      "pgdn", "backspace", "delete", "space", "ctrl-a", "ctrl-d", "ctrl-e", "ctrl-f", "ctrl-k",
      "ctrl-u", "ctrl-w", "ctrl-x", "ctrl-y", "ctrl-n", "ctrl-t",
    ].compactMap { Key(name: $0) }
    let letters = "abcdfghijklmnprstuxzADGJKNSUV0123456789!?,/[]=-_".map { Key.char($0) }
    // The doors to the dialogs are opened more often than others.
    let doors = (0..<4).flatMap { _ in "rtxfad\t".map { Key.char($0) } + [.tab, .enter] }
    return named + letters + doors + [.paste("y\ny\ry"), .paste("jde_balances\n")]
  }()

  private static func snapshot(_ change: (inout Snapshot) -> Void = { _ in }) -> Snapshot {
    Fixture.snapshot {
      $0.workspace.pipelines.append(Fixture.typed)
      change(&$0)
    }
  }

  /// Presses one key; a bulk is opened now and then, as marks would.
  private func step(_ stage: Stage, _ key: Key, using dice: inout Dice) {
    if stage.app.isFinished || Int.random(in: 0..<40, using: &dice) == 0 {
      stage.app.isFinished = false
      let action: BulkPlan.Action = Bool.random(using: &dice) ? .rerunAll : .cancel
      let targets = Fixture.runs.map(\.id)
      stage.app.apply([.show(BulkDialog(action, targets, stage.app.snapshot))])
    }
    stage.app.dispatch(.keys([key]))
  }

  /// What the dialog shows, as requests.
  private func shown(_ stage: Stage) -> [OperationPreview] {
    switch stage.app.overlay {
    case let confirm as Confirm: [confirm.request.preview]
    case let menu as RerunMenu:
      (try? menu.choices[menu.marked].request.get()).map { [$0.preview] } ?? []
    case let form as TriggerForm:
      form.isAsking ? (try? form.request.get()).map { [$0.preview] } ?? [] : []
    case let bulk as BulkDialog:
      bulk.isAsking && bulk.question.isSatisfied
        ? bulk.plan?.requests.map(\.request.preview) ?? [] : []
    default: []
    }
  }

  @Test(arguments: [UInt64.random(in: 0 ... .max), 1, 2])
  func withoutAYNothingIsEverSent(seed: UInt64) async {
    print("seed \(seed)")
    var dice = Dice(state: seed)
    let stage = Stage(snapshot: Self.snapshot())
    stage.connect()
    for _ in 0..<Self.keysPerSeed {
      step(stage, Self.keys.randomElement(using: &dice) ?? .enter, using: &dice)
    }
    await stage.settle()
    #expect(stage.sent.isEmpty, "seed \(seed)")
  }

  @Test(arguments: [UInt64.random(in: 0 ... .max), 1, 2])
  func aYSendsWhatIsShownAndNothingElse(seed: UInt64) async {
    print("seed \(seed)")
    var dice = Dice(state: seed)
    let stage = Stage(snapshot: Self.snapshot())
    stage.connect(outcome: .failed("no"))
    var count = 0
    for _ in 0..<Self.keysPerSeed {
      let isYes = Int.random(in: 0..<6, using: &dice) == 0
      let key = isYes ? Key.char("y") : Self.keys.randomElement(using: &dice) ?? .enter
      if isYes, let bulk = stage.app.overlay as? BulkDialog, bulk.isAsking,
        let word = bulk.question.typed?.text, Bool.random(using: &dice)
      {
        stage.app.dispatch(.keys([.ctrl("u"), .paste(word), .tab]))
      }
      let shown = shown(stage)
      stage.app.dispatch(.keys([key]))
      await stage.settle()
      let sent = stage.sent.dropFirst(count).map(\.preview)
      count = stage.sent.count
      guard !sent.isEmpty else { continue }
      #expect(isYes, "seed \(seed): \(key.name) sent something")
      #expect(sent.count <= shown.count && sent.allSatisfy(shown.contains), "seed \(seed)")
      step(stage, .escape, using: &dice)
    }
    // By chance they may never come to a question; these do.
    #expect(count > 0 || seed > 2, "seed \(seed): the keys never came to a question")
  }

  private func sends(
    _ seed: UInt64, _ keys: [Key], before: (Stage) -> Void = { _ in },
    _ change: (inout Snapshot) -> Void
  ) async -> Int {
    print("seed \(seed)")
    var dice = Dice(state: seed)
    let stage = Stage(snapshot: Self.snapshot(change))
    stage.connect()
    for _ in 0..<Self.keysPerSeed {
      before(stage)
      step(stage, keys.randomElement(using: &dice) ?? .enter, using: &dice)
    }
    await stage.settle()
    return stage.sent.count
  }

  @Test(arguments: [UInt64.random(in: 0 ... .max), 1])
  func productionTakesMoreThanKeysByChance(seed: UInt64) async {
    let keys =
      Self.keys.filter { $0 != .paste("jde_balances\n") } + [Key](repeating: .char("y"), count: 20)
    let count = await sends(seed, keys) {
      $0.source = SourceLabel(profile: "acme-prod", host: "h", isProduction: true)
    }
    #expect(count == 0, "seed \(seed)")
  }

  @Test(arguments: [UInt64.random(in: 0 ... .max), 1])
  func readOnlySendsNothingWhateverIsPressed(seed: UInt64) async {
    let keys = Self.keys + [Key](repeating: .char("y"), count: 20)
    let count = await sends(seed, keys) { $0.source.readOnly = .option }
    #expect(count == 0, "seed \(seed)")
  }

  /// Help can arm, too, as it runs any line: so what is armed is disarmed before the next key.
  @Test(arguments: [UInt64.random(in: 0 ... .max), 1, 5_844_534_431_526_150_464])
  func whatIsNotArmedSendsNothing(seed: UInt64) async {
    let keys = Self.keys + [Key](repeating: .char("y"), count: 20)
    let disarm: (Stage) -> Void = { $0.app.arming = Arming() }
    let count = await sends(seed, keys, before: disarm) { $0.source.armsWrites = true }
    #expect(count == 0, "seed \(seed)")
  }
}
