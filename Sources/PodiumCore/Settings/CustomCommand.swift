// Commands of the user's own, and programs that run when something happens: their settings.
import YAML

/// A program of the user's own with a key.
package struct CustomCommand: Sendable, Equatable {
  package var name: String
  package var summary = ""
  /// Its key; nil means by the palette only.
  package var key: PlacedWord?
  /// Where it can be used ("runs", "task"); empty means wherever a run is selected.
  package var scopes: [String] = []
  package var template: CommandTemplate
  /// Asked about before it runs.
  package var confirms = false
  /// Changes something: off when read-only, always asked about.
  package var isDangerous = false
  /// Gets the terminal; otherwise it runs behind the screen and its last line is shown.
  package var usesTerminal = false

  package init(name: String, template: CommandTemplate) {
    self.name = name
    self.template = template
  }

  /// What help and the palette say about it.
  package var words: String {
    summary.isEmpty ? template.words.joined(separator: " ") : summary
  }

  var node: YAMLNode {
    .mapping(CommandDraft.settings.map { ($0.name, $0.show(CommandDraft(self))) })
  }
}

/// A custom command while it is read: the program may be missing.
struct CommandDraft {
  var template: CommandTemplate?
  var key: PlacedWord?
  var scopes: [String] = []
  var summary: String?
  var confirms = false
  var isDangerous = false
  var usesTerminal = false

  init() {}

  init(_ command: CustomCommand) {
    template = command.template
    key = command.key
    scopes = command.scopes
    summary = command.summary.isEmpty ? nil : command.summary
    confirms = command.confirms
    isDangerous = command.isDangerous
    usesTerminal = command.usesTerminal
  }

  static let settings: [Setting<CommandDraft>] = [
    Setting(
      "run",
      "program and arguments; "
        + Placeholder.allCases.map { "{\($0.rawValue)}" }.joined(separator: " "),
      sample: "[runbook, \"{pipeline}\"]"
    ) { reader, node, draft in
      draft.template = reader.template(node, "run")
    } show: {
      $0.template.map { .list($0.words) }
    },
    Setting("key", "its key; without one it is in the palette only", sample: "ctrl-o") {
      reader, node, draft in
      draft.key = reader.key(node)
    } show: {
      $0.key.map { YAMLNode(.string($0.text)) }
    },
    Setting("scopes", "where it can be used; usually wherever a run is selected", sample: "[runs]")
    {
      reader, node, draft in
      let words = reader.vocabulary.places
      draft.scopes = (reader.checker.items(node, "scopes") ?? []).compactMap { item in
        words.isEmpty
          ? reader.checker.text(item, "scopes[]") : reader.checker.choice(item, "place", of: words)
      }
    } show: {
      .list($0.scopes)
    },
    .word("summary", "what help says about it", sample: "open the runbook", \.summary),
    .flag("confirm", "whether it is asked about first", \.confirms),
    .flag("dangerous", "changes something: asked about, off when read-only", \.isDangerous),
    .flag("terminal", "whether it gets the terminal while it runs", \.usesTerminal),
  ]
}

/// Programs that are started when something happens; words, never run by a shell.
package struct Hooks: Sendable, Equatable {
  /// A watched run has ended.
  package var runEnded: CommandTemplate?
  /// Then nothing rings and no program runs.
  package var quietHours: QuietHours?

  package init() {}

  /// Every key of `hooks`.
  package static let settings: [Setting<Hooks>] = [
    Setting(
      "run_ended", "a program for every watched run that ends, as in commands",
      sample: "[notify-send, \"{pipeline}\", \"{status}\"]"
    ) { reader, node, hooks in
      hooks.runEnded = reader.template(node, "run_ended")
    } show: {
      $0.runEnded.map { .list($0.words) }
    },
    Setting("quiet_hours", "local time in which nothing rings", sample: "\"22:00-07:00\"") {
      reader, node, hooks in
      hooks.quietHours = reader.quietHours(node)
    } show: {
      $0.quietHours.map { YAMLNode(.string($0.text)) }
    },
  ]
}

/// A part of the local day, in minutes after midnight.
package struct QuietHours: Sendable, Equatable {
  package var fromMinute: Int
  package var toMinute: Int

  package init(fromMinute: Int, toMinute: Int) {
    self.fromMinute = fromMinute
    self.toMinute = toMinute
  }

  /// Reads "22:00-07:00".
  package init?(_ text: String) {
    let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { end -> Int? in
      let parts = end.split(separator: ":", omittingEmptySubsequences: false)
        .map { $0.filter { $0 != " " } }
      guard parts.count == 2, parts.allSatisfy({ $0.count == 2 && $0.allSatisfy(\.isNumber) }),
        let hour = Int(parts[0]), let minute = Int(parts[1]), hour < 24, minute < 60
      else { return nil }
      return hour * 60 + minute
    }
    guard ends.count == 2, let from = ends[0], let to = ends[1], from != to else { return nil }
    self.init(fromMinute: from, toMinute: to)
  }

  /// "22:00-07:00".
  package var text: String { "\(Self.clock(fromMinute))-\(Self.clock(toMinute))" }

  private static func clock(_ minute: Int) -> String {
    [minute / 60, minute % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
  }

  /// Whether a minute of the day is quiet.
  package func contains(minute: Int) -> Bool {
    fromMinute <= toMinute
      ? (fromMinute..<toMinute).contains(minute) : minute >= fromMinute || minute < toMinute
  }
}

extension ConfigurationReader {
  mutating func commands(_ node: YAMLNode) -> [CustomCommand] {
    (checker.entries(node, "commands") ?? []).compactMap { entry in
      guard isFree(entry) else { return nil }
      var draft = CommandDraft()
      read(CommandDraft.settings, entry.value, "a command", required: ["run"], &draft)
      guard let template = draft.template else { return nil }
      var command = CustomCommand(name: entry.key, template: template)
      (command.key, command.scopes) = (draft.key, draft.scopes)
      command.summary = draft.summary ?? ""
      (command.confirms, command.isDangerous) = (draft.confirms, draft.isDangerous)
      command.usesTerminal = draft.usesTerminal
      return command
    }
  }

  /// A name that the palette can take, and that is not one of the program's own.
  private mutating func isFree(_ entry: YAMLEntry) -> Bool {
    let isWord =
      !entry.key.isEmpty
      && entry.key.utf8.allSatisfy {
        (97...122).contains($0) || (48...57).contains($0) || $0 == 45
      }
    if !isWord {
      checker.report(
        "“\(entry.key)” is no name for a command", at: entry.keyMark, path: entry.value.path,
        hint: "small letters, digits and dashes")
    } else if vocabulary.commands.contains(entry.key) {
      checker.report(
        "“\(entry.key)” is a command already", at: entry.keyMark, path: entry.value.path,
        hint: "give it another name")
    } else {
      return true
    }
    return false
  }

  mutating func quietHours(_ node: YAMLNode) -> QuietHours? {
    guard let text = checker.text(node, "quiet_hours") else { return nil }
    guard let hours = QuietHours(text) else {
      checker.report("“\(text)” is not a part of the day", at: node, hint: "write \"22:00-07:00\"")
      return nil
    }
    return hours
  }
}
