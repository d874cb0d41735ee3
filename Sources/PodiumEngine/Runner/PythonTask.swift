// PYTHON / PYTHON_EXECUTE_SCRIPT: a Python program on this machine's python3.
import JSON
import OrchestraAPI

/// Parameters: `command` ("python scripts/load.py --full", or a list), or `code` (the text of a
/// program, with `source: INLINE`) and `args`; `project_dir` is the folder it starts in. Nothing is
/// installed here: `build_command`, `package_manager` and `python_version` are noted in the log.
enum PythonTask {
  private static let interpreters: Set<String> = ["python", "python3"]
  private static let ignored = ["build_command", "package_manager", "python_version"]

  static func problem(_ task: TaskDefinition) -> String? {
    if let code = task.parameters["code"] {
      guard let text = code.string else { return "code must be text" }
      return text.contains("${{")
        ? "code holds ${{ … }}: run data is not code; read PODIUM_INPUT_… from os.environ" : nil
    }
    guard task.parameters["command"] != nil else { return "command or code is missing" }
    switch CommandTask.words(task.parameters) {
    case .failure(let problem): return problem.text
    case .success(let words):
      return inlineProblem(words) ?? CommandTask.folderProblem(task.parameters["project_dir"])
    }
  }

  static func perform(_ attempt: TaskAttempt, _ tools: TaskTools) async -> TaskOutcome {
    let skipped = ignored.filter { attempt.parameters[$0] != nil }
    if !skipped.isEmpty {
      await tools.note(attempt, "not used on this machine: \(skipped.joined(separator: ", "))")
    }
    switch await words(attempt, tools) {
    case .failure(let problem): return .failed(message: problem.text)
    case .success(let words):
      let directory = attempt.parameters["project_dir"]?.string ?? (usesFiles(attempt) ? "." : nil)
      return await ProcessTask(attempt, tools).run(words, directory: directory)
    }
  }

  /// A command names files of the pipelines' folder; an inline script works in the run's folder.
  private static func usesFiles(_ attempt: TaskAttempt) -> Bool {
    attempt.parameters["code"] == nil
  }

  private static func words(
    _ attempt: TaskAttempt, _ tools: TaskTools
  ) async -> Result<[String], CommandTask.Problem> {
    guard let code = attempt.parameters["code"]?.string else {
      return CommandTask.words(attempt.parameters).map(withInterpreter)
    }
    let path = "\(tools.files.task(attempt.path))/code.py"
    do { try await tools.folders.write(Array(code.utf8), to: path) } catch {
      return .failure(CommandTask.Problem(text: "Cannot write its code: \(error)"))
    }
    let arguments = attempt.parameters["args"]?.array ?? []
    return .success(["python3", "-u", path] + arguments.map(\.plainText))
  }

  /// "python x.py" and "x.py" both run as "python3 -u x.py": unbuffered, so that logs grow live.
  private static func withInterpreter(_ words: [String]) -> [String] {
    if interpreters.contains(words[0]) { return ["python3", "-u"] + words.dropFirst() }
    return words[0].hasSuffix(".py") ? ["python3", "-u"] + words : words
  }

  private static func inlineProblem(_ words: [String]) -> String? {
    guard let flag = words.firstIndex(of: "-c"), flag + 1 < words.count,
      words[flag + 1].contains("${{")
    else { return CommandTask.shellProblem(words) }
    return "the program after -c holds ${{ … }}: run data is not code; use PODIUM_INPUT_…"
  }
}
