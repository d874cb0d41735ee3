// A named way to reach one workspace, as the profile file says it. Holds no key, only where it is.
import OrchestraClient

/// One profile of the configuration.
package struct Profile: Sendable, Equatable {
  package var name: String
  /// The server; nil means Orchestra's cloud.
  package var address: ServerAddress?
  package var accountID: String?
  package var key: KeySource?
  /// Writes are off.
  package var isReadOnly = false
  /// Shown in its own colour, and starts are confirmed by typing.
  package var isProduction = false
  /// The user wrote in words that the key may travel unencrypted.
  package var allowsPlainHTTP = false
  /// Requests a minute; nil means the default.
  package var requestsPerMinute: Int?
  package var theme: String?
  /// Environments whose runs count as production here, by name.
  package var productionEnvironments: [String] = []
  /// Writes are off until they are switched on for half a minute.
  package var armsWrites = false
  /// Its pages in a browser ("https://app.getorchestra.io"); nil is Orchestra's.
  package var pages: String?

  package init(name: String) { self.name = name }

  /// Where a key comes from.
  package enum KeySource: Sendable, Equatable {
    /// The name of an environment variable.
    case variable(String)
    /// Program and arguments; what it prints is the key. Never run by a shell.
    case command([String])
    /// A password store or a file.
    case store(SecretStore)
  }
}
