// The sample pipelines of the demo are valid, can be laid out and tell different stories.
import JSON
import PodiumEngine
import TestSupport
import Testing
import Time

@Suite struct DefinitionSamplesTests {
  private static let folder = "\(Files.repository)/Sources/PodiumDemo/Samples"

  @Test(arguments: try Files.names(in: folder))
  func `a sample is a valid pipeline that runs here`(name: String) throws {
    let text = try Files.text("\(Self.folder)/\(name)")
    let loaded = DefinitionLoader.load(yaml: text, file: name)
    #expect(loaded.problems.map(\.rendered) == [])
    let definition = try #require(loaded.definition)
    var context = ExpressionContext(currentTime: Timestamp(seconds: 1_767_225_600))
    context.inputs = InputCheck.completed([:], definition.inputs)
    context.environment = ["PODIUM_URL": "http://127.0.0.1:1/api/engine/public"]
    let plan = try Plan(definition, context: context)
    #expect(plan.tasks.count >= definition.tasks.count && plan.tasks.count >= 2)
    // The others start by themselves, so they need no answers.
    let isByHand = text.lowercased().contains("started by hand")
    let triggers = definition.triggers
    #expect(isByHand || InputCheck.problems([:], definition.inputs).isEmpty)
    #expect(isByHand == (triggers.schedules.isEmpty && triggers.events.isEmpty))
    // What this engine runs; all samples keep to it.
    for task in definition.tasks {
      #expect(["LOCAL", "PYTHON", "HTTP", "ORCHESTRA"].contains(task.integration))
    }
  }

  @Test func `there are at least eight samples with different names`() throws {
    let names = try Files.names(in: Self.folder).map { name in
      let text = try Files.text("\(Self.folder)/\(name)")
      return try #require(DefinitionLoader.load(yaml: text, file: name).definition).name
    }
    #expect(names.count >= 8)
    #expect(Set(names).count == names.count)
  }
}
