// Turns words into options and positionals. It knows the declared options and nothing else.
import YAML

/// The words after the command's name, understood.
package struct Arguments: Sendable, Equatable {
  private var values: [String: [String]] = [:]
  /// Words that belong to no option, in order.
  package private(set) var positionals: [String] = []

  /// Accepts `--name value`, `--name=value`, switches, and `--` before words that begin with a dash.
  package init(_ words: [String], options: [Option]) throws(CommandFailure) {
    var rest = words[...]
    while let word = rest.popFirst() {
      if word == "--" {
        positionals += rest
        return
      }
      guard word.hasPrefix("-"), word != "-" else {
        positionals.append(word)
        continue
      }
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = word == "-h" ? "--help" : String(parts[0])
      guard let option = options.first(where: { $0.name == name }) else {
        throw Self.unknown(name, options)
      }
      let attached = parts.count > 1 ? String(parts[1]) : nil
      values[name, default: []].append(try Self.value(of: option, attached, &rest))
    }
  }

  /// True if the switch was given.
  package func has(_ name: String) -> Bool { values[name] != nil }

  /// The option's value, nil if it was not given; of several the last.
  package func text(_ name: String) -> String? { values[name]?.last }

  /// All values of an option that was given several times, in order.
  package func texts(_ name: String) -> [String] { values[name] ?? [] }

  /// The option's value as a number within limits, nil if it was not given.
  package func number(_ name: String, in range: ClosedRange<Int>) throws(CommandFailure) -> Int? {
    guard let text = text(name) else { return nil }
    guard let number = Int(text), range.contains(number) else {
      throw .usage(
        "\(name) wants a number from \(range.lowerBound) to \(range.upperBound), not '\(text)'")
    }
    return number
  }

  private static func value(
    of option: Option, _ attached: String?, _ rest: inout ArraySlice<String>
  ) throws(CommandFailure) -> String {
    guard let placeholder = option.value else {
      if let attached {
        throw .usage("\(option.name) is a switch and takes no value '\(attached)'")
      }
      return ""
    }
    guard let value = attached ?? rest.popFirst(), !value.isEmpty else {
      throw .usage("\(option.name) wants a value: \(option.name) \(placeholder)")
    }
    return value
  }

  private static func unknown(_ name: String, _ options: [Option]) -> CommandFailure {
    let nearest = NearestWord.to(name, in: options.map(\.name))
    let advice = nearest.map { "did you mean \($0)?" } ?? "see podium help"
    return .usage("unknown option \(name): \(advice)")
  }
}
