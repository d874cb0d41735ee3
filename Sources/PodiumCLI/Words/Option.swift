// What an option is. The parser and the help are both made from these values.

/// One option of the program or of a command.
package struct Option: Sendable, Equatable {
  /// With its dashes: "--url".
  package let name: String
  /// What its value is called in the help; nil for a switch.
  package let value: String?
  package let summary: String
  /// All values it can have, where they are known; or what usually is.
  package var choices: [String] = []

  package init(
    _ name: String, _ value: String? = nil, _ summary: String, choices: [String] = []
  ) {
    self.name = name
    self.value = value
    self.summary = summary
    self.choices = choices
  }

  /// Options that every command takes.
  static let help = Option("--help", nil, "explain the command")

  /// Options of the dashboard, whatever it shows.
  static let dashboard =
    [Option("--read-only", nil, "disable everything that changes anything")] + looks

  /// Options of everything that is drawn on the whole terminal.
  static let looks = [
    Option("--theme", "NAME", "a theme by name, or a theme file"),
    Option("--ascii", nil, "draw with ASCII signs only"),
    Option("--mouse", nil, "let the mouse select and scroll"),
    Option("--wallboard", nil, "a screen for a wall: large counts, worst first, never a write"),
    Option("--plain", nil, "only lines of what changes, for logs, listeners and dumb terminals"),
    Option("--once", nil, "print what there is as text, and end"),
    Option(
      "--filter", "WORDS", "with --plain or --once: only runs that pass, as after / on screen"),
  ]

  static let allProfiles = Option(
    "--all-profiles", nil, "watch all profiles of the configuration beside the one shown")

  /// Options that say which workspace to connect to, and how.
  static let connection = [
    Option("--url", "URL", "the API's address, with or without /api/engine/public"),
    Option("--profile", "NAME", "a profile of the configuration file"),
    Option("--key-command", "COMMAND", "a command that prints the key; run without a shell"),
    Option("--requests-per-minute", "N", "the key's request budget (50)"),
  ]
}
