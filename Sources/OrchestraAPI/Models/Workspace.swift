// What a workspace holds besides pipelines: accounts, environments, connections, assets.
import JSON
import Time

/// A workspace ("account"): one API key belongs to one of them.
package struct Account: Sendable, Equatable, Identifiable {
  package typealias ID = Identifier<Account>

  package var id: ID
  package var name: String

  package init(id: ID, name: String) {
    self.id = id
    self.name = name
  }
}

extension Account: JSONCodable {
  package init(json reader: inout JSONReader) throws(JSONError) {
    self.init(id: "", name: "")
    try reader.object { (reader, key) throws(JSONError) in
      switch key {
      case "id": id = try reader.id() ?? ""
      case "name": name = try reader.text() ?? ""
      default: try reader.skip()
      }
    }
  }

  package func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("id", id)
      writer.member("name", name)
    }
  }
}

/// A named set of values that runs can use.
package struct Environment: Sendable, Equatable, Identifiable {
  package typealias ID = Identifier<Environment>

  package var id: ID
  package var name: String
  package var accountID: Account.ID?
  package var isDefault: Bool
  /// name → {type, value}; only in the answer for one environment.
  package var values: JSONValue?

  package init(id: ID, name: String, isDefault: Bool = false) {
    self.id = id
    self.name = name
    self.isDefault = isDefault
  }
}

extension Environment: JSONCodable {
  package init(json reader: inout JSONReader) throws(JSONError) {
    self.init(id: "", name: "")
    try reader.object { (reader, key) throws(JSONError) in
      switch key {
      case "environmentId", "id": id = try reader.id() ?? ""
      case "name": name = try reader.text() ?? ""
      case "accountId": accountID = try reader.id()
      case "defaultEnv": isDefault = try reader.flag() ?? false
      case "values": values = reader.takeNull() ? nil : try reader.value()
      default: try reader.skip()
      }
    }
  }

  package func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("accountId", accountID)
      writer.member("environmentId", id)
      writer.member("name", name)
      writer.member("defaultEnv", isDefault)
      if let values { writer.member("values", values) }
    }
  }
}

/// Credentials of an integration that tasks can use; never the secret itself.
package struct Connection: Sendable, Equatable, Identifiable {
  package typealias ID = Identifier<Connection>

  package var id: ID
  package var name: String
  package var integration: String
  package var authStatus: String
  package var isDefault: Bool

  package init(id: ID, name: String, integration: String, authStatus: String, isDefault: Bool) {
    self.id = id
    self.name = name
    self.integration = integration
    self.authStatus = authStatus
    self.isDefault = isDefault
  }
}

extension Connection: JSONCodable {
  package init(json reader: inout JSONReader) throws(JSONError) {
    self.init(id: "", name: "", integration: "", authStatus: "", isDefault: false)
    try reader.object { (reader, key) throws(JSONError) in
      switch key {
      case "connectionId": id = try reader.id() ?? ""
      case "connectionName": name = try reader.text() ?? ""
      case "integration": integration = try reader.text() ?? ""
      case "authStatus": authStatus = try reader.text() ?? ""
      case "isDefault": isDefault = try reader.flag() ?? false
      default: try reader.skip()
      }
    }
  }

  package func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("integration", integration)
      writer.member("authStatus", authStatus)
      writer.member("connectionId", id)
      writer.member("connectionName", name)
      writer.member("isDefault", isDefault)
    }
  }
}

/// A table, view or dashboard that pipelines touch.
package struct Asset: Sendable, Equatable, Identifiable {
  package typealias ID = Identifier<Asset>

  package var id: ID
  package var name: String
  package var type: String
  package var status: String
  package var integration: String
  package var externalID: String
  package var createdAt: Timestamp?
  package var updatedAt: Timestamp?

  package init(id: ID, name: String, type: String, status: String, integration: String) {
    self.id = id
    self.name = name
    self.type = type
    self.status = status
    self.integration = integration
    externalID = ""
  }
}

extension Asset: JSONCodable {
  package init(json reader: inout JSONReader) throws(JSONError) {
    self.init(id: "", name: "", type: "UNKNOWN", status: "UNKNOWN", integration: "")
    try reader.object { (reader, key) throws(JSONError) in
      switch key {
      case "assetId": id = try reader.id() ?? ""
      case "assetName": name = try reader.text() ?? ""
      case "assetType": type = try reader.text() ?? type
      case "status": status = try reader.text() ?? status
      case "integration": integration = try reader.text() ?? ""
      case "externalId": externalID = try reader.text() ?? ""
      case "createdAt": createdAt = try reader.time()
      case "updatedAt": updatedAt = try reader.time()
      default: try reader.skip()
      }
    }
  }

  package func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("assetId", id)
      writer.member("assetName", name)
      writer.member("assetType", type)
      writer.member("status", status)
      writer.member("integration", integration)
      writer.member("externalId", externalID)
      writer.member("createdAt", createdAt)
      writer.member("updatedAt", updatedAt)
    }
  }
}
