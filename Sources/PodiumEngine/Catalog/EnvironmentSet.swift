// The environments of a local workspace, from environments.yaml beside the pipeline files:
//   default: Development
//   environments: {Development: {REGION: eu}, Production: {REGION: us}}
import JSON
import OrchestraAPI
import YAML

/// Named sets of values; one of them is the default.
package struct EnvironmentSet: Sendable {
  /// One environment.
  package struct Entry: Sendable, Equatable {
    package var id: Environment.ID
    package var name: String
    package var values: JSONObject
  }

  package var entries: [Entry]
  package var defaultName: String

  /// What there is without a file: one environment without values.
  package static let standard = EnvironmentSet(
    entries: [Entry(id: id(of: "Default"), name: "Default", values: [:])], defaultName: "Default")

  /// By name or id; nil asks for the default.
  package func entry(_ nameOrID: String?) -> Entry? {
    let wanted = nameOrID ?? defaultName
    return entries.first { $0.name == wanted } ?? entries.first { $0.id.text == wanted }
  }

  /// An environment as the API shows it; values only where one is asked for.
  package func environment(
    _ entry: Entry, account: Account.ID, withValues: Bool = false
  ) -> Environment {
    var environment = Environment(
      id: entry.id, name: entry.name, isDefault: entry.name == defaultName)
    environment.accountID = account
    guard withValues else { return environment }
    var values = JSONObject()
    for member in entry.values.members {
      values[member.key] = ["type": .string(member.value.typeWord), "value": member.value]
    }
    environment.values = .object(values)
    return environment
  }

  /// Reads the file; all problems when it cannot be used.
  static func read(
    _ bytes: [UInt8], file: String
  ) -> (set: EnvironmentSet?, problems: [YAMLProblem]) {
    let document = YAMLDocument(readingBytes: bytes, file: file)
    var checker = YAMLChecker(document)
    guard let root = document.root,
      let table = checker.table(
        root, "the environments file", keys: ["environments", "default"],
        required: ["environments"])
    else { return (nil, checker.sortedProblems) }
    var entries: [Entry] = []
    for named in checker.entries(table["environments"], "environments") ?? [] {
      var values = JSONObject()
      for value in checker.entries(named.value, "environment \(named.key)") ?? [] {
        values[value.key] = value.value.json
      }
      entries.append(Entry(id: id(of: named.key), name: named.key, values: values))
    }
    let wanted = checker.text(table["default"], "default") ?? entries.first?.name ?? ""
    if !entries.contains(where: { $0.name == wanted }) {
      checker.report("default names no environment of this file", at: table["default"] ?? root)
    }
    guard checker.problems.isEmpty else { return (nil, checker.sortedProblems) }
    return (EnvironmentSet(entries: entries, defaultName: wanted), [])
  }

  /// The same name always has the same id: FNV-1a over the name, shaped as a version 4 UUID.
  static func id(of name: String) -> Environment.ID {
    var numbers = FixedNumbers(words: [0xcbf2_9ce4_8422_2325, 0x6c62_272e_07bb_0142])
    for index in numbers.words.indices {
      for byte in name.utf8 {
        numbers.words[index] = (numbers.words[index] ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
      }
    }
    return .random(using: &numbers)
  }
}

/// Hands out given numbers, in turn.
struct FixedNumbers: RandomNumberGenerator {
  var words: [UInt64]
  private var at = 0

  init(words: [UInt64]) { self.words = words }

  mutating func next() -> UInt64 {
    defer { at += 1 }
    return words[at % words.count]
  }
}

extension JSONValue {
  /// The platform's word for the type of a variable.
  fileprivate var typeWord: String {
    switch self {
    case .bool: "bool"
    case .int: "int"
    default: "string"
    }
  }
}
