// The expression language: values, errors, limits.
import JSON
import OrchestraAPI
import Testing
import Time

@testable import PodiumEngine

@Suite struct DefinitionExpressionTests {
  private static var context: ExpressionContext {
    var context = ExpressionContext(currentTime: Timestamp(seconds: 1_767_225_600))
    context.environment = ["HOST": "db", "SECRET": "s3cret"]
    context.inputs = [
      "full": true, "days": 7, "names": ["a", "b"], "options": ["deep": ["x": 1.5]], "empty": "",
      "gone": nil,
    ]
    context.matrix = ["table": "accounts"]
    context.pipelineRunID = "run-1"
    context.tasks = [
      "load": TaskFacts(status: .succeeded, outputs: ["rows": 312, "list": [["id": 1]]]),
      "check": TaskFacts(status: .failed), "late": TaskFacts(status: .running),
    ]
    context.groups = ["both": ["load", "check"], "good": ["load"]]
    return context
  }

  private static let values: [(String, JSONValue)] = [
    ("1", 1), ("-2.5", .double(-2.5)), ("'a\\'b'", "a'b"), ("\"x\\n\"", "x\n"),
    ("True", true),
    ("false", false), ("None", nil), ("[1, 'a', []]", .array([1, "a", .array([])])),
    ("ENV.HOST", "db"),
    ("ENV['HOST']", "db"), ("inputs.days", 7), ("inputs.options.deep.x", 1.5),
    ("inputs.names[0]", "a"), ("inputs.names[-1]", "b"), ("matrix.table", "accounts"),
    ("MATRIX.table", "accounts"), ("ORCHESTRA.PIPELINE_RUN_ID", "run-1"),
    ("ORCHESTRA.CURRENT_TIME", "2026-01-01T00:00:00.000000+00:00"),
    ("ORCHESTRA.PIPELINE_RUN_TASKS['load'].OUTPUTS['rows']", 312),
    ("ORCHESTRA.PIPELINE_RUN_TASKS['load'].OUTPUTS['list'][0]['id']", 1),
    ("TASKS.load.OUTPUTS.rows", 312), ("tasks['check'].status", "FAILED"),
    ("tasks['late'].status == 'x' or True", true),
    ("tasks['check'].status == 'FAILED' and inputs.full", true), ("not inputs.full", false),
    ("not not 3", true), ("inputs.empty or 'default'", "default"), ("inputs.full and 5", 5),
    ("1 == 1.0", true), ("'1' == 1", false), ("1 != 2", true), ("2 < 10", true),
    ("'2' < '10'", false),
    ("3 >= 3.0", true), ("2 <= 1", false), ("'a' in inputs.names", true),
    ("'c' not in inputs.names", true),
    ("'x' in inputs.options.deep", true), ("'b' in 'abc'", true), ("(1 == 1) == True", true),
    ("task_groups['both'].any().status == 'FAILED'", true),
    ("task_groups['both'].all().status == 'FAILED'", false),
    ("task_groups['both'].all().status != 'FAILED'", false),
    ("task_groups['good'].all().status != 'FAILED'", true),
    ("task_groups['both'].status", "FAILED"),
    ("task_groups['good'].all().status in ['SUCCEEDED', 'WARNING']", true),
    ("len(inputs.names)", 2), ("len('日本')", 2), ("int('42')", 42), ("int(3.9)", 3),
    ("int(True)", 1),
    ("str(inputs.full)", "True"), ("str(12)", "12"), ("str(None)", "None"), ("str([1])", "[1]"),
    (
      "format_date(ORCHESTRA.CURRENT_TIME, '%Y-%m-%d %H:%M:%S %a %b %j %%')",
      "2026-01-01 00:00:00 Thu Jan 001 %"
    ),
    ("format_date(ORCHESTRA.CURRENT_TIME, '%H %z', 'America/New_York')", "19 -0500"),
    ("format_date(add_days(ORCHESTRA.CURRENT_TIME, -1), '%F')", "2025-12-31"),
    ("format_date(add_months('2026-01-31', 1), '%F')", "2026-02-28"),
    ("format_date(add_months('2026-01-31', -14), '%F')", "2024-11-30"),
    ("inputs.gone == None", true),
  ]

  @Test(arguments: values)
  func `an expression has a value with its type`(text: String, value: JSONValue) throws {
    #expect(try Expression(text).value(in: Self.context) == value)
  }

  @Test(arguments: [
    ("", "the expression is empty"), ("1 +", "“+” is not understood"), ("a", "“a” is not known"),
    ("1 2", "an operator was expected, not “2”"), ("(1", "“)” was expected, not the end"),
    ("'a", "a text has no closing '"), ("1 < 2 < 3", "only two values can be compared"),
    ("exit(1)", "“exit” is not a function"), ("len(1, 2)", "len takes 1 arguments, here are 2"),
    ("format_date(1)", "format_date takes 2 to 3 arguments, here are 1"),
    ("inputs", "“inputs” needs a name"), ("tasks['a']", "a task has a status and outputs"),
    ("tasks['a'].all().status", ".all() and .any() belong to task_groups['…']"),
    ("task_groups['a'].status.x", "a group has a status"),
    ("ORCHESTRA.RUN_ID", "ORCHESTRA has no “RUN_ID”"),
    ("inputs.x()", "only .all() and .any() can be called"),
    ("inputs.", "a name was expected, not the end"),
    ("__import__('os')", "“__import__” is not a function"), ("a = 1", "“=” is not understood"),
    ("{}", "“{” is not understood"),
    ("9999999999999999999 == 1e", "an operator was expected, not “e”"),
  ])
  func `a malformed expression is refused in words`(text: String, words: String) {
    let error = #expect(throws: ExpressionError.self) { try Expression(text) }
    #expect(error?.description == words)
  }

