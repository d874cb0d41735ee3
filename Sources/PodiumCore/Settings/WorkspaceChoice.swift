// Which workspace to open, from options, environment variables and the profile file, in that order.
// A key is never combined with a server that another source named, unless the user chose both.
import OrchestraClient
import Resilience

/// What the command line says about the workspace.
package struct WorkspaceOptions: Sendable, Equatable {
  package var url: String?
  /// A command line for the key; split without a shell.
  package var keyCommand: String?
  package var profile: String?
  package var isReadOnly = false
  package var requestsPerMinute: Int?

  package init() {}
}

/// A workspace that can be opened.
package struct WorkspaceChoice: Sendable, Equatable {
  package var label: SourceLabel
  package var access: WorkspaceAccess
  /// nil means no limit: the default for a server on this machine.
  package var requestsPerMinute: Int?
  package var theme: String?
}

/// Why no workspace can be opened.
package enum WorkspaceProblem: Error, Sendable, Equatable {
  /// Nothing names one: explain how to connect.
  case notConfigured
  case unknownProfile(name: String, known: [String])
  case access(AccessProblem)
  case command(KeyCommand.Problem)
  case commandWords(String)
  /// The variable that should hold the key is not set.
  case missingVariable(name: String, profile: String)

  /// One line: what is wrong and what to do.
  package var message: String {
    switch self {
    case .notConfigured:
      "no workspace is configured: set ORCHESTRA_API_KEY, write a profile, or try podium demo"
    case .unknownProfile(let name, let known):
      known.isEmpty
        ? "there is no profile \(name): the profile file has none"
        : "there is no profile \(name): the profile file has \(known.joined(separator: ", "))"
    case .access(let problem): problem.message
    case .command(let problem): problem.message
    case .commandWords(let words): "--key-command \(words)"
    case .missingVariable(let name, let profile):
      "profile \(profile) takes its key from \(name), which is not set"
    }
  }
}

extension WorkspaceChoice {
  /// Runs a key command and gives what it prints. Blocks; tests pass their own.
  package typealias Runner = ([String]) throws(KeyCommand.Problem) -> [UInt8]

  /// Decides and reads the key. Blocks while a key command runs.
  package static func resolve(
    _ options: WorkspaceOptions, environment: [String: String], configuration: Configuration,
    run: @escaping Runner
  ) throws(WorkspaceProblem) -> WorkspaceChoice {
    var resolver = Resolver(options: options, environment: environment, run: run)
    return try resolver.choice(configuration)
  }
}

/// The steps of one decision.
private struct Resolver {
  let options: WorkspaceOptions
  let environment: [String: String]
  let run: WorkspaceChoice.Runner

  mutating func choice(
    _ configuration: Configuration
  ) throws(WorkspaceProblem) -> WorkspaceChoice {
    let named = try profile(configuration)
    let hasOptions = options.url != nil || options.keyCommand != nil
    let hasVariables = ["ORCHESTRA_API_KEY", "ORCHESTRA_API_BASE_URL", "BASE_URL"]
      .contains { environment[$0]?.isEmpty == false }
    let profile = named ?? (hasOptions || hasVariables ? nil : configuration.preferred)
    guard profile != nil || hasOptions || hasVariables else { throw .notConfigured }
    var settings = try optionSettings()
    if let profile {
      settings = settings.falling(backOn: try profileSettings(profile, needsKey: settings))
    } else {
      settings = settings.falling(backOn: try variableSettings())
    }
    let access: WorkspaceAccess
    do throws(AccessProblem) { access = try settings.access() } catch { throw .access(error) }
    return WorkspaceChoice(
      label: label(profile, access),
      access: access,
      requestsPerMinute: options.requestsPerMinute ?? profile?.requestsPerMinute
        ?? (access.address.isLoopback ? nil : RateLimiter.perMinuteDefault),
      theme: profile?.theme ?? configuration.theme)
  }

