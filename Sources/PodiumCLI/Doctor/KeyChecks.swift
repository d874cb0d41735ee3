// Is there a key, and may it go where it would go? Says nothing of what a key looks like inside.
import OrchestraClient
import PodiumCore

/// Looks at what names the workspace and its key.
struct KeyChecks: Sendable {
  private let environment: [String: String]

  init(_ environment: [String: String]) { self.environment = environment }

  private static let variable = "ORCHESTRA_API_KEY"
  private static let howTo =
    "export ORCHESTRA_API_KEY=… with a key from the workspace's settings, or name a profile"

  /// A workspace that can be opened.
  func finding(_ choice: WorkspaceChoice) -> Finding {
    let host = choice.label.host
    guard let credentials = choice.access.credentials else {
      if environment[Self.variable] != nil {
        return .bad(
          "key", "\(Self.variable) is set and empty", fix: Self.howTo, .authentication)
      }
      // A server on this machine may want none: it is asked.
      let why = "no key is set for \(host)"
      return choice.access.address.isLoopback
        ? .warning("key", why, fix: Self.howTo) : .bad("key", why, fix: Self.howTo, .authentication)
    }
    if let look = Self.look(environment[credentials.source]) {
      return .warning("key", "\(credentials.source) \(look)", fix: "store the key alone, unquoted")
    }
    return .good("key", "from \(credentials.source), for \(host)")
  }

  /// Why no workspace can be opened.
  func finding(_ problem: WorkspaceProblem) -> Finding {
    switch problem {
    case .notConfigured:
      let isEmpty = environment[Self.variable] != nil
      return .bad(
        "key", isEmpty ? "\(Self.variable) is set and empty" : "no key and no profile is set",
        fix: Self.howTo, .authentication)
    case .unknownProfile:
      return .bad("profile", problem.message, fix: "podium config path", .notFound)
    case .missingVariable(let name, _):
      let isEmpty = environment[name] != nil
      return .bad(
        "key", isEmpty ? "\(name) is set and empty" : problem.message, fix: "export \(name)=…",
        .authentication)
    case .command(let problem): return secretCommand(problem)
    case .commandWords: return .bad("key", problem.message, fix: "quote it as a shell would")
    case .access(let problem): return finding(problem)
    }
  }

  private func secretCommand(_ problem: KeyCommand.Problem) -> Finding {
    let fix =
      switch problem {
      case .notFound: "install it, or name its whole path in key_command"
      case .notStarted: "make the program executable"
      case .timedOut: "unlock the password store, then try again"
      case .failed: "run key_command in a shell: is its store signed in, the item there?"
      case .tooLong: "let key_command print the key alone"
      case .concealed: "add --reveal to op item get, or write onepassword: op://vault/item"
      }
    return .bad("key command", problem.message, fix: fix, .authentication)
  }

  private func finding(_ problem: AccessProblem) -> Finding {
    switch problem {
    case .key(let source, .empty):
      let look = Self.look(environment[source]) ?? "holds no key"
      return .bad("key", "\(source) \(look)", fix: Self.howTo, .authentication)
    case .key(let source, .unusableCharacters):
      let look = Self.look(environment[source])
      return .bad(
        "key", look.map { "\(source) \($0)" } ?? problem.message,
        fix: "store the key alone: one word, no line break, no quotes", .authentication)
    case .keyOverPlainHTTP(let address, let source):
      return .bad(
        "address",
        "http:// would show the key from \(source) to everyone on the way to \(address.hostText)",
        fix: "write https:// into ORCHESTRA_API_BASE_URL, --url or base_url")
    case .address, .cloudEnvironment, .accountID:
      return .bad("address", problem.message, fix: "podium help lists options and variables")
    }
  }

  /// What is odd about the text of a variable that should hold a key; nil for nothing.
  static func look(_ text: String?) -> String? {
    guard let text, !text.isEmpty else { return nil }
    let inner = text.utf8.drop { $0 == 10 || $0 == 13 || $0 == 32 }.reversed()
      .drop { $0 == 10 || $0 == 13 || $0 == 32 }
    if inner.isEmpty { return "holds nothing but white space" }
    if inner.contains(10) || inner.contains(13) { return "holds a line break inside of the key" }
    if text.hasPrefix(KeyCommand.concealment) {
      return "holds 1Password's advice instead of the key: op item get wants --reveal"
    }
    if text.lowercased().hasPrefix("bearer ") { return "begins with the word Bearer" }
    if let first = text.first, first == "\"" || first == "'", text.last == first {
      return "holds quotes around the key"
    }
    if text.utf8.contains(10) { return "ends in a line break, which is left out" }
    if inner.contains(32) { return "holds a space inside of the key" }
    return nil
  }
}
