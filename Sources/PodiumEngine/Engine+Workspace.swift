// Answers about the workspace: one account, the environments of a file, nothing else. A local
// engine has no connections and no assets of its own: these lists are truly empty.
import OrchestraAPI

extension Engine {
  /// The one account.
  package func answer(_ endpoint: ListAccounts) async throws(APIProblem) -> [Account] {
    [account]
  }

  /// All environments, without values.
  package func answer(_ endpoint: ListEnvironments) async throws(APIProblem) -> [Environment] {
    let set = await catalog.environments()
    return set.entries.map { set.environment($0, account: account.id) }
  }

  /// One environment with its values.
  package func answer(_ endpoint: GetEnvironment) async throws(APIProblem) -> Environment {
    let set = await catalog.environments()
    guard let entry = set.entries.first(where: { $0.id == endpoint.environmentID }) else {
      throw .notFound("Environment", endpoint.environmentID.text)
    }
    return set.environment(entry, account: account.id, withValues: true)
  }

  /// None: tasks of this machine need no connection.
  package func answer(_ endpoint: ListConnections) async throws(APIProblem) -> [Connection] { [] }

  /// None.
  package func answer(_ endpoint: ListAssets) async throws(APIProblem) -> Page<Asset> {
    Page(page: endpoint.page.page, pageSize: endpoint.page.size, total: 0, items: [])
  }
}
