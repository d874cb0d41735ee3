// What no good client does, and the end of the program in the middle of its work: the built program over
// its pipes and its socket, driven by a script that needs nothing but Python.
import JSON
import TestSupport
import Testing

/// What runs the script: nothing of it needs more than the language.
private let python = "/usr/bin/python3"

@Suite(.enabled(if: Files.isExecutable(python), "there is no python3: run .ci/setup"))
struct HostileClientTests {
  @Test func nothingThatAClientDoesStopsTheServer() async throws {
    let folder = try TemporaryFolder()
    try folder.write(Samples.nightly, to: "pipelines/nightly.yaml")
    try folder.write(Samples.slow, to: "pipelines/slow.yaml")
    let program = await Program.run(
      [
        python, "\(Files.repository)/Tests/ContractTests/SDK/hostile.py",
        try BuiltProgram.path("podium"), folder.path,
      ],
      environment: [
        "HOME": folder.path, "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8",
        "PYTHONDONTWRITEBYTECODE": "1",
      ], in: folder.path)
    #expect(program.exitCode == 0, "\(program)")
    let found = try JSONValue(parsing: program.output)
    expectPipes(found)
    expectSocket(found)
    // A key or token in a message would be seen by models and logs.
    #expect(!program.output.contains("hostile-token") && !program.errors.contains("hostile-token"))
    #expect(!program.errors.contains("podium_"))
  }

  private func expectPipes(_ found: JSONValue) {
    let seen = Comment(rawValue: found.text)
    let junk: JSONValue = ["refused": 10, "bad": 10, "large": true, "pipelined": 500, "code": 0]
    #expect(found["junk"] == junk, seen)
    #expect(found["thousand"] == ["good": 1000, "code": 0], seen)
    #expect(found["late"]?["answers"] == 8000, seen)
    #expect((found["late"]?["megabytes"]?.int).map { (0..<256).contains($0) } == true, seen)
    #expect(found["late"]?["held"] == true, "the server took more than it could answer; \(seen)")
    // Both end though a call waits for an hour: nothing but the end ended them.
    #expect(found["eof"]?["code"] == 0 && found["eof"]?["answered"] == [2], seen)
    #expect(found["term"]?["code"] == -15, seen)
  }

  private func expectSocket(_ found: JSONValue) {
    let seen = Comment(rawValue: found.text)
    let statuses: JSONObject = [
      "good": 200, "no token, no body": 401, "wrong token, no body": 401,
      "token in the address": 400, "foreign origin": 403, "foreign host": 421,
      "no such path": 404, "PUT": 405, "Accept": 406, "Content-Type": 415, "too large": 413,
      "junk": 400,
    ]
    for status in statuses.members {
      #expect(found["statuses"]?[status.key] == status.value, "\(status.key): \(seen)")
    }
    #expect(found["crowd"] == 1000, seen)
    let heads = found["web end"]?["heads"]?.array
    #expect(heads == Array(repeating: "HTTP/1.1 200 OK", count: 3), seen)
    #expect(found["web end"]?["code"] == 0, seen)
    #expect(found["engine"] == 0, seen)
  }
}
