// Servers that are programs: good ones, and every way in which a program is none.
import CSystem
import Glibc
import HTTP
import JSON
import MCP
import TestSupport
import Testing

@Suite(.patient) struct ProgramLinkTests {
  @Test(arguments: [ClientOptions.Eras.all, .legacy])
  func ourFixturesAnswerOverTheirStreams(eras: ClientOptions.Eras) async throws {
    let client = try ClientHarness.program(
      [try BuiltProgram.path("mcp-fixtures")], ClientHarness.options(eras))
    try await client.connect()
    let tools = try await client.tools()
    #expect(tools.count > 20)
    #expect(try await client.call("test_simple_text").text.contains("simple text"))
    #expect(try await client.call("test_error_handling").isError)
    await client.close()
  }

  @Test func aProgramThatIsNotThere() async throws {
    let client = try ClientHarness.program(["no-such-program-here"])
    await #expect(
      throws: ClientFailure.notStarted(program: "no-such-program-here", code: ENOENT)
    ) { try await client.connect() }
    await client.close()
  }

  @Test func aProgramThatEndsSaysWhyWithItsLastLine() async throws {
    let client = try ClientHarness.shell(
      "printf 'Traceback\\n  x\\n\\033[31mno module\\n\\n' >&2; exit 3")
    let failure = await #expect(throws: ClientFailure.self) { try await client.connect() }
    #expect(
      failure == .ended(how: "ended with status 3", lastWords: "[31mno module"),
      "the last line, without control characters")
    await client.close()
  }

  @Test(arguments: [
    ("echo hello; echo {}", "it printed hello"),
    (#"read a; echo "$a"; echo hello"#, "it repeats what it is told"),
  ])
  func aProgramThatPrintsOtherThings(script: String, says: String) async throws {
    let client = try ClientHarness.shell(script)
    await #expect(throws: ClientFailure.notMCP(says)) { try await client.connect() }
    await client.close()
  }

  /// Says something that is no message, then nothing.
  private struct Mute: ClientLink {
    func cancelsBySilence(_ era: Era?) -> Bool { false }
    func open(_ inbox: @escaping @Sendable (LinkEvent) -> Void) {
      inbox(.noise("it printed hello"))
    }
    func send(_ message: JSONValue, headers: HTTPHeaders) async throws(ClientFailure) {}
    func settle(_ era: Era) {}
    func close() async {}
  }

  @Test func silenceAfterOtherThingsIsExplainedByThem() async throws {
    var options = ClientHarness.options()
    options.pause = { _ in }
    let client = ProtocolClient(Mute(), options)
    await #expect(throws: ClientFailure.notMCP("it printed hello")) { try await client.connect() }
  }

  @Test func aFloodOfOtherThingsIsEnded() async throws {
    let client = try ClientHarness.program(["yes"])
    await #expect(throws: ClientFailure.notMCP("it prints lines that are no messages")) {
      try await client.connect()
    }
    await client.close()
  }

  @Test func junkBetweenMessagesIsOverlooked() async throws {
    let answers = [
      #"{"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"no"}}"#, "junk",
      #"{"jsonrpc":"2.0","id":2,"result":{"protocolVersion":"2024-11-05","capabilities":{}}}"#,
    ]
    let script =
      "read a; echo '\(answers[0])'; echo '\(answers[1])'; read b; echo '\(answers[2])'; cat"
    let client = try ClientHarness.shell(script)
    try await client.connect()
    #expect(client.era == .legacy("2024-11-05"))
    await client.close()
  }

  /// It neither reads its input nor minds being asked to end: it is killed, and what it started too.
  @Test func whoWillNotEndIsKilledWithAllItStarted() async throws {
    let folder = try TemporaryFolder()
    let pids = "\(folder.path)/pids"
    var program = ServerProgram(
      [
        "sh", "-c",
        "trap '' TERM; sleep 600 & echo $! $$ >\(pids).new; mv \(pids).new \(pids); "
          + "while :; do sleep 600; done",
      ],
      environment: ["PATH": "/usr/bin:/bin"])
    program.grace = .milliseconds(50)
    let client = ProtocolClient(try #require(ProgramLink(program)), ClientHarness.options())
    let connect = Task { try await client.connect() }
    while !Files.exists(pids) { await Task.yield() }
    await client.close()
    await #expect(throws: ClientFailure.self) { try await connect.value }
    let text = try Files.text(pids)
    for pid in text.split(whereSeparator: \.isWhitespace).compactMap({ Int32($0) }) {
      // The orphan may still have to be taken by init.
      while kill(pid, 0) == 0, !isZombie(pid) { await Task.yield() }
    }
  }

  private func isZombie(_ pid: Int32) -> Bool {
    (try? Files.text("/proc/\(pid)/stat"))?.contains(") Z ") ?? true
  }

  @Test func hundredsOfClientsLeaveNothingOpen() async throws {
    func open() throws -> Int { try Files.names(in: "/proc/self/fd", hidden: true).count }
    _ = try? await ClientHarness.program(["true"]).connect()
    for _ in 0..<200 {
      let client = try ClientHarness.program(["true"])
      await #expect(throws: ClientFailure.self) { try await client.connect() }
      await client.close()
    }
    // Other tests open and close at the same time; two hundred leaks would show.
    while try open() > 600 { await Task.yield() }
  }
}
