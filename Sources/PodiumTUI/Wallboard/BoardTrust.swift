// Whether a wallboard can be believed: the age of the oldest data on it, and why there is no newer.
// A frozen board looks healthy; this is what keeps it from being one.
import PodiumCore
import Time

/// How far the data of all watched workspaces can be trusted.
struct BoardTrust: Equatable {
  /// Older data is called stale all over the screen.
  static let staleAfter = Duration.seconds(150)

  /// A workspace whose data is too old or was never there.
  struct Stale: Equatable {
    var profile: String
    /// nil: nothing ever arrived.
    var asOf: Timestamp?
    /// Why, in one line; empty when nobody knows.
    var why: String
  }

  private(set) var stale: [Stale] = []
  /// The oldest data shown; nil before any.
  private(set) var asOf: Timestamp?
  /// Why the newest attempt failed, of a workspace that is not stale yet.
  private(set) var trouble: String?
  /// Whether any workspace has answered.
  private(set) var hasAnything = false
  /// When data becomes stale if none arrives.
  private(set) var staleAt: Timestamp?

  /// - Parameter unopened: workspaces that should be watched but could not be opened.
  init(_ snapshots: [Snapshot], unopened: [WorkspaceLine] = [], now: Timestamp) {
    stale = unopened.map { Stale(profile: $0.name, asOf: nil, why: $0.problem ?? "") }
    for snapshot in snapshots {
      let freshness = snapshot.freshness(of: .runs)
      let failure = freshness.failure
      guard let at = freshness.asOf else {
        if let failure { note(snapshot, nil, failure) }
        continue
      }
      hasAnything = true
      asOf = min(asOf ?? at, at)
      if now - at > Self.staleAfter {
        note(snapshot, at, failure)
      } else {
        let end = at + Self.staleAfter + .microseconds(1)
        staleAt = min(staleAt ?? end, end)
        if let failure { trouble = "\(snapshot.source.profile): \(failure.cause)" }
      }
    }
  }

  private mutating func note(
    _ snapshot: Snapshot, _ at: Timestamp?, _ failure: Freshness.Failure?
  ) {
    let why = failure.map { failure in
      [failure.cause, failure.advice].compactMap { $0 }.joined(separator: "; ")
    }
    stale.append(Stale(profile: snapshot.source.profile, asOf: at, why: why ?? ""))
  }

  /// "STALE 12 MIN", "NO DATA"; nil while all is well.
  func watermark(now: Timestamp) -> String? {
    guard !stale.isEmpty else { return nil }
    guard let oldest = stale.compactMap(\.asOf).min() else { return "NO DATA" }
    let minutes = max(2, Self.minute(now) - Self.minute(oldest))
    if minutes < 100 { return "STALE \(minutes) MIN" }
    let hours = minutes / 60
    return hours < 72 ? "STALE \(hours) H" : "STALE \(hours / 24) D"
  }

  /// "data under a minute old", "data 2 min old": changes with the minutes of the clock only.
  func age(now: Timestamp) -> String {
    guard let asOf else { return "no data yet" }
    let minutes = Self.minute(now) - Self.minute(asOf)
    // A poll every few seconds crosses the minute: that is no age.
    guard minutes > 1 || now - asOf > .seconds(60) else { return "data under a minute old" }
    let age = Wording.age(of: asOf, now: now)
    return age.contains(":") ? "data of \(age)" : "data \(age) old"
  }

  private static func minute(_ time: Timestamp) -> Int64 { time.seconds / 60 }
}
