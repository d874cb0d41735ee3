// Which server, which key, which account: resolved from environment variables as a pure function.
// Profile files are PodiumCore's; it fills the same settings and lets the two fall back on each other.

/// What is known about how to reach a workspace; every part may still be missing.
package struct AccessSettings: Sendable, Equatable {
  /// The server, with the variable or profile that named it.
  package var address: ServerAddress?
  package var addressSource: String?
  package var credentials: Credentials?
  /// Sent as `X-Orchestra-Account-Id`: for tokens that cover several accounts.
  package var accountID: String?
  /// Whether the user allowed in words to send the key over plain http to another machine.
  package var allowsPlainHTTP = false

  /// Nothing known.
  package init() {}

  /// The word that a profile must hold to send a key over plain http.
  package static let plainHTTPWord = "allow-plain-http"

  /// Takes from `other` what is missing here.
  package func falling(backOn other: AccessSettings) -> AccessSettings {
    var merged = self
    if address == nil {
      merged.address = other.address
      merged.addressSource = other.addressSource
    }
    merged.credentials = credentials ?? other.credentials
    merged.accountID = accountID ?? other.accountID
    merged.allowsPlainHTTP = allowsPlainHTTP || other.allowsPlainHTTP
    return merged
  }

  /// The whole access; without an address it is Orchestra's cloud.
  package func access() throws(AccessProblem) -> WorkspaceAccess {
    let address = address ?? .cloud()
    if let credentials, !address.protectsKey, !allowsPlainHTTP {
      throw .keyOverPlainHTTP(address: address, keySource: credentials.source)
    }
    return WorkspaceAccess(
      address: address, credentials: credentials, accountID: accountID,
      allowsPlainHTTP: allowsPlainHTTP)
  }
}

/// A server and the key for it.
package struct WorkspaceAccess: Sendable, Equatable {
  package var address: ServerAddress
  package var credentials: Credentials?
  package var accountID: String?
  package var allowsPlainHTTP: Bool

  /// For servers without a key leave `credentials` out.
  package init(
    address: ServerAddress, credentials: Credentials? = nil, accountID: String? = nil,
    allowsPlainHTTP: Bool = false
  ) {
    self.address = address
    self.credentials = credentials
    self.accountID = accountID
    self.allowsPlainHTTP = allowsPlainHTTP
  }

  /// Whether the key may be sent to the address.
  package var maySendKey: Bool { address.protectsKey || allowsPlainHTTP }
}

/// Why settings do not give an access.
package enum AccessProblem: Error, Sendable, Equatable {
  /// The value is repeated: addresses hold no secrets unless they hold user information.
  case address(value: String, source: String, ServerAddress.Problem)
  case cloudEnvironment(value: String, source: String)
  case key(source: String, Credentials.Problem)
  case accountID(source: String)
  case keyOverPlainHTTP(address: ServerAddress, keySource: String)
}

extension AccessSettings {
  /// Reads `ORCHESTRA_API_KEY`, `ORCHESTRA_API_BASE_URL`, `BASE_URL`, `ORCHESTRA_ENV`
  /// (app, stage, dev) and `ORCHESTRA_ACCOUNT_ID`. Empty variables count as absent.
  package init(environment: [String: String]) throws(AccessProblem) {
    let value = { (name: String) in environment[name].flatMap { $0.isEmpty ? nil : $0 } }
    if let name = ["ORCHESTRA_API_BASE_URL", "BASE_URL"].first(where: { value($0) != nil }) {
      try setAddress(value(name) ?? "", source: name)
    } else if let word = value("ORCHESTRA_ENV") {
      guard let cloud = ServerAddress.CloudEnvironment(rawValue: word.lowercased()) else {
        throw .cloudEnvironment(value: word, source: "ORCHESTRA_ENV")
      }
      address = .cloud(cloud)
      addressSource = "ORCHESTRA_ENV"
    }
    if let key = value("ORCHESTRA_API_KEY") { try setKey(key, source: "ORCHESTRA_API_KEY") }
    if let id = value("ORCHESTRA_ACCOUNT_ID") {
      try setAccountID(id, source: "ORCHESTRA_ACCOUNT_ID")
    }
  }

  /// - Parameter source: the variable, option or profile that named it.
  package mutating func setAddress(
    _ text: some StringProtocol, source: String
  ) throws(AccessProblem) {
    do throws(ServerAddress.Problem) {
      address = try ServerAddress(text)
      addressSource = source
    } catch {
      let value = error == .userInformation ? "(hidden)" : String(text)
      throw .address(value: value, source: source, error)
    }
  }

  /// - Parameter source: the variable, command or profile that the key came from.
  package mutating func setKey(_ key: some StringProtocol, source: String) throws(AccessProblem) {
    do throws(Credentials.Problem) {
      credentials = try Credentials(key: key, source: source)
    } catch {
      throw .key(source: source, error)
    }
  }

  /// Refuses what no header can carry.
  package mutating func setAccountID(
    _ id: some StringProtocol, source: String
  ) throws(AccessProblem) {
    guard id.utf8.allSatisfy({ $0 > 32 && $0 < 127 }) else { throw .accountID(source: source) }
    accountID = String(id)
  }
}

extension AccessProblem {
  /// One line: what is wrong, where, and what to write instead.
  package var message: String {
    switch self {
    case .address(let value, let source, let problem):
      "\(source): \(Printable.line(value, max: 120)) is no server address: \(problem.words)"
    case .cloudEnvironment(let value, let source):
      "\(source) is \(Printable.line(value, max: 40)): it must be app, stage or dev"
    case .key(let source, .empty): "\(source) holds no key"
    case .key(let source, .unusableCharacters):
      "\(source) holds something that is no key: spaces, line breaks or non-ASCII characters"
    case .accountID(let source): "\(source) is no account id: it must be one word, usually a UUID"
    case .keyOverPlainHTTP(let address, let source):
      "The key from \(source) was not sent to \(address.hostText): plain http would show it on the "
        + "network; use https, or write \(AccessSettings.plainHTTPWord) into the profile"
    }
  }
}

extension ServerAddress.Problem {
  var words: String {
    switch self {
    case .scheme: "it must start with https:// (or http:// for this machine)"
    case .host: "the host name is missing or malformed"
    case .port: "the port must be a number from 1 to 65535"
    case .userInformation: "it must not hold a user name or password; use a key"
    case .queryOrFragment: "it must end with the host or a path, without ? or #"
    case .characters: "it holds a space, a control or a non-ASCII character"
    }
  }
}
