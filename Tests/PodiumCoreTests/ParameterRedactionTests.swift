// Secrets in parameters of tasks: in texts, in JSON inside texts; what is harmless stays.
import JSON
import Testing

@testable import PodiumCore

@Suite struct ParameterRedactionTests {
  @Test func valuesAtAnyDepthAndJSONInTexts() {
    let value: JSONValue = [
      "table": "orders",
      "login": ["user": "me", "password": "hunter2", "token": nil],
      "environment_variables": #"{"TABLE": "orders", "API_KEY": "hunter2"}"#,
      "command": ["run", "SECRET=hunter2", "psql postgres://me:hunter2@db/x"],
    ]
    let clean = Redaction.parameters(value)
    #expect(!clean.text.contains("hunter2"))
    #expect(clean["table"]?.string == "orders" && clean["login"]?["user"]?.string == "me")
    #expect(clean["login"]?["token"]?.isNull == true, "nothing is no secret")
    #expect(clean["environment_variables"]?.string?.contains("orders") == true)
  }

  @Test func endlessNestingIsCut() {
    let deep = (0..<200).reduce(JSONValue.string("hunter2")) { value, _ in .array([value]) }
    #expect(!Redaction.parameters(deep).text.contains("hunter2"))
  }
}
