// The first thing that is wrong with arguments, in words.
import JSON
import MCP
import Testing

struct SchemaCheckTests {
  private static let schema: JSONValue = [
    "type": "object", "required": ["name"], "additionalProperties": false,
    "properties": [
      "name": ["type": "string", "minLength": 1], "limit": ["type": "integer", "maximum": 100],
      "status": ["enum": ["FAILED", "WARNING"]], "ids": ["type": ["array", "string"]],
      "tags": ["type": "array", "items": ["type": "string"]], "deep": ["$ref": "#/$defs/deep"],
    ],
    "$defs": ["deep": ["type": "object", "properties": ["deep": ["$ref": "#/$defs/deep"]]]],
  ]

  @Test(
    arguments: [
      (#"{"name":"a"}"#, nil), (#"{"name":"a","limit":100.0}"#, nil),
      (#"{"name":"a","ids":"x"}"#, nil), (#"{"name":"a","deep":{"deep":{}}}"#, nil),
      ("{}", "\"name\" is missing"), (#"{"name":""}"#, "\"name\" must not be empty"),
      (#"{"name":1}"#, "\"name\" must be a string"),
      (#"{"name":"a","limit":101}"#, "\"limit\" must be at most 100"),
      (#"{"name":"a","limit":1.5}"#, "\"limit\" must be a whole number"),
      (#"{"name":"a","status":"x"}"#, "\"status\" must be one of FAILED, WARNING"),
      (#"{"name":"a","ids":1}"#, "\"ids\" must be an array or a string"),
      (#"{"name":"a","tags":[1]}"#, "\"tags[0]\" must be a string"),
      (#"{"name":"a","deep":{"deep":1}}"#, "\"deep.deep\" must be an object"),
      (
        #"{"name":"a","other":1}"#,
        "there is no argument \"other\": use name, limit, status, ids, tags, deep"
      ),
      ("[]", "the argument object must be an object"),
    ] as [(String, String?)])
  func problems(_ text: String, _ expected: String?) throws {
    #expect(SchemaCheck.firstProblem(try JSONValue(parsing: text), Self.schema) == expected)
  }

  @Test func aSchemaThatRefersToItselfEnds() {
    let loop: JSONValue = ["$ref": "#"]
    #expect(SchemaCheck.firstProblem([:], loop) == nil)
  }

  @Test func nothingIsFetched() {
    let remote: JSONValue = ["$ref": "https://example.com/schema.json"]
    #expect(SchemaCheck.firstProblem([:], remote) == nil)
  }
}
