// What belongs to the workspace as a whole: its environments, and the check of a definition.
import JSON
import OrchestraAPI
import OrchestraClient

extension Workbench {
  /// The environments that runs can be started in.
  func listEnvironments() async throws(WorkProblem) -> JSONObject {
    let rows = try await call(ListEnvironments(), "list environments").map { environment in
      JSONValue.object(
        [
          "id": .string(environment.id.text), "name": .string(environment.name),
          "isDefault": .bool(environment.isDefault),
        ])
    }
    return ["total": .int(Int64(rows.count)), "results": .array(rows)]
  }

  /// Every problem of a definition as the workspace sees it.
  func validate(_ arguments: OperationArguments) async throws(WorkProblem) -> JSONObject {
    let definition = JSONValue.object(arguments.object("definition"))
    do throws(ClientError) {
      _ = try await client.call(
        ValidatePipeline(definition: definition), priority: .asked, purpose: "validate")
      return ["valid": true, "problems": .array([])]
    } catch {
      guard case .http(let problem, _) = error.kind, problem.status == 422 else {
        throw WorkProblem(error)
      }
      let fields =
        problem.fields.isEmpty
        ? [APIProblem.Field(path: [], message: problem.detail)] : problem.fields
      let problems = fields.map { field in
        JSONValue.object([
          "path": .array(field.path.filter { $0 != "body" }.map { .string($0) }),
          "message": .string(field.message),
        ])
      }
      return ["valid": false, "problems": .array(problems)]
    }
  }
}
