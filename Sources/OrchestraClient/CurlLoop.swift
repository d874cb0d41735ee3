// The one thread that runs libcurl's multi interface. Commands reach it through a bounded queue;
// every libcurl handle lives and dies on that thread, except for the wake-up call.
import CCurl
import Glibc
import HTTP
import OrchestraAPI
import Synchronization

/// One exchange for the loop.
struct CurlOrder: Sendable {
  var url: String
  var host: String
  var port: Int
  var isTLS: Bool
  var isLoopback: Bool
  var proxy: String?
  var request: HTTPRequest
  var limits: TransferLimits
  var options: CurlOptions
  /// Takes the body piece by piece, on the loop's thread; nil keeps it whole for the answer.
  var receive: CurlTransport.Receiver?
}

/// An answer and, of a redirect, the absolute target.
struct CurlAnswer: Sendable {
  var response: HTTPResponse
  var redirect: String?
}

/// Starts its thread with the first request.
final class CurlLoop: Sendable {
  typealias Outcome = Result<CurlAnswer, TransportError>

  enum Command: Sendable {
    case start(UInt64, CurlOrder, CheckedContinuation<Outcome, Never>)
    case cancel(UInt64)
  }

  /// Exchanges under way or waiting; more are refused.
  static let exchangesMax = 4096

  private struct Shared {
    var commands: [Command] = []
    var lastID: UInt64 = 0
    var exchanges = 0
    var hasThread = false
    var isStopped = false
    /// Set by the thread while the handle lives; only for wake-ups from other threads.
    var multi: UnsafeMutableRawPointer?

    /// Wakes the thread for the first of several commands.
    mutating func append(_ command: Command) {
      commands.append(command)
      if commands.count == 1, let multi { curl_multi_wakeup(multi) }
    }
  }

  private let shared = Mutex(Shared())

  func send(_ order: CurlOrder) async throws(TransportError) -> CurlAnswer {
    if Task.isCancelled { throw .cancelled }
    let id = shared.withLock { shared in
      shared.lastID += 1
      return shared.lastID
    }
    let outcome = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        start(id, order, continuation)
        // Cancelled before the start was queued: then that cancel came too early to be seen.
        if Task.isCancelled { push(.cancel(id)) }
      }
    } onCancel: {
      push(.cancel(id))
    }
    return try outcome.get()
  }

  /// Ends the thread; exchanges under way are cancelled.
  func stop() {
    shared.withLock { shared in
      shared.isStopped = true
      if let multi = shared.multi { curl_multi_wakeup(multi) }
    }
  }

  private func start(
    _ id: UInt64, _ order: CurlOrder, _ continuation: CheckedContinuation<Outcome, Never>
  ) {
    let refusal = shared.withLock { shared -> String? in
      if shared.isStopped { return "the transport was closed" }
      if shared.exchanges >= Self.exchangesMax { return "too many requests at once" }
      if !shared.hasThread, !startThread() { return "no thread for the network" }
      shared.hasThread = true
      shared.exchanges += 1
      shared.append(.start(id, order, continuation))
      return nil
    }
    guard let refusal else { return }
    continuation.resume(returning: .failure(.other(reason: refusal, sentRequest: false)))
  }

  private func push(_ command: Command) { shared.withLock { $0.append(command) } }

  /// The thread's own view: what to do next; nil when it shall end.
  func takeCommands() -> [Command]? {
    shared.withLock { shared in
      if shared.isStopped { return nil }
      let commands = shared.commands
      shared.commands.removeAll(keepingCapacity: commands.count <= 64)
      return commands
    }
  }

  /// Stops, and answers what the thread will not do any more.
  func refuseRest(_ error: TransportError) {
    let rest = shared.withLock { shared in
      shared.isStopped = true
      defer { shared.commands.removeAll() }
      return shared.commands
    }
    for case .start(_, _, let continuation) in rest {
      hasEnded(1)
      continuation.resume(returning: .failure(error))
    }
  }

  func hasEnded(_ count: Int) { shared.withLock { $0.exchanges -= count } }

  /// Publishes the handle for wake-ups, and takes it back before it is freed.
  func publish(_ multi: UnsafeMutableRawPointer?) {
    // A raw pointer cannot be sent into the lock's closure; its address can.
    let address = UInt(bitPattern: multi)
    shared.withLock { $0.multi = UnsafeMutableRawPointer(bitPattern: address) }
  }

  private func startThread() -> Bool {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    var thread = pthread_t()
    let box = Unmanaged.passRetained(self)
    let code = pthread_create(&thread, &attributes, CurlLoop.threadMain, box.toOpaque())
    if code != 0 { box.release() }
    return code == 0
  }

  private static let threadMain:
    @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = {
      context in
      guard let context else { return nil }
      let loop = Unmanaged<CurlLoop>.fromOpaque(context).takeRetainedValue()
      // Signals are for the main thread.
      var all = sigset_t()
      sigfillset(&all)
      pthread_sigmask(SIG_BLOCK, &all, nil)
      CurlThread(loop).run()
      return nil
    }
}
