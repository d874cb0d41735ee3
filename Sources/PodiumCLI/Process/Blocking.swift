// Lets the main thread wait for asynchronous work. Only for commands without a screen, and only on
// the main thread: anywhere else it would take one of the few threads that tasks run on.
import Glibc
import Synchronization

enum Blocking {
  /// Runs the work as a task and blocks this thread until it is done.
  static func wait<Value: Sendable>(_ work: @escaping @Sendable () async -> Value) -> Value {
    let result = Parcel<Value>()
    Task { result.put(await work()) }
    return result.take()
  }
}

/// One value on its way from a task to a waiting thread.
private final class Parcel<Value: Sendable>: Sendable {
  private let value = Mutex<Value?>(nil)
  private let reader: Int32
  private let writer: Int32

  init() {
    var ends: [Int32] = [-1, -1]
    precondition(pipe(&ends) == 0, "a process needs two descriptors to wait")
    (reader, writer) = (ends[0], ends[1])
  }

  func put(_ new: Value) {
    value.withLock { $0 = new }
    _ = write(writer, "!", 1)
  }

  func take() -> Value {
    var byte: UInt8 = 0
    while read(reader, &byte, 1) < 0, errno == EINTR {}
    close(reader)
    close(writer)
    guard let value = value.withLock({ $0 }) else { preconditionFailure("woken without a value") }
    return value
  }
}
