// What operations work with when they are done at once, outside of the dashboard: verbs and tools have
// one of these. Holds no state of its own but what it learned about names.
import JSON
import OrchestraAPI
import OrchestraClient
import Time

/// A workspace to work in.
package struct Workbench: Sendable {
  package let client: Client
  package let source: SourceLabel
  /// Wall time and monotonic time.
  package let wall: @Sendable () -> Timestamp
  package let clock: @Sendable () -> Duration
  package let sleep: @Sendable (Duration) async throws(CancellationError) -> Void
  /// Told how far a long operation is: steps done, steps in all if known, and words.
  package var progress: @Sendable (Double, Double?, String) -> Void = { _, _, _ in }

  /// Asked before a write is sent: gives it back with its consent, or says why not. Sends what it is
  /// given unless told otherwise.
  package var agree: @Sendable (OperationRequest) async throws(WorkProblem) -> OperationRequest = {
    (request) async throws(WorkProblem) in request
  }

  /// Bytes of a file in one result at most.
  package var partMax = 3 << 20
  /// Where writes are recorded.
  package var audit: Audit?

  package init(client: Client, source: SourceLabel, world: ClientWorld = .system) {
    self.client = client
    self.source = source
    wall = world.wall
    clock = world.clock
    sleep = world.sleep
  }

  /// Calls an endpoint for a person or agent that waits.
  func call<E: Endpoint>(
    _ endpoint: E, _ purpose: String
  ) async throws(WorkProblem) -> E.Output {
    do throws(ClientError) {
      return try await client.call(endpoint, priority: .asked, purpose: purpose)
    } catch {
      throw WorkProblem(error)
    }
  }

  /// The same where the platform may not offer the endpoint: nil then (404 or 403).
  func callIfOffered<E: Endpoint>(
    _ endpoint: E, _ purpose: String
  ) async throws(WorkProblem) -> E.Output? {
    do throws(WorkProblem) {
      return try await call(endpoint, purpose)
    } catch {
      if error.kind == .notFound || error.kind == .refused { return nil }
      throw error
    }
  }
}

extension JSONCodable {
  /// The value as the platform writes it.
  var jsonValue: JSONValue {
    var writer = JSONWriter()
    write(to: &writer)
    return (try? JSONValue(parsing: writer.bytes)) ?? .null
  }
}
