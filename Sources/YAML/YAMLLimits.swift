// What a YAML text may cost.

/// Budgets of one parse; a text beyond them is refused with a problem, never half read.
package struct YAMLLimits: Sendable {
  /// Bytes of the text.
  package var bytesMax = 4 << 20
  /// Levels of nesting.
  package var depthMax = 64
  /// Nodes after aliases are followed.
  package var nodesMax = 100_000
  /// Problems kept of one text.
  package var problemsMax = 100

  package init() {}
}
