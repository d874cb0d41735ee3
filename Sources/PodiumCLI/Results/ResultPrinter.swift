// Prints results: as text for people, as one JSON object, or as JSON lines, a row each.
import JSON
import PodiumCore
import TerminalUI

/// How one call prints its result.
struct ResultPrinter: Sendable {
  /// The form of the answer.
  enum Form: Sendable { case text, json, jsonLines }

  let form: Form
  let place: TextPlace
  let output: Output
  private let text: ResultText

  init(_ text: ResultText, _ invocation: Invocation) throws(CommandFailure) {
    let wanted = [Option.json, .jsonLines].filter { invocation.arguments.has($0.name) }
    guard wanted.count <= 1 else {
      throw .usage("--json and --json-lines exclude each other: choose one")
    }
    form = wanted.first == nil ? .text : wanted.first == .json ? .json : .jsonLines
    self.text = text
    output = invocation.output
    place = TextPlace(width: output.columns)
  }

  /// Prints a whole result.
  func print(_ result: JSONObject) {
    switch form {
    case .json: output.answer(JSONValue.object(result).text)
    case .jsonLines:
      let (key, rows) = ResultText.list(of: result)
      for row in key.isEmpty ? [.object(result)] : rows { output.answer(row.text) }
    case .text:
      let lines = text.lines(result, place)
      if !lines.isEmpty { output.answer(lines.joined(separator: "\n")) }
    }
    note(result)
  }

  /// The same result in another form of text.
  init(_ other: ResultPrinter, _ text: ResultText) {
    (form, place, output) = (other.form, other.place, other.output)
    self.text = text
  }

  /// Prints the rows of a listing that are wanted, in the form of a stream.
  func printRows(
    _ result: JSONObject, hasHeading: Bool = true, where isWanted: (JSONValue) -> Bool
  ) {
    let (key, rows) = ResultText.list(of: result)
    if form == .text {
      let lines = text.rows(key, rows, place)
      let wanted = rows.indices.filter { isWanted(rows[$0]) && $0 + 1 < lines.count }
      // The newest stand last, as in a log.
      let chosen = wanted.map { lines[$0 + 1] }
      let shown = hasHeading ? lines.prefix(1) + chosen : ArraySlice(chosen.reversed())
      if !chosen.isEmpty { output.answer(shown.joined(separator: "\n")) }
    } else {
      for row in rows.reversed() where isWanted(row) { output.answer(row.text) }
    }
  }

  /// What is missing of a list, for whoever reads a terminal or a log.
  private func note(_ result: JSONObject) {
    guard form != .json else { return }
    if result["failures"] == .array([]) {
      let leftOut = result["leftOut"]?.int
      output.complain(
        leftOut.map { "no problem passes the filter: \($0) left out" } ?? "nothing is broken")
    }
    guard let rows = result["results"]?.array else { return }
    let total = result["total"]?.int ?? Int64(rows.count)
    if let window = result["window"], window["isCut"]?.bool == true {
      output.complain("\(window["note"]?.string ?? "")")
    }
    if let next = result["nextOffset"]?.int {
      let looked = result["lookedAt"]?.int.map { "; \($0) looked at" } ?? ""
      output.complain("\(rows.count) of \(total) rows\(looked): --offset \(next) goes on")
    } else if rows.isEmpty {
      output.complain("nothing found")
    }
  }
}

extension Option {
  static let json = Option("--json", nil, "print one JSON object; its members: podium help json")
  static let jsonLines = Option("--json-lines", nil, "print a JSON object a line, one for each row")
}
