// What --json prints, made from the declared shapes of results: each verb with its members, then the types
// they share.
import PodiumCore

extension HelpTopic {
  static let json = HelpTopic(
    word: "json", title: "JSON", summary: "what --json prints: podium help json runs list",
    sections: [head] + shapes.map { section($0.name, $0.shape) } + types(ResultShape.types.keys))

  /// The members of one verb's result with the types they name; nil where it prints none.
  static func json(of verb: String) -> HelpTopic? {
    guard let shape = shapes.first(where: { $0.name == verb })?.shape else { return nil }
    return HelpTopic(
      word: "json", title: "JSON", summary: "",
      sections: [section(verb, shape)] + types(named(shape)))
  }

  private static let head = HelpSection(
    title: "",
    text: """
      With --json a verb prints one object of these members; those in brackets may be missing.
      --json-lines prints the rows of its list, an object a line. Members may be added; none is renamed
      or removed. Times are ISO 8601 with an offset. A write with --dry-run prints title, method, path
      and body of its request.
      """, lines: [])

  /// The verbs that print a result.
  private static var shapes: [(name: String, shape: ResultShape)] {
    let verbs = OperationTable.standard.specs.compactMap { spec -> (String, ResultShape)? in
      guard let verb = Verb(spec) else { return nil }
      return ResultShape.results[verb.face.result ?? spec.name].map { (verb.name, $0) }
    }
    return verbs + (ResultShape.results["doctor"].map { [("doctor", $0)] } ?? [])
  }

  /// The types that a shape names, and those that these name.
  private static func named(_ shape: ResultShape) -> Set<String> {
    var found: Set<String> = []
    var rest = [shape]
    while let next = rest.popLast() {
      for type in next.members.compactMap(\.typeName) where found.insert(type).inserted {
        rest += [ResultShape.types[type]].compactMap { $0 }
      }
    }
    return found
  }

  private static func types(_ names: some Sequence<String>) -> [HelpSection] {
    names.sorted().compactMap { name in
      ResultShape.types[name].map { section("type: \(name)", $0) }
    }
  }

  private static func section(_ title: String, _ shape: ResultShape) -> HelpSection {
    HelpSection(
      title: title, text: "",
      lines: shape.members.map { member in
        (
          term: member.isAlways ? member.name : "[\(member.name)]",
          meaning: "\(member.kindName); \(member.says)"
        )
      })
  }
}
