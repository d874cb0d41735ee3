// What is typed for an input becomes a value of its type, or is refused in words.
import JSON
import OrchestraAPI
import Testing

@testable import PodiumCore

@Suite struct PipelineInputTests {
  @Test(arguments: [
    (InputKind.number, "1.5", "1.5"), (.number, "-3", "-3"), (.number, "1e3", "1000.0"),
    (.boolean, "FALSE", "false"), (.list, "[1]", "[1]"), (.list, " [ ]", "[]"),
    (.list, "a, b ,c", #"["a","b","c"]"#), (.list, "one", #"["one"]"#), (.list, ",", "[]"),
    (.dictionary, "{\"a\":1}", #"{"a":1}"#), (.dictionary, "a=1, b=x=y", #"{"a":"1","b":"x=y"}"#),
    (.text, "007", #""007""#), (.text, " a ", #"" a ""#), (.text, "[1", #""[1""#),
    (.number, "${{ inputs.x }}", #""${{ inputs.x }}""#),
  ]) func textBecomesAValue(_ kind: InputKind, _ text: String, _ json: String) throws {
    let value = try PipelineInput("x", kind).read(text)
    #expect(value == (try JSONValue(parsing: json)))
  }

  @Test(arguments: [
    (InputKind.number, "many", "a number"), (.number, "1 2", "a number"),
    (.number, "\"1\"", "a number"), (.number, "1e999", "a number"),
    (.boolean, "yes", "true or false"), (.list, "{}", "a list: a, b or [1, 2]"),
    (.list, "[1,", "JSON; the text ends too early at 4"),
    (.dictionary, "[]", "a dict: a=1, b=2 or {\"a\": 1}"),
    (.dictionary, "novalue", "a dict: a=1, b=2 or {\"a\": 1}"),
    (.dictionary, "=1", "a dict: a=1, b=2 or {\"a\": 1}"),
  ]) func whatDoesNotFitIsRefused(_ kind: InputKind, _ text: String, _ expected: String) {
    #expect(throws: InputProblem(expected)) { try PipelineInput("x", kind).read(text) }
  }

  @Test func onlyTheChoicesAreAllowed() throws {
    var input = PipelineInput("mode", .number)
    input.choices = [1, 2]
    #expect(try input.read("2") == 2)
    #expect(throws: InputProblem("one of 1, 2")) { try input.read("3") }
  }

  @Test func anEmptyTextIsNoValue() throws {
    var input = PipelineInput("x", .text)
    #expect(try input.read("") == nil)
    input.isRequired = true
    #expect(throws: InputProblem("required")) { try input.read("") }
  }

  @Test func declarationsAreReadAsThePlatformSendsThem() {
    var pipeline = Pipeline(id: "p", name: "P", createdAt: Fixture.epoch)
    pipeline.inputs = [
      "a": ["type": "string"], "b": ["type": "number", "default": 3],
      "c": ["type": "dict", "optional": true], "d": ["type": "list", "default": nil],
      "e": ["type": "colour", "default": "red", "enum": ["red", "blue"]],
    ]
    let inputs = PipelineInput.all(of: pipeline)
    #expect(inputs.map(\.name) == ["a", "b", "c", "d", "e"])
    #expect(inputs.map(\.kind) == [.text, .number, .dictionary, .list, .text])
    #expect(inputs.map(\.isRequired) == [true, false, false, true, false])
    #expect(inputs[4].choices == ["red", "blue"])
    #expect(PipelineInput.all(of: nil).isEmpty)
  }
}
