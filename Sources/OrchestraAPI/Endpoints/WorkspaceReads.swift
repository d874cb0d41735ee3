// Reading what a workspace holds besides pipelines.
import HTTP
import JSON

/// The workspaces that a key may see; on the platform's surface, without the account header.
package struct ListAccounts: Endpoint {
  package typealias Output = [Account]
  package static let route = Route(.get, "accounts", surface: .platform)
  package static let effect = Effect.read

  package init() {}
  package init(_ call: Call) throws(APIProblem) {}
  package var call: Call { Call() }
}

/// All environments, without their values.
package struct ListEnvironments: Endpoint {
  package typealias Output = [Environment]
  package static let route = Route(.get, "environments")
  package static let effect = Effect.read

  package init() {}
  package init(_ call: Call) throws(APIProblem) {}
  package var call: Call { Call() }
}

/// One environment with its values.
package struct GetEnvironment: Endpoint {
  package typealias Output = Environment
  package static let route = Route(.get, "environments/{}")
  package static let effect = Effect.read

  package var environmentID: Environment.ID

  package init(environmentID: Environment.ID) { self.environmentID = environmentID }
  package init(_ call: Call) throws(APIProblem) { environmentID = Identifier(call.captures[0]) }
  package var call: Call { Call(captures: [environmentID.text]) }
}

/// Connections of integrations.
package struct ListConnections: Endpoint {
  package typealias Output = [Connection]
  package static let route = Route(.get, "integrations/connections")
  package static let effect = Effect.read

  package var integration: String?
  package var authStatus: String?

  package init(integration: String? = nil, authStatus: String? = nil) {
    self.integration = integration
    self.authStatus = authStatus
  }

  package init(_ call: Call) throws(APIProblem) {
    integration = call.query["integration"]
    authStatus = call.query["authStatus"]
  }

  package var call: Call {
    var query = Query()
    query["integration"] = integration
    query["authStatus"] = authStatus
    return Call(query: query)
  }
}

/// Assets; no time window.
package struct ListAssets: Endpoint {
  package typealias Output = Page<Asset>
  package static let route = Route(.get, "assets")
  package static let effect = Effect.read

  package var page = PageRequest()
  package var types: [String] = []
  package var integration: String?
  package var statuses: [String] = []

  package init(page: PageRequest = PageRequest()) { self.page = page }

  package init(_ call: Call) throws(APIProblem) {
    page = try call.query.pageRequest()
    types = call.query.list("asset_type")
    integration = call.query["integration"]
    statuses = call.query.list("status")
  }

  package var call: Call {
    var query = Query()
    query.setPage(page)
    query.setList("asset_type", types)
    query["integration"] = integration
    query.setList("status", statuses)
    return Call(query: query)
  }
}

extension Array: JSONCodable where Element: JSONCodable {
  package init(json reader: inout JSONReader) throws(JSONError) {
    self = try reader.list { (reader) throws(JSONError) in try Element(json: &reader) }
  }

  package func write(to writer: inout JSONWriter) {
    writer.array(of: self) { $1.write(to: &$0) }
  }
}
