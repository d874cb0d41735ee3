// Doing an operation at once: checks the arguments, does the work, and gives a value or one line.
import JSON

extension OperationSpec {
  /// Does it, for verbs and tools; the same result for both.
  package func perform(
    _ values: JSONObject, on bench: Workbench
  ) async throws(WorkProblem) -> JSONObject {
    let arguments: OperationArguments
    do throws(OperationProblem) {
      arguments = try OperationArguments(values, of: self)
    } catch {
      throw WorkProblem(error)
    }
    guard let work else { throw WorkProblem(.unavailable, "\(name) cannot be done from here") }
    return try await work(bench, arguments)
  }
}