  @Test(arguments: [
    ("inputs.day", "inputs has no “day”"), ("ENV.HOTS", "ENV has no “HOTS”"),
    ("inputs.names[5]", "inputs[names] has 2 items, none at 5"),
    ("inputs.days.x", "inputs[days] has no part “x”"),
    ("tasks['nope'].status", "there is no task “nope”"),
    ("task_groups['x'].status", "there is no group “x”"),
    ("TASKS.load.OUTPUTS.row", "the outputs of task “load” has no “row”"),
    ("ORCHESTRA.TASK_RUN_ID", "ORCHESTRA.TASK_RUN_ID is not known here"),
    ("1 < 'a'", "a number and a text have no order"),
    ("1 in 2", "“in” needs a list, a mapping or a text, not a number"),
    ("len(5)", "len needs a list, a mapping or a text, not a number"),
    ("int(ENV.SECRET)", "int can't read this: a text"),
    ("int(1000000000000.0 == 1)", ""),
    ("add_days('x', 1)", "add_days needs a date such as ORCHESTRA.CURRENT_TIME, not a text"),
    ("add_days(ORCHESTRA.CURRENT_TIME, 999999999)", "add_days needs a whole number, not a number"),
    ("format_date(ORCHESTRA.CURRENT_TIME, '%Q')", "format_date does not know “%Q”"),
    ("format_date(ORCHESTRA.CURRENT_TIME, '%H', 'Mars')", "“Mars” is not a time zone"),
    ("task_groups['both'].all().status", "the status of several tasks must be compared"),
  ])
  func `what is missing is named, and no value is shown`(text: String, words: String) throws {
    let expression = try Expression(text)
    do {
      _ = try expression.value(in: Self.context)
      #expect(words.isEmpty)
    } catch {
      #expect(error.description == words)
      #expect(!error.description.contains("s3cret"))
    }
  }

  @Test func `expressions are bounded in length and depth`() {
    let deep = String(repeating: "(", count: 100) + "1" + String(repeating: ")", count: 100)
    #expect(throws: ExpressionError.self) { try Expression(deep) }
    #expect(throws: ExpressionError.self) {
      try Expression(String(repeating: "not ", count: 2000) + "1")
    }
    let wide = (0..<900).map { _ in "1" }.joined(separator: "or ")
    #expect(throws: Never.self) { try Expression(wide) }
  }

  private static let texts: [(String, JSONValue)] = [
    ("plain", "plain"), ("${{ inputs.days }}", 7),
    ("${{inputs.names}}", ["a", "b"]),
    ("day ${{ inputs.days }} of ${{ ENV.HOST }}!", "day 7 of db!"), ("${{ '}}' }}", "}}"),
    (" ${{ inputs.full }}", " true"), ("{\"F\": ${{ inputs.names }}}", "{\"F\": [\"a\",\"b\"]}"),
    ("$HOME {{ x }}", "$HOME {{ x }}"), ("", ""),
  ]

  @Test(arguments: texts)
  func `texts are filled in`(text: String, value: JSONValue) throws {
    #expect(try ExpressionTemplate(text).value(in: Self.context) == value)
  }

  @Test func `parameters are filled in at every depth`() throws {
    let parameters: JSONObject = [
      "command": ["sh", "-c", "echo ${{ matrix.table }}"], "n": 1,
      "deep": ["d": "${{ inputs.days }}"],
    ]
    #expect(
      try parameters.filledIn(Self.context) == [
        "command": ["sh", "-c", "echo accounts"], "n": 1, "deep": ["d": 7],
      ])
  }

  @Test func `random texts neither crash the parser nor the evaluation`() {
    let seed: UInt64 = 4711
    print("seed \(seed)")
    var state = seed
    let pieces = [
      "inputs", ".", "days", "[", "]", "(", ")", "'a'", "1", "-", "==", "<", "and", "or", "not",
      "in", ",",
      "tasks", "['load']", ".status", "task_groups['both']", ".all()", "len(", "int(", "str(",
      "${{", "}}",
      "format_date(", "ORCHESTRA.CURRENT_TIME", "'%Y'", "add_months(", "99999", "ENV.HOST", "\"",
      "\\", "é",
    ]
    var parsed = 0
    for _ in 0..<20_000 {
      var text = ""
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      for _ in 0..<Int(state >> 60) {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        text += pieces[Int(state >> 33) % pieces.count] + (state >> 63 == 0 ? " " : "")
      }
      if let expression = try? Expression(text) {
        parsed += 1
        _ = try? expression.value(in: Self.context)
      }
      _ = try? ExpressionTemplate("${{" + text)
    }
    #expect(parsed > 100)
  }
}
