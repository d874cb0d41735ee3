// The user's keys over the usual ones. What cannot be is reported with its place in the file and left
// out; whatever is changed, there is a key to quit and a key to close what stands over a view.
import PodiumCore
import TerminalUI
import YAML

extension Keymap {
  /// A line of the user's: keys of a command in a scope, and where each stands in the file.
  private struct Wish {
    let binding: Binding
    let marks: [YAMLMark]
    let mark: YAMLMark
    let path: [YAMLStep]
  }

  /// The keymap of a configuration, and what is wrong with its keys.
  package static func merging(
    _ configuration: Configuration, source: YAMLSource
  ) -> (keymap: Keymap, problems: [YAMLProblem]) {
    var merger = Merger(source: source)
    merger.add(configuration)
    return merger.merged()
  }

  /// Commands that lead out of where one is.
  private static let waysOut: Set<Command> = [.quit, .leave, .back, .no, .dismiss]
  /// Commands that end the program.
  private static let ends: Set<Command> = [.quit, .leave]

  /// Keys that never arrive, and why; those that end the program may stand at what ends it.
  private static let lost: [Key: String] = [
    .ctrl("c"): "ctrl-c ends the program", .ctrl("\\"): "ctrl-\\ ends the program",
    .ctrl("z"): "ctrl-z suspends the program", .ctrl("m"): "terminals send enter for it",
    .ctrl("j"): "terminals send enter for it", .ctrl("i"): "terminals send tab for it",
    .ctrl("h"): "terminals send backspace for it",
  ]

  /// Collects lines and problems.
  private struct Merger {
    let source: YAMLSource
    var wishes: [Wish] = []
    var problems: [YAMLProblem] = []

    init(source: YAMLSource) { self.source = source }

    mutating func add(_ configuration: Configuration) {
      for change in configuration.keys {
        let steps: [YAMLStep] = [.key("keys"), .key(change.scope), .key(change.command.text)]
        guard let scope = Scope(rawValue: change.scope),
          let command = Command(name: change.command.text)
        else { continue }
        guard let homes = Self.foreign(command, in: scope) else {
          add(change.keys, command, scope, change.command.mark, steps)
          continue
        }
        report(
          "“\(command.name)” does nothing in \(scope.rawValue)", change.command.mark, steps,
          hint: "it can be changed in \(homes.joined(separator: ", "))")
      }
      for (index, command) in configuration.commands.enumerated() {
        guard let key = command.key else { continue }
        let steps: [YAMLStep] = [.key("commands"), .key(command.name)]
        let scopes = command.scopes.compactMap(Scope.init(rawValue:))
        for scope in scopes.isEmpty ? [.actions] : scopes {
          add([key], .custom(index), scope, key.mark, steps)
        }
      }
    }

    /// Where a command belongs, if it does not belong into a scope.
    private static func foreign(_ command: Command, in scope: Scope) -> [String]? {
      let homes = Keymap.usual.filter { $0.command == command }.map(\.scope)
      if homes.isEmpty || homes.contains(where: scope.chain.contains) { return nil }
      return homes.map(\.rawValue)
    }

    private mutating func add(
      _ words: [PlacedWord], _ command: Command, _ scope: Scope, _ mark: YAMLMark,
      _ path: [YAMLStep]
    ) {
      var keys: [Key] = []
      for word in words {
        guard let key = Key(name: word.text) else { continue }
        let isEnd = key == .ctrl("c") && Keymap.waysOut.contains(command)
        if !isEnd, let reason = Keymap.lost[key] {
          report("“\(word.text)” cannot be a key of its own: \(reason)", word.mark, path)
          return
        }
        if scope == .input, case .char = key {
          report(
            "“\(word.text)” is typed there, it cannot be a key", word.mark, path,
            hint: "take one like f2 or ctrl-x")
          return
        }
        keys.append(key)
      }
      wishes.append(
        Wish(
          binding: Binding(scope: scope, command: command, keys: keys),
          marks: words.map(\.mark), mark: mark, path: path))
    }

    private mutating func report(
      _ message: String, _ mark: YAMLMark, _ path: [YAMLStep], hint: String? = nil
    ) {
      problems.append(
        YAMLProblem(message, at: mark, path: path, suggestion: hint, in: source))
    }

    /// Leaves out lines with problems until none is left; only the first problems are told, later
    /// ones follow from them.
    mutating func merged() -> (keymap: Keymap, problems: [YAMLProblem]) {
      var isFirst = true
      while true {
        let keymap = Keymap(changes: wishes.map(\.binding))
        let faults = clashing(keymap) + closing(keymap)
        guard !faults.isEmpty else { return (keymap, problems) }
        if isFirst { problems += faults.map(\.problem) }
        isFirst = false
        let bad = Set(faults.map(\.wish))
        wishes = wishes.indices.filter { !bad.contains($0) }.map { wishes[$0] }
      }
    }

    private typealias Fault = (wish: Int, problem: YAMLProblem)

    /// One report for each key of the user's that means something else already.
    private func clashing(_ keymap: Keymap) -> [Fault] {
      var told: Set<YAMLMark> = []
      return keymap.clashes.compactMap { clash in
        let own = wishes.indices.last { index in
          let binding = wishes[index].binding
          return binding.keys.contains(clash.key) && clash.place.chain.contains(binding.scope)
            && (binding.command == clash.first || binding.command == clash.second)
        }
        guard let own, let place = wishes[own].binding.keys.firstIndex(of: clash.key),
          told.insert(wishes[own].marks[place]).inserted
        else { return nil }
        let other = wishes[own].binding.command == clash.first ? clash.second : clash.first
        let problem = YAMLProblem(
          "“\(clash.key.name)” means \(other.name) in \(clash.place.rawValue) already",
          at: wishes[own].marks[place], path: wishes[own].path,
          suggestion: "give \(other.name) another key there, or [] for none", in: source)
        return (own, problem)
      }
    }

    /// One report for each scope that has no way out any more.
    private func closing(_ keymap: Keymap) -> [Fault] {
      let usual = Keymap()
      var told: Set<Int> = []
      return Scope.allCases.flatMap { place in
        [(Keymap.waysOut, "leave"), (Keymap.ends, "quit")].compactMap { commands, what in
          func remains(_ keymap: Keymap) -> Bool {
            keymap.lines(in: place).contains {
              commands.contains($0.command) && !$0.keys.isEmpty
            }
          }
          guard remains(usual), !remains(keymap) else { return nil }
          let cause = wishes.indices.last { index in
            let binding = wishes[index].binding
            return commands.contains(binding.command) && place.chain.contains(binding.scope)
          }
          guard let cause, told.insert(cause).inserted else { return nil }
          let problem = YAMLProblem(
            "then no key is left to \(what) in \(place.rawValue)", at: wishes[cause].mark,
            path: wishes[cause].path, suggestion: "give it a key", in: source)
          return (cause, problem)
        }
      }
    }
  }
}
