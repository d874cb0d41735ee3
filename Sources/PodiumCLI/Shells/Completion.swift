// What a shell may offer where the cursor stands, as words for its script. Made from the command table:
// a new command or option is completed without another line.

/// The parts that every shell's script is made of.
struct Completion: Sendable {
  /// One command with what can follow it.
  struct Entry: Sendable {
    let command: Command

    var name: String { command.name }
    var options: [Option] { command.options + [.help] }
    /// Whether its first operand is a file of this machine.
    var takesFiles: Bool { command.operands.hasPrefix("FILE") }
    /// The names it goes by where its first operand is one of a few words.
    var names: [String] { command.operandChoices.map { "\(name) \($0)" } + [name] }
  }

  let entries: [Entry]

  init(_ commands: [Command] = CommandTable.all) { entries = commands.map { Entry(command: $0) } }

  /// Words that may stand first, with what they are.
  var firstWords: [Word] {
    var said: Set<String> = []
    return entries.compactMap { entry -> Word? in
      guard let word = entry.command.words.first, said.insert(word).inserted else { return nil }
      let noun = CommandTable.nouns.first { $0.word == word }
      return (word, noun?.summary ?? entry.command.summary)
    }
  }

  /// A word that can be completed, and what it is.
  typealias Word = (word: String, summary: String)

  /// Words that may stand second, by the first.
  var secondWords: [(first: String, words: [Word])] {
    firstWords.compactMap { first -> (first: String, words: [Word])? in
      let words = words(after: first.word)
      return words.isEmpty ? nil : (first.word, words)
    }
  }

  private func words(after first: String) -> [Word] {
    let verbs = entries.map(\.command).filter { $0.words.count == 2 && $0.words[0] == first }
    let own = entries.first { $0.name == first }?.command.operandChoices ?? []
    let topics = HelpTopic.all.map { (word: $0.word, summary: $0.summary) }
    return verbs.map { (word: $0.words[1], summary: $0.summary) }
      + own.map { (word: $0, summary: "") }
      + (first == Command.help.name ? firstWords.filter { $0.word != first } + topics : [])
  }

  /// What the value of an option may be.
  enum Value: Sendable, Equatable {
    case none
    case words([String])
    case files
    case anything
  }

  static func value(of option: Option) -> Value {
    guard let value = option.value else { return .none }
    if !option.choices.isEmpty { return .words(option.choices) }
    return ["FILE", "DIR"].contains(value) ? .files : .anything
  }

  /// A case for each option that takes a value; options of one name take the same everywhere.
  ///
  /// - Parameter offering: what the shell does before it returns from the case.
  func valueCases(_ offering: (Value) -> String) -> [String] {
    var said: Set<String> = []
    return entries.flatMap(\.options).compactMap { option in
      let value = Self.value(of: option)
      guard said.insert(option.name).inserted, value != .none else { return nil }
      return "    \(option.name)) \(offering(value))return ;;"
    }
  }
}

extension Command {
  static let completions = Command(
    "completions", "print a script that lets a shell complete podium's words",
    operands: "bash|zsh|fish",
    details: """
      bash   podium completions bash > ~/.local/share/bash-completion/completions/podium
      zsh    podium completions zsh > a folder of $fpath, as _podium; or source it after compinit
      fish   podium completions fish > ~/.config/fish/completions/podium.fish
      """
  ) { invocation throws(CommandFailure) in
    let scripts = [
      "bash": Completion().bash, "zsh": Completion().zsh, "fish": Completion().fish,
    ]
    guard let shell = try invocation.operands(atMost: 1).first, let script = scripts[shell] else {
      throw .usage("podium completions wants bash, zsh or fish")
    }
    invocation.output.answer(script)
    return .code(.ok)
  }
}
