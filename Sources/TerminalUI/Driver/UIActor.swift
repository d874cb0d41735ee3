// The actor of the screen: `App`, the terminal, nothing else.

/// Isolates what belongs to the screen to the thread that polls the terminal.
@globalActor package actor UIActor {
  package static let shared = UIActor()
  /// Runs this actor's jobs; `main` claims it before it does anything else.
  package static let executor = LoopExecutor()

  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    Self.executor.asUnownedSerialExecutor()
  }

  /// Runs synchronous code as the UI actor; breaks the program on any other thread.
  package static func assumeIsolated<T: Sendable>(_ body: @UIActor () throws -> T) rethrows -> T {
    executor.checkIsolated()
    return try withoutActuallyEscaping(body) { escaping in
      try unsafeBitCast(escaping, to: (() throws -> T).self)()
    }
  }
}
