// What every task that is a process has in common: folders, variables, the end in words, outputs.
import JSON
import OrchestraAPI
import Time

/// Runs one process for one attempt.
struct ProcessTask {
  /// Most outputs that a task may set.
  static let outputsMax = 200

  private let attempt: TaskAttempt
  private let tools: TaskTools

  init(_ attempt: TaskAttempt, _ tools: TaskTools) {
    self.attempt = attempt
    self.tools = tools
  }

  /// - Parameter directory: relative to the folder of the pipeline files; nil is the work folder.
  func run(_ words: [String], directory: String?) async -> TaskOutcome {
    if let problem = CommandTask.folderProblem(directory.map { .string($0) }) {
      return .failed(message: problem)
    }
    var environment = ChildEnvironment.variables(of: attempt, tools)
    ChildEnvironment.add(own: ownVariables, to: &environment)
    var request = ProcessRequest(
      arguments: words, environment: environment, folder: folder(directory),
      logPath: tools.files.log(attempt.path, attempt: attempt.number))
    request.timeout = attempt.timeout
    request.grace = tools.grace
    let end = await tools.processes.run(attempt.path.taskRunID, request)
    let outcome = await outcome(of: end)
    if case .failed = outcome { await tools.note(attempt, Self.words(end)) }
    return outcome
  }

  private func folder(_ directory: String?) -> String {
    guard let directory, let pipelines = tools.pipelinesFolder else { return attempt.workFolder }
    return "\(pipelines)/\(directory)"
  }

  /// `environment_variables`: a map, or JSON in a string as the platform writes it.
  private var ownVariables: JSONObject {
    switch attempt.parameters["environment_variables"] {
    case .object(let object): object
    case .string(let text): (try? JSONValue(parsing: text))?.object ?? JSONObject()
    default: JSONObject()
    }
  }

  private func outcome(of end: ProcessEnd) async -> TaskOutcome {
    switch end {
    case .exited(status: 0): return await success()
    case .exited, .signalled: return await failure(Self.words(end))
    default: return .failed(message: Self.words(end))
    }
  }

  private static func words(_ end: ProcessEnd) -> String {
    switch end {
    case .exited(let status): "Exit status \(status)"
    case .signalled(let signal): "Killed by signal \(signal)"
    case .timedOut(let limit): "Timed out after \(limit.words)"
    case .wroteTooMuch(let limit): "Stopped: its log is larger than \(limit >> 20) MiB"
    case .stopped: "Stopped"
    case .lost: "It ended, but its exit status is lost"
    case .notStarted(let reason): reason
    }
  }

  /// What the process said about it goes behind the engine's words.
  private func failure(_ words: String) async -> TaskOutcome {
    let log = tools.files.log(attempt.path, attempt: attempt.number)
    let tail = try? await tools.folders.piece(of: log, .last(ErrorLine.tailBytes))
    let line = ErrorLine.find(tail?.bytes ?? [])
    return .failed(message: line.map { "\(words): \($0)" } ?? words)
  }

  private func success() async -> TaskOutcome {
    do throws(EngineError) {
      let bytes = try await tools.folders.whole(tools.files.output(attempt.path)) ?? []
      return .succeeded(message: "Exit status 0", outputs: Self.outputs(bytes))
    } catch {
      return .failed(message: "It succeeded, but its outputs cannot be read: \(error)")
    }
  }

  /// "name=value" lines; the last value of a name wins, other lines are ignored.
  static func outputs(_ bytes: [UInt8]) -> [String: String] {
    var outputs: [String: String] = [:]
    for line in bytes.split(separator: 10) {
      guard let equals = line.firstIndex(of: 61), equals > line.startIndex else { continue }
      let name = String(decoding: line[..<equals], as: UTF8.self)
      guard outputs.count < outputsMax || outputs[name] != nil else { break }
      outputs[name] = String(decoding: line[(equals + 1)...], as: UTF8.self)
    }
    return outputs
  }
}
