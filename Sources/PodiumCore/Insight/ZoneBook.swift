// Time zones by name, learnt where schedules arrive: their small files are never read where keys are.
import Time

/// The zones that schedules name.
package struct ZoneBook: Sendable, Equatable {
  /// nil for names that this machine does not know.
  private var zones: [String: TimeZoneRules?] = [:]

  /// Names are a server's: more are not looked up.
  static let zonesMax = 500

  package init() {}

  /// Looks up names that are new. Reads small files: not where the screen waits.
  package mutating func learn(_ names: some Sequence<String>) {
    for name in names where zones[name] == nil && zones.count < Self.zonesMax {
      zones[name] = .some(try? TimeZoneRules(named: name))
    }
  }

  /// The zone with a name; Greenwich where none is named.
  package subscript(name: String?) -> TimeZoneRules? {
    guard let name, name != "UTC" else { return .utc }
    return zones[name] ?? nil
  }

  package static func == (a: ZoneBook, b: ZoneBook) -> Bool { a.zones.keys == b.zones.keys }
}
