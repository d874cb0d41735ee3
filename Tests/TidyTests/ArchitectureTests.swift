// Imports go downwards: a module uses only what Package.swift lists below it.
import TestSupport
import Testing

@Suite struct ArchitectureTests {
  /// Modules of the toolchain and the system that any target may import.
  private let system: Set = ["Glibc", "Synchronization", "Testing"]

  @Test func targetsAreListedInDependencyOrder() throws {
    let targets = try Manifest().targets
    #expect(targets.count > 30, "Package.swift is no longer read by Manifest.swift")
    var above: Set<String> = []
    var problems: [String] = []
    for target in targets {
      for name in target.dependencies where !above.contains(name) {
        problems.append(
          "Package.swift:\(target.line + 1): \(target.name) uses \(name), which is not listed above"
            + " it: move the code down, or the lower target up")
      }
      above.insert(target.name)
    }
    expectNone(problems)
  }

  @Test func everyImportIsADeclaredDependency() throws {
    var allowed: [String: Set<String>] = [:]
    for target in try Manifest().targets {
      var names = Set(target.dependencies)
      // Tests may look at everything their module is made of; shipped code says what it uses.
      if target.isForTests {
        for name in target.dependencies { names.formUnion(allowed[name] ?? []) }
      }
      allowed[target.name] = names
    }
    var problems: [String] = []
    for file in try SourceFile.all(in: "Sources", "Tests", "themes") {
      for (index, name) in file.imports where !system.contains(name) && name != file.module {
        // Tests may use Foundation to judge what was written without it.
        if name.hasPrefix("Foundation"), file.path.hasPrefix("Tests/") { continue }
        if allowed[file.module]?.contains(name) == true { continue }
        problems.append(
          file.problem(
            index,
            "\(file.module) may not import \(name): it is not among its dependencies in"
              + " Package.swift; go through a module that may, or move this code"))
      }
    }
    expectNone(problems)
  }

  @Test func noModuleKnowsMoreThanItsNameSays() throws {
    var problems: [String] = []
    for target in try Manifest().targets where target.kind == "module" {
      for name in target.dependencies {
        let isGeneral = !target.name.hasPrefix("Podium") && !target.name.hasPrefix("Orchestra")
        let isPlatform = target.name.hasPrefix("Orchestra")
        if (isGeneral && (name.hasPrefix("Orchestra") || name.hasPrefix("Podium")))
          || (isPlatform && name.hasPrefix("Podium"))
        {
          problems.append("Package.swift:\(target.line + 1): \(target.name) may not know \(name)")
        }
      }
    }
    expectNone(problems)
  }

  @Test func onlyTheBottomTalksToC() throws {
    let problems = try SourceFile.all(in: "Sources").flatMap { file in
      file.imports.filter {
        $0.name.hasPrefix("C") && $0.name.dropFirst().first?.isUppercase == true
      }
      .filter {
        $0.name != "CSystem" && ["PodiumTUI", "PodiumServer", "OrchestraAPI"].contains(file.module)
      }
      .map {
        file.problem($0.line, "\(file.module) may not call C: \($0.name) belongs to the tools")
      }
    }
    expectNone(problems)
  }
}

extension SourceFile {
  /// The modules the file imports, with the line of each.
  var imports: [(line: Int, name: String)] {
    code.indices.compactMap { index in
      let words = code[index].split(separator: " ").filter { !$0.hasPrefix("@") }
      guard let first = words.first, words.count >= 2 else { return nil }
      let isScoped = ["package", "public", "internal", "private", "fileprivate"].contains(first)
      let rest = isScoped ? words.dropFirst() : words[...]
      guard rest.first == "import", let name = rest.last?.split(separator: ".").first else {
        return nil
      }
      return (index, String(name))
    }
  }
}
