// Problems of a posted definition in the shape of the API's 422 answers.
import JSON
import YAML

extension DefinitionProblem {
  /// The path of the field: keys as strings, positions as numbers.
  package var fieldPath: JSONValue {
    .array(
      path.map { step in
        switch step {
        case .key(let key): .string(key)
        case .index(let index): .int(Int64(index))
        }
      })
  }

  /// Message and suggestion in one line.
  package var sentence: String { suggestion.map { "\(message); \($0)" } ?? message }
}
