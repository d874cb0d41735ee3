// The profile file: every problem with its line, column and caret; unknown keys with the nearest known.
import Glibc
import OrchestraClient
import YAML

extension Configuration {
  /// Reads a file's text. With problems the rest of it is still read.
  /// - Parameter file: the name in front of problems.
  package static func reading(
    _ bytes: [UInt8], file: String
  ) -> (configuration: Configuration, problems: [YAMLProblem]) {
    let document = YAMLDocument(readingBytes: bytes, file: file)
    var reader = ConfigurationReader(document)
    var configuration = Configuration()
    if let root = document.root, !root.isNull { configuration = reader.configuration(root) }
    return (configuration, reader.checker.sortedProblems)
  }

  /// Reads the file at a path; a missing file is an empty configuration. Blocks.
  package static func loading(
    _ path: String
  ) -> (configuration: Configuration, problems: [YAMLProblem]) {
    let fd = open(path, O_RDONLY | O_CLOEXEC)
    guard fd >= 0 else {
      guard errno != ENOENT, errno != ENOTDIR else { return (Configuration(), []) }
      let reason = String(cString: strerror(errno))
      let problem = YAMLProblem(
        "cannot be read: \(reason)", at: .nowhere, in: YAMLSource(file: path, text: ""))
      return (Configuration(), [problem])
    }
    defer { close(fd) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 65_536)
    while bytes.count <= YAMLLimits().bytesMax {
      let count = read(fd, &piece, piece.count)
      if count <= 0 { break }
      bytes += piece[..<count]
    }
    return reading(bytes, file: path)
  }
}

/// Walks the tree of one file.
private struct ConfigurationReader {
  var checker: YAMLChecker

  init(_ document: YAMLDocument) { checker = YAMLChecker(document) }

  mutating func configuration(_ root: YAMLNode) -> Configuration {
    var configuration = Configuration()
    let keys = ["profiles", "default_profile", "theme", "mouse", "ascii"]
    guard let table = checker.table(root, "the configuration", keys: keys) else {
      return configuration
    }
    for entry in checker.entries(table["profiles"], "profiles") ?? [] {
      if let profile = profile(entry) { configuration.profiles.append(profile) }
    }
    configuration.theme = checker.word(table["theme"], "theme")
    configuration.usesMouse = checker.flag(table["mouse"], "mouse") ?? false
    configuration.usesASCII = checker.flag(table["ascii"], "ascii")
    let names = configuration.profiles.map(\.name)
    if table["default_profile"] != nil {
      configuration.defaultProfile = checker.choice(
        table["default_profile"], "profile", of: names)
    }
    return configuration
  }

  private mutating func profile(_ entry: YAMLEntry) -> Profile? {
    let keys = [
      "base_url", "env", "account_id", "key_env", "key_command", "read_only", "production",
      "allow_plain_http", "requests_per_minute", "theme",
    ]
    guard let table = checker.table(entry.value, "a profile", keys: keys) else { return nil }
    var profile = Profile(name: entry.key)
    profile.address = address(table)
    profile.key = key(table)
    profile.accountID = checker.word(table["account_id"], "account_id")
    profile.isReadOnly = checker.flag(table["read_only"], "read_only") ?? false
    profile.isProduction = checker.flag(table["production"], "production") ?? false
    profile.allowsPlainHTTP = plainHTTP(table["allow_plain_http"])
    profile.requestsPerMinute = checker.whole(
      table["requests_per_minute"], "requests_per_minute",
      in: Configuration.requestsPerMinuteRange)
    profile.theme = checker.word(table["theme"], "theme")
    return profile
  }

  private mutating func address(_ table: YAMLTable) -> ServerAddress? {
    if let node = table["base_url"] {
      if let other = table["env"] {
        checker.report("“env” and “base_url” both name the server", at: other, hint: "keep one")
      }
      guard let text = checker.word(node, "base_url") else { return nil }
      do throws(ServerAddress.Problem) {
        return try ServerAddress(text)
      } catch {
        let problem = AccessProblem.address(value: text, source: "“base_url”", error)
        checker.report(problem.message, at: node)
        return nil
      }
    }
    let words = ServerAddress.CloudEnvironment.allCases.map(\.rawValue)
    let word = checker.choice(table["env"], "env", of: words)
    return word.flatMap(ServerAddress.CloudEnvironment.init).map { .cloud($0) }
  }

  private mutating func key(_ table: YAMLTable) -> Profile.KeySource? {
    if let node = table["key_command"] {
      if let other = table["key_env"] {
        checker.report("“key_env” and “key_command” both name a key", at: other, hint: "keep one")
      }
      return command(node).map { .command($0) }
    }
    guard let node = table["key_env"], let name = checker.word(node, "key_env") else { return nil }
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

  private mutating func command(_ node: YAMLNode) -> [String]? {
    if let items = node.items {
      let words = items.compactMap { checker.text($0, "key_command[]") }
      guard words.count == items.count, words.first?.isEmpty == false else {
        checker.report("“key_command” names no program", at: node)
        return nil
      }
      return words
    }
    guard let text = checker.word(node, "key_command") else { return nil }
    do throws(CommandWords.Problem) {
      return try CommandWords.split(text)
    } catch {
      checker.report("“key_command” \(error.words)", at: node, hint: error.hint)
      return nil
    }
  }

  private mutating func plainHTTP(_ node: YAMLNode?) -> Bool {
    guard let node, node.scalar != .bool(false) else { return false }
    guard node.string == AccessSettings.plainHTTPWord else {
      checker.report(
        "“allow_plain_http” must say what it allows", at: node,
        hint: "write \(AccessSettings.plainHTTPWord): the key is readable by everyone on the way")
      return false
    }
    return true
  }
}
