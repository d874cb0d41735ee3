// Several workspaces on one screen: what is shown of each, switching, and what must not cross over.
import OrchestraAPI
import PodiumCore
import Synchronization
import TerminalUI
import Testing
import Time

@testable import PodiumTUI

/// Workspaces without a network: each is told what it shall do, and its pictures are given by hand.
@UIActor
private final class Worlds {
  let stage: Stage
  /// What each workspace was asked, in order.
  let asked = Mutex<[String]>([])
  private var pictures: [String: AsyncStream<Snapshot>.Continuation] = [:]
  private var waiting: [String: CheckedContinuation<Void, Never>] = [:]
  /// Profiles that open only when told so.
  var isHeld: Set<String> = []
  private var released: Set<String> = []

  init(
    _ size: Size = Size(rows: 24, columns: 80), watched: Set<String> = [],
    glyphs: GlyphSet = .unicode
  ) {
    stage = Stage(size, glyphs: glyphs)
    var prod = Profile(name: "prod")
    prod.isProduction = true
    stage.app.options.configuration.profiles = [
      Profile(name: "acme"), prod, Profile(name: "locked"),
    ]
    var ports = ports("acme")
    ports.opener.watched = watched
    ports.opener.open = { [weak self] name in
      await self?.open(name) ?? .failed("gone")
    }
    stage.app.connect(ports)
  }

  static func label(_ name: String) -> SourceLabel {
    SourceLabel(profile: name, host: "\(name).test", isProduction: name == "prod")
  }

  private func open(_ name: String) async -> WorkspaceOpening {
    if isHeld.contains(name), !released.contains(name) {
      await withCheckedContinuation { waiting[name] = $0 }
    }
    if name == "locked" {
      return .failed("profile locked takes its key from KEY, which is not set")
    }
    return .opened(Self.label(name), ports(name))
  }

  /// Lets a held profile open.
  func release(_ name: String) {
    released.insert(name)
    waiting.removeValue(forKey: name)?.resume()
  }

  private func ports(_ name: String) -> Ports {
    let (stream, pictures) = AsyncStream<Snapshot>.makeStream()
    self.pictures[name] = pictures
    let note: @Sendable (String) -> Void = { [weak self] words in
      self?.asked.withLock { $0.append("\(name) \(words)") }
    }
    var ports = Ports(
      snapshots: { stream }, watch: { note("watch \($0.count)") }, refresh: { note("refresh") },
      perform: { request in
        note("perform \(request.name)")
        return .done(
          OperationResult(value: .null, message: "done", startedRun: Fixture.runID(77)))
      }, text: { _ in RemoteTextSource { _, _ in TextChunk(bytes: []) } })
    ports.setRole = { note("role \($0)") }
    return ports
  }

  /// A picture of a workspace with one run of this name.
  func show(
    _ profile: String, _ run: String, generation: Int, _ change: (inout Snapshot) -> Void = { _ in }
  ) {
    let runs = [Fixture.run(generation, run, .failed, minutesAgo: 5)]
    pictures[profile]?.yield(
      Fixture.snapshot(runs, generation: generation) { snapshot in
        snapshot.source = Self.label(profile)
        snapshot.traffic.requests = Self.requests
        change(&snapshot)
      })
  }

  private static let requests = ["newest runs", "why runs failed", "newest runs", "start"]
    .enumerated().map { index, purpose in
      var record = RequestRecord(
        at: Fixture.now - .seconds(index * 9), method: purpose == "start" ? "POST" : "GET",
        target: "", priority: "visible")
      record.purpose = purpose
      return record
    }

  /// Waits for something on the screen or in what was asked.
  func wait(_ isSo: () -> Bool) async {
    for _ in 0..<5_000 {
      if isSo() { break }
      await Task.yield()
    }
    stage.app.draw()
    #expect(isSo())
  }

  var asks: [String] { asked.withLock { $0 } }
}

