// Inputs of runs, posted definitions, and files nobody meant as pipelines.
import JSON
import PodiumEngine
import Testing
import YAML

@Suite struct DefinitionInputTests {
  private static var declared: [InputDeclaration] {
    var day = InputDeclaration(name: "day", type: .string)
    day.defaultValue = "today"
    var options = InputDeclaration(name: "options", type: .dict)
    options.isOptional = true
    return [
      day, InputDeclaration(name: "limit", type: .number),
      InputDeclaration(name: "full", type: .boolean),
      options,
    ]
  }

  @Test func `inputs are completed, and texts read by their type`() {
    let given: JSONObject = ["limit": "12", "full": "true", "options": "{\"a\": 1}"]
    #expect(InputCheck.problems(given, Self.declared).isEmpty)
    #expect(
      InputCheck.completed(given, Self.declared) == [
        "day": "today", "limit": 12, "full": true, "options": ["a": 1],
      ])
    #expect(InputCheck.completed(["limit": 1.5, "full": false], Self.declared)["options"] == .null)
  }

  @Test func `wrong inputs are all told`() {
    let given: JSONObject = ["limit": "many", "fll": true, "options": [1], "day": 5]
    #expect(
      InputCheck.problems(given, Self.declared).map { "\($0.input) \($0.kind): \($0.message)" } == [
        "fll unknown: the pipeline has no input “fll”",
        "day wrongType: input “day” must be a string, but this is a number",
        "limit wrongType: input “limit” must be a number, but this is a text",
        "full missing: Missing required pipeline input: full",
        "options wrongType: input “options” must be a dict, but this is a list",
      ])
  }

  @Test func `problems of a posted definition carry the path of the field`() throws {
    let posted = try JSONValue(
      parsing: """
        {"version": "v1", "name": "x", "pipeline": {"g": {"tasks": {"t":
          {"integration": "PYTON", "parameters": {}, "dependsOn": ["q"], "retryDelay": 1}}}}}
        """)
    let loaded = DefinitionLoader.load(json: posted)
    #expect(loaded.definition == nil)
    #expect(
      loaded.problems.map { "\($0.fieldPath.text) \($0.sentence)" } == [
        #"["pipeline","g","tasks","t","retryDelay"] “retryDelay” is not a key of task “t”; "#
          + "put it into “configuration”",
        #"["pipeline","g","tasks","t","integration_job"] task “t” needs “integration_job”"#,
        #"["pipeline","g","tasks","t","integration"] “PYTON” is not a known integration; "#
          + "did you mean “PYTHON”?",
        #"["pipeline","g","tasks","t","dependsOn",0] group “g” has no task “q”"#,
      ])
  }

  @Test(arguments: [
    "[]", "null", "5", "\"x\"", "{}", "{\"pipeline\": 3}", "{\"version\": [], \"name\": {}}",
  ])
  func `anything may be posted`(text: String) throws {
    let loaded = DefinitionLoader.load(json: try JSONValue(parsing: text))
    #expect(loaded.definition == nil && !loaded.problems.isEmpty)
  }

  @Test func `the JSON is camelCase, but not inside of parameters`() throws {
    let loaded = DefinitionLoader.load(
      yaml: """
        version: v1
        name: Camel
        pipeline:
          t:
            integration: PYTHON
            integration_job: PYTHON_EXECUTE_SCRIPT
            parameters: {set_outputs: true}
            treat_failure_as_warning: true
            configuration: {retry_delay: 5, concurrency: {max_active: 2}}
        """, file: "camel.yaml")
    #expect(
      try #require(loaded.definition).json.text
        == #"{"version":"v1","name":"Camel","pipeline":{"t":{"integration":"PYTHON","#
        + #""integrationJob":"PYTHON_EXECUTE_SCRIPT","parameters":{"set_outputs":true},"#
        + #""treatFailureAsWarning":true,"configuration":{"retryDelay":5,"#
        + #""concurrency":{"maxActive":2}}}}}"#)
  }

  @Test func `damaged files never crash the loader`() throws {
    let seed: UInt64 = 99
    print("seed \(seed)")
    var state = seed
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let whole = Array(Self.sample.utf8)
    let junk = Array("[]{}:,-#&*!|>'\"%@`?\n\t \u{0}~=${".utf8)
    var accepted = 0
    for _ in 0..<3000 {
      var bytes = whole
      for _ in 0...next(4) {
        let at = next(bytes.count)
        switch next(3) {
        case 0: bytes[at] = junk[next(junk.count)]
        case 1: bytes.removeSubrange(at..<min(bytes.count, at + next(12)))
        default: bytes.insert(junk[next(junk.count)], at: at)
        }
      }
      let loaded = DefinitionLoader.load(yamlBytes: bytes, file: "f.yaml")
      #expect((loaded.definition == nil) == !loaded.problems.isEmpty)
      for problem in loaded.problems { #expect(!problem.rendered.isEmpty) }
      if let definition = loaded.definition {
        accepted += 1
        #expect(DefinitionLoader.load(json: definition.json).definition == definition)
      }
    }
    #expect(accepted > 10)
  }

  private static let sample = """
    version: v1
    name: Sample
    inputs: {day: {type: string, default: x}}
    schedule:
      - {cron: 0/5 * * * ? *, timezone: UTC}
    pipeline:
      load:
        matrix: {inputs: {t: [a, b]}}
        tasks:
          a:
            integration: PYTHON
            integration_job: PYTHON_EXECUTE_SCRIPT
            parameters: {code: "${{ matrix.t }}"}
          b:
            integration: PYTHON
            integration_job: PYTHON_EXECUTE_SCRIPT
            parameters: {}
            depends_on: [a]
            condition: ${{ tasks['a'].status == 'FAILED' or inputs.day == 'y' }}
    """
}

@Suite struct DefinitionHostilityTests {
  /// Inputs made to cost quadratic time or memory; each must be refused in a moment.
  @Test func `hostile definitions are refused in bounded time`() throws {
    let task = #"{"integration":"PYTON","integrationJob":"X","parameters":{},"dependsOn":["zz"]}"#
    let tasks = (0..<15_000).map { "\"t\($0)\":\(task)" }.joined(separator: ",")
    let wide = #"{"version":"v1","name":"x","pipeline":{"g":{"tasks":{\#(tasks)}}}}"#
    let loaded = DefinitionLoader.load(json: try JSONValue(parsing: wide))
    #expect(loaded.problems.count == YAMLLimits().problemsMax)
    let template = String(repeating: "${{ inputs.zz }}", count: 60_000)
    let text =
      "version: v1\nname: x\npipeline: {t: {integration: LOCAL, integration_job: "
      + "LOCAL_COMMAND, parameters: {a: \"\(template)\"}}}\n"
    #expect(DefinitionLoader.load(yaml: text, file: "f").problems.count == 100)
    let deep = String(repeating: "[", count: 100) + String(repeating: "]", count: 100)
    #expect(DefinitionLoader.load(json: try JSONValue(parsing: deep)).definition == nil)
    let chain = (0..<900).map { index in
      "    t\(index): {integration: LOCAL, integration_job: LOCAL_COMMAND, parameters: {}, "
        + "depends_on: [t\((index + 1) % 900)]}\n"
    }
    let ring = "version: v1\nname: x\npipeline:\n  g:\n   tasks:\n" + chain.joined()
    #expect(DefinitionLoader.load(yaml: ring, file: "f").problems.count == 1)
  }
}
