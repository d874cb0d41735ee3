// Small operations of one request that only look.
import JSON
import OrchestraAPI

extension OperationTable {
  static let reads: [OperationSpec] = [listEnvironments]

  private static let listEnvironments = OperationSpec(
    name: "list_environments", summary: "Lists the environments runs can be started in.",
    parameters: [], result: ["type": "array", "items": ["type": "object"]], effect: .read,
    capability: .readEnvironments, route: "GET /environments", verb: "environments", key: nil,
    bind: { (_, _) throws(OperationProblem) in
      BoundOperation(
        ListEnvironments(), title: "List environments", purpose: "list environments"
      ) { ("\($0.count) environments", nil) }
    })
}
