// The API without a socket: for tests, and as the second real implementation of Transport.
import HTTP
import HTTPServer
import OrchestraAPI

/// Answers requests by calling the API directly. Connect and total limits do not apply.
package struct InProcessTransport: Transport {
  private let api: PublicAPI
  private let faults: Faults

  package init(_ api: PublicAPI, faults: Faults = .none) {
    self.api = api
    self.faults = faults
  }

  package func send(
    _ request: HTTPRequest, limits: TransferLimits
  ) async throws(TransportError) -> HTTPResponse {
    if Task.isCancelled { throw .cancelled }
    let fault = faults.next(request)
    if case .delay(let time) = fault {
      do { try await Task.sleep(for: time) } catch { throw .cancelled }
    }
    let response: HTTPResponse
    if let instead = fault?.response {
      response = instead
    } else {
      response = try await whole(await api.answer(request), bytesMax: limits.bodyBytesMax)
    }
    if case .truncated(let count) = fault {
      throw .truncated(reason: "\(count) of \(response.body.count) bytes came")
    }
    guard request.method == .head else { return response }
    var head = response
    head.headers["Content-Length"] = "\(response.body.count)"
    head.body = []
    return head
  }

  private func whole(
    _ reply: Reply, bytesMax: Int
  ) async throws(TransportError) -> HTTPResponse {
    var response = HTTPResponse(status: reply.status, headers: reply.headers)
    switch reply.body {
    case .whole(let bytes):
      guard bytes.count <= bytesMax else { throw .tooLarge(limitBytes: bytesMax) }
      response.body = bytes
    case .stream(_, let next):
      while case .bytes(let bytes) = try await piece(next) {
        guard response.body.count + bytes.count <= bytesMax else {
          throw .tooLarge(limitBytes: bytesMax)
        }
        response.body += bytes
      }
    }
    return response
  }

  private func piece(
    _ next: @Sendable () async -> Reply.Chunk
  ) async throws(TransportError) -> Reply.Chunk {
    if Task.isCancelled { throw .cancelled }
    let chunk = await next()
    if case .cut = chunk { throw .truncated(reason: "the server broke off") }
    return chunk
  }
}