  private func label(_ profile: Profile?, _ access: WorkspaceAccess) -> SourceLabel {
    let name = profile?.name ?? (access.address.isLoopback ? "local" : "environment")
    let readOnly: ReadOnly? =
      options.isReadOnly ? .option : profile?.isReadOnly == true ? .profile(name) : nil
    var label = SourceLabel(
      profile: name, host: access.address.hostText,
      isProduction: profile?.isProduction ?? false, readOnly: readOnly)
    label.productionEnvironments = profile?.productionEnvironments ?? []
    label.armsWrites = profile?.armsWrites ?? false
    // Other servers have pages only if the profile says where.
    let isCloud = ServerAddress.CloudEnvironment.allCases.contains {
      .cloud($0) == access.address
    }
    label.pages = profile?.pages ?? (isCloud ? access.address.origin : "")
    label.address = access.address.description
    label.accountID = access.accountID
    label.isConfigured = profile != nil
    return label
  }

  private func profile(_ configuration: Configuration) throws(WorkspaceProblem) -> Profile? {
    let variable = environment["PODIUM_PROFILE"].flatMap { $0.isEmpty ? nil : $0 }
    guard let name = options.profile ?? variable else { return nil }
    guard let profile = configuration[name] else {
      throw .unknownProfile(name: name, known: configuration.profiles.map(\.name))
    }
    return profile
  }

  private func optionSettings() throws(WorkspaceProblem) -> AccessSettings {
    var settings = AccessSettings()
    do throws(AccessProblem) {
      if let url = options.url { try settings.setAddress(url, source: "--url") }
    } catch { throw .access(error) }
    if let text = options.keyCommand {
      let words: [String]
      do throws(CommandWords.Problem) {
        words = try CommandWords.split(text)
      } catch { throw .commandWords(error.words) }
      try setKey(from: words, source: "--key-command", &settings)
    }
    return settings
  }

  private func variableSettings() throws(WorkspaceProblem) -> AccessSettings {
    do throws(AccessProblem) {
      return try AccessSettings(environment: environment)
    } catch { throw .access(error) }
  }

  /// - Parameter known: what options said already; its key is not asked for again.
  private func profileSettings(
    _ profile: Profile, needsKey known: AccessSettings
  ) throws(WorkspaceProblem) -> AccessSettings {
    var settings = AccessSettings()
    settings.address = profile.address ?? .cloud()
    settings.addressSource = "profile \(profile.name)"
    settings.accountID = profile.accountID
    settings.allowsPlainHTTP = profile.allowsPlainHTTP
    guard known.credentials == nil else { return settings }
    switch profile.key {
    case .command(let words):
      try setKey(from: words, source: "profile \(profile.name) (key command)", &settings)
    case .store(let store): try readStore(store, profile, &settings)
    case .variable(let name):
      guard let value = environment[name], !value.isEmpty else {
        throw .missingVariable(name: name, profile: profile.name)
      }
      try setKey(value, source: name, &settings)
    case nil:
      let name = "ORCHESTRA_API_KEY"
      if let value = environment[name], !value.isEmpty {
        try setKey(value, source: name, &settings)
      }
    }
    return settings
  }

  /// The key of a store and, where the profile names no server, the address beside it, if there is one.
  private func readStore(
    _ store: SecretStore, _ profile: Profile, _ settings: inout AccessSettings
  ) throws(WorkspaceProblem) {
    let output: [UInt8]
    do throws(KeyCommand.Problem) {
      output = try run(store.keyCommand)
    } catch { throw .command(error) }
    let source = "profile \(profile.name) (\(store.name))"
    try setKey(String(decoding: store.key(in: output), as: UTF8.self), source: source, &settings)
    guard profile.address == nil, options.url == nil, let command = store.addressCommand,
      let bytes = try? run(command)
    else { return }
    let text = String(decoding: bytes, as: UTF8.self).filter { !$0.isWhitespace }
    guard !text.isEmpty else { return }
    do throws(AccessProblem) {
      try settings.setAddress(text, source: source)
    } catch { throw .access(error) }
  }

  private func setKey(
    from command: [String], source: String, _ settings: inout AccessSettings
  ) throws(WorkspaceProblem) {
    let output: [UInt8]
    do throws(KeyCommand.Problem) {
      output = try run(command)
    } catch { throw .command(error) }
    try setKey(String(decoding: output, as: UTF8.self), source: source, &settings)
  }

  private func setKey(
    _ key: String, source: String, _ settings: inout AccessSettings
  ) throws(WorkspaceProblem) {
    do throws(AccessProblem) {
      try settings.setKey(key, source: source)
    } catch { throw .access(error) }
  }
}
