// The API without a socket: for tests, and as the second real implementation of Transport.
import HTTP
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
      response = await api.answer(request)
    }
    if case .truncated(let count) = fault {
      throw .truncated(reason: "\(count) of \(response.body.count) bytes came")
    }
    guard response.body.count <= limits.bodyBytesMax else {
      throw .tooLarge(limitBytes: limits.bodyBytesMax)
    }
    return response
  }
}
