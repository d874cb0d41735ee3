// The revisions of the protocol that are spoken here, and the two eras they belong to.

/// Names of revisions.
package enum ProtocolVersion {
  /// Without a handshake: every request says what it needs.
  package static let modern = "2026-07-28"
  /// With `initialize`, the newest first.
  package static let legacy = ["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"]
  /// What an HTTP request without a version header means (2025-03-26, "Protocol Version Header").
  package static let assumed = "2025-03-26"
  package static let all = [modern] + legacy

  /// The answer to a client's wish in `initialize`: the same, or the newest of that era.
  package static func negotiated(_ wish: String) -> String {
    legacy.contains(wish) ? wish : legacy[0]
  }
}

/// How a request is to be understood.
package enum Era: Sendable, Equatable {
  case modern
  /// After `initialize`, with the version that was agreed on.
  case legacy(String)

  package var isModern: Bool { self == .modern }
  /// The name of the revision.
  package var version: String {
    switch self {
    case .modern: ProtocolVersion.modern
    case .legacy(let version): version
    }
  }
}
