// Why nothing may be changed now, in words a dialog can show. The store asks here last; screens ask
// before, so that a key that does nothing says why.
import Time

/// What stands between a person and a write.
package enum WriteBarrier: Sendable, Equatable {
  case readOnly(ReadOnly)
  /// The profile arms its writes, and they are not armed.
  case notArmed
  /// The audit file cannot be written, and this place insists on it; the reason follows.
  case notRecorded(String)
  /// The request was made for another workspace, of this name.
  case elsewhere(String)

  /// One line: why, and how to change it.
  package var reason: String {
    switch self {
    case .readOnly(let readOnly): readOnly.reason
    case .notArmed: "writes are off here; A arms writes for \(Arming.seconds) s"
    case .notRecorded(let problem):
      "not sent, because it could not be recorded: \(problem); free the file and try again"
    case .elsewhere(let name):
      "not sent: it was made for \(name); go there (P) and ask again"
    }
  }
}

/// The reason for which nothing may ever be changed in this session.
package enum ReadOnly: Sendable, Equatable {
  /// `--read-only` was given.
  case option
  /// It is a wallboard.
  case wallboard
  /// The profile says `read_only: true`.
  case profile(String)

  /// One line: why, and how to change it.
  package var reason: String {
    switch self {
    case .option: "read-only: started with --read-only; start without it to change anything"
    case .wallboard: "read-only: a wallboard only shows; start without --wallboard to do anything"
    case .profile(let name):
      "read-only: profile \(name) says read_only: true; change the profile to allow writes"
    }
  }
}

/// Writes of one workspace that are switched on for half a minute. A clock that is set back ends it.
package struct Arming: Sendable, Equatable {
  static let seconds = 30
  /// When somebody switched writes on; nil: not.
  package private(set) var since: Timestamp?
  /// The workspace they are on in.
  private var place: String?

  /// Off everywhere.
  package init() {}

  package init(since: Timestamp, in source: SourceLabel) {
    self.since = since
    place = source.place
  }

  /// How long writes stay on in a workspace; nil when they are off there.
  package func remaining(in source: SourceLabel, at now: Timestamp) -> Duration? {
    guard let since, now >= since, place == source.place else { return nil }
    let rest = .seconds(Self.seconds) - (now - since)
    return rest > .zero ? rest : nil
  }

  /// On for the whole time, or off when it was on.
  package mutating func toggle(in source: SourceLabel, at now: Timestamp) {
    self =
      remaining(in: source, at: now) == nil ? Arming(since: now, in: source) : Arming()
  }
}

/// Somebody said yes: when, and whether writes were armed then. A bulk that was agreed to goes on
/// after the half minute, but not for ever.
package struct WriteConsent: Sendable, Equatable {
  /// Longest time from the yes to the last request.
  package static let lasts: Duration = .seconds(1800)

  package let at: Timestamp
  package let arming: Arming

  package init(at: Timestamp, arming: Arming = Arming()) {
    self.at = at
    self.arming = arming
  }

  func holds(in source: SourceLabel, at now: Timestamp) -> Bool {
    arming.remaining(in: source, at: at) != nil && now >= at && now - at <= Self.lasts
  }
}

extension SourceLabel {
  /// What tells workspaces apart.
  package var place: String { "\(profile) \(host)" }

  /// What stands against a write now, before anybody was asked.
  package func barrier(_ arming: Arming, at now: Timestamp) -> WriteBarrier? {
    barrier(WriteConsent(at: now, arming: arming), at: now)
  }

  /// What stands against sending a request that was agreed to: the last gate.
  package func barrier(against request: OperationRequest, at now: Timestamp) -> WriteBarrier? {
    if let source = request.source, source.place != place { return .elsewhere(source.profile) }
    return barrier(request.consent, at: now)
  }

  private func barrier(_ consent: WriteConsent?, at now: Timestamp) -> WriteBarrier? {
    if let readOnly { return .readOnly(readOnly) }
    guard armsWrites else { return nil }
    return consent?.holds(in: self, at: now) == true ? nil : .notArmed
  }

  /// Whether what happens in an environment counts as production: always in a production profile,
  /// and in the environments that the profile lists. One that is not known counts.
  package func isProduction(environment: String?) -> Bool {
    if isProduction { return true }
    guard !productionEnvironments.isEmpty else { return false }
    guard let environment else { return true }
    return productionEnvironments.contains { $0.lowercased() == environment.lowercased() }
  }
}
