// The variables that a child sees: a few of the machine's, and the run's own. Never the engine's keys.
import JSON
import OrchestraAPI

/// Names and values for a child process.
///
/// `PODIUM_INPUT_<NAME>` inputs · `PODIUM_ENV_<NAME>` values of the environment ·
/// `PODIUM_OUTPUT_<TASK>_<NAME>` outputs of earlier tasks · `PODIUM_OUTPUT` file for own outputs
/// (`name=value` lines) · `PODIUM_ARTIFACTS` folder for artifacts · `PODIUM_WORK` folder shared by
/// the tasks of a run · `PODIUM_PIPELINES` folder of the pipeline files · `PODIUM_ATTEMPT` ·
/// `ORCHESTRA_PIPELINE_RUN_ID`, `ORCHESTRA_TASK_RUN_ID`, `ORCHESTRA_PIPELINE_ID`.
package enum ChildEnvironment {
  /// The machine's variables that pass through.
  package static let passed = [
    "PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR",
  ]
  /// Longest value that becomes a variable; longer inputs stay in the run's definition only.
  static let valueBytesMax = 100_000

  /// All variables of an attempt but those its task names itself.
  package static func variables(
    of attempt: TaskAttempt, _ tools: TaskTools
  ) -> [String: String] {
    var variables = tools.machineEnvironment
    variables["PATH"] = variables["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
    add(attempt.inputs, "PODIUM_INPUT_", to: &variables)
    add(attempt.environment, "PODIUM_ENV_", to: &variables)
    for (task, outputs) in attempt.outputs {
      for (name, value) in outputs where value.utf8.count <= valueBytesMax {
        variables["PODIUM_OUTPUT_\(self.name(task))_\(self.name(name))"] = value
      }
    }
    variables["PODIUM_OUTPUT"] = tools.files.output(attempt.path)
    variables["PODIUM_ARTIFACTS"] = tools.files.artifacts(attempt.path)
    variables["PODIUM_WORK"] = attempt.workFolder
    variables["PODIUM_PIPELINES"] = tools.pipelinesFolder
    variables["PODIUM_ATTEMPT"] = "\(attempt.number)"
    variables["PODIUM_PIPELINE_NAME"] = attempt.pipelineName
    variables["ORCHESTRA_PIPELINE_ID"] = attempt.pipelineID.text
    variables["ORCHESTRA_PIPELINE_RUN_ID"] = attempt.path.runID.text
    variables["ORCHESTRA_TASK_RUN_ID"] = attempt.path.taskRunID.text
    return variables
  }

  /// Adds the variables a task names itself; the run's own names cannot be replaced.
  package static func add(own: JSONObject, to variables: inout [String: String]) {
    for member in own.members where isName(member.key) && variables[member.key] == nil {
      variables[member.key] = member.value.plainText
    }
    if let path = own["PATH"]?.string { variables["PATH"] = path }
  }

  private static func add(
    _ object: JSONObject, _ prefix: String, to variables: inout [String: String]
  ) {
    for member in object.members {
      let value = member.value.plainText
      if value.utf8.count <= valueBytesMax { variables[prefix + name(member.key)] = value }
    }
  }

  /// "row-count" → "ROW_COUNT".
  static func name(_ text: String) -> String {
    String(
      text.unicodeScalars.map { scalar in
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9": Character(scalar).uppercased().first ?? "_"
        default: "_"
        }
      })
  }

  static func isName(_ text: String) -> Bool {
    guard let first = text.utf8.first, !(48...57).contains(first) else { return false }
    return text.utf8.allSatisfy {
      (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == 95
    }
  }
}

extension JSONValue {
  /// Text as it is, anything else as JSON: for variables and arguments.
  var plainText: String { string ?? text }
}
