// One call of a verb: opens the workspace, performs the operation, prints what came of it. Ending signals
// end it at once with their code; what went wrong becomes one line and a code of the table.
import JSON
import OrchestraClient
import PodiumCore

/// What a verb works with while it runs.
struct VerbCall: Sendable {
  let verb: Verb
  let values: JSONObject
  let bench: Workbench
  let printer: ResultPrinter
  let invocation: Invocation

  /// Runs a verb to its end.
  static func run(_ verb: Verb, _ invocation: Invocation) throws(CommandFailure) -> Ending {
    let printer = try ResultPrinter(verb.face.text, invocation)
    let values = try verb.arguments(invocation)
    if let ending = try verb.face.early?(invocation, printer) { return ending }
    // Ctrl-C must end a key command that waits for a finger, so signals are held only after it.
    let connection = try Connection(invocation)
    EndingSignals.hold()
    var bench = Workbench(
      client: connection.client(invocation.environment), source: connection.choice.label)
    bench.audit = Audit(AuditFile(path: connection.paths.auditFile))
    let consent = try Consent(invocation, bench.source)
    bench.agree = { (request) async throws(WorkProblem) in try await consent.agree(request) }
    let call = VerbCall(
      verb: verb, values: values, bench: bench, printer: printer, invocation: invocation)
    return try Interruptible.run(writes: verb.spec.effect.isWrite) {
      () async throws(CommandFailure) in
      if let run = verb.face.run { return try await run(call) }
      call.printer.print(try await call.perform())
      return .code(.ok)
    }
  }

  /// Performs the verb's operation, or another with other values.
  func perform(
    _ name: String? = nil, _ values: JSONObject? = nil, on bench: Workbench? = nil
  ) async throws(CommandFailure) -> JSONObject {
    let spec = name.flatMap { OperationTable.standard[$0] } ?? verb.spec
    do throws(WorkProblem) {
      return try await spec.perform(values ?? self.values, on: bench ?? self.bench)
    } catch {
      let isRequest = error.kind == .onlyShown
      throw CommandFailure(
        ExitCode(error.kind), isRequest ? error.message : verb.translated(error.message))
    }
  }
}

extension ExitCode {
  /// The code for what kept an operation from its result.
  init(_ kind: WorkProblem.Kind) {
    self =
      switch kind {
      case .usage: .usage
      case .authentication: .authentication
      case .notFound: .notFound
      case .refused, .unavailable: .refused
      case .network: .network
      case .timedOut, .unknownOutcome: .timedOut
      case .server: .failed
      case .onlyShown: .ok
      }
  }
}

/// Work that ending signals end.
enum Interruptible {
  /// Runs the work; a signal that arrives first ends it. Ending signals must be held already.
  static func run(
    writes: Bool = false, _ work: @escaping @Sendable () async throws(CommandFailure) -> Ending
  ) throws(CommandFailure) -> Ending {
    let (results, sink) = AsyncStream<Result<Ending, CommandFailure>>.makeStream()
    let result = Blocking.wait { () async -> Result<Ending, CommandFailure> in
      let task = Task {
        do throws(CommandFailure) {
          sink.yield(.success(try await work()))
        } catch { sink.yield(.failure(error)) }
      }
      Task { sink.yield(.success(.signal(await OwnThread.run { EndingSignals.wait() }))) }
      for await first in results {
        task.cancel()
        return first
      }
      return .success(.code(.failed))
    }
    if writes, case .success(.signal) = result {
      Output().complain(
        "podium: interrupted: a request may have been sent; look before you repeat it")
    }
    return try result.get()
  }
}
