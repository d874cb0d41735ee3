// Changes of files are noticed however they are made: written, replaced, behind a link, in a folder that
// was not there.
import Glibc
import TestSupport
import Testing

@testable import PodiumCore

@Suite struct FileWatchTests {
  /// Waits for the next change on a thread of its own while `change` is made here.
  private func notices(
    _ watch: FileWatch, _ change: () throws -> Void
  ) async throws -> FileWatch.State? {
    let seen = watch.state()
    async let next = onThread { watch.change(from: seen) }
    try change()
    return await next
  }

  @Test func aFileInAFolderThatWasNotThere() async throws {
    let folder = try TemporaryFolder()
    let watch = FileWatch(files: [folder.path + "/a/b/c.yaml"], folders: [])
    #expect(try await notices(watch) { try folder.write("x", to: "a/b/c.yaml") } != nil)
    #expect(try await notices(watch) { try folder.write("xy", to: "a/b/c.yaml") } != nil)
    #expect(try await notices(watch) { unlink(folder.path + "/a/b/c.yaml") } != nil)
  }

  @Test func anotherFileInItsPlace() async throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("x", to: "c.yaml")
    let watch = FileWatch(files: [path], folders: [])
    let next = try await notices(watch) {
      let new = try folder.write("y", to: "new")
      rename(new, path)
    }
    #expect(next != nil)
  }

  @Test func whatALinkLeadsTo() async throws {
    let (folder, other) = (try TemporaryFolder(), try TemporaryFolder())
    let target = try other.write("x", to: "dots.yaml")
    symlink(target, folder.path + "/c.yaml")
    let watch = FileWatch(files: [folder.path + "/c.yaml"], folders: [])
    #expect(try await notices(watch) { try Files.write("changed", to: target) } != nil)
  }

  @Test func aFileInAWatchedFolder() async throws {
    let folder = try TemporaryFolder()
    let watch = FileWatch(files: [], folders: [folder.path + "/themes"])
    #expect(try await notices(watch) { try folder.write("x", to: "themes/a.yaml") } != nil)
  }

  @Test func stoppingEndsTheWait() async throws {
    let folder = try TemporaryFolder()
    let watch = FileWatch(files: [folder.path + "/c.yaml"], folders: [])
    #expect(try await notices(watch) { watch.stop() } == nil)
  }
}