@Suite @UIActor struct WorkspaceTests {
  @Test func switchingLeavesNothingOfTheOldOneOnTheScreen() async {
    let worlds = Worlds()
    let stage = worlds.stage
    worlds.show("acme", "Acme load", generation: 5)
    await worlds.wait { stage.row(containing: "Acme load") != nil }
    stage.press("/")
    stage.type("acme")
    stage.press("enter", "enter", ":")
    stage.type("prod")
    stage.press("enter")
    await worlds.wait { stage.app.profile == "prod" }
    #expect(stage.app.stack.isAtFirst)
    #expect(stage.row(containing: "Acme load") == nil)
    #expect((stage.app.stack.top.view as? RunsView)?.words == "")
    // What the old one still answers does not come to the screen, however new it is.
    worlds.show("acme", "Acme late", generation: 900)
    worlds.show("prod", "Prod load", generation: 1)
    await worlds.wait { stage.row(containing: "Prod load") != nil }
    #expect(stage.row(containing: "Acme") == nil)
    #expect(stage.rows[0].contains("PRODUCTION"))
    await worlds.wait { worlds.asks.contains("prod role front") }
    #expect(worlds.asks.contains("acme role resting"))
  }

  @Test func aPictureThatIsUnderWayDuringTheSwitchIsDropped() async {
    let worlds = Worlds()
    let stage = worlds.stage
    worlds.isHeld = ["prod"]
    worlds.show("acme", "Acme load", generation: 5)
    await worlds.wait { stage.row(containing: "Acme load") != nil }
    stage.press(":")
    stage.type("prod")
    stage.press("enter")
    // Still the old one, and it stays alive meanwhile.
    worlds.show("acme", "Acme second", generation: 6)
    await worlds.wait { stage.row(containing: "Acme second") != nil }
    #expect(stage.app.profile == "acme")
    worlds.show("acme", "Acme third", generation: 7)
    worlds.release("prod")
    await worlds.wait { stage.app.profile == "prod" }
    worlds.show("acme", "Acme fourth", generation: 8)
    for _ in 0..<200 { await Task.yield() }
    stage.app.draw()
    #expect(stage.row(containing: "Acme") == nil)
  }

  @Test func aDialogIsNotTakenAwayByASwitch() async {
    let worlds = Worlds()
    let stage = worlds.stage
    worlds.isHeld = ["prod"]
    stage.press(":")
    stage.type("prod")
    stage.press("enter", "x")
    #expect(stage.app.overlay is Confirm)
    worlds.release("prod")
    await worlds.wait { stage.lastRow.contains("prod is open now") }
    #expect(stage.app.profile == "acme")
    #expect(stage.app.overlay is Confirm)
    stage.press("y")
    await worlds.wait { worlds.asks.contains { $0.hasPrefix("acme perform") } }
    #expect(!worlds.asks.contains { $0.hasPrefix("prod perform") })
  }

  @Test func aWriteEndsInItsOwnWorkspaceAndItsAnswerIsNotFollowedElsewhere() async throws {
    let worlds = Worlds()
    let stage = worlds.stage
    let request = try OperationTable.standard.cancel(
      Fixture.runID(1), in: OperationContext(stage.app.snapshot))
    #expect(request.source?.profile == "acme")
    stage.press(":")
    stage.type("prod")
    stage.press("enter")
    await worlds.wait { stage.app.profile == "prod" }
    stage.app.apply([.perform(request)])
    await worlds.wait { stage.lastRow.contains("acme: done") }
    #expect(worlds.asks.contains { $0.hasPrefix("acme perform") })
    #expect(!worlds.asks.contains { $0.hasPrefix("prod perform") })
    #expect(stage.app.stack.isAtFirst)
  }

