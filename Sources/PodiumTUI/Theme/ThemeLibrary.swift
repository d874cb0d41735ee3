// Finds a theme by name: a file, one of the user's own, one of those in the program.
// Reading files is a closure of the caller; nothing here touches the disk.
import TerminalUI
import Themes

/// The themes that can be chosen.
package struct ThemeLibrary: Sendable {
  /// Reads a file as text; nil when there is none.
  package typealias ReadFile = @Sendable (String) -> String?

  /// A theme with what was wrong in its files, one line each.
  package struct Found: Sendable {
    package var theme: Theme
    package var problems: [String]
  }

  /// The folder of personal themes, "~/.config/podium/themes"; nil without one.
  private let folder: String?
  private let readFile: ReadFile

  /// Most themes that may inherit from each other in a row.
  private static let inheritanceMax = 8

  package init(folder: String? = nil, readFile: @escaping ReadFile = { _ in nil }) {
    self.folder = folder
    self.readFile = readFile
  }

  /// Names of the themes in the program.
  package static let builtinNames = BuiltinThemes.all.map(\.name)

  /// The theme of a name or of a path to a file. An unknown name gives the usual theme and says so.
  package func theme(named name: String) -> Found {
    find(name, below: 0)
  }

  /// The theme for a terminal when the user asked for none, or has colours switched off.
  ///
  /// - Parameters:
  ///   - requested: from `--theme` or the configuration.
  ///   - noColor: whether `NO_COLOR` is set (to anything but nothing).
  ///   - lightBackground: what the terminal says about itself; nil when it says nothing.
  package func choose(
    requested: String?, depth: ColorDepth, noColor: Bool, lightBackground: Bool? = nil
  ) -> Found {
    if depth == .none || noColor { return theme(named: "mono") }
    if let requested { return theme(named: requested) }
    if depth < .indexed { return theme(named: "sixteen") }
    return theme(named: lightBackground == true ? "podium-light" : "podium-dark")
  }

  /// Reads `COLORFGBG` ("15;0"): whether the terminal's background is light; nil when it is not
  /// told.
  package static func isLight(colorFGBG text: String?) -> Bool? {
    guard let last = text?.split(separator: ";").last, let number = Int(last) else { return nil }
    return number == 7 || number > 8
  }

  private func find(_ name: String, below depth: Int) -> Found {
    guard depth < Self.inheritanceMax else {
      return Found(
        theme: Theme(name: name),
        problems: ["theme \(name): more than \(Self.inheritanceMax) themes inherit in a row"])
    }
    guard let text = text(of: name) else {
      let known = Self.builtinNames.joined(separator: ", ")
      var usual =
        depth == 0 ? find("podium-dark", below: 1) : Found(theme: Theme(name: name), problems: [])
      usual.problems.append("there is no theme \(name); there are \(known)")
      return usual
    }
    let file = ThemeFile(reading: text, file: name.hasSuffix(".yaml") ? name : "\(name).yaml")
    guard let parent = file.inherits else {
      return Found(theme: file.theme, problems: file.problems)
    }
    let base = find(parent, below: depth + 1)
    return Found(
      theme: file.theme.over(base.theme), problems: file.problems + base.problems)
  }

  private func text(of name: String) -> String? {
    if name.contains("/") || name.hasSuffix(".yaml") { return readFile(name) }
    if let folder, let own = readFile("\(folder)/\(name).yaml") { return own }
    return BuiltinThemes.all.first { $0.name == name }
      .map { String(decoding: $0.bytes, as: UTF8.self) }
  }
}
