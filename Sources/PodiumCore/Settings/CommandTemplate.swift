// Words of a program in which names in braces stand for values of a run. A value stays one argument,
// or a part of one, whatever is in it; it never becomes text that a shell or an interpreter reads.
import YAML

/// What can stand in braces.
package enum Placeholder: String, Sendable, CaseIterable {
  case runID = "run_id"
  case pipeline
  case pipelineID = "pipeline_id"
  case status, branch, environment
  case taskID = "task_id"
  case taskRunID = "task_run_id"
  case url, profile
}

/// Program and arguments with places for values.
package struct CommandTemplate: Sendable, Equatable {
  /// As they stand in the file.
  package let words: [String]
  private let parts: [[Part]]

  private enum Part: Sendable, Equatable {
    case text(String)
    case value(Placeholder)
  }

  /// What is wrong with a template.
  package struct Problem: Error, Equatable {
    /// Its place among the words.
    package var word: Int
    package var message: String
    package var hint: String?
  }

  /// Refuses what would make a value more than an argument.
  package init(_ words: [String]) throws(Problem) {
    self.words = words
    var parts: [[Part]] = []
    for (index, word) in words.enumerated() {
      do throws(Unknown) {
        parts.append(try Self.parts(of: word))
      } catch {
        throw Problem(
          word: index, message: "“{\(error.name)}” is not known",
          hint: NearestWord.question(error.name, in: Placeholder.allCases.map(\.rawValue))
            ?? "write {{\(error.name)}} if the braces are meant")
      }
    }
    self.parts = parts
    try refuseProgram()
    try refuseScripts()
  }

  /// Placeholders that it needs a value for.
  package var placeholders: Set<Placeholder> {
    Set(parts.joined().compactMap { if case .value(let name) = $0 { name } else { nil } })
  }

  /// Why a program cannot be started with certain values.
  package enum Refusal: Error, Equatable {
    case missing(Placeholder)
    /// The value would be taken as an option.
    case option(Placeholder)
    case zeroByte(Placeholder)

    /// One line.
    package var message: String {
      switch self {
      case .missing(let name): "there is no {\(name.rawValue)} here"
      case .option(let name):
        "{\(name.rawValue)} begins with “-” here and could be taken as an option: not run"
      case .zeroByte(let name): "{\(name.rawValue)} holds a zero byte here: not run"
      }
    }
  }

  /// The words with values in place of their names.
  package func filled(_ values: [Placeholder: String]) throws(Refusal) -> [String] {
    var result: [String] = []
    for word in parts {
      var text = ""
      for part in word {
        switch part {
        case .text(let own): text += own
        case .value(let name):
          guard let value = values[name], !value.isEmpty else { throw .missing(name) }
          if text.isEmpty, value.hasPrefix("-") { throw .option(name) }
          if value.utf8.contains(0) { throw .zeroByte(name) }
          text += value
        }
      }
      result.append(text)
    }
    return result
  }

  private struct Unknown: Error { let name: String }

  private static func parts(of word: String) throws(Unknown) -> [Part] {
    var parts: [Part] = []
    var text = ""
    var rest = word[...]
    while let open = rest.firstIndex(of: "{") {
      text += rest[..<open]
      let inside = rest[rest.index(after: open)...]
      let isLiteral = inside.first == "{"
      let name = inside.drop { $0 == "{" }.prefix { $0.isASCII && ($0.isLowercase || $0 == "_") }
      let end = isLiteral ? "}}" : "}"
      guard !name.isEmpty, inside[name.endIndex...].hasPrefix(end) else {
        text.append("{")
        rest = inside
        continue
      }
      rest = inside[name.endIndex...].dropFirst(end.count)
      guard !isLiteral else {
        text += "{\(name)}"
        continue
      }
      guard let placeholder = Placeholder(rawValue: String(name)) else {
        throw Unknown(name: String(name))
      }
      if !text.isEmpty { parts.append(.text(text)) }
      text = ""
      parts.append(.value(placeholder))
    }
    text += rest
    if !text.isEmpty { parts.append(.text(text)) }
    return parts
  }

  private func hasValue(_ word: Int) -> Bool {
    parts[word].contains { if case .value = $0 { true } else { false } }
  }

  private func refuseProgram() throws(Problem) {
    guard words.first?.isEmpty == false else {
      throw Problem(word: 0, message: "there is no program")
    }
    if hasValue(0) {
      throw Problem(word: 0, message: "the program itself cannot come from a run")
    }
  }

  /// Interpreters, and the options after which they take a program as text.
  private static let interpreters: [(names: Set<String>, options: Set<Character>)] = [
    (["sh", "bash", "dash", "ash", "zsh", "ksh", "mksh", "fish", "csh", "tcsh", "su"], ["c"]),
    (["python", "python2", "python3"], ["c"]),
    (["perl", "ruby", "node", "lua", "php", "osascript"], ["e", "E", "r", "p"]),
  ]
  /// Programs that hand their arguments to a shell.
  private static let shellUsers: Set<String> = [
    "ssh", "watch", "tmux", "screen", "script", "parallel", "xargs", "eval", "awk", "gawk", "sed",
  ]

  private func refuseScripts() throws(Problem) {
    for (index, word) in words.enumerated() {
      let name = String(word.split(separator: "/").last ?? "")
      if Self.shellUsers.contains(name), isProgram(index),
        let value = words.indices.dropFirst(index + 1).first(where: hasValue)
      {
        throw Problem(
          word: value, message: "\(name) reads its arguments as a script: no values there",
          hint: "put it into a script of your own, and give the value to that")
      }
      guard let found = Self.interpreters.first(where: { $0.names.contains(name) }) else {
        continue
      }
      for option in words.indices.dropFirst(index + 1) where option + 1 < words.count {
        let text = words[option]
        let isShort = text.hasPrefix("-") && !text.hasPrefix("--")
        let isLong = text == "--eval" || text == "--command" || text == "--print"
        guard isLong || isShort && text.dropFirst().contains(where: found.options.contains),
          hasValue(option + 1)
        else { continue }
        throw Problem(
          word: option + 1, message: "a value cannot be a part of what \(name) reads as a script",
          hint: "give it behind the script: [sh, -c, 'echo \"$1\"', name, \"{run_id}\"]")
      }
    }
  }

  /// Whether a word is the program, or follows one that starts another: "env", "timeout 5".
  private func isProgram(_ index: Int) -> Bool {
    let starters: Set<String> = [
      "env", "sudo", "doas", "nohup", "setsid", "nice", "ionice", "timeout", "stdbuf", "time",
    ]
    return index == 0
      || words[..<index].contains {
        starters.contains(String($0.split(separator: "/").last ?? ""))
      }
  }
}
