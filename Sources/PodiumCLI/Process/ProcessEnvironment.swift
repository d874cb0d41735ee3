// The environment variables of this process, as a value.
import CSystem

enum ProcessEnvironment {
  /// Whether colours are switched off: `NO_COLOR` is set to anything but nothing.
  static func hasNoColor(_ environment: [String: String]) -> Bool {
    environment["NO_COLOR"].map { !$0.isEmpty } ?? false
  }

  /// All variables; of two with one name the first counts, as for getenv(3).
  static func all() -> [String: String] {
    var variables: [String: String] = [:]
    guard var next = cs_environment() else { return variables }
    while let entry = next.pointee {
      let parts = String(cString: entry).split(
        separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if parts.count == 2, variables[String(parts[0])] == nil {
        variables[String(parts[0])] = String(parts[1])
      }
      next += 1
    }
    return variables
  }
}
