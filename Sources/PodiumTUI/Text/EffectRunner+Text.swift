// The work that texts ask for: reading, saving, programs of the user's, dbt's results.
import JSON
import PodiumCore
import TerminalUI

extension EffectRunner {
  /// Performs it; the answer comes back as an event.
  package func perform(_ effect: TextEffect) {
    switch effect {
    case .read(let target, let request):
      let source = source(of: target)
      start(isLong: true) { .text(target, .answer(await request.perform(on: source))) }
    case .save(let target, let path):
      let source = source(of: target)
      start(isLong: true) { await Self.save(source, to: path) }
    case .open(let target, let program): open(target, in: program)
    case .results(let target):
      let source = source(of: target)
      start(isLong: true) { .text(target, .results(await Self.results(source))) }
    case .watch(let target): watch(target)
    }
  }

  /// Files that were opened lately keep what is known about them.
  static let sourcesMax = 8

  private func source(of target: TextTarget) -> any TextSource {
    if let known = sources.first(where: { $0.target == target }) { return known.source }
    let source: any TextSource =
      switch target.form {
      case .written: ports.text(target)
      case .pretty(let line): PrettyText(of: self.source(of: target.written), line: line)
      }
    if sources.count >= Self.sourcesMax { sources.removeFirst() }
    sources.append((target, source))
    return source
  }

  /// A file that tells of its changes is not asked.
  private func watch(_ target: TextTarget) {
    guard let changes = first.changes(target) else { return }
    Task(executorPreference: UIActor.executor) { await self.tell(of: changes, target) }
  }

  private func tell(of changes: AsyncStream<Void>, _ target: TextTarget) async {
    for await _ in changes { deliver(.text(target, .changed)) }
  }

  /// Copies a text piece by piece as far as it is written now.
  private static func save(_ source: any TextSource, to path: String) async -> Event {
    do {
      let (path, count) = try await copy(source, to: path)
      return .saved(path: path, Message("saved \(Wording.bytes(count)) to \(path)"))
    } catch {
      return .said(.error("\(error)"))
    }
  }

  /// - Returns: the whole path, and how many bytes there were.
  private static func copy(
    _ source: any TextSource, to path: String
  ) async throws -> (path: String, count: Int) {
    let file = try await NewFile.create(path)
    let (count, problem) = await pour(source, into: file)
    await file.close()
    if let problem {
      throw TextProblem("\(file.path) holds the first \(Wording.bytes(count)) only: \(problem)")
    }
    return (file.path, count)
  }

  /// - Returns: how many bytes came, and why no more did.
  private static func pour(
    _ source: any TextSource, into file: NewFile
  ) async -> (count: Int, problem: (any Error)?) {
    var count = 0
    do {
      while true {
        let chunk = try await source.read(offset: count, length: source.bulkBytes)
        if chunk.bytes.isEmpty { return (count, nil) }
        try await file.append(chunk.bytes)
        count += chunk.bytes.count
      }
    } catch {
      return (count, error)
    }
  }

  private static func results(
    _ source: any TextSource
  ) async -> Result<DbtArtifact, TextProblem> {
    do {
      let limit = DbtArtifact.bytesMax
      let bytes = try await source.bytes(from: 0, count: limit + 1)
      if bytes.count > limit {
        let most = Wording.bytes(limit)
        return .failure(TextProblem("The file is larger than \(most): too large for a table"))
      }
      return await OwnThread.run {
        do throws(JSONError) {
          guard let artifact = try DbtArtifact(bytes) else {
            return .failure(TextProblem("This is JSON, but not as dbt writes its results"))
          }
          return .success(artifact)
        } catch {
          return .failure(TextProblem("This is not JSON: \(error)"))
        }
      }
    } catch {
      return .failure(TextProblem("Could not read it: \(error)"))
    }
  }
}

// MARK: - Programs of the user's

extension EffectRunner {
  /// A file of this machine is opened itself; anything else as a copy that only its owner can read,
  /// which goes away afterwards.
  private func open(_ target: TextTarget, in program: TextProgram) {
    let words: [String]
    do throws(TextProblem) {
      words = try program.words(first.environment)
    } catch {
      return deliver(.said(.warning(error.description)))
    }
    if target.kind == .local, target.form == .written, let path = target.file {
      return deliver(.program(ExternalProgram(words: words + [path])))
    }
    let source = source(of: target)
    let (folder, name) = (first.environment["TMPDIR"] ?? "/tmp", target.safeFileName)
    start(isLong: true) {
      do {
        let folder = try await PrivateFolder.make(in: folder)
        do {
          let (path, _) = try await Self.copy(source, to: "\(folder.path)/\(name)")
          var program = ExternalProgram(words: words + [path])
          program.temporaryFile = path
          return .program(program)
        } catch {
          await folder.remove(file: name)
          return .said(.error("\(error)"))
        }
      } catch {
        return .said(.error("\(error)"))
      }
    }
  }
}
