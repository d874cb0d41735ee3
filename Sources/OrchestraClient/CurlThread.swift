// What runs on the loop's thread: takes commands, drives transfers, answers their continuations.
// Not Sendable on purpose: nothing of it leaves the thread.
import CCurl
import HTTP
import OrchestraAPI

final class CurlThread {
  private let loop: CurlLoop
  /// What waits for its turn. Not left to libcurl: when many transfers wait in it for one of few
  /// connections, 7.88 forgets some until their time is up.
  private var waiting: [Waiting] = []
  private var transfers: [UInt64: CurlTransfer] = [:]
  private var idleHandles: [UnsafeMutableRawPointer] = []

  /// Handles kept for the next request.
  private static let idleHandlesMax = 16
  /// Transfers, and so connections, to one server at a time; further requests wait.
  private static let transfersMax = 8
  /// libcurl wakes up earlier by itself where it has timers.
  private static let pollMilliseconds: Int32 = 600_000

  private struct Waiting {
    var id: UInt64
    var order: CurlOrder
    var continuation: CheckedContinuation<CurlLoop.Outcome, Never>
  }

  init(_ loop: CurlLoop) { self.loop = loop }

  func run() {
    // Without flags nothing is prepared that plain http does not need.
    guard curl_global_init(0) == CURLE_OK, let multi = curl_multi_init() else {
      loop.refuseRest(.other(reason: "libcurl did not start", sentRequest: false))
      return
    }
    cc_multi_set_long(multi, CURLMOPT_MAXCONNECTS, Self.transfersMax)
    loop.publish(multi)
    while let commands = loop.takeCommands() {
      for command in commands { perform(command, multi) }
      startWaiting(multi)
      var running: Int32 = 0
      curl_multi_perform(multi, &running)
      collect(multi)
      if waiting.isEmpty || transfers.count >= Self.transfersMax {
        curl_multi_poll(multi, nil, 0, Self.pollMilliseconds, nil)
      }
    }
    loop.publish(nil)
    for next in waiting { refuse(next, .cancelled) }
    for id in Array(transfers.keys) { cancel(id, multi) }
    for handle in idleHandles { curl_easy_cleanup(handle) }
    curl_multi_cleanup(multi)
    loop.refuseRest(.cancelled)
  }

  private func perform(_ command: CurlLoop.Command, _ multi: UnsafeMutableRawPointer) {
    switch command {
    case .cancel(let id): cancel(id, multi)
    case .start(let id, let order, let continuation):
      waiting.append(Waiting(id: id, order: order, continuation: continuation))
    }
  }

  private func startWaiting(_ multi: UnsafeMutableRawPointer) {
    let count = min(waiting.count, max(0, Self.transfersMax - transfers.count))
    guard count > 0 else { return }
    for next in waiting.prefix(count) { start(next, multi) }
    waiting.removeFirst(count)
  }

  private func start(_ next: Waiting, _ multi: UnsafeMutableRawPointer) {
    guard let handle = idleHandles.popLast() ?? curl_easy_init() else {
      return refuse(next, .other(reason: "no memory for a request", sentRequest: false))
    }
    let transfer = CurlTransfer(
      id: next.id, order: next.order, handle: handle, next.continuation)
    transfers[next.id] = transfer
    if let refusal = transfer.prepare() {
      end(transfer, .failure(.other(reason: "libcurl: \(refusal)", sentRequest: false)))
    } else if curl_multi_add_handle(multi, handle) != CURLM_OK {
      end(transfer, .failure(.other(reason: "libcurl refused it", sentRequest: false)))
    }
  }

  /// Answers a request that has not begun.
  private func refuse(_ next: Waiting, _ error: TransportError) {
    loop.hasEnded(1)
    next.continuation.resume(returning: .failure(error))
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
    if let place = waiting.firstIndex(where: { $0.id == id }) {
      return refuse(waiting.remove(at: place), .cancelled)
    }
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
