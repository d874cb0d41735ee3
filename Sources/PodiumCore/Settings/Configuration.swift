// Settings with their defaults. Reading them from a file is in Configuration+YAML.

/// What the profile file says.
package struct Configuration: Sendable, Equatable {
  package var profiles: [Profile] = []
  /// The profile that is used without `--profile`.
  package var defaultProfile: String?
  package var theme: String?
  /// Whether the mouse is used; off keeps the terminal's own selection and copying.
  package var usesMouse = false
  /// Whether only ASCII is drawn; nil decides by the locale.
  package var usesASCII: Bool?
  /// Other workspaces that are watched beside the one shown.
  package var watch = WatchedProfiles.none
  /// How a watched run rings when it ends.
  package var notify: [NotifyChannel] = [.bell]
  /// Keys that mean something else than usual, in the order of the file.
  package var keys: [KeyChange] = []
  /// Filters with a name, in the order of the file.
  package var views: [SavedView] = []
  /// The columns of lists, by the name of the view ("runs").
  package var columns: [String: [String]] = [:]
  /// What runs when something happens.
  package var hooks = Hooks()
  /// Commands of the user's own, in the order of the file.
  package var commands: [CustomCommand] = []

  package init() {}

  /// Smallest and largest `requests_per_minute`.
  package static let requestsPerMinuteRange = 1...100_000

  /// The profile with this name.
  package subscript(name: String) -> Profile? { profiles.first { $0.name == name } }

  /// The one to use when none is named: the default, or the only one.
  package var preferred: Profile? {
    defaultProfile.flatMap { self[$0] } ?? (profiles.count == 1 ? profiles[0] : nil)
  }
}
