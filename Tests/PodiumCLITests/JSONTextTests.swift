// Files that people edit: comments and formatting survive what is set, mistakes have a place.
import JSON
import Testing

@testable import PodiumCLI

@Suite struct JSONTextTests {
  private let value: JSONValue = ["command": "podium", "args": ["mcp", "--read-only"]]

  private func set(_ text: String, _ path: [String] = ["mcpServers", "podium"]) throws -> String {
    String(decoding: try JSONText(Array(text.utf8)).setting(path, to: value), as: UTF8.self)
  }

  @Test(arguments: ["", "  \n\t\n"])
  func anEmptyFileBecomesAWholeOne(text: String) throws {
    #expect(
      try set(text) == """
        {
          "mcpServers": {
            "podium": {
              "command": "podium",
              "args": ["mcp", "--read-only"]
            }
          }
        }

        """)
  }

  @Test func everythingElseStaysAsItIs() throws {
    let text = """
      // mine
      {
      \t"mcpServers": { // servers
      \t\t"other": { "command": "x", "a" :1 }, /* last */
      \t},
      \t"theme": "dark",
      }
      """
    let new = try set(text)
    for line in text.split(separator: "\n") {
      #expect(new.contains(line.dropLast(line.hasSuffix("/* last */") ? 12 : 0)), "\(line): \(new)")
    }
    let read = try JSONText(Array(new.utf8)).value()
    #expect(read["mcpServers"]?["podium"] == value && read["mcpServers"]?["other"]?["a"] == 1)
    #expect(read["theme"] == "dark" && new.contains("\n\t\t\"podium\": {"))
  }

  @Test(arguments: [
    "{}", "{ }", "{\n}\n", #"{"mcpServers":{}}"#, #"{"mcpServers": {"podium": 1}}"#,
    #"{"mcpServers":{"a":{},"podium":{"command":"old"},"b":[1,2,{"c":"}"}]},"x":null}"#,
    #"{"podium":{"mcpServers":{}},"mcpServers":{"a":"\"},{"}}"#, "{ // none\n}",
    #"{"mcpServers": {"a": 1,}}"#, "\u{9}{\r\n\"mcpServers\" :\r\n{ \"podium\" : null } }",
  ])
  func whatIsSetIsReadAndSettingItAgainChangesNothing(text: String) throws {
    let before = try JSONText(Array(text.utf8)).value()
    let once = try set(text)
    let after = try JSONText(Array(once.utf8)).value()
    #expect(after["mcpServers"]?["podium"] == value, "\(once)")
    for key in before.object?.keys ?? [] where key != "mcpServers" {
      #expect(after[key] == before[key])
    }
    for key in before["mcpServers"]?.object?.keys ?? [] where key != "podium" {
      #expect(after["mcpServers"]?[key] == before["mcpServers"]?[key])
    }
    let twice = try JSONText(Array(try set(once).utf8)).value()
    #expect(twice == after)
  }

  @Test(arguments: [
    ("{\n  \"a\": tru\n}", 2, 8), ("{", 1, 2), ("{\"é\": x}", 1, 7), ("{} {}", 1, 4),
    ("// only\n{\"a\":1}\n]", 3, 1),
  ])
  func mistakesHaveALineAndAColumn(text: String, line: Int, column: Int) {
    let problem = #expect(throws: JSONText.Problem.self) {
      try JSONText(Array(text.utf8)).value()
    }
    #expect(problem?.line == line && problem?.column == column, "\(String(describing: problem))")
  }
}
