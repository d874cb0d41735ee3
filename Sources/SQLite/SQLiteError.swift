// The one error of this module: SQLite's code, its sentence, and what was being done.

/// A refusal by SQLite.
package struct SQLiteError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The extended result code, as in sqlite3.h.
  package var code: Int32
  /// SQLite's own sentence about it.
  package var message: String
  /// What was tried: the statement or the file.
  package var context: String

  package init(code: Int32, message: String, context: String) {
    self.code = code
    self.message = message
    self.context = context
  }

  /// Another connection held the lock longer than the busy timeout.
  package var isBusy: Bool { code & 0xFF == 5 || code & 0xFF == 6 }
  /// A unique, foreign key or check rule refused the row.
  package var isConstraint: Bool { code & 0xFF == 19 }
  /// The disk is full.
  package var isFull: Bool { code & 0xFF == 13 }

  package var description: String { "database: \(message) (code \(code)) in: \(context)" }
}
