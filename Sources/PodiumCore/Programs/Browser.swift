// Which program shows a page: $BROWSER, else xdg-open where there is a display. Addresses are arguments,
// never text of a shell.

/// What shows pages.
package struct Browser: Sendable, Equatable {
  /// Program and arguments; "%s" stands for the address.
  private let words: [String]
  private let usesTerminal: Bool

  /// Browsers that draw on the terminal.
  private static let textBrowsers: Set<String> = [
    "lynx", "w3m", "links", "links2", "elinks", "browsh", "carbonyl", "chawan", "cha",
  ]

  /// nil when there is none: an ssh session without a display and without $BROWSER.
  package init?(environment: [String: String]) {
    func isSet(_ name: String) -> Bool { environment[name]?.isEmpty == false }
    // Several may stand there, separated by colons: the first counts.
    let named = environment["BROWSER"]?.split(separator: ":").first.map(String.init) ?? ""
    if let words = try? CommandWords.split(named), !words.isEmpty {
      self.words = words
    } else if isSet("DISPLAY") || isSet("WAYLAND_DISPLAY") {
      words = ["xdg-open"]
    } else {
      return nil
    }
    let name = words[0].split(separator: "/").last.map(String.init) ?? ""
    usesTerminal = Self.textBrowsers.contains(name)
  }

  /// The program that shows an address.
  package func program(showing address: String) -> ExternalProgram {
    let isPlaced = words.dropFirst().contains { $0.contains("%s") }
    let filled =
      words.prefix(1)
      + words.dropFirst().map { $0.replacing("%s", with: address) }
      + (isPlaced ? [] : [address])
    return ExternalProgram(
      words: Array(filled), place: usesTerminal ? .terminal : .detached,
      done: "opened \(address)")
  }
}
