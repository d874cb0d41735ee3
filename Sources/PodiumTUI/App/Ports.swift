// What the dashboard needs of the world outside the screen, as functions: the store in the program,
// scripted answers in tests.
import OrchestraAPI
import PodiumCore
import TerminalUI

/// The world outside the screen.
package struct Ports: Sendable {
  /// Snapshots, the present one first; only the newest counts.
  package var snapshots: @Sendable () async -> AsyncStream<Snapshot>
  package var watch: @Sendable (Set<Query>) async -> Void
  package var refresh: @Sendable () async -> Void
  package var perform: @Sendable (OperationRequest) async -> OperationOutcome
  /// The bytes of a file; its name is known.
  package var text: @Sendable (TextTarget) -> any TextSource
  /// Waits between two requests of a bulk.
  package var pause: @Sendable (Duration) async -> Void = { _ in }
  /// Changes of a file of this machine; nil for texts that have to be asked.
  package var changes: @Sendable (TextTarget) -> AsyncStream<Void>? = { _ in nil }
  /// Keeps a change for the next session; what went wrong, in words.
  package var remember: @Sendable (MemoryChange) async -> String? = { _ in nil }
  /// How much the store may ask for.
  package var setRole: @Sendable (StoreRole) async -> Void = { _ in }
  /// Opens further workspaces.
  package var opener = WorkspaceOpener()
  /// The variables that programs get.
  package var environment: [String: String] = [:]
  /// Readings of the configuration, after each change of its files.
  package var settings: @Sendable () -> AsyncStream<Settings.Reading> = {
    AsyncStream { $0.finish() }
  }
  /// Reads the configuration now.
  package var reload: @Sendable () async -> Settings.Reading? = { nil }
  /// Runs a program behind the screen.
  package var run: @Sendable (ExternalProgram) async -> ExternalProgram.Result = { program in
    .init(.notStarted(.init(program: program.words[0], code: 0)))
  }

  package init(
    snapshots: @escaping @Sendable () async -> AsyncStream<Snapshot>,
    watch: @escaping @Sendable (Set<Query>) async -> Void,
    refresh: @escaping @Sendable () async -> Void,
    perform: @escaping @Sendable (OperationRequest) async -> OperationOutcome,
    text: @escaping @Sendable (TextTarget) -> any TextSource
  ) {
    self.snapshots = snapshots
    self.watch = watch
    self.refresh = refresh
    self.perform = perform
    self.text = text
  }
}

extension Ports {
  /// The world of a store.
  package init(_ store: Store) {
    self.init(
      snapshots: { await store.snapshots() },
      watch: { await store.watch($0) },
      refresh: { await store.refreshNow() },
      perform: { await store.perform($0) },
      text: { target in
        let fetcher = store.text(target.remoteFile)
        return RemoteTextSource(
          chunkBytes: TextFetcher.pieceBytesMax, bulkBytes: TextFetcher.bulkBytesMax
        ) { offset, length in
          let piece = try await fetcher.read(from: offset, count: length)
          return TextChunk(
            bytes: piece.bytes, total: piece.totalBytes, isComplete: piece.isComplete)
        }
      })
    pause = { await store.pause($0) }
    setRole = { await store.setRole($0) }
  }
}

extension Ports {
  /// The world of a file of this machine: no store, no network.
  package static var file: Ports {
    var ports = Ports(
      snapshots: { AsyncStream { $0.finish() } }, watch: { _ in }, refresh: {},
      perform: { _ in .failed("there is no workspace here") },
      text: { target in
        do throws(FileTextError) {
          return try FileTextSource(path: target.file ?? "")
        } catch {
          return RemoteTextSource { _, _ in throw error }
        }
      })
    ports.changes = { target in target.file.flatMap { FileTextWatch.changes(of: $0) } }
    return ports
  }
}

extension TextTarget {
  var remoteFile: RemoteFile {
    let task = TaskRunPath(runID: runID, taskRunID: taskRunID)
    return kind == .log
      ? .log(task, name: file ?? "") : .artifact(task, name: file ?? "")
  }
}
