// The key table: no clashes, nothing left out, and no habit key that acts.
import TerminalUI
import Testing

@testable import PodiumTUI

@Suite struct KeymapTests {
  let keymap = Keymap()

  @Test func noKeyMeansTwoThingsInOnePlace() {
    #expect(keymap.clashes == [])
  }

  @Test func aClashIsNamed() {
    let binding = Keymap.Binding(scope: .runs, command: .quit, keys: [.char("j")])
    let clashes = Keymap(Keymap.usual + [binding]).clashes
    #expect(clashes.contains { $0.place == .runs && $0.key == .char("j") })
  }

  @Test func everyNameInTheTableIsAKey() {
    for binding in Keymap.usual { #expect(!binding.keys.isEmpty, "\(binding.command)") }
  }

  @Test func everyCommandHasAKeyAndWords() {
    let bound = Set(Keymap.usual.map(\.command))
    for command in Command.all {
      #expect(bound.contains(command), "\(command) has no key")
      #expect(!command.summary.isEmpty && !command.hint.isEmpty)
    }
  }

  @Test func ctrlDNeverDoesMoreThanMove() {
    for scope in Scope.allCases {
      let command = keymap[scope, .ctrl("d")]
      #expect(command == nil || command == .halfDown, "\(scope)")
    }
  }

  @Test func enterNeverSaysYes() {
    #expect(keymap[.confirm, .enter] == .no)
    #expect(keymap[.rerun, .enter] == .no)
  }

  @Test func helpListsEveryLineOfAPlace() {
    for scope in Scope.allCases {
      let help = Help(keymap, from: scope)
      for binding in keymap.lines(in: scope) {
        if case .pane = binding.command { continue }
        let names = binding.keys.map(\.name).joined(separator: "  ")
        let line = Help.Line(
          keys: names, text: binding.command.summary, command: binding.command)
        #expect(help.rows.contains(.line(line)), "\(binding.command) in \(scope)")
      }
    }
  }

  @Test func hintsOfEveryViewHaveKeys() {
    let target = TextTarget(runID: "a", taskRunID: "b")
    let places: [Place] = [
      .runs, .run("a"), .task("a", "b"), .text(target), .pipelines, .grid("p"), .requests,
    ]
    for place in places {
      let view = ViewTable.view(of: place)
      for command in view.hints {
        #expect(keymap.key(for: command, in: view.scope) != nil, "\(command) in \(place)")
      }
    }
  }
}
