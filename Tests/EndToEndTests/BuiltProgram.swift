// The program under test in a terminal.
import TestSupport

extension PTYProgram {
  /// Podium with these words, in an 80×24 terminal and an empty home.
  static func podium(_ words: String...) throws -> PTYProgram {
    PTYProgram([try BuiltProgram.path("podium")] + words)
  }
}
