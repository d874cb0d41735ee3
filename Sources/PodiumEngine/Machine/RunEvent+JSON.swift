// Events as they lie in the journal, one JSON object a row. Old rows must stay readable.
import JSON
import OrchestraAPI

extension RunEvent {
  /// The journal's form; tasks go by position in the run's plan.
  package var json: JSONValue {
    switch self {
    case .queued(let reason): ["event": "queued", "reason": .string(reason)]
    case .admitted: ["event": "admitted"]
    case .granted(let task): ["event": "granted", "task": .int(Int64(task))]
    case .ended(let task, let attempt, let outcome): Self.json(task, attempt, outcome)
    case .retryDue(let task): ["event": "retryDue", "task": .int(Int64(task))]
    case .cancel: ["event": "cancel"]
    case .forceCancel: ["event": "forceCancel"]
    case .interrupted(let reason): ["event": "interrupted", "reason": .string(reason)]
    }
  }

  /// nil for an event that this version does not know.
  package init?(json: JSONValue) {
    let task = json["task"]?.int.map(Int.init)
    let text = json["reason"]?.string ?? ""
    switch (json["event"]?.string, task) {
    case ("queued", _): self = .queued(reason: text)
    case ("admitted", _): self = .admitted
    case ("granted", let task?): self = .granted(task: task)
    case ("ended", let task?): self.init(ended: json, task: task)
    case ("retryDue", let task?): self = .retryDue(task: task)
    case ("cancel", _): self = .cancel
    case ("forceCancel", _): self = .forceCancel
    case ("interrupted", _): self = .interrupted(reason: text)
    default: return nil
    }
  }

  private init(ended json: JSONValue, task: Int) {
    let attempt = json["attempt"]?.int.map(Int.init) ?? 1
    let message = json["message"]?.string ?? ""
    if json["succeeded"]?.bool == true {
      let outputs = TaskOutputs.values(json["outputs"])
      self = .ended(
        task: task, attempt: attempt, outcome: .succeeded(message: message, outputs: outputs))
    } else {
      self = .ended(task: task, attempt: attempt, outcome: .failed(message: message))
    }
  }

  private static func json(_ task: Int, _ attempt: Int, _ outcome: TaskOutcome) -> JSONValue {
    var object: JSONObject = [
      "event": "ended", "task": .int(Int64(task)), "attempt": .int(Int64(attempt)),
    ]
    switch outcome {
    case .succeeded(let message, let outputs):
      object["succeeded"] = true
      object["message"] = .string(message)
      if !outputs.isEmpty { object["outputs"] = TaskOutputs.json(outputs) }
    case .failed(let message):
      object["succeeded"] = false
      object["message"] = .string(message)
    }
    return .object(object)
  }
}

/// Outputs of a task (name → text) as JSON, in the order of their names.
enum TaskOutputs {
  static func json(_ outputs: [String: String]) -> JSONValue {
    var object = JSONObject()
    for name in outputs.keys.sorted() { object[name] = outputs[name].map { .string($0) } }
    return .object(object)
  }

  static func values(_ json: JSONValue?) -> [String: String] {
    var outputs: [String: String] = [:]
    for member in json?.object?.members ?? [] {
      outputs[member.key] = member.value.string ?? member.value.text
    }
    return outputs
  }
}
