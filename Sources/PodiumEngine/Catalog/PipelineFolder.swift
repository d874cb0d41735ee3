// The folder of pipeline files: which are there, which changed, what they say. Blocks: call it on
// FolderThread only.
import Glibc
import OrchestraAPI
import YAML

/// A pipeline file as it was read.
package struct PipelineFile: Sendable {
  /// Path below the folder.
  package var path: String
  package var loaded: LoadedDefinition
}

/// What one look at the folder found.
struct FolderLook: Sendable {
  var signatures: [String: FileSignature] = [:]
  /// Files that are new or changed since the look before.
  var changed: [PipelineFile] = []
  var environments: [UInt8]?
  var problem: String?
}

/// Tells whether a file changed without reading it.
struct FileSignature: Sendable, Equatable {
  var size: Int64
  var seconds: Int
  var nanoseconds: Int
  var inode: UInt64
}

extension FolderThread {
  /// Most pipeline files of a folder.
  static let pipelineFilesMax = 2000
  static let environmentsFile = "environments.yaml"

  /// Looks at a folder and reads the files that changed.
  func look(at folder: String, known: [String: FileSignature]) -> FolderLook {
    var look = FolderLook()
    var facts = stat()
    guard stat(folder, &facts) == 0, facts.st_mode & S_IFMT == S_IFDIR else {
      look.problem = "\(folder): no such folder"
      return look
    }
    for path in yamlFiles(below: folder).prefix(Self.pipelineFilesMax) {
      guard stat("\(folder)/\(path)", &facts) == 0 else { continue }
      let signature = FileSignature(facts)
      look.signatures[path] = signature
      guard known[path] != signature else { continue }
      read(path, in: folder, into: &look)
    }
    return look
  }

  private func read(_ path: String, in folder: String, into look: inout FolderLook) {
    do throws(EngineError) {
      let bytes = try whole("\(folder)/\(path)") ?? []
      if path == Self.environmentsFile || path == "environments.yml" {
        look.environments = bytes
      } else {
        let loaded = DefinitionLoader.load(yamlBytes: bytes, file: path)
        look.changed.append(PipelineFile(path: path, loaded: loaded))
      }
    } catch {
      look.problem = "\(error)"
    }
  }

  /// Hidden files and folders are not pipelines; files may be links, as mounted volumes have them.
  private func yamlFiles(below folder: String) -> [String] {
    var walk = FolderWalk()
    walk.takesHidden = false
    walk.followsFileLinks = true
    walk.enter(folder)
    return walk.found.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }.sorted()
  }
}

extension FileSignature {
  fileprivate init(_ facts: stat) {
    size = Int64(facts.st_size)
    seconds = facts.st_mtim.tv_sec
    nanoseconds = facts.st_mtim.tv_nsec
    inode = UInt64(facts.st_ino)
  }
}
