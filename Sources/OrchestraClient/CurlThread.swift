// What runs on the loop's thread: takes commands, drives transfers, answers their continuations.
// Not Sendable on purpose: nothing of it leaves the thread.
import CCurl
import HTTP
import OrchestraAPI

final class CurlThread {
  private let loop: CurlLoop
  private var transfers: [UInt64: CurlTransfer] = [:]
  private var idleHandles: [UnsafeMutableRawPointer] = []

  /// Handles kept for the next request.
  private static let idleHandlesMax = 16
  /// Connections open to one server at a time; further requests wait.
  private static let connectionsMax = 8
  /// libcurl wakes up earlier by itself where it has timers.
  private static let pollMilliseconds: Int32 = 600_000

  init(_ loop: CurlLoop) { self.loop = loop }

  func run() {
    // Without flags nothing is prepared that plain http does not need.
    guard curl_global_init(0) == CURLE_OK, let multi = curl_multi_init() else {
      loop.refuseRest(.other(reason: "libcurl did not start", sentRequest: false))
      return
    }
    cc_multi_set_long(multi, CURLMOPT_MAX_HOST_CONNECTIONS, Self.connectionsMax)
    cc_multi_set_long(multi, CURLMOPT_MAXCONNECTS, Self.connectionsMax)
    loop.publish(multi)
    while let commands = loop.takeCommands() {
      for command in commands { perform(command, multi) }
      var running: Int32 = 0
      curl_multi_perform(multi, &running)
      collect(multi)
      curl_multi_poll(multi, nil, 0, Self.pollMilliseconds, nil)
    }
    loop.publish(nil)
    for id in Array(transfers.keys) { cancel(id, multi) }
    for handle in idleHandles { curl_easy_cleanup(handle) }
    curl_multi_cleanup(multi)
    loop.refuseRest(.cancelled)
  }

  private func perform(_ command: CurlLoop.Command, _ multi: UnsafeMutableRawPointer) {
    switch command {
    case .cancel(let id): cancel(id, multi)
    case .start(let id, let order, let continuation):
      guard let handle = idleHandles.popLast() ?? curl_easy_init() else {
        let error = TransportError.other(reason: "no memory for a request", sentRequest: false)
        continuation.resume(returning: .failure(error))
        loop.hasEnded(1)
        return
      }
      let transfer = CurlTransfer(id: id, order: order, handle: handle, continuation)
      transfers[id] = transfer
      if let refusal = transfer.prepare() {
        end(transfer, .failure(.other(reason: "libcurl: \(refusal)", sentRequest: false)))
      } else if curl_multi_add_handle(multi, handle) != CURLM_OK {
        end(transfer, .failure(.other(reason: "libcurl refused it", sentRequest: false)))
      }
    }
  }

  private func collect(_ multi: UnsafeMutableRawPointer) {
    var code = CURLE_OK
    while let handle = cc_next_finished(multi, &code) {
      curl_multi_remove_handle(multi, handle)
      guard let context = cc_get_private(handle) else { continue }
      let transfer = Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
      end(transfer, transfer.outcome(code))
    }
  }

  private func cancel(_ id: UInt64, _ multi: UnsafeMutableRawPointer) {
    guard let transfer = transfers[id] else { return }
    curl_multi_remove_handle(multi, transfer.handle)
    end(transfer, .failure(.cancelled))
  }

  private func end(_ transfer: CurlTransfer, _ outcome: CurlLoop.Outcome) {
    transfers[transfer.id] = nil
    curl_easy_reset(transfer.handle)
    transfer.freeBuffers()
    if idleHandles.count < Self.idleHandlesMax {
      idleHandles.append(transfer.handle)
    } else {
      curl_easy_cleanup(transfer.handle)
    }
    loop.hasEnded(1)
    transfer.continuation.resume(returning: outcome)
  }
}
