// What can go wrong in the engine apart from runs that fail: those are states, not errors.
import SQLite

/// Why the engine cannot do something.
package enum EngineError: Error, Sendable, Equatable, CustomStringConvertible {
  /// Another engine works on the same data folder.
  case dataInUse(folder: String)
  /// A folder or file cannot be used: which, and the system's reason.
  case folder(path: String, reason: String)
  case storage(SQLiteError)
  case notRunning

  package var description: String {
    switch self {
    case .dataInUse(let folder):
      "the data folder \(folder) is in use by another podium: stop it or choose another --data"
    case .folder(let path, let reason): "\(path): \(reason)"
    case .storage(let error): error.description
    case .notRunning: "the engine is not running"
    }
  }
}
