// Summaries for other people: what they say, what they never say, and where they go.
import Glibc
import OrchestraAPI
import PodiumCore
import TerminalUI
import TestSupport
import Testing
import Time

@testable import PodiumTUI

@Suite @UIActor struct HandOverTests {
  private func stage(_ change: (inout Snapshot) -> Void = { _ in }) -> Stage {
    let stage = Stage(snapshot: ProblemsScreenTests.snapshot(change))
    stage.app.options.user = "ana"
    return stage
  }

  @Test func aFailedRun() throws {
    let stage = stage()
    stage.press("1", "c")
    let text = try #require(stage.terminal.copied.first)
    #expect(stage.lastRow.contains("summary copied: \(Wording.bytes(text.utf8.count)) by OSC 52"))
    Golden.expect(text, path: "../Screens/summary-run.md")
  }

  @Test func theProblems() throws {
    let stage = stage()
    stage.press("!", "a")
    stage.type("vendor | is *down*")
    stage.press("enter")
    stage.press("c")
    let text = try #require(stage.terminal.copied.first)
    Golden.expect(text, path: "../Screens/summary-problems.md")
  }

  @Test func aFilterIsSaidInTheSummary() throws {
    let stage = stage()
    stage.press("!", "/")
    stage.type("finance")
    stage.press("enter")
    stage.press("c")
    let text = try #require(stage.terminal.copied.first)
    #expect(text.contains("Only those that match `finance`"))
    #expect(!text.contains("JDE"))
  }

  @Test func onlyMarkedProblemsAreToldAndEachLeadsToItsPage() throws {
    let stage = stage()
    stage.press("!", "space", "c")
    let text = try #require(stage.terminal.copied.first)
    #expect(text.hasPrefix("### 1 open problem, acme"))
    let page = "https://app.getorchestra.io/pipeline-runs/\(Fixture.runID(2).text)/lineage"
    #expect(text.contains("[JDE Account Balances + Forecast 2.0](<\(page)>)"))
    #expect(!text.contains("dbt finance"))
  }

  @Test func aWorkspaceWithoutPagesHasNoLinks() throws {
    let stage = stage { $0.source.pages = "" }
    stage.press("1", "c")
    #expect(!(try #require(stage.terminal.copied.first)).contains("page"))
    stage.press("!", "c")
    let text = try #require(stage.terminal.copied.last)
    #expect(text.contains("| JDE Account Balances + Forecast 2.0 |"))
  }

  @Test func noSecretLeaves() throws {
    let stage = stage {
      let id = Fixture.runID(2)
      $0.notes.failureCauses[id]?.errorLine = "login failed: password=hunter2 for ana"
      $0.runDetails[id]?.tasks[2].externalMessage = "api_key: topsecret1 was refused"
      $0.runDetails[id]?.tasks[2].taskParameters = ["token": "parameter-value"]
    }
    stage.press("1", "c")
    let text = try #require(stage.terminal.copied.first)
    #expect(text.contains("[hidden]"))
    for secret in ["hunter2", "topsecret1", "parameter-value"] { #expect(!text.contains(secret)) }
  }

  @Test func whatTheClipboardDoesNotTakeGoesToAFile() async throws {
    let folder = try TemporaryFolder()
    let stage = stage()
    stage.connect()
    stage.app.options.handOverFolder = "\(folder.path)/state/podium"
    stage.terminal.takesCopies = false
    stage.press("1", "c")
    await stage.settle()
    let path = "\(folder.path)/state/podium/summary-run-3b80c185-20261121031200.md"
    #expect(stage.rows.suffix(3).joined().replacing(" ", with: "").contains("writtento"))
    #expect(try Files.text(path).contains("FAILED"))
    var facts = stat()
    #expect(stat(path, &facts) == 0)
    #expect(facts.st_mode & 0o777 == 0o600)
  }
}
