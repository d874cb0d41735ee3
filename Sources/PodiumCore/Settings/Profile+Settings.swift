// The keys of a profile in the configuration file.
import OrchestraClient
import YAML

extension Profile {
  /// Every key of a profile.
  package static let settings: [Setting<Profile>] = connection + safety

  private static let connection: [Setting<Profile>] = [
    Setting(
      "base_url", "the API's address, with or without its path", sample: "http://127.0.0.1:8787"
    ) { reader, node, profile in
      profile.address = reader.address(node)
    } show: { profile in
      profile.cloud == nil ? profile.address.map { YAMLNode(.string($0.description)) } : nil
    },
    Setting("env", "instead of base_url: app, stage or dev of Orchestra's cloud", sample: "stage") {
      reader, node, profile in
      let words = ServerAddress.CloudEnvironment.allCases.map(\.rawValue)
      let word = reader.checker.choice(node, "env", of: words)
      profile.address = word.flatMap(ServerAddress.CloudEnvironment.init).map { .cloud($0) }
    } show: {
      $0.cloud.map { YAMLNode(.string($0.rawValue)) }
    },
    .word("account_id", "the account, for keys of several", sample: "00000000-…", \.accountID),
    Setting("key_env", "the name of a variable that holds the key", sample: "PROD_KEY") {
      reader, node, profile in
      profile.key = reader.keyVariable(node)
    } show: { profile in
      if case .variable(let name) = profile.key { YAMLNode(.string(name)) } else { nil }
    },
    Setting(
      "key_command", "a program that prints the key; run without a shell",
      sample: "[op, read, \"op://vault/orchestra/credential\"]"
    ) { reader, node, profile in
      if let words = reader.words(node, "key_command") { profile.key = .command(words) }
    } show: { profile in
      if case .command(let words) = profile.key { .list(words) } else { nil }
    },
    .store(
      "onepassword", "an item of 1Password: its fields credential and, if wanted, base_url",
      sample: "\"op://vault/item\""
    ) { text in text.hasPrefix("op://") ? .onePassword(text) : nil },
    .store("pass", "an entry of pass; its first line is the key", sample: "orchestra/prod") {
      .pass($0)
    },
    .store(
      "key_file", "a file with the key, only readable by you", sample: "/run/secrets/orchestra"
    ) {
      $0.hasPrefix("/") ? .file($0) : nil
    },
    Setting(
      "allow_plain_http", "allow-plain-http: the key may travel readable",
      sample: "allow-plain-http"
    ) { reader, node, profile in
      profile.allowsPlainHTTP = reader.plainHTTP(node)
    } show: {
      $0.allowsPlainHTTP ? YAMLNode(.string(AccessSettings.plainHTTPWord)) : nil
    },
    Setting("requests_per_minute", "the key's budget (50)", sample: "50") { reader, node, profile in
      profile.requestsPerMinute = reader.checker.whole(
        node, "requests_per_minute", in: Configuration.requestsPerMinuteRange)
    } show: {
      $0.requestsPerMinute.map { YAMLNode(.int(Int64($0))) }
    },
    Setting("pages", "its pages for a browser (o)", sample: "https://app.getorchestra.io") {
      reader, node, profile in
      profile.pages = reader.pages(node)
    } show: {
      $0.pages.map { YAMLNode(.string($0)) }
    },
  ]

  private static let safety: [Setting<Profile>] = [
    .flag("read_only", "whether every write is off", \.isReadOnly),
    .flag("production", "its own colour, and every write asks once more", \.isProduction),
    Setting("production_environments", "environments that count as production", sample: "[prod]") {
      reader, node, profile in
      profile.productionEnvironments =
        reader.checker.texts(node, "production_environments") ?? []
    } show: {
      .list($0.productionEnvironments)
    },
    .flag("armed", "writes are off until A switches them on for 30 seconds", \.armsWrites),
    Setting("theme", "its own theme", sample: "high-contrast") { reader, node, profile in
      profile.theme = reader.theme(node)
    } show: {
      $0.theme.map { YAMLNode(.string($0)) }
    },
  ]

