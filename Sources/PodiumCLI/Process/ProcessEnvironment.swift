// The environment variables of this process, as a value.
import CSystem

enum ProcessEnvironment {
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
