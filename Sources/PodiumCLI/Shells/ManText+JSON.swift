// The manual's part about JSON, made from the declared shapes of results.
import PodiumCore

extension ManText {
  /// Verbs with their results, then the types they share.
  static var results: String {
    let verbs = OperationTable.standard.specs.compactMap { spec -> (String, ResultShape)? in
      guard let verb = Verb(spec) else { return nil }
      return ResultShape.results[verb.face.result ?? spec.name].map { (verb.name, $0) }
    }
    let doctor = ResultShape.results["doctor"].map { [("doctor", $0)] } ?? []
    let head = """
      .SH JSON
      With \\-\\-json each verb prints one object of these members; those in brackets may be missing.
      \\-\\-json\\-lines prints the rows of its list. Members may be added; none is renamed or removed.
      """
    let results = (verbs + doctor).map { entry(name: "podium \($0.0)", $0.1) }
    let types = ResultShape.types.sorted { $0.key < $1.key }.map { entry(name: $0.key, $0.value) }
    return ([head] + results + [".SS Types"] + types).joined(separator: "\n")
  }

  private static func entry(name: String, _ shape: ResultShape) -> String {
    let members = shape.members.map { member in
      let name = member.isAlways ? member.name : "[\(member.name)]"
      return ManPage.text("\(name): \(member.kindName); \(member.says)")
    }
    return ".TP\n.B \(ManPage.text(name))\n" + members.joined(separator: "\n.br\n")
  }
}
