// What the configuration changes of the dashboard's habits: keys, saved views, hooks and commands of
// the user's own. Names are checked where they mean something; here they are words with positions.
import Time

/// A key that the user gave another meaning, or none.
package struct KeyChange: Sendable, Equatable {
  /// The scope it holds in ("runs", "anywhere").
  package var scope: String
  /// The name of a command ("next-problem"); nil takes the key's meaning away.
  package var command: String?
  /// The name of a key ("ctrl-d").
  package var key: String
  /// Where it stands in the file, from 1.
  package var line: Int
  package var column: Int

  package init(scope: String, command: String?, key: String, line: Int, column: Int) {
    self.scope = scope
    self.command = command
    self.key = key
    self.line = line
    self.column = column
  }
}

/// A filter with a name.
package struct SavedView: Sendable, Equatable {
  package var name: String
  /// In the language of `/`.
  package var filter: String
  /// The column it is sorted by, "-" in front for the largest first; nil keeps the order.
  package var sort: String?

  package init(name: String, filter: String, sort: String? = nil) {
    self.name = name
    self.filter = filter
    self.sort = sort
  }
}

/// Programs that are started when something happens; words, never run by a shell.
package struct Hooks: Sendable, Equatable {
  /// A watched run has ended.
  package var runEnded: [String]?
  /// Between these minutes of the local day nothing rings; may pass midnight.
  package var quietHours: QuietHours?

  package init() {}
}

/// A part of the local day, in minutes after midnight.
package struct QuietHours: Sendable, Equatable {
  package var fromMinute: Int
  package var toMinute: Int

  package init(fromMinute: Int, toMinute: Int) {
    self.fromMinute = fromMinute
    self.toMinute = toMinute
  }

  /// Whether a minute of the day is quiet.
  package func contains(minute: Int) -> Bool {
    fromMinute <= toMinute
      ? (fromMinute..<toMinute).contains(minute) : minute >= fromMinute || minute < toMinute
  }
}

/// A program of the user's own with a key: every word may hold `{run_id}`, `{pipeline}` and the like,
/// and stays one argument whatever is in it.
package struct CustomCommand: Sendable, Equatable {
  package var name: String
  package var summary: String
  /// The name of its key; nil means by the palette only.
  package var key: String?
  /// Where it can be used ("runs", "task"); empty means wherever a run is selected.
  package var scopes: [String]
  package var words: [String]
  /// Asked about before it runs.
  package var confirms: Bool
  /// Changes something: off when read-only, always asked about.
  package var isDangerous: Bool

  package init(
    name: String, words: [String], key: String? = nil, summary: String = "",
    scopes: [String] = []
  ) {
    self.name = name
    self.words = words
    self.key = key
    self.summary = summary
    self.scopes = scopes
    confirms = false
    isDangerous = false
  }
}
