// Finds a theme by name: a file, one of the user's own, one of those in the program. A theme that
// inherits gives its colours to the one above: a palette alone makes a theme.
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
    fileprivate var palette: [String: Color] = [:]
  }

  /// Names of the user's own themes, then of those in the program.
  package let names: [String]

  /// The folder of personal themes, "~/.config/podium/themes"; nil without one.
  private let folder: String?
  private let readFile: ReadFile

  /// Most themes that may inherit from each other in a row.
  private static let inheritanceMax = 8

  /// - Parameter files: names of the files in the folder.
  package init(
    folder: String? = nil, files: [String] = [], readFile: @escaping ReadFile = { _ in nil }
  ) {
    self.folder = folder
    self.readFile = readFile
    let own = files.filter { $0.hasSuffix(".yaml") && !$0.hasPrefix(".") }.sorted()
      .map { String($0.dropLast(5)) }
    names = own + Self.builtinNames.filter { !own.contains($0) }
  }

  /// Names of the themes in the program.
  package static let builtinNames = BuiltinThemes.all.map(\.name)

  /// Whether a name or a path leads to a theme.
  package func has(_ name: String) -> Bool { text(of: name) != nil }

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

  /// - Parameter palette: colours of the theme that inherits from this one.
  private func find(
    _ name: String, below depth: Int, palette: [String: Color] = [:]
  ) -> Found {
    guard depth < Self.inheritanceMax else {
      return Found(
        theme: Theme(name: name),
        problems: ["theme \(name): more than \(Self.inheritanceMax) themes inherit in a row"])
    }
    guard let text = text(of: name) else { return missing(name, below: depth) }
    let label = name.hasSuffix(".yaml") ? name : "\(name).yaml"
    let file = ThemeFile(reading: text, file: label, palette: palette)
    guard let parent = file.inherits else {
      return Found(theme: file.theme, problems: file.problems, palette: file.palette)
    }
    let base = find(parent, below: depth + 1, palette: file.palette)
    // Again, now that the colours of the one above have names here.
    let own = ThemeFile(reading: text, file: label, palette: base.palette)
    return Found(
      theme: own.theme.over(base.theme), problems: own.problems + base.problems,
      palette: base.palette)
  }

  private func missing(_ name: String, below depth: Int) -> Found {
    var usual =
      depth == 0 ? find("podium-dark", below: 1) : Found(theme: Theme(name: name), problems: [])
    usual.problems.append("there is no theme \(name); there are \(names.joined(separator: ", "))")
    return usual
  }

  private func text(of name: String) -> String? {
    if name.contains("/") || name.hasSuffix(".yaml") { return readFile(name) }
    if let folder, let own = readFile("\(folder)/\(name).yaml") { return own }
    return BuiltinThemes.all.first { $0.name == name }
      .map { String(decoding: $0.bytes, as: UTF8.self) }
  }
}
