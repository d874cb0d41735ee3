// A whole demo: samples, past, server and its end.
import OrchestraAPI
import PodiumEngine
import PodiumServer
import TestSupport
import Testing

@testable import PodiumDemo

/// Without schedules that could start runs meanwhile nothing here depends on the hour: only the
/// generated past is looked at.
struct DemoTests {
  private func withDemo(
    _ adjust: (inout DemoOptions) -> Void = { _ in }, _ body: (Demo) async throws -> Void
  ) async throws {
    var options = DemoOptions()
    options.runs = 500
    adjust(&options)
    let demo = try await Demo.start(options)
    do { try await body(demo) } catch {
      await demo.stop()
      throw error
    }
    await demo.stop()
  }

  private func generated(_ demo: Demo, page: Int = 1) async throws -> [PipelineRun] {
    try await demo.engine.answer(ListPipelineRuns(page: PageRequest(page: page))).items
      .filter { $0.message.hasSuffix("(generated)") }
  }

  @Test func `every sample file is compiled in, byte for byte`() throws {
    let folder = String(
      #filePath.dropLast("Tests/PodiumDemoTests/DemoTests.swift".count)
        + "Sources/PodiumDemo/Samples")
    #expect(try Files.names(in: folder) == Sample.all.map(\.name))
    for sample in Sample.all {
      #expect(try Files.bytes("\(folder)/\(sample.name)") == sample.bytes, "\(sample.name)")
    }
  }

  @Test func `the newest runs are there at once, all of them soon`() async throws {
    try await withDemo { demo async throws in
      #expect(try await generated(demo).count > 80)
      await demo.pastIsComplete()
      #expect(try await generated(demo, page: 5).count == 100)
      let pipelines = try await demo.engine.answer(ListPipelines()).pipelines
      #expect(pipelines.count == Sample.all.count)
      #expect(await demo.engine.fileProblems().isEmpty)
    }
  }

  @Test func `a generated task run has a log that says so`() async throws {
    try await withDemo { demo async throws in
      let run = try #require(try await generated(demo).first { $0.status == .succeeded })
      let tasks = try await demo.engine.answer(ListRunTaskRuns(runID: run.id)).items
      let path = TaskRunPath(runID: run.id, taskRunID: try #require(tasks.first).id)
      let log = try await demo.engine.answer(DownloadLog(task: path, filename: "1/main.log"))
      #expect(String(decoding: log.bytes, as: UTF8.self).hasPrefix(PastLog.header))
    }
  }

  @Test func `it serves on loopback with a key of its own`() async throws {
    try await withDemo { demo async throws in
      #expect(demo.url.hasPrefix("http://127.0.0.1:"))
      #expect(demo.key.secret.count > AccessKey.lengthMin)
    }
  }

  @Test func `pipelines know the address of the demo's own API`() async throws {
    try await withDemo { demo async throws in
      let environments = try await demo.engine.answer(ListEnvironments())
      #expect(environments.map(\.name) == ["Production", "Staging"])
      let standard = try #require(environments.first { $0.isDefault })
      let values = try await demo.engine.answer(GetEnvironment(environmentID: standard.id)).values
      #expect(values?["PODIUM_URL"]?["value"]?.string == demo.url)
      let runs = try await generated(demo)
      #expect(Set(runs.map(\.environmentName)) == ["Production", "Staging"])
    }
  }

  @Test func `an environments file that is a person's own stays`() async throws {
    let folder = try TemporaryFolder()
    let text = "default: Mine\nenvironments: {Mine: {A: 1}}\n"
    try folder.write(text, to: "pipelines/environments.yaml")
    try await withDemo {
      $0.folder = folder.path
    } _: { demo async throws in
      #expect(try await demo.engine.answer(ListEnvironments()).map(\.name) == ["Mine"])
    }
    #expect(try Files.text("\(folder.path)/pipelines/environments.yaml") == text)
  }

  @Test func `a folder that is given is kept and its past is not made twice`() async throws {
    let folder = try TemporaryFolder()
    for _ in 0..<2 {
      try await withDemo {
        $0.folder = "\(folder.path)/demo"
        $0.runs = 50
      } _: { demo async throws in
        await demo.pastIsComplete()
        #expect(try await generated(demo).count == 50)
      }
    }
    #expect(Files.exists("\(folder.path)/demo/pipelines/nightly_elt.yaml"))
  }

  @Test func `a temporary folder goes away`() async throws {
    let before = try Files.names(in: "/tmp").filter { $0.hasPrefix("podium-demo-") }
    let folder = try DemoFolder(nil)
    try await folder.fill(Sample.all)
    #expect(Files.exists(folder.pipelines))
    await folder.close()
    #expect(!Files.exists(folder.path))
    #expect(!before.contains { folder.path.hasSuffix($0) })
  }
}
