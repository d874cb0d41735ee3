// `pipelines validate`: files are read here, so that mistakes have a line; what the definition must hold
// is the workspace's to say, or with --local the engine's in this program.
import JSON
import PodiumCore
import PodiumEngine
import YAML

/// The check of pipeline files.
enum ValidateVerb {
  private static let local = Option(
    "--local", nil, "check by the rules of the local engine; needs no workspace")

  static let face = VerbFace(
    options: [local], hidden: ["definition"], operands: "FILE…",
    details: "Says every mistake with line, column and caret. Exit code 2 if there is one.",
    result: "validate_files", text: ResultText(only: []),
    run: { (call) async throws(CommandFailure) in
      var checked: [CheckedFile] = []
      for file in try files(call.invocation) {
        checked.append(try await check(file, call))
      }
      return report(checked, call.printer)
    },
    early: { (invocation, printer) throws(CommandFailure) in
      let files = try files(invocation)
      guard invocation.arguments.has(local.name) else { return nil }
      let checked = try files.map { (file) throws(CommandFailure) in
        CheckedFile(
          path: file, problems: DefinitionLoader.load(yaml: try text(file), file: file).problems)
      }
      return report(checked, printer)
    })

  private struct CheckedFile {
    let path: String
    let problems: [YAMLProblem]
  }

  private static func files(_ invocation: Invocation) throws(CommandFailure) -> [String] {
    let files = invocation.arguments.positionals
    guard !files.isEmpty else { throw .usage("podium pipelines validate wants a FILE") }
    return files
  }

  private static func text(_ path: String) throws(CommandFailure) -> String {
    guard let text = SmallFile.text(path) else {
      throw CommandFailure(.notFound, "\(path): \(SmallFile.reason)")
    }
    return text
  }

  private static func check(
    _ path: String, _ call: VerbCall
  ) async throws(CommandFailure) -> CheckedFile {
    let document = YAMLDocument(reading: try text(path), file: path)
    guard let root = document.root, document.problems.isEmpty else {
      return CheckedFile(path: path, problems: document.problems)
    }
    guard let definition = root.json.object else {
      return CheckedFile(
        path: path,
        problems: [YAMLProblem("a pipeline file is a mapping", at: root.mark, in: document.source)])
    }
    let result = try await call.perform(
      "validate_pipeline", ["definition": .object(definition)])
    let problems = (result["problems"]?.array ?? []).map { problem in
      let keys = (problem["path"]?.array ?? []).compactMap(\.string)
      let (mark, steps) = place(of: keys[...], in: root)
      return YAMLProblem(
        problem["message"]?.string ?? "refused", at: mark, path: steps, in: document.source)
    }
    return CheckedFile(path: path, problems: YAMLProblem.inOrder(problems))
  }

  /// Where a path of the server's is in the file: as deep as it can be found, however keys are spelled.
  private static func place(
    of keys: ArraySlice<String>, in root: YAMLNode
  ) -> (YAMLMark, [YAMLStep]) {
    var (node, mark, steps) = (root, root.mark, [YAMLStep]())
    for key in keys {
      if let index = Int(key), let items = node.items, items.indices.contains(index) {
        node = items[index]
        mark = node.mark
        steps.append(.index(index))
      } else if let entry = node.entries?.first(where: {
        $0.key == key || CaseSpelling.camel($0.key) == key
      }) {
        node = entry.value
        mark = entry.keyMark
        steps.append(.key(entry.key))
      } else {
        steps.append(.key(key))
        break
      }
    }
    return (mark, steps)
  }

  private static func report(_ files: [CheckedFile], _ printer: ResultPrinter) -> Ending {
    let rows = files.map { file -> JSONValue in
      [
        "file": .string(file.path), "valid": .bool(file.problems.isEmpty),
        "problems": .array(
          file.problems.map { problem in
            [
              "message": .string(problem.message), "path": .string(problem.pathText),
              "line": .int(Int64(problem.mark.line)), "column": .int(Int64(problem.mark.column)),
            ]
          }),
      ]
    }
    let isValid = files.allSatisfy(\.problems.isEmpty)
    printer.print([
      "valid": .bool(isValid), "total": .int(Int64(rows.count)), "results": .array(rows),
    ])
    if printer.form == .text {
      for file in files {
        for problem in file.problems { printer.output.complain(problem.rendered) }
        if file.problems.isEmpty { printer.output.answer("\(file.path): valid") }
      }
    }
    return .code(isValid ? .ok : .usage)
  }
}