  /// What names a key, each instead of the others.
  fileprivate static let keyNames = ["key_env", "key_command", "onepassword", "pass", "key_file"]

  /// The environment of Orchestra's cloud that it names, if it names one.
  private var cloud: ServerAddress.CloudEnvironment? {
    address.flatMap { address in
      ServerAddress.CloudEnvironment.allCases.first { .cloud($0) == address }
    }
  }
}

extension Setting where Target == Profile {
  /// A store of keys that is named by one word.
  fileprivate static func store(
    _ name: String, _ says: String, sample: String,
    _ make: @escaping @Sendable (String) -> SecretStore?
  ) -> Setting {
    Setting(name, says, sample: sample) { reader, node, profile in
      guard let text = reader.checker.word(node, name) else { return }
      if let store = make(text) {
        profile.key = .store(store)
      } else {
        reader.checker.report("“\(name)” must look like \(sample)", at: node)
      }
    } show: { profile in
      guard case .store(let store) = profile.key else { return nil }
      let text = store.setting
      return text.name == name ? YAMLNode(.string(text.value)) : nil
    }
  }
}

extension SecretStore {
  /// As the file says it.
  fileprivate var setting: (name: String, value: String) {
    switch self {
    case .onePassword(let item): ("onepassword", item)
    case .pass(let entry): ("pass", entry)
    case .file(let path): ("key_file", path)
    }
  }
}

extension ConfigurationReader {
  mutating func profiles(_ node: YAMLNode) -> [Profile] {
    (checker.entries(node, "profiles") ?? []).compactMap { entry in
      var profile = Profile(name: entry.key)
      guard let table = read(Profile.settings, entry.value, "a profile", &profile) else {
        return nil
      }
      for (names, what) in [(["env", "base_url"], "the server"), (Profile.keyNames, "a key")] {
        let given = names.filter { table[$0] != nil }
        if given.count > 1, let node = table[given[0]] {
          checker.report(
            "“\(given[0])” and “\(given[1])” both name \(what)", at: node, hint: "keep one")
        }
      }
      return profile
    }
  }

  mutating func address(_ node: YAMLNode) -> ServerAddress? {
    guard let text = checker.word(node, "base_url") else { return nil }
    do throws(ServerAddress.Problem) {
      return try ServerAddress(text)
    } catch {
      let problem = AccessProblem.address(value: text, source: "“base_url”", error)
      checker.report(problem.message, at: node)
      return nil
    }
  }

  mutating func keyVariable(_ node: YAMLNode) -> Profile.KeySource? {
    guard let name = checker.word(node, "key_env") else { return nil }
    let isName = name.utf8.allSatisfy {
      (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == 95
    }
    guard isName, name.utf8.first.map({ !(48...57).contains($0) }) ?? false else {
      // The text may be the key itself: it is not repeated.
      checker.report(
        "“key_env” must be the name of an environment variable", at: node,
        hint: "a key does not belong into this file")
      return nil
    }
    return .variable(name)
  }

  mutating func plainHTTP(_ node: YAMLNode) -> Bool {
    guard node.scalar != .bool(false) else { return false }
    guard node.string == AccessSettings.plainHTTPWord else {
      checker.report(
        "“allow_plain_http” must say what it allows", at: node,
        hint: "write \(AccessSettings.plainHTTPWord): the key is readable by everyone on the way")
      return false
    }
    return true
  }

  /// An address for a browser, without a slash at its end.
  mutating func pages(_ node: YAMLNode) -> String? {
    guard var text = checker.word(node, "pages") else { return nil }
    while text.hasSuffix("/") { text.removeLast() }
    let rest = ["https://", "http://"].first { text.hasPrefix($0) }.map { text.dropFirst($0.count) }
    let isPlain = text.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != 0x22 && $0 != 0x5C }
    guard let rest, !rest.isEmpty, rest.first != "/", isPlain else {
      checker.report(
        "“pages” must be an address that begins with https:// or http://", at: node,
        hint: "for example https://app.getorchestra.io")
      return nil
    }
    return text
  }
}
