// The script for fish: one line for each word that can be completed.

extension Completion {
  /// A whole script.
  var fish: String {
    let first = firstWords.map { word in
      "complete -c podium -f -n __fish_use_subcommand -a \(word.word) -d \(Self.fish(word.summary))"
    }
    let second = secondWords.flatMap { group in
      let all = Self.list(group.words.map(\.word))
      return group.words.map { word in
        let place =
          "__fish_seen_subcommand_from \(group.first); and not __fish_seen_subcommand_from \(all)"
        let meaning = word.summary.isEmpty ? "" : " -d \(Self.fish(word.summary))"
        return "complete -c podium -f -n \(Self.fish(place)) -a \(word.word)\(meaning)"
      }
    }
    let options = entries.flatMap { entry in
      entry.options.map { Self.line($0, place: Self.place(entry.command)) }
    }
    let files = entries.filter(\.takesFiles).map { Self.place($0.command) }
    let noFiles = files.map { "not begin; \($0); end" }.joined(separator: "; and ")
    return
      ([
        "# fish completion for podium, made by: podium completions fish",
        "complete -c podium -f -n \(Self.fish(noFiles))",
      ] + first + second + options).joined(separator: "\n")
  }

  private static func place(_ command: Command) -> String {
    guard !command.name.isEmpty else { return "__fish_use_subcommand" }
    let seen = command.words.map { "__fish_seen_subcommand_from \($0)" }
    let verbs = CommandTable.commands(of: command.name).map { $0.words[1] }
    let others = verbs.isEmpty ? [] : ["not __fish_seen_subcommand_from \(list(verbs))"]
    return (seen + others).joined(separator: "; and ")
  }

  private static func line(_ option: Option, place: String) -> String {
    var words = ["complete", "-c", "podium", "-n", fish(place), "-l"]
    words.append(String(option.name.dropFirst(2)))
    switch value(of: option) {
    case .none: words.append("-f")
    case .anything: words.append("-x")
    case .files: words += ["-r", "-F"]
    case .words(let choices): words += ["-x", "-a", fish(list(choices))]
    }
    return (words + ["-d", fish(option.summary)]).joined(separator: " ")
  }

  /// In single quotes; fish escapes a quote and a backslash by a backslash.
  private static func fish(_ text: String) -> String {
    "'" + text.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
  }
}
