// One run of the dashboard on the process's main thread: terminal first, so that the first frame
// needs nothing but the terminal; then the store; then the loop until the end, and an orderly end.
import Glibc
import OrchestraClient
import PodiumCore
import PodiumTUI
import TerminalUI

/// What the dashboard shows and how.
struct DashboardSession: Sendable {
  let label: SourceLabel
  let subject: Subject
  let settings: Settings.Reading
  let paths: Paths
  /// From the profile or the configuration; --theme goes first.
  let theme: String?
  /// Whether other profiles of the configuration can be shown.
  var opensProfiles = false

  /// A workspace behind a client, or a file of this machine.
  enum Subject: Sendable {
    case workspace(Client)
    case file(String, isFollowed: Bool)

    var place: Place {
      guard case .file(let path, let isFollowed) = self else { return .runs }
      var target = TextTarget(path: path)
      target.isFollowed = isFollowed
      return target.place
    }
  }

  /// Refuses early what a dashboard cannot be drawn on, before keys are asked for.
  static func requireTerminal() throws(CommandFailure) {
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else {
      throw .usage(TerminalError.notATerminal.message)
    }
  }

  /// Shows the dashboard until the person leaves or the terminal is lost.
  func run(_ invocation: Invocation) throws(CommandFailure) -> Ending {
    UIActor.executor.claim()
    let outcome = UIActor.assumeIsolated { () -> Result<LoopEnd, CommandFailure> in
      do throws(CommandFailure) {
        return .success(try show(invocation))
      } catch {
        return .failure(error)
      }
    }
    switch try outcome.get() {
    case .stopped: return .code(.ok)
    case .signal(let number): return .signal(number)
    case .terminalLost: return .signal(SIGHUP)
    }
  }

  @UIActor
  private func show(_ invocation: Invocation) throws(CommandFailure) -> LoopEnd {
    let usesMouse = invocation.arguments.has("--mouse") || settings.settings.configuration.usesMouse
    let terminal: NcursesTerminal
    do throws(TerminalError) {
      terminal = try NcursesTerminal(
        NcursesTerminal.Options(environment: { invocation.environment[$0] }, mouse: usesMouse))
    } catch {
      throw .usage(error.message)
    }
    var options = options(terminal, invocation)
    if options.followsGround { terminal.askGround() }
    guard case .workspace(let client) = subject else {
      let end = Dashboard.run(
        on: terminal, source: label, ports: ports(.file, nil, invocation), options: options)
      terminal.close()
      return end
    }
    let isWallboard = invocation.arguments.has("--wallboard")
    var label = label
    if isWallboard {
      label.readOnly = .wallboard
      options.first = .wallboard
    }
    let audit = Audit(AuditFile(path: paths.auditFile))
    let store = Store(client: client, source: label, audit: audit)
    Task(executorPreference: UIActor.executor) { await store.start() }
    let further =
      opensProfiles
      ? FurtherWorkspaces(
        settings.settings.configuration, shown: label.profile, audit, invocation) : nil
    let end = Dashboard.run(
      on: terminal, source: label, ports: ports(Ports(store), further, invocation),
      options: options)
    terminal.close()
    Blocking.wait {
      await store.stop()
      await further?.stop()
    }
    return end
  }

  private func ports(
    _ ports: Ports, _ further: FurtherWorkspaces?, _ invocation: Invocation
  ) -> Ports {
    var ports = ports
    let environment = invocation.environment
    if let further { ports.opener = further.opener }
    ports.environment = environment
    ports.run = { program in await OwnThread.run { program.run(environment: environment) } }
    let files = SettingsFiles(paths)
    ports.settings = { files.changes() }
    ports.reload = { await OwnThread.run { files.load() } }
    let file = MemoryFile(path: paths.memoryFile)
    ports.remember = { change in
      await OwnThread.run {
        do throws(MemoryProblem) {
          _ = try file.apply(change)
          return nil
        } catch { return error.message }
      }
    }
    return ports
  }

  @UIActor
  private func options(_ terminal: NcursesTerminal, _ invocation: Invocation) -> App.Options {
    let environment = invocation.environment
    let library = ThemeLibrary(paths)
    let requested = invocation.arguments.text("--theme") ?? theme
    let hasNoColor = ProcessEnvironment.hasNoColor(environment)
    let depth = terminal.capabilities.colors
    let found = library.choose(
      requested: requested, depth: depth, noColor: hasNoColor,
      lightBackground: ThemeLibrary.isLight(colorFGBG: environment["COLORFGBG"]))
    let usesASCII =
      invocation.arguments.has("--ascii") || settings.settings.configuration.usesASCII == true
    var options = App.Options(
      theme: found.theme, library: library,
      glyphs: usesASCII ? .ascii : terminal.capabilities.glyphs,
      message: settings.message ?? found.problems.first.map { Message.warning($0) })
    options.followsGround = requested == nil && !hasNoColor && depth >= .indexed
    options.configuration = settings.settings.configuration
    options.followsConfiguredTheme =
      !hasNoColor && requested == settings.settings.configuration.theme
    options.browser = Browser(environment: environment)
    options.first = subject.place
    options.keymap = settings.settings.keymap
    options.auditFile = paths.auditFile
    options.handOverFolder = paths.stateFolder
    options.user = environment["USER"] ?? environment["LOGNAME"] ?? options.user
    options.memory = MemoryFile(path: paths.memoryFile).load()
    return options
  }
}