  @Test func watchedOnesAreOpenedByThemselvesAndStandBesideTheShownOne() async {
    let worlds = Worlds(watched: ["prod", "locked"])
    let stage = worlds.stage
    await worlds.wait { worlds.asks.contains("prod role beside") }
    worlds.show("prod", "Prod load", generation: 3)
    await worlds.wait { stage.app.others.map(\.source.profile) == ["prod"] }
    stage.press("P")
    #expect(stage.row(containing: "prod")?.contains("watched") == true)
    await worlds.wait { stage.row(containing: "locked")?.contains("failed") == true }
    #expect(
      stage.app.workspaceLines.last?.state
        == .failed("profile locked takes its key from KEY, which is not set"))
    // The one that was left is watched only where that is wanted.
    stage.press("down", "enter")
    await worlds.wait { stage.app.profile == "prod" }
    #expect(stage.row(containing: "Prod load") != nil)
    #expect(stage.app.others.isEmpty)
  }

  @Test func openingAProblemOfAnotherWorkspaceGoesThere() async {
    let worlds = Worlds(watched: ["prod"])
    let stage = worlds.stage
    worlds.show("acme", "Acme load", generation: 2)
    await worlds.wait { worlds.asks.contains("prod role beside") }
    worlds.show("prod", "Prod load", generation: 3)
    await worlds.wait { !stage.app.others.isEmpty }
    stage.press("!")
    let row = stage.rows.firstIndex { $0.contains("Prod load") }
    #expect(row != nil)
    for _ in 0..<10 where stage.selectedRow?.contains("Prod load") != true { stage.press("down") }
    stage.press("enter")
    await worlds.wait { stage.app.profile == "prod" }
    #expect(stage.app.stack.top.place == .run(Fixture.runID(3)))
  }

  @Test func comingBackShowsWhatWasLeft() async {
    let worlds = Worlds()
    let stage = worlds.stage
    worlds.show("acme", "Acme load", generation: 5)
    await worlds.wait { stage.row(containing: "Acme load") != nil }
    stage.press("/")
    stage.type("acme")
    stage.press("enter", "P", "down", "enter")
    await worlds.wait { stage.app.profile == "prod" }
    stage.press("P", "down", "enter")
    #expect(stage.app.profile == "acme")
    #expect(stage.app.stack.isAtFirst)
    #expect((stage.app.stack.top.view as? RunsView)?.words == "acme")
    // Nothing had to be loaded for that.
    #expect(stage.row(containing: "Acme load") != nil)
  }

  @Test func backAndForwardGoThroughWorkspacesToo() async {
    let worlds = Worlds(watched: ["prod"])
    let stage = worlds.stage
    worlds.show("acme", "Acme load", generation: 2)
    await worlds.wait { worlds.asks.contains("prod role beside") }
    worlds.show("prod", "Prod load", generation: 3)
    await worlds.wait { !stage.app.others.isEmpty }
    stage.press("!")
    for _ in 0..<10 where stage.selectedRow?.contains("Prod load") != true { stage.press("down") }
    stage.press("enter")
    #expect(stage.app.profile == "prod")
    stage.press("[", "[")
    #expect(stage.app.profile == "acme")
    #expect(stage.app.stack.top.place == .problems)
    #expect(stage.selectedRow?.contains("Prod load") == true)
    stage.press("]", "]")
    #expect(stage.app.profile == "prod")
    #expect(stage.app.stack.top.place == .run(Fixture.runID(3)))
  }

  @Test func whoIsInFrontInTheEndMayAskForEverything() async {
    let worlds = Worlds()
    let stage = worlds.stage
    stage.press("P", "down", "enter")
    await worlds.wait { stage.app.profile == "prod" }
    stage.press("[", "]", "[", "]", "[")
    #expect(stage.app.profile == "acme")
    func last(_ name: String) -> String? { worlds.asks.last { $0.hasPrefix("\(name) role") } }
    await worlds.wait { last("acme") == "acme role front" && last("prod") == "prod role resting" }
    for _ in 0..<100 { await Task.yield() }
    #expect(last("acme") == "acme role front")
  }

  @Test func theShownOneStaysWatchedWhenItIsLeft() async {
    let worlds = Worlds(watched: ["acme", "prod"])
    let stage = worlds.stage
    worlds.show("acme", "Acme load", generation: 2)
    await worlds.wait { worlds.asks.contains("prod role beside") }
    worlds.show("prod", "Prod load", generation: 3)
    await worlds.wait { !stage.app.others.isEmpty }
    stage.press("P", "down", "enter", "!")
    #expect(stage.app.profile == "prod")
    #expect(stage.app.others.map(\.source.profile) == ["acme"])
    await worlds.wait { worlds.asks.contains("acme role beside") }
    #expect(stage.row(containing: "Acme load") != nil)
    #expect(stage.row(containing: "Prod load") != nil)
  }

  @Test func oneThatIsNeverOpenDelaysNoOther() async {
    let worlds = Worlds(watched: ["prod", "stuck"])
    worlds.isHeld = ["stuck"]
    let stage = worlds.stage
    stage.app.options.configuration.profiles.append(Profile(name: "stuck"))
    await worlds.wait { worlds.asks.contains("prod role beside") }
    worlds.show("prod", "Prod load", generation: 3)
    await worlds.wait { stage.app.others.map(\.source.profile) == ["prod"] }
    stage.press(":")
    stage.type("stuck")
    stage.press("enter")
    #expect(stage.lastRow.contains("opening stuck"))
    // It is still wanted, but nobody has to wait for it.
    stage.press("P", "down", "enter")
    #expect(stage.app.profile == "prod")
    #expect(stage.row(containing: "Prod load") != nil)
    worlds.release("stuck")
    await worlds.wait { stage.app.switching.labels["stuck"] != nil }
    #expect(stage.app.profile == "prod")
  }

  @Test func nothingStandsOverTheWordProduction() async {
    let worlds = Worlds(Size(rows: 12, columns: 60), watched: ["prod"])
    let stage = worlds.stage
    await worlds.wait { worlds.asks.contains("prod role beside") }
    worlds.show("prod", "Prod load", generation: 3)
    await worlds.wait { !stage.app.others.isEmpty }
    stage.press("P", "down", "enter")
    #expect(stage.rows[0].contains("PROD"))
    for place in ["", "p", "!", "b", "P", "u"] {
      if !place.isEmpty { stage.press(place) }
      for key in ["?", ":", "/", "V", "s", ","] {
        stage.press(key)
        #expect(stage.rows[0].contains("PROD"), "\(place) \(key)")
        stage.press("esc")
      }
    }
    stage.press("g")
    for key in ["t", "r", "x", "a"] {
      stage.press(key)
      #expect(stage.rows[0].contains("PROD"), "\(key)")
      stage.press("esc")
    }
  }

  @Test func whatCannotBeOpenedSaysWhyAndTheScreenStays() async {
    let worlds = Worlds()
    let stage = worlds.stage
    stage.press("P", "down", "down", "enter")
    await worlds.wait { stage.lastRow.contains("which is not set") }
    #expect(stage.app.profile == "acme")
    #expect(stage.row(containing: "locked")?.contains("failed") == true)
  }

  @Test(arguments: [
    Size(rows: 24, columns: 80), Size(rows: 16, columns: 60), Size(rows: 40, columns: 120),
    Size(rows: 60, columns: 200),
  ])
  func workspaces(_ size: Size) async {
    let worlds = Worlds(size, watched: ["prod", "locked"])
    let stage = worlds.stage
    await worlds.wait { worlds.asks.contains("prod role beside") }
    worlds.show("prod", "Prod load", generation: 3)
    await worlds.wait { !stage.app.others.isEmpty && !stage.app.switching.failures.isEmpty }
    stage.press("P", "down")
    stage.expectGolden("workspaces")
  }

  @Test func workspacesInASCII() async {
    let worlds = Worlds(watched: ["prod", "locked"], glyphs: .ascii)
    let stage = worlds.stage
    await worlds.wait {
      stage.app.switching.labels["prod"] != nil && !stage.app.switching.failures.isEmpty
    }
    stage.press("P", "G")
    stage.expectGolden("workspaces-ascii")
  }

  @Test(arguments: [Size(rows: 24, columns: 80), Size(rows: 16, columns: 60)])
  func workspacesThatFail(_ size: Size) async {
    let worlds = Worlds(size, watched: ["prod"])
    let stage = worlds.stage
    await worlds.wait { worlds.asks.contains("prod role beside") }
    worlds.show("prod", "Prod load", generation: 3) { snapshot in
      snapshot.freshness[.runs] = .failing(
        Freshness.Failure(
          since: Fixture.now - .seconds(300), lastGood: Fixture.now - .seconds(330),
          cause: "connection refused", advice: "Nothing answers at prod.test: is it up?",
          nextAttempt: Fixture.now + .seconds(32), attempts: 7))
    }
    await worlds.wait { !stage.app.others.isEmpty }
    #expect(stage.rows[0].contains("1 other"))
    stage.press("!")
    #expect(stage.row(containing: "without") != nil)
    stage.press("P", "down")
    stage.expectGolden("workspaces-failing")
  }
}
