// One thing that the doctor looked at: how it is, why, and what to do.
import JSON

/// A line of `podium doctor`.
struct Finding: Sendable, Equatable {
  /// How bad it is.
  enum State: String, Sendable {
    case good = "ok"
    /// Works, but not as well as it could.
    case warning
    case bad = "problem"
    /// Could not be looked at because of another problem.
    case skipped
  }

  /// What was looked at: "key".
  let check: String
  let state: State
  /// What there is, or the cause.
  let says: String
  /// What to do; nil where nothing is to be done.
  var fix: String?
  /// The code of a program that fails by it.
  var code = ExitCode.usage

  static func good(_ check: String, _ says: String) -> Finding {
    Finding(check: check, state: .good, says: says)
  }

  static func warning(_ check: String, _ says: String, fix: String) -> Finding {
    Finding(check: check, state: .warning, says: says, fix: fix)
  }

  static func bad(
    _ check: String, _ says: String, fix: String, _ code: ExitCode = .usage
  ) -> Finding {
    Finding(check: check, state: .bad, says: says, fix: fix, code: code)
  }

  static func skipped(_ check: String, _ says: String) -> Finding {
    Finding(check: check, state: .skipped, says: says)
  }

  /// As `--json` gives it.
  var json: JSONValue {
    var object: JSONObject = [
      "check": .string(check), "state": .string(state.rawValue), "says": .string(says),
    ]
    if let fix { object["fix"] = .string(fix) }
    return .object(object)
  }

  /// As text: one line, and one for what to do.
  var lines: [String] {
    let word = state == .bad ? "PROBLEM" : state.rawValue
    let head = word + String(repeating: " ", count: max(1, 9 - word.count))
    let name = check + String(repeating: " ", count: max(1, 15 - check.count))
    let margin = String(repeating: " ", count: 24)
    return [head + name + says] + (fix.map { ["\(margin)fix: \($0)"] } ?? [])
  }
}
