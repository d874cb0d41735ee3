// LOCAL / LOCAL_COMMAND: a program with its arguments, started without a shell.
import JSON
import OrchestraAPI
import Time

/// Parameters: `command` (list of words, or one line that is cut at spaces), `directory` (relative
/// to the folder of the pipeline files; else the run's work folder), `environment_variables`.
enum CommandTask {
  private static let shells: Set<String> = ["sh", "bash", "dash", "zsh", "ksh", "ash", "fish"]

  static func problem(_ task: TaskDefinition) -> String? {
    switch words(task.parameters) {
    case .failure(let problem): problem.text
    case .success(let words): shellProblem(words) ?? folderProblem(task.parameters["directory"])
    }
  }

  static func perform(_ attempt: TaskAttempt, _ tools: TaskTools) async -> TaskOutcome {
    switch words(attempt.parameters) {
    case .failure(let problem): return .failed(message: problem.text)
    case .success(let words):
      let directory = attempt.parameters["directory"]?.string
      return await ProcessTask(attempt, tools).run(words, directory: directory)
    }
  }

  /// A sentence for people.
  struct Problem: Error {
    let text: String
  }

  /// The words of `command`. Values of expressions are already in place, so a list is the way to
  /// keep them whole.
  static func words(_ parameters: JSONObject) -> Result<[String], Problem> {
    let words: [String]
    switch parameters["command"] {
    case .array(let items): words = items.map(\.plainText)
    case .string(let line):
      if line.contains("${{") {
        return .failure(
          Problem(text: "command with ${{ … }} must be a list of words, one value a word"))
      }
      guard let split = CommandWords.split(line) else {
        return .failure(Problem(text: "command has an open quote"))
      }
      words = split
    default:
      return .failure(Problem(text: "command is missing: a list of words, e.g. [awk, -f, x.awk]"))
    }
    guard let program = words.first, !program.isEmpty else {
      return .failure(Problem(text: "command is empty"))
    }
    return .success(words)
  }

  /// Run data inside a script for a shell would be code.
  static func shellProblem(_ words: [String]) -> String? {
    let program = words[0].split(separator: "/").last.map(String.init) ?? words[0]
    guard shells.contains(program) else { return nil }
    let flag = words.firstIndex { $0.hasPrefix("-") && !$0.hasPrefix("--") && $0.contains("c") }
    guard let flag, flag + 1 < words.count, words[flag + 1].contains("${{") else { return nil }
    return """
      the script of \(program) -c holds ${{ … }}: run data never goes through a shell; \
      use the variables PODIUM_INPUT_… instead
      """
  }

  static func folderProblem(_ value: JSONValue?) -> String? {
    guard let value, let folder = value.string else { return nil }
    let isInside = !folder.hasPrefix("/") && !folder.split(separator: "/").contains("..")
    return isInside ? nil : "its directory must lie inside the folder of the pipeline files"
  }
}
