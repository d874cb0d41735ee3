// Shows the first screen of a newcomer and waits for a choice. Takes the terminal and gives it back.
import PodiumCore
import PodiumTUI
import TerminalUI

enum FirstRunSession {
  /// What was chosen; leaving, too, when the terminal is lost.
  static func choice(
    _ invocation: Invocation, _ paths: Paths
  ) throws(CommandFailure) -> FirstRun.Choice {
    UIActor.executor.claim()
    let outcome = UIActor.assumeIsolated { () -> Result<FirstRun.Choice, CommandFailure> in
      do throws(TerminalError) {
        return .success(try show(invocation, paths))
      } catch {
        return .failure(.usage(error.message))
      }
    }
    return try outcome.get()
  }

  @UIActor
  private static func show(
    _ invocation: Invocation, _ paths: Paths
  ) throws(TerminalError) -> FirstRun.Choice {
    let environment = invocation.environment
    let terminal = try NcursesTerminal(NcursesTerminal.Options(environment: { environment[$0] }))
    defer { terminal.close() }
    let library = ThemeLibrary(folder: paths.themesFolder) { SmallFile.text($0) }
    let theme = library.choose(
      requested: invocation.arguments.text("--theme"), depth: terminal.capabilities.colors,
      noColor: environment["NO_COLOR"].map { !$0.isEmpty } ?? false,
      lightBackground: ThemeLibrary.isLight(colorFGBG: environment["COLORFGBG"])
    ).theme
    let glyphs: GlyphSet =
      invocation.arguments.has("--ascii") ? .ascii : terminal.capabilities.glyphs
    var screen = FirstRun(
      explanation: Explanation.notConfigured(paths).split(
        separator: "\n", omittingEmptySubsequences: false
      ).dropFirst(2).map(String.init))
    var choice = FirstRun.Choice.leave
    let loop = EventLoop(terminal: terminal)
    _ = loop.run { event in
      guard case .keys(let keys) = event else { return }
      for key in keys {
        guard let chosen = screen.handle(key) else { continue }
        choice = chosen
        return loop.stop()
      }
    } draw: {
      let canvas = Canvas(size: terminal.size, glyphs: glyphs)
      guard !canvas.size.isEmpty else { return }
      screen.draw(on: canvas)
      terminal.show(canvas.screen, styles: theme.styleTable)
    }
    return choice
  }
}
