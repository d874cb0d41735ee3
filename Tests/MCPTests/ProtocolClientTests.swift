// The client against our own server, in both eras and over both HTTP transports.
import HTTP
import JSON
import MCP
import Synchronization
import TestSupport
import Testing

@Suite(.patient) struct ProtocolClientTests {
  @Test(arguments: [ClientOptions.Eras.all, .modern, .legacy], ClientHarness.Way.allCases)
  func listsCallsAndReads(eras: ClientOptions.Eras, way: ClientHarness.Way) async throws {
    let client = ClientHarness.client(
      of: Harness.server(), ClientHarness.options(eras), way: way)
    try await client.connect()
    #expect(client.era == (eras == .legacy ? .legacy("2025-11-25") : .modern))
    #expect(client.serverName == "test 1" && client.offers("tools") && !client.offers("x"))
    #expect(try await client.tools().map(\.name) == ["echo", "wait", "ask"])
    #expect(
      try await client.resources().compactMap { $0["uri"]?.string } == ["test://1", "test://2"])
    #expect(try await client.templates().count == 1)
    #expect(try await client.prompts().count == 1)
    #expect(try await client.read("test://1").first?["text"] == "one")
    let prompt = try await client.prompt("greeting", ["name": "Ada"])
    #expect(prompt["messages"]?.array?.first?["content"]?["text"] == "Hello Ada")
    let signs = Mutex<[JSONValue?]>([])
    let outcome = try await client.call("echo", ["text": "Grüße "]) { sign in
      signs.withLock { $0.append(sign["progress"]) }
    }
    #expect(outcome.structured?["said"] == "Grüße " && !outcome.isError)
    #expect(signs.withLock { $0 }.count == 2, "a server sends each step once")
    await client.close()
    await #expect(throws: ClientFailure.cancelled) { try await client.tools() }
  }

  @Test func whatTheServerRefusesIsTold() async throws {
    let client = ClientHarness.client(of: Harness.server(), ClientHarness.options())
    try await client.connect()
    await #expect(throws: ClientFailure.self) { try await client.read("test://9") }
    let outcome = try await client.call("echo", [:])
    #expect(outcome.isError && outcome.excerpt.contains("text"))
    await #expect(throws: ClientFailure.self) { try await client.call("no-such-tool") }
    await client.close()
  }

  /// Lets others go on; ends when the task does.
  private static func turn() async throws {
    try Task.checkCancellation()
    await Task.yield()
  }

  /// Without a list of the tools, what a call says in headers is learnt by the first refusal.
  @Test(arguments: [ClientOptions.Eras.modern, .legacy])
  func aHundredCallsAtOnce(eras: ClientOptions.Eras) async throws {
    let client = ClientHarness.client(of: Harness.server(), ClientHarness.options(eras))
    try await client.connect()
    let said = try await withThrowingTaskGroup(of: JSONValue?.self) { group in
      for number in 0..<100 {
        group.addTask {
          try await client.call("echo", ["text": .string("\(number)")]).structured?["said"]
        }
      }
      return try await group.reduce(into: Set<JSONValue?>()) { $0.insert($1) }
    }
    #expect(said == Set((0..<100).map { JSONValue.string("\($0)") }))
    await client.close()
  }

  /// A tool that works until it is cancelled, and what became of it.
  private final class Holder: Sendable {
    let begun = Mutex(false)
    let cancelled = Mutex(false)

    var server: ProtocolServer {
      var offer = ServerOffer(
        card: ServerCard(name: "holder", title: "H", version: "1", description: "Holds"))
      let tool = Tool(name: "hold", title: "Hold", description: "Never ends") { _ in
        self.begun.withLock { $0 = true }
        let (stream, hold) = AsyncStream<Void>.makeStream()
        for await _ in stream {}
        hold.finish()
        self.cancelled.withLock { $0 = true }
        throw CancellationError()
      }
      offer.tools = { [tool] }
      return ProtocolServer(offer, now: { .zero }, random: RandomHandle.make)
    }
  }

  @Test(arguments: [ClientOptions.Eras.modern, .legacy])
  func aCancelledCallIsCancelledThereToo(eras: ClientOptions.Eras) async throws {
    let holder = Holder()
    let client = ClientHarness.client(of: holder.server, ClientHarness.options(eras))
    try await client.connect()
    let call = Task { try await client.call("hold") }
    while !holder.begun.withLock({ $0 }) { await Task.yield() }
    call.cancel()
    await #expect(throws: ClientFailure.cancelled) { try await call.value }
    while !holder.cancelled.withLock({ $0 }) { await Task.yield() }
    #expect(try await client.tools().count == 1, "the connection goes on")
    await client.close()
  }

  @Test func aCallThatNeverEndsTimesOut() async throws {
    let holder = Holder()
    var options = ClientHarness.options(.modern)
    // The time is over as soon as the tool works.
    options.pause = { _ in
      while !holder.begun.withLock({ $0 }) { try await Self.turn() }
    }
    let client = ClientHarness.client(of: holder.server, options)
    try await client.connect()
    await #expect(throws: ClientFailure.timedOut) { try await client.call("hold") }
    await client.close()
  }

  @Test func signsOfProgressGiveMoreTimeButNotForEver() async throws {
    var offer = ServerOffer(
      card: ServerCard(name: "busy", title: "B", version: "1", description: "Is busy"))
    let signs = Mutex(0)
    let tool = Tool(name: "busy", title: "Busy", description: "Only says so") { call in
      for step in 1... {
        call.progress(Double(step))
        while signs.withLock({ $0 }) < step { try await Self.turn() }
      }
      return .failed("never")
    }
    offer.tools = { [tool] }
    let rounds = Mutex(0)
    var options = ClientHarness.options(.modern)
    options.pause = { _ in
      rounds.withLock { $0 += 1 }
      // The time is over when there was a sign since.
      let before = signs.withLock { $0 }
      while signs.withLock({ $0 }) == before { try await Self.turn() }
    }
    let server = ProtocolServer(offer, now: { .zero }, random: RandomHandle.make)
    let client = ClientHarness.client(of: server, options)
    try await client.connect()
    await #expect(throws: ClientFailure.timedOut) {
      try await client.call("busy") { _ in signs.withLock { $0 += 1 } }
    }
    #expect(rounds.withLock { $0 } >= ProtocolClient.extensionsMax)
    await client.close()
  }

  @Test(arguments: [ClientOptions.Eras.modern, .legacy])
  func questionsOfTheServerAreAnswered(eras: ClientOptions.Eras) async throws {
    var options = ClientHarness.options(eras)
    options.answers.elicitation = { _ in ["action": "accept", "content": ["name": "Ada"]] }
    options.answers.sampling = { _ in
      ["role": "assistant", "model": "m", "content": ["type": "text", "text": "Paris"]]
    }
    options.answers.roots = { _ in ["roots": [["uri": "file:///here"]]] }
    let client = ClientHarness.client(of: ClientHarness.fixtures(), options)
    try await client.connect()
    _ = try await client.tools()
    if eras == .legacy {
      let defaults = try await client.call("test_elicitation_sep1034_defaults")
      for part in ["accept", "Ada", "30", "95.5", "active", "true"] {
        #expect(defaults.text.contains(part), "\(defaults.text)")
      }
      #expect(try await client.call("test_sampling", ["prompt": "?"]).text.contains("Paris"))
    } else {
      let tools = ["elicitation", "sampling", "list_roots", "multiple_inputs"]
      var said: [String] = []
      for tool in tools {
        said.append(try await client.call("test_input_required_result_\(tool)").text)
      }
      #expect(said == ["Hello, Ada!", "Paris", "roots: file:///here", "all inputs are there"])
    }
    await client.close()
  }

  @Test func whoHasNoAnswersSaysSo() async throws {
    let client = ClientHarness.client(of: ClientHarness.fixtures(), ClientHarness.options(.modern))
    try await client.connect()
    await #expect(throws: ClientFailure.self) {
      try await client.call("test_input_required_result_elicitation")
    }
    await client.close()
  }

  @Test func parametersTravelInHeadersToo() async throws {
    let carrier = FrontCarrier(Harness.server())
    let client = ProtocolClient(
      StreamableLink(carrier, target: "/mcp"), ClientHarness.options(.modern))
    try await client.connect()
    _ = try await client.tools()
    _ = try await client.call("echo", ["text": "日本"])
    let headers = try #require(carrier.seen.all.last).headers
    #expect(headers["Mcp-Method"] == "tools/call" && headers["Mcp-Name"] == "echo")
    #expect(headers["Mcp-Param-Text"] == "=?base64?5pel5pys?=")
    #expect(headers["MCP-Protocol-Version"] == "2026-07-28")
  }
}
