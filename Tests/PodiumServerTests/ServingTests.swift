// Starting to serve, its refusals, and the transport without a socket.
import HTTP
import HTTPServer
import OrchestraAPI
import TestSupport
import Testing

@testable import PodiumServer

struct ServingTests {
  @Test func `another address than loopback needs a key of one's own, of some length`() async throws
  {
    var options = ServingOptions()
    options.host = "0.0.0.0"
    #expect(throws: ServingError.keyMissing(host: "0.0.0.0")) {
      try Serving.start(SampleRoutes.router, options)
    }
    options.key = AccessKey("short")
    #expect(throws: ServingError.keyTooShort) { try Serving.start(SampleRoutes.router, options) }
    options.key = SampleRoutes.key
    let serving = try Serving.start(SampleRoutes.router, options)
    #expect(serving.url == "http://0.0.0.0:\(serving.port)/api/engine/public")
    await serving.stop()
  }

  @Test func `on loopback a random key is made`() async throws {
    let serving = try Serving.start(SampleRoutes.router)
    #expect(serving.url == "http://127.0.0.1:\(serving.port)/api/engine/public")
    #expect(serving.key.secret.count > AccessKey.lengthMin)
    await serving.stop()
  }

  @Test func `an address in use is said in one line`() async throws {
    let serving = try Serving.start(SampleRoutes.router)
    var options = ServingOptions()
    options.port = UInt16(serving.port)
    do throws(ServingError) {
      _ = try Serving.start(SampleRoutes.router, options)
      Issue.record("two servers on one port")
    } catch {
      #expect("\(error)".hasSuffix("another program does; choose another port"))
    }
    await serving.stop()
  }
}

struct InProcessTransportTests {
  private let request = authorized(.get, "/api/engine/public/pipeline_runs")

  private func send(_ faults: Faults, limits: TransferLimits = .patient) async
    -> Result<HTTPResponse, TransportError>
  {
    do throws(TransportError) {
      let transport = InProcessTransport(SampleRoutes.api, faults: faults)
      return .success(try await transport.send(request, limits: limits))
    } catch {
      return .failure(error)
    }
  }

  @Test func `answers as the API does`() async throws {
    let page = try ListPipelineRuns.decode(await send(.none).get())
    #expect(page.items == [Sample.run])
  }

  @Test func `faults happen to the requests they are meant for`() async throws {
    let transport = InProcessTransport(
      SampleRoutes.api,
      faults: Faults { _, number in
        number == 1 ? .rateLimited(retryAfterSeconds: 7) : number == 2 ? .html(status: 502) : nil
      })
    var answers: [HTTPResponse] = []
    for _ in 0..<4 { answers.append(try await transport.send(request, limits: .patient)) }
    #expect(answers.map(\.status) == [200, 429, 502, 200])
    #expect(answers[1].headers["Retry-After"] == "7")
    #expect(answers[2].headers["Content-Type"] == "text/html")
  }

  @Test func `a truncated or oversized body is a transport error`() async {
    let truncated = await send(Faults { _, _ in .truncated(afterBytes: 10) })
    #expect(throws: TransportError.self) { try truncated.get() }
    let big = await send(.none, limits: TransferLimits(bodyBytesMax: 20))
    #expect(big == .failure(.tooLarge(limitBytes: 20)))
  }
}
