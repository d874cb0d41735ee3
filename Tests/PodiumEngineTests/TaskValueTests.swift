// The small decisions around tasks: words, variables, outputs, ranges, names, refusals.
import JSON
import OrchestraAPI
import TestSupport
import Testing
import Time

@testable import PodiumEngine

@Suite struct TaskValueTests {
  @Test(arguments: [
    ("python x.py  --full", ["python", "x.py", "--full"]),
    ("a 'b c' \"d \\\" e\" f\\ g", ["a", "b c", "d \" e", "f g"]),
    ("a '' \"\"", ["a", "", ""]), ("'$HOME' `id` *", ["$HOME", "`id`", "*"]),
    ("x'y'\"z\"", ["xyz"]), ("", []), (" \t ", []),
  ])
  func aLineIsCutIntoWordsWithoutExpansion(line: String, words: [String]) {
    #expect(CommandWords.split(line) == words)
  }

  @Test(arguments: ["a 'b", "a \"b", "a\\"])
  func anOpenQuoteIsNoLine(line: String) {
    #expect(CommandWords.split(line) == nil)
  }

  @Test(arguments: [
    ("a\nERROR: x\nbye\n[podium] Exit status 1\n", "ERROR: x"),
    ("Traceback\n  File x\nFileNotFoundError: no such file\n", "FileNotFoundError: no such file"),
    ("\u{1B}[31mFatal:\u{1B}[0m\tdisk\u{7} full  \r\nlater\n", "Fatal: disk full"),
    ("just words\n\n  \n", "just words"), ("ERROR one\nerror two", "error two"),
  ])
  func theTellingLineOfALogIsFound(log: String, line: String) {
    #expect(ErrorLine.find(Array(log.utf8)) == line)
  }

  @Test func anEmptyLogTellsNothingAndALongLineIsCut() {
    #expect(ErrorLine.find([]) == nil)
    #expect(ErrorLine.find(Array("\n \n[podium] Exit status 1\n".utf8)) == nil)
    #expect(ErrorLine.find(Array(repeating: 120, count: 9000))?.count == ErrorLine.lengthMax)
  }

