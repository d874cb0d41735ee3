// Pipeline files: every invalid one gives the problems written at its end, every valid one survives
// both forms.
import JSON
import PodiumEngine
import TestSupport
import Testing
import YAML

@Suite struct DefinitionFilesTests {
  private static let folder = "\(Files.repository)/Tests/PodiumEngineTests/Pipelines"

  /// Lines of an invalid file that start so are its expected problems; the file ends before them.
  private static let mark = "#= "

  @Test(arguments: try Files.names(in: "\(folder)/invalid"))
  func `an invalid file gives exactly its problems`(name: String) throws {
    let path = "\(Self.folder)/invalid/\(name)"
    let lines = try Files.text(path).split(separator: "\n", omittingEmptySubsequences: false)
    let body = lines.prefix { !$0.hasPrefix(Self.mark) }.joined(separator: "\n")
    let expected = lines.filter { $0.hasPrefix(Self.mark) }.map { String($0.dropFirst(3)) }
    let loaded = DefinitionLoader.load(yaml: body, file: "")
    let found = loaded.problems.map(\.summary)
    if found != expected, Golden.isRecording {
      let tail = found.map { Self.mark + $0 + "\n" }.joined()
      try Files.write((body.hasSuffix("\n") || body.isEmpty ? body : body + "\n") + tail, to: path)
    }
    #expect(found == expected)
    #expect(loaded.definition == nil && !found.isEmpty)
    for problem in loaded.problems where problem.mark.line > 0 {
      #expect((problem.excerpt == nil || problem.rendered.contains("^")))
    }
  }

  @Test(arguments: try Files.names(in: "\(folder)/valid"))
  func `a valid file survives JSON and YAML`(name: String) throws {
    let text = try Files.text("\(Self.folder)/valid/\(name)")
    let loaded = DefinitionLoader.load(yaml: text, file: name)
    #expect(loaded.problems.map(\.rendered) == [])
    let definition = try #require(loaded.definition)
    let again = DefinitionLoader.load(json: definition.json)
    #expect(again.problems.map(\.summary) == [])
    #expect(again.definition == definition)
    let written = DefinitionLoader.load(yaml: definition.yaml, file: name)
    #expect(written.problems.map(\.rendered) == [])
    #expect(written.definition == definition)
    let posted = try #require(YAMLDocument(parsing: text, file: name).root).json
    #expect(DefinitionLoader.load(json: posted).definition == definition)
  }
}
