// The four ways to an operation, and why one of them is not there: who adds an operation decides about
// each, and a test asks.

/// How an operation is reached.
package enum OperationFace: String, Sendable, CaseIterable {
  /// A key of the dashboard.
  case key
  /// A command of the program.
  case verb
  /// A tool for agents.
  case tool
  /// A request below `/api/v1`.
  case route
}

extension OperationSpec {
  /// Whether it has a face.
  package func has(_ face: OperationFace) -> Bool {
    switch face {
    case .key: key != nil
    case .verb: verb != nil
    case .tool: toolset != nil
    case .route: route != nil
    }
  }

  /// Why it has not, in words; nil when it has, or when nothing explains it.
  package func reasonWithout(_ face: OperationFace) -> String? {
    if has(face) { return nil }
    if let twin, let other = OperationTable.standard[twin], other.has(face) {
      return "as \(twin)"
    }
    return face == .key && effect == .read ? "views show it unasked" : nil
  }
}
