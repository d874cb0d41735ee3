// The generated past as values: the same for the same seed, plausible, and labelled.
import JSON
import OrchestraAPI
import PodiumEngine
import Testing
import Time

@testable import PodiumDemo

struct PastTests {
  private static let now = Timestamp(seconds: 1_800_000_000)

  private static var pipelines: [PastPipeline] {
    let definition: JSONValue = [
      "schedule": [["name": "Nightly", "cron": "0 3 ? * * *", "timezone": "Europe/Berlin"]],
      "pipeline": [
        "extract": ["tasks": ["a": ["integration": "HTTP"], "b": ["dependsOn": ["a"]]]],
        "load": ["dependsOn": ["extract"], "tasks": ["c": ["name": "Load"], "d": [:]]],
      ],
    ]
    let one = Pipeline(id: "one", name: "One", createdAt: now)
    let two = Pipeline(id: "two", name: "Two", createdAt: now)
    return [
      PastPipeline(one, definition: definition),
      PastPipeline(two, definition: ["pipeline": ["g": ["tasks": ["only": [:]]]]]),
    ]
  }

  private func past(_ count: Int = 2300, seed: UInt64 = 42) -> Past {
    Past(of: Self.pipelines, count: count, seed: seed, now: Self.now)
  }

  @Test func `the definition gives tasks in order with what comes before them`() {
    let tasks = Self.pipelines[0].tasks
    #expect(tasks.map(\.id) == ["a", "b", "c", "d"])
    #expect(tasks.map(\.upstreams) == [[], [0], [0, 1], [0, 1]])
    #expect(tasks[2].name == "Load")
    #expect(Self.pipelines[0].schedule?.cron == "0 3 ? * * *")
  }

  @Test func `the same seed gives the same past, another seed another`() {
    let one = past().runs(100..<110)
    #expect(one.map(\.run) == past().runs(100..<110).map(\.run))
    #expect(
      one.flatMap { $0.tasks.map(\.task) }
        == past().runs(100..<110).flatMap { $0.tasks.map(\.task) })
    #expect(one.map(\.run.id) != past(seed: 43).runs(100..<110).map(\.run.id))
  }

  @Test func `all runs lie in the last seven days and have ended`() {
    let runs = past().runs(0..<5000).map(\.run)
    #expect(runs.count == 2300)
    #expect(Set(runs.map(\.id)).count == 2300)
    for run in runs {
      #expect(run.status.isTerminal)
      #expect(run.createdAt > Self.now - .seconds(168 * 3600))
      #expect(run.completedAt ?? Self.now < Self.now)
      #expect(run.startedAt ?? Self.now >= run.createdAt)
    }
  }

  @Test func `everything says that it is generated`() {
    for generated in past(300).runs(0..<300) {
      #expect(generated.run.message.hasSuffix("(generated)"))
      for task in generated.tasks {
        #expect(task.task.message?.hasSuffix("(generated)") == true)
        #expect(task.log?.hasPrefix(PastLog.header) != false)
        #expect((task.log == nil) == (task.task.startedAt == nil))
      }
    }
  }

  @Test func `a failing run has one failed task with its error in message and log`() throws {
    let failed = past().runs(0..<2300).filter { $0.run.status == .failed }
    #expect((60...600).contains(failed.count))
    for generated in failed {
      let culprits = generated.tasks.filter { $0.task.status == .failed }
      let culprit = try #require(culprits.first)
      #expect(culprits.count == 1)
      let line = try #require(culprit.task.message).dropLast(" (generated)".count)
      #expect(culprit.log?.contains("ERROR \(line)") == true)
    }
  }

  @Test func `tasks start after what they depend on and are skipped when it failed`() {
    for generated in past(500).runs(0..<500) where generated.run.pipelineID == "one" {
      let tasks = generated.tasks.map(\.task)
      for (task, known) in zip(tasks, Self.pipelines[0].tasks) {
        let before = known.upstreams.map { tasks[$0] }
        let isSkipped = before.contains { !$0.status.isSuccess }
        #expect((task.status == .skipped) == isSkipped)
        guard let start = task.startedAt else { continue }
        #expect(before.allSatisfy { $0.completedAt ?? Self.now <= start })
      }
    }
  }

  @Test func `without pipelines there is no past, and its size has a limit`() {
    #expect(Past(of: [], count: 10, seed: 1, now: Self.now).runs(0..<10).isEmpty)
    #expect(past(1_000_000).count == Past.runsMax)
  }
}
