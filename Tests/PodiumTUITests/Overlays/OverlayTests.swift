// Prompts and the palette: where they lead.
import JSON
import OrchestraAPI
import PodiumCore
import TerminalUI
import Testing

@testable import PodiumTUI

@Suite struct PaletteTests {
  private let id = "3b80c185-0000-4000-8000-000000000002"

  @Test func linksLeadToTheirRun() {
    let texts = [
      id, "https://app.getorchestra.io/pipeline-runs/\(id)/lineage",
      "https://app.getorchestra.io/x/0b80c185-0000-4000-8000-000000000009/pipeline_runs/\(id)",
      id.uppercased(),
    ]
    for text in texts { #expect(RunLink.runID(in: text)?.text == id, "\(text)") }
    #expect(RunLink.runID(in: "nightly") == nil)
    #expect(RunLink.runID(in: "https://example.org/assets/\(id)") == nil)
  }

  @Test @UIActor func itGoesToPipelinesRunsAndScreens() {
    func place(_ text: String) -> Place {
      let stage = Stage()
      stage.press(":")
      stage.type(text)
      stage.press("enter")
      return stage.app.stack.top.place
    }
    #expect(place("req") == .requests)
    #expect(place("pipelines") == .pipelines)
    #expect(place("prob") == .problems)
    #expect(place("extract_fx") == .task(Fixture.runID(2), TaskRun.ID("task-2-2")))
    #expect(place(id) == .run(Fixture.runID(2)))
  }

  @Test @UIActor func qLeaves() {
    let stage = Stage()
    stage.press(":")
    stage.type("q")
    stage.press("enter")
    #expect(stage.app.isFinished)
  }

  @Test @UIActor func nothingFoundIsSaid() {
    let stage = Stage()
    stage.press(":")
    stage.type("zzz")
    stage.press("enter")
    #expect(stage.lastRow.contains("nothing is called zzz"))
  }
}