  @Test func outputsAreNameAndValueLines() {
    let text = "rows=5\nnot an output\n=empty name\nempty=\nrows=6\nx=a=b\n\nlast=ü"
    #expect(
      ProcessTask.outputs(Array(text.utf8))
        == ["rows": "6", "empty": "", "x": "a=b", "last": "ü"])
    let many = (0..<1000).map { "n\($0)=1" }.joined(separator: "\n")
    #expect(ProcessTask.outputs(Array(many.utf8)).count == ProcessTask.outputsMax)
  }

  @Test func rangesAreCutToTheFile() {
    let max = 100
    func span(_ range: ByteRange?, _ total: Int) -> [Int] {
      let span = ByteRange.span(range, total: total, max: max)
      return [span.start, span.count]
    }
    #expect(span(nil, 10) == [0, 10])
    #expect(span(nil, 1000) == [0, 100])
    #expect(span(.from(4), 10) == [4, 6])
    #expect(span(.from(10), 10) == [10, 0])
    #expect(span(.from(99), 10) == [10, 0])
    #expect(span(.closed(2, 3), 10) == [2, 2])
    #expect(span(.closed(2, .max), 10) == [2, 8])
    #expect(span(.last(3), 10) == [7, 3])
    #expect(span(.last(50), 10) == [0, 10])
    #expect(span(.last(5), 0) == [0, 0])
  }

  @Test func namesOfVariablesAreMadeSafe() {
    #expect(ChildEnvironment.name("row-count.ü") == "ROW_COUNT__")
    #expect(ChildEnvironment.isName("A_1"))
    #expect(!ChildEnvironment.isName("1A"))
    #expect(!ChildEnvironment.isName("A B"))
    #expect(!ChildEnvironment.isName(""))
    var variables = ["PODIUM_WORK": "/w", "PATH": "/bin"]
    ChildEnvironment.add(
      own: ["PODIUM_WORK": "x", "N": 5, "B=C": "x", "PATH": "/own"], to: &variables)
    #expect(variables == ["PODIUM_WORK": "/w", "PATH": "/own", "N": "5"])
  }

  @Test func aliasesComeFromPaths() {
    #expect(PipelineAlias.of(path: "sales/daily-load.yaml") == "sales_daily_load")
    #expect(PipelineAlias.of(path: "x.yml") == "x")
    #expect(PipelineAlias.isValid("Aa_9"))
    #expect(!PipelineAlias.isValid("a-b"))
    #expect(!PipelineAlias.isValid(""))
  }

  @Test func environmentsKeepTheirIDsAndProblemsHavePlaces() {
    let text = "default: Prod\nenvironments:\n  Dev: {A: 1}\n"
    let (read, problems) = EnvironmentSet.read(Array(text.utf8), file: "environments.yaml")
    #expect(read == nil)
    #expect(problems.map(\.mark.line) == [1])
    #expect(EnvironmentSet.id(of: "Dev") == EnvironmentSet.id(of: "Dev"))
    #expect(EnvironmentSet.id(of: "Dev") != EnvironmentSet.id(of: "Prod"))
    #expect(EnvironmentSet.id(of: "Dev").text.utf8.count == 36)
  }

  @Test func tasksThatCannotRunHereAreRefusedWithTheReason() {
    func refusal(_ integration: String, _ job: String, _ parameters: JSONObject) -> String? {
      TaskKind.refusal(
        of: TaskDefinition(
          id: "t", integration: integration, integrationJob: job, parameters: parameters),
        simulates: false)
    }
    let local = { (command: JSONValue) in refusal("LOCAL", "LOCAL_COMMAND", ["command": command]) }
    #expect(local(["sh", "-c", "echo $PODIUM_INPUT_X"]) == nil)
    #expect(local(["awk", "${{ inputs.x }}"]) == nil)
    #expect(local(["/bin/bash", "-ec", "echo ${{ inputs.x }}"])?.contains("shell") == true)
    #expect(local("echo ${{ inputs.x }}")?.contains("list of words") == true)
    #expect(local([])?.contains("empty") == true)
    #expect(refusal("LOCAL", "LOCAL_COMMAND", [:])?.contains("missing") == true)
    let python = { (object: JSONObject) in refusal("PYTHON", "PYTHON_EXECUTE_SCRIPT", object) }
    #expect(python(["code": "print(${{ inputs.x }})"])?.contains("not code") == true)
    #expect(python(["command": ["python", "-c", "${{ inputs.x }}"]])?.contains("not code") == true)
    #expect(python(["command": "python x.py", "project_dir": "../up"])?.contains("inside") == true)
    #expect(refusal("HTTP", "HTTP_REQUEST", ["url": "file:///etc/passwd"]) != nil)
    #expect(refusal("HTTP", "HTTP_REQUEST", ["url": "http://x", "method": "BREW"]) != nil)
    #expect(refusal("ORCHESTRA", "WAIT", ["seconds": -1]) != nil)
    #expect(refusal("ORCHESTRA", "WAIT", ["minutes": "0.5"]) == nil)
    #expect(refusal("SNOWFLAKE", "SNOWFLAKE_RUN_QUERY", [:])?.contains("SNOWFLAKE") == true)
  }

  @Test func durationsReadWell() {
    let words = [0, 350, 1000, 1250, 12_000, 90_000, 125_000, 3_600_000, 3_900_000].map {
      Duration.milliseconds($0).words
    }
    #expect(
      words == [
        "0 ms", "350 ms", "1 s", "1.2 s", "12 s", "90 s", "2 min 5 s", "1 h", "1 h 5 min",
      ])
  }

  @Test func idsGrowWithTimeAndLookLikeVersionFour() {
    let ids = RunIDs(SeededRandom(seed: 7))
    let made: [PipelineRun.ID] = (0..<100).map {
      ids.next(at: Timestamp(seconds: 1_700_000_000 + $0))
    }
    #expect(made == made.sorted())
    #expect(Set(made).count == 100)
    for id in made {
      let text = Array(id.text)
      #expect(text[14] == "4")
      #expect("89ab".contains(text[19]))
    }
  }
}

@Suite(.patient) struct SlotQueueTests {
  @Test func slotsAndLanesAreNeverExceededAndNobodyIsForgotten() async {
    let slots = SlotQueue(slotsMax: 3)
    let lane = SlotQueue.Lane(pipelineID: "p", taskID: "t", activeMax: 1)
    let meter = Meter()
    await withTaskGroup(of: Void.self) { group in
      for index in 0..<100 {
        group.addTask {
          let own = index % 2 == 0 ? lane : nil
          #expect(await slots.acquire(TaskRun.ID("\(index)"), lane: own))
          await meter.enter(inLane: own != nil)
          await Task.yield()
          await meter.leave(inLane: own != nil)
          await slots.release(lane: own)
        }
      }
    }
    #expect(await meter.most <= 3)
    #expect(await meter.mostInLane == 1)
    #expect(await slots.load == (0, 0))
  }

  @Test func aWithdrawnTaskGetsNoSlot() async {
    let slots = SlotQueue(slotsMax: 1)
    #expect(await slots.acquire("a"))
    let waiting = Task { await slots.acquire("b") }
    while await slots.load.waiting == 0 { await Task.yield() }
    await slots.withdraw("b")
    #expect(await waiting.value == false)
    await slots.release()
    #expect(await slots.load == (0, 0))
  }

  private actor Meter {
    var most = 0
    var mostInLane = 0
    private var now = 0
    private var inLane = 0

    func enter(inLane isInLane: Bool) {
      now += 1
      inLane += isInLane ? 1 : 0
      most = max(most, now)
      mostInLane = max(mostInLane, inLane)
    }

    func leave(inLane isInLane: Bool) {
      now -= 1
      inLane -= isInLane ? 1 : 0
    }
  }
}
