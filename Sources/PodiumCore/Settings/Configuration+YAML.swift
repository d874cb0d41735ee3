// The configuration file: every problem with its line, column and caret; unknown keys with the nearest
// known one.
import Glibc
import YAML

extension Configuration {
  /// Reads a file's text. With problems the rest of it is still read.
  /// - Parameters:
  ///   - file: the name in front of problems.
  ///   - vocabulary: names of the screen; without it they are taken as they are.
  package static func reading(
    _ bytes: [UInt8], file: String, vocabulary: ConfigurationVocabulary = .init()
  ) -> ConfigurationFile {
    let document = YAMLDocument(readingBytes: bytes, file: file)
    var reader = ConfigurationReader(document, vocabulary)
    var configuration = Configuration()
    if let root = document.root, !root.isNull { configuration = reader.configuration(root) }
    return ConfigurationFile(
      configuration: configuration, problems: reader.checker.sortedProblems,
      source: document.source)
  }

  /// Reads the file at a path; a missing file is an empty configuration. Blocks.
  package static func loading(
    _ path: String, vocabulary: ConfigurationVocabulary = .init()
  ) -> ConfigurationFile {
    let fd = open(path, O_RDONLY | O_CLOEXEC)
    guard fd >= 0 else {
      let source = YAMLSource(file: path, text: "")
      guard errno != ENOENT, errno != ENOTDIR else {
        return ConfigurationFile(configuration: Configuration(), problems: [], source: source)
      }
      let reason = String(cString: strerror(errno))
      let problem = YAMLProblem("cannot be read: \(reason)", at: .nowhere, in: source)
      return ConfigurationFile(
        configuration: Configuration(), problems: [problem], source: source)
    }
    defer { close(fd) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 65_536)
    while bytes.count <= YAMLLimits().bytesMax {
      let count = read(fd, &piece, piece.count)
      if count <= 0 { break }
      bytes += piece[..<count]
    }
    return reading(bytes, file: path, vocabulary: vocabulary)
  }
}

/// What a file says, and what is wrong with it.
package struct ConfigurationFile: Sendable {
  /// Without the values that have a problem.
  package var configuration: Configuration
  /// In the order of their places.
  package var problems: [YAMLProblem]
  /// For problems that are found later.
  package let source: YAMLSource

  /// Problems of the parts that decide where a key goes: with one of them nothing of the file may be
  /// used. The others only take away what they are about.
  package var graveProblems: [YAMLProblem] {
    let harmless: Set<YAMLStep> = Set(
      ["theme", "mouse", "ascii", "notify", "keys", "columns", "views", "hooks", "commands"]
        .map { .key($0) })
    return problems.filter { !($0.path.first.map(harmless.contains) ?? false) }
  }

  /// Adds problems that were found later.
  package mutating func add(_ more: [YAMLProblem]) {
    problems = YAMLProblem.inOrder(problems + more)
  }
}
