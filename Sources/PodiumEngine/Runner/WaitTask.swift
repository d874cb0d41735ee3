// ORCHESTRA / WAIT: a pause.
import JSON
import OrchestraAPI
import Time

/// Parameters: `seconds` or `minutes`, a number.
enum WaitTask {
  static let secondsMax: Double = 7 * 86_400

  static func problem(_ task: TaskDefinition) -> String? {
    if isExpression(task.parameters["seconds"]) || isExpression(task.parameters["minutes"]) {
      return nil
    }
    return seconds(task.parameters) == nil
      ? "seconds (or minutes) must be a number from 0 to \(Int(secondsMax))" : nil
  }

  static func perform(_ attempt: TaskAttempt, _ tools: TaskTools) async -> TaskOutcome {
    guard let seconds = seconds(attempt.parameters) else {
      return .failed(message: "seconds (or minutes) is not a number it can wait")
    }
    var pause = Duration.milliseconds(Int64(seconds * 1000))
    let isTooLong = attempt.timeout.map { $0 < pause } ?? false
    if let timeout = attempt.timeout, isTooLong { pause = timeout }
    await tools.note(attempt, "waiting \(pause.words)")
    do { try await Task.sleep(for: pause) } catch { return .failed(message: "Stopped") }
    if isTooLong { return .failed(message: "Timed out after \(pause.words)") }
    return .succeeded(message: "Waited \(pause.words)", outputs: [:])
  }

  private static func isExpression(_ value: JSONValue?) -> Bool {
    value?.string?.contains("${{") == true
  }

  private static func seconds(_ parameters: JSONObject) -> Double? {
    let minutes = number(parameters["minutes"]).map { $0 * 60 }
    guard let seconds = number(parameters["seconds"]) ?? minutes, seconds >= 0,
      seconds <= secondsMax
    else { return nil }
    return seconds
  }

  private static func number(_ value: JSONValue?) -> Double? {
    value?.double ?? value?.string.flatMap { Double($0) }
  }
}
