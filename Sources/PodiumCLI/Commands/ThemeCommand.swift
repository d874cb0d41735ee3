// `podium theme`: which themes there are, and what they look like. Opens no terminal and no workspace.
import Glibc
import PodiumCore
import PodiumTUI
import TerminalUI

extension Command {
  static let theme = Command(
    "theme", "list the themes, or show one", operands: "list|preview [name]",
    details: """
      'preview' prints a sample and every role with its contrast; without a name, the theme that the
      dashboard would use here. In colour on a terminal, else as plain text. Themes of your own are
      files in ~/.config/podium/themes; a path works too.
      """
  ) { invocation throws(CommandFailure) in
    let words = try invocation.operands(atMost: 2)
    switch words.first {
    case "list" where words.count == 1: ThemeCommand(invocation).list()
    case "preview": try ThemeCommand(invocation).preview(words.count > 1 ? words[1] : nil)
    default: throw .usage("podium theme list, or podium theme preview NAME")
    }
    return .code(.ok)
  }
}

/// The two forms of `podium theme`.
struct ThemeCommand {
  private let output: Output
  private let environment: [String: String]
  private let library: ThemeLibrary
  private let paths: Paths

  init(_ invocation: Invocation) {
    output = invocation.output
    environment = invocation.environment
    paths = Paths(environment: environment)
    library = ThemeLibrary(paths)
  }

  func list() {
    let width = library.names.reduce(0) { max($0, TextWidth.columns($1)) } + 2
    for name in library.names {
      let found = library.theme(named: name)
      let words = found.problems.first ?? found.theme.summary
      output.answer(TextWidth.padded(name, to: width) + Sanitizer.clean(words))
    }
  }

  func preview(_ name: String?) throws(CommandFailure) {
    let isTerminal = isatty(STDOUT_FILENO) == 1
    let capabilities = TerminalCapabilities(environment: { environment[$0] })
    let found = try theme(name, capabilities)
    for problem in found.problems { output.complain("podium: \(problem)") }
    let preview = ThemePreview(found.theme, glyphs: capabilities.glyphs)
    let colors = ProcessEnvironment.hasNoColor(environment) ? .none : capabilities.colors
    let text = ScreenSGR.write(
      preview.screen, styles: isTerminal ? found.theme.styleTable : nil, depth: colors)
    output.answer("\(found.theme.name): \(Sanitizer.clean(found.theme.summary))\n\n\(text)")
  }

  private func theme(
    _ name: String?, _ capabilities: TerminalCapabilities
  ) throws(CommandFailure) -> ThemeLibrary.Found {
    if let name {
      guard library.has(name) else {
        let known = library.names.joined(separator: ", ")
        throw CommandFailure(.notFound, "there is no theme \(name); there are \(known)")
      }
      return library.theme(named: name)
    }
    let configuration = SettingsFiles(paths).load().settings.configuration
    return library.choose(
      requested: configuration.theme, depth: capabilities.colors,
      noColor: ProcessEnvironment.hasNoColor(environment),
      lightBackground: ThemeLibrary.isLight(colorFGBG: environment["COLORFGBG"]))
  }
}

extension ThemeLibrary {
  /// The themes in the program and those of this user.
  init(_ paths: Paths) {
    self.init(
      folder: paths.themesFolder,
      files: FolderList.names(in: paths.themesFolder, max: Self.filesMax),
      readFile: { SmallFile.text($0) })
  }

  private static let filesMax = 500
}
