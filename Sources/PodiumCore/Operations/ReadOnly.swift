// Why writes are switched off, in words a dialog can show.

/// The reason for which nothing may be changed.
package enum ReadOnly: Sendable, Equatable {
  /// `--read-only` was given.
  case option
  /// The profile says `read_only: true`.
  case profile(String)

  /// One line: why, and how to change it.
  package var reason: String {
    switch self {
    case .option: "read-only: started with --read-only; start without it to change anything"
    case .profile(let name):
      "read-only: profile \(name) says read_only: true; change the profile to allow writes"
    }
  }
}
