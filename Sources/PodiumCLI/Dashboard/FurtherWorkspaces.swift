// The workspaces of other profiles: opened when the screen asks for them, each with its own client,
// key and budget; stopped together at the end.
import OrchestraClient
import PodiumCore
import PodiumTUI
import Synchronization

/// Opens profiles besides the one that the dashboard began with.
final class FurtherWorkspaces: Sendable {
  private let configuration: Configuration
  private let environment: [String: String]
  private let isReadOnly: Bool
  private let audit: Audit
  private let watched: Set<String>
  private let stores = Mutex<[Store]>([])

  /// - Parameter shown: the profile that is open already.
  init(
    _ configuration: Configuration, shown: String, _ audit: Audit, _ invocation: Invocation
  ) {
    self.configuration = configuration
    self.audit = audit
    environment = invocation.environment
    isReadOnly = invocation.arguments.has("--read-only")
    let all = Set(configuration.profiles.map(\.name) + [shown])
    watched =
      switch configuration.watch {
      case _ where invocation.arguments.has(Option.allProfiles.name): all
      case .all: all
      case .named(let names): all.intersection(names)
      case .none: []
      }
  }

  /// What the screen needs.
  var opener: WorkspaceOpener {
    var opener = WorkspaceOpener()
    opener.watched = watched
    opener.open = { name in await self.open(name) }
    return opener
  }

  /// Ends all of them.
  func stop() async {
    let stores = stores.withLock { $0 }
    for store in stores { await store.stop() }
  }

  private func open(_ name: String) async -> WorkspaceOpening {
    // A key command blocks, and may ask somebody.
    let found = await OwnThread.run { [self] () -> Result<WorkspaceChoice, WorkspaceProblem> in
      do throws(WorkspaceProblem) {
        return .success(try choice(name))
      } catch {
        return .failure(error)
      }
    }
    switch found {
    case .failure(let problem): return .failed(problem.message)
    case .success(let choice):
      let client = Connection.client(choice, environment)
      let store = Store(client: client, source: choice.label, audit: audit)
      stores.withLock { $0.append(store) }
      var ports = Ports(store)
      ports.setRole = { role in
        await store.setRole(role)
        await store.start()
      }
      return .opened(choice.label, ports)
    }
  }

  private func choice(_ name: String) throws(WorkspaceProblem) -> WorkspaceChoice {
    var options = WorkspaceOptions()
    options.profile = name
    options.isReadOnly = isReadOnly
    let environment = environment
    return try WorkspaceChoice.resolve(
      options, environment: environment, configuration: configuration
    ) { words throws(KeyCommand.Problem) in
      try KeyCommand(words).output(environment: environment)
    }
  }
}
