// What the user typed after `/`: words that must all hold. A value; matching is here, caching is in
// RunFilterIndex. The full filter language will produce the same value.
import Matching
import OrchestraAPI

/// Terms that a run must meet, all of them.
package struct RunFilter: Sendable, Hashable {
  package let text: String
  package let terms: [Term]

  /// One condition.
  package struct Term: Sendable, Hashable {
    /// nil means any field.
    package var field: Field?
    /// Lower-case alternatives; one of them must occur.
    package var values: [String]
    package var isNegated: Bool
  }

  /// What `field:` can name.
  package enum Field: String, Sendable, CaseIterable {
    case status, pipeline, trigger, branch, environment, id, cause, message, commit

    init?(word: Substring) {
      switch word.lowercased() {
      case "env": self = .environment
      case "name": self = .pipeline
      case "error": self = .cause
      case let word:
        guard let field = Field(rawValue: word) else { return nil }
        self = field
      }
    }
  }

  /// Most terms of a filter; what comes after them is ignored.
  package static let termsMax = 32

  /// Reads `failed nightly`, `status:failed,running`, `!branch:main`, `"two words"`.
  /// A word before `:` that names no field is plain text.
  package init(_ text: String) {
    self.text = text
    terms = Array(Self.words(text).compactMap(Self.term).prefix(Self.termsMax))
  }

  /// Everything passes.
  package var isEmpty: Bool { terms.isEmpty }

  /// Whether causes of failures decide, besides the rows themselves.
  package var readsCauses: Bool { terms.contains { $0.field == nil || $0.field == .cause } }

  /// Whether a run passes; what failed in a run that succeeded in the end does not count.
  package func matches(_ run: PipelineRun, cause: FailureCause?) -> Bool {
    let cause = run.status == .succeeded ? nil : cause
    return terms.allSatisfy { $0.occurs(in: run, cause: cause) != $0.isNegated }
  }

  private static func term(_ word: (text: String, isQuoted: Bool)) -> Term? {
    var rest = word.text[...]
    let isNegated = !word.isQuoted && rest.hasPrefix("!") && rest.count > 1
    if isNegated { rest = rest.dropFirst() }
    var field: Field?
    if !word.isQuoted, let colon = rest.firstIndex(of: ":"), let known = Field(word: rest[..<colon])
    {
      field = known
      rest = rest[rest.index(after: colon)...]
    }
    let parts = field == nil ? [rest] : rest.split(separator: ",")
    let values = parts.map { $0.lowercased() }.filter { !$0.isEmpty }
    // "status:" while it is typed does not hide everything.
    return values.isEmpty ? nil : Term(field: field, values: values, isNegated: isNegated)
  }

  /// Words by white space; quotes keep it and switch off operators.
  private static func words(_ text: String) -> [(text: String, isQuoted: Bool)] {
    var result: [(text: String, isQuoted: Bool)] = []
    var current = ""
    var isQuoted = false
    var isInside = false
    for character in text {
      if character == "\"" {
        if !isInside, current.isEmpty { isQuoted = true }
        isInside.toggle()
      } else if character.isWhitespace, !isInside {
        if !current.isEmpty { result.append((current, isQuoted)) }
        (current, isQuoted) = ("", false)
      } else {
        current.append(character)
      }
    }
    if !current.isEmpty { result.append((current, isQuoted)) }
    return result
  }
}

extension RunFilter.Term {
  func occurs(in run: PipelineRun, cause: FailureCause?) -> Bool {
    guard let field else {
      let fields: [RunFilter.Field] = [.status, .pipeline, .trigger, .branch, .environment, .id]
      return fields.contains { occurs(field: $0, run, cause) } || occurs(in: cause)
    }
    return occurs(field: field, run, cause)
  }

  /// Whether a status has one of the words.
  func matches(_ status: RunStatus) -> Bool {
    switch status {
    case .other(let word): values.contains { word.lowercased().hasPrefix($0) }
    default: values.contains { status.lowerWord.hasPrefix($0) }
    }
  }

  func occurs(in cause: FailureCause?) -> Bool {
    guard let cause else { return false }
    return isFound(cause.taskName) || isFound(cause.errorLine)
  }

  func occurs(field: RunFilter.Field, _ run: PipelineRun, _ cause: FailureCause?) -> Bool {
    switch field {
    case .status: matches(run.status)
    case .pipeline: isFound(run.pipelineName)
    case .trigger: run.triggeredBy.contains { isFound($0.words) }
    case .branch: isFound(run.branch)
    case .environment: isFound(run.environmentName)
    case .id: isFound(run.id.text)
    case .commit: isFound(run.commit)
    case .message: isFound(run.message)
    case .cause:
      occurs(in: cause) || (cause == nil && !run.status.isSuccess && isFound(run.message))
    }
  }

  private func isFound(_ text: String?) -> Bool {
    guard let text, !text.isEmpty else { return false }
    let lowered = text.lowercased()
    return values.contains { Substring(lowered).contains(bytes: $0) }
  }
}

extension RunStatus {
  /// The word in lower case, without making it: filters ask for it a hundred thousand times.
  fileprivate var lowerWord: String {
    switch self {
    case .created: "created"
    case .queued: "queued"
    case .running: "running"
    case .succeeded: "succeeded"
    case .warning: "warning"
    case .failed: "failed"
    case .skipped: "skipped"
    case .cancelling: "cancelling"
    case .cancelled: "cancelled"
    case .other(let word): word.lowercased()
    }
  }
}

extension TriggeredBy {
  /// What started the run, in a few words: "daily 03:00", "sensor new_file", "webhook".
  package var words: String {
    let kind = type.split(separator: "_").joined(separator: " ").lowercased()
    switch type {
    case "SCHEDULED": return scheduleName ?? scheduleCron.map { "cron \($0)" } ?? "schedule"
    case "SENSOR": return sensorName.map { "sensor \($0)" } ?? "sensor"
    case "TRIGGER_EVENT": return pipelineName.map { "after \($0)" } ?? "event"
    case "MANUAL": return "manual"
    default: return kind
    }
  }
}

extension Substring {
  /// Bytewise search: both sides are lower case already.
  fileprivate func contains(bytes needle: String) -> Bool {
    let found = utf8.withContiguousStorageIfAvailable { hay in
      var needle = needle
      return needle.withUTF8 { ByteSearch.first($0, in: hay) != nil }
    }
    return found ?? self.contains(needle)
  }
}
