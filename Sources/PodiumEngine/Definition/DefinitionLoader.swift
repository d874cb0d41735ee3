// The way in for pipeline files and posted definitions: text or JSON to a checked value, or all its
// problems.
import JSON
import YAML

/// A problem of a pipeline file or a posted definition, with its place.
package typealias DefinitionProblem = YAMLProblem

/// What loading gave.
package struct LoadedDefinition: Sendable {
  /// nil when there is any problem.
  package let definition: PipelineDefinition?
  /// All of them, in the order of their places.
  package let problems: [DefinitionProblem]
}

/// Reads definitions.
package enum DefinitionLoader {
  /// Reads a pipeline file.
  /// - Parameter file: its name for problems, as the person knows it.
  package static func load(yaml text: String, file: String) -> LoadedDefinition {
    load(YAMLDocument(reading: text, file: file))
  }

  /// Reads the bytes of a pipeline file.
  package static func load(yamlBytes bytes: [UInt8], file: String) -> LoadedDefinition {
    load(YAMLDocument(readingBytes: bytes, file: file))
  }

  /// Reads a posted definition; both spellings of keys are taken. Problems have paths, not places.
  package static func load(json value: JSONValue) -> LoadedDefinition {
    var budget = YAMLLimits().nodesMax
    guard let root = YAMLNode(json: value, path: .root, budget: &budget) else {
      var checker = YAMLChecker(spelling: .snakeOrCamel)
      checker.report(
        "the definition has more than \(YAMLLimits().nodesMax) values", at: .nowhere, path: .root)
      return LoadedDefinition(definition: nil, problems: checker.problems)
    }
    return read(root, YAMLChecker(spelling: .snakeOrCamel))
  }

  private static func load(_ document: YAMLDocument) -> LoadedDefinition {
    let checker = YAMLChecker(document)
    guard let root = document.root else {
      return LoadedDefinition(definition: nil, problems: checker.sortedProblems)
    }
    return read(root, checker)
  }

  private static func read(_ root: YAMLNode, _ checker: YAMLChecker) -> LoadedDefinition {
    var reader = DefinitionReader(checker)
    let definition = reader.pipeline(root)
    let problems = reader.checker.sortedProblems
    return LoadedDefinition(definition: problems.isEmpty ? definition : nil, problems: problems)
  }
}
