// Real pipelines with real small processes, from the file to the rows, logs and artifacts.
import JSON
import OrchestraAPI
import TestSupport
import Testing
import Time

@testable import PodiumEngine

@Suite(.patient) struct EngineRunTests {
  @Test func aChainOfProcessesRunsAndLeavesLogsAndArtifacts() async throws {
    let shop = try await Workshop([
      "sums.yaml": Sample.chain(
        "Sums",
        [
          ("write", #"[sh, -c, "seq 1 10 > numbers; echo written"]"#),
          (
            "sum",
            #"[sh, -c, "awk '{s+=$1} END {print s}' numbers | tee $PODIUM_ARTIFACTS/sum; echo total=55 > $PODIUM_OUTPUT"]"#
          ),
          ("tell", #"[sh, -c, "echo the sum is $PODIUM_OUTPUT_SUM_TOTAL"]"#),
        ])
    ])
    let done = try await shop.run("sums")
    #expect(done.run.status == .succeeded)
    #expect(done.run.message == "All tasks have succeeded.")
    #expect(done.words == "write=SUCCEEDED sum=SUCCEEDED tell=SUCCEEDED")
    let sum = try #require(done["sum"])
    #expect(try await shop.log(sum) == "55\n")
    #expect(try await shop.log(try #require(done["tell"])) == "the sum is 55\n")
    let path = TaskRunPath(runID: done.run.id, taskRunID: sum.id)
    #expect(try await shop.engine.answer(ListArtifacts(task: path)).names == ["sum"])
    let artifact = try await shop.engine.answer(DownloadArtifact(task: path, filename: "sum"))
    #expect(artifact.bytes == Array("55\n".utf8))
    await shop.engine.stop()
  }

  @Test func aFailureIsToldWithItsCauseAndItsLog() async throws {
    let shop = try await Workshop([
      "bad.yaml": Sample.chain(
        "Bad",
        [
          ("load", #"[sh, -c, "echo ERROR: no such table orders >&2; exit 3"]"#),
          ("report", "[echo, never]"),
        ])
    ])
    let done = try await shop.run("bad")
    #expect(done.run.status == .failed)
    #expect(done["load"]?.message == "Exit status 3: ERROR: no such table orders")
    #expect(
      done.run.message
        == "Pipeline failed - a task is in failed state: load: Exit status 3: ERROR: no such table orders"
    )
    #expect(done.words == "load=FAILED report=SKIPPED")
    let log = try await shop.log(try #require(done["load"]))
    #expect(log == "ERROR: no such table orders\n[podium] Exit status 3\n")
    await shop.engine.stop()
  }

  @Test func inputsReachTasksAsVariablesAndParameters() async throws {
    let text = """
      version: v1
      name: Inputs
      inputs:
        table: {type: string}
        rows: {type: number, default: 3}
      pipeline:
        show:
          integration: LOCAL
          integration_job: LOCAL_COMMAND
          parameters:
            command: [printf, "%s|%s", "${{ inputs.table }}", "${{ inputs.rows }}"]
        env:
          integration: LOCAL
          integration_job: LOCAL_COMMAND
          parameters:
            command: [sh, -c, 'printf "%s|%s|%s" "$PODIUM_INPUT_TABLE" "$PODIUM_INPUT_ROWS" "$PODIUM_ENV_REGION"']
      """
    let shop = try await Workshop(["inputs.yaml": text])
    let nasty = "a b; echo $(id) `id` 'x' \"y\""
    let done = try await shop.run("inputs") { request in
      request.runInputs = ["table": .string(nasty), "rows": "7"]
      request.environmentOverrides = ["REGION": ["type": "string", "value": "eu"]]
    }
    #expect(done.run.status == .succeeded)
    #expect(try await shop.log(try #require(done["show"])) == "\(nasty)|7")
    #expect(try await shop.log(try #require(done["env"])) == "\(nasty)|7|eu")
    await shop.engine.stop()
  }

  @Test func retriesRunAgainAndEachAttemptHasItsLog() async throws {
    let flaky = Sample.task(
      "flaky", #"[sh, -c, "echo attempt $PODIUM_ATTEMPT; test $PODIUM_ATTEMPT -ge 3"]"#,
      extra: "configuration:\n  retries: 3\n  retry_delay: 0")
    let shop = try await Workshop([
      "flaky.yaml": "version: v1\nname: Flaky\npipeline:\n\(flaky)"
    ])
    let done = try await shop.run("flaky")
    let task = try #require(done["flaky"])
    #expect(done.run.status == .succeeded)
    #expect(task.numberOfAttempts == 3)
    #expect(try await shop.log(task, attempt: 1) == "attempt 1\n[podium] Exit status 1\n")
    #expect(try await shop.log(task, attempt: 3) == "attempt 3\n")
    let path = TaskRunPath(runID: done.run.id, taskRunID: task.id)
    let files = try await shop.engine.answer(ListLogFiles(task: path)).files
    #expect(files.map(\.name) == ["1/main.log", "2/main.log", "3/main.log"])
    #expect(files.map(\.attempt) == [1, 2, 3])
    await shop.engine.stop()
  }

  @Test func aTimeLimitFailsATaskThatHangs() async throws {
    let slow = Sample.task(
      "slow", "[sleep, '1000']", extra: "configuration:\n  timeout: 1")
    let shop = try await Workshop(["slow.yaml": "version: v1\nname: Slow\npipeline:\n\(slow)"])
    let done = try await shop.run("slow")
    #expect(done["slow"]?.status == .failed)
    #expect(done["slow"]?.message == "Timed out after 1 s")
    await shop.engine.stop()
  }

  @Test func aFailureCountedAsWarningEndsInWarning() async throws {
    let check = Sample.task("check", "['false']", extra: "treat_failure_as_warning: true")
    let next = Sample.task("next", "['true']", after: ["check"])
    let shop = try await Workshop([
      "warn.yaml": "version: v1\nname: Warn\npipeline:\n\(check)\(next)"
    ])
    let done = try await shop.run("warn")
    #expect(done.run.status == .warning)
    #expect(done.words == "check=WARNING next=SUCCEEDED")
    await shop.engine.stop()
  }

  @Test func aConditionOnAFailureRunsTheRepair() async throws {
    let load = Sample.task("load", "['false']")
    let repair = Sample.task(
      "repair", "[echo, mended]", after: ["load"],
      extra: "condition: \"${{ tasks['load'].status == 'FAILED' }}\"")
    let shop = try await Workshop([
      "repair.yaml": "version: v1\nname: Repair\npipeline:\n\(load)\(repair)"
    ])
    let done = try await shop.run("repair")
    #expect(done.words == "load=FAILED repair=SUCCEEDED")
    #expect(done.run.status == .failed)
    await shop.engine.stop()
  }

  @Test func groupsRunOneAfterAnother() async throws {
    let text = """
      version: v1
      name: Groups
      pipeline:
        extract:
          tasks:
            a: {integration: LOCAL, integration_job: LOCAL_COMMAND, parameters: {command: [sh, -c, "echo a >> order"]}}
            b: {integration: LOCAL, integration_job: LOCAL_COMMAND, parameters: {command: [sh, -c, "echo b >> order"]}}
        load:
          depends_on: [extract]
          tasks:
            c: {integration: LOCAL, integration_job: LOCAL_COMMAND, parameters: {command: [sh, -c, "wc -l < order"]}}
      """
    let shop = try await Workshop(["groups.yaml": text])
    let done = try await shop.run("groups")
    #expect(done.run.status == .succeeded)
    #expect(try await shop.log(try #require(done["c"])) == "2\n")
    await shop.engine.stop()
  }

  @Test func pythonRunsAFileOfThePipelinesFolderAndAnInlineScript() async throws {
    let text = """
      version: v1
      name: Py
      pipeline:
        file:
          integration: PYTHON
          integration_job: PYTHON_EXECUTE_SCRIPT
          parameters: {command: "python hello.py 'a b'", python_version: "3.12"}
        inline:
          integration: PYTHON
          integration_job: PYTHON_EXECUTE_SCRIPT
          parameters:
            source: INLINE
            code: |
              import os, sys
              print(os.environ["ORCHESTRA_PIPELINE_RUN_ID"], sys.argv[1:])
            args: [1, two]
      """
    let folder = try TemporaryFolder()
    try Folders.make("\(folder.path)/pipelines")
    try Files.write(
      "import sys\nprint('hello', sys.argv[1])\n", to: "\(folder.path)/pipelines/hello.py")
    let shop = try await Workshop(["py.yaml": text], in: folder)
    let done = try await shop.run("py")
    #expect(done.run.status == .succeeded, "\(done.tasks.map(\.message))")
    let log = try await shop.log(try #require(done["file"]))
    #expect(log == "[podium] not used on this machine: python_version\nhello a b\n")
    let inline = try await shop.log(try #require(done["inline"]))
    #expect(inline == "\(done.run.id) ['1', 'two']\n")
    await shop.engine.stop()
  }

  @Test func anHTTPTaskGoesThroughTheGivenFunction() async throws {
    let text = """
      version: v1
      name: Web
      pipeline:
        fetch:
          integration: HTTP
          integration_job: HTTP_REQUEST
          parameters:
            url: "http://127.0.0.1:1/x?key=secret"
            method: post
            headers: {X-A: "1"}
            body: {n: 5}
      """
    let shop = try await Workshop(["web.yaml": text]) { options in
      options.http = { (url, request, _) throws(TransportError) in
        guard url == "http://127.0.0.1:1/x?key=secret", request.headers["X-A"] == "1" else {
          throw .other(reason: "wrong request", sentRequest: false)
        }
        return .init(status: 201, body: request.body)
      }
    }
    let done = try await shop.run("web")
    #expect(done.run.status == .succeeded, "\(done.tasks.map(\.message))")
    let task = try #require(done["fetch"])
    let log = try await shop.log(task)
    #expect(
      log
        == "[podium] POST http://127.0.0.1:1/x\n[podium] status 201, 7 bytes\n{\"n\":5}\n")
    await shop.engine.stop()
  }

  @Test func waitWaitsAndOthersAreRefusedOrSimulated() async throws {
    let text = """
      version: v1
      name: Mixed
      pipeline:
        pause:
          integration: ORCHESTRA
          integration_job: WAIT
          parameters: {seconds: 0.01}
        sync:
          integration: FIVETRAN
          integration_job: FIVETRAN_SYNC_ALL
          parameters: {connector_id: x}
          depends_on: [pause]
      """
    let strict = try await Workshop(["mixed.yaml": text])
    let problem = await #expect(throws: APIProblem.self) { try await strict.start("mixed") }
    #expect(problem?.status == 400)
    #expect(problem?.detail.contains("FIVETRAN/FIVETRAN_SYNC_ALL does not run") == true)
    await strict.engine.stop()

    let lenient = try await Workshop(["mixed.yaml": text]) { $0.simulates = true }
    let done = try await lenient.run("mixed")
    #expect(done.words == "pause=SUCCEEDED sync=SUCCEEDED")
    #expect(done["sync"]?.message == "simulated: FIVETRAN/FIVETRAN_SYNC_ALL was not run")
    await lenient.engine.stop()
  }

  @Test func runDataInAShellScriptIsRefused() async throws {
    let text = """
      version: v1
      name: Hole
      inputs: {x: {type: string, default: a}}
      pipeline:
        t:
          integration: LOCAL
          integration_job: LOCAL_COMMAND
          parameters: {command: [sh, -c, "echo ${{ inputs.x }}"]}
      """
    let shop = try await Workshop(["hole.yaml": text])
    let problem = await #expect(throws: APIProblem.self) { try await shop.start("hole") }
    #expect(problem?.detail.contains("never goes through a shell") == true)
    await shop.engine.stop()
  }
}
