// Searching for facts on files: the local source, and the line index.
import TestSupport
import Testing

@testable import TerminalUI

@Suite struct FileTextSourceTests {
  @Test func readsFilesAndTellsWhatItCannotRead() async throws {
    let source = try FileTextSource(path: #filePath)
    let chunk = try await source.read(offset: 3, length: 9)
    #expect(String(decoding: chunk.bytes, as: UTF8.self) == "Searching")
    #expect(chunk.total ?? 0 > 1000)
    #expect(try await source.read(offset: 1 << 40, length: 9).bytes.isEmpty)
    #expect(throws: FileTextError.self) { try FileTextSource(path: "/nonexistent/x") }
    #expect(throws: FileTextError.self) { try FileTextSource(path: "/dev/null") }
  }

  /// What was appended between the first reading and the watch would be missed otherwise.
  @Test(.timeLimit(.minutes(5))) func aWatchBeginsWithALookAndThenTellsOfChanges() async throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("one\n", to: "a.log")
    var changes = try #require(FileTextWatch.changes(of: path)).makeAsyncIterator()
    #expect(await changes.next() != nil)
    try Files.write("two\n", to: path)
    #expect(await changes.next() != nil)
  }

  @Test func indexPartsJoinOnlyInOrder() {
    var index = TextIndex()
    var part = index.part()
    let text = Array(String(repeating: "x\n", count: 1000).utf8)
    text.withUnsafeBufferPointer { part.extend($0, at: 0) }
    let late = part
    index.append(part)
    index.append(late)
    #expect(index.newlines == 1000 && index.scanned == 2000)
    #expect(index.entries == [0, 512, 1024, 1536])
    #expect(index.entry(before: 1500) == (512, 1024))
    #expect(index.entry(beforeLine: 999) == (768, 1536))
  }

  @Test func theIndexStaysSmall() {
    var index = TextIndex()
    let text = Array(String(repeating: "\n", count: 1 << 20).utf8)
    for _ in 0..<40 {
      var part = index.part()
      let place = part.scanned
      text.withUnsafeBufferPointer { part.extend($0, at: place) }
      index.append(part)
    }
    #expect(index.entries.count <= TextIndex.entriesMax)
    #expect(index.stride > 256)
    let entry = index.entry(before: 33_000_000)
    #expect(entry.line == entry.offset && entry.line % index.stride == 0)
  }
}
