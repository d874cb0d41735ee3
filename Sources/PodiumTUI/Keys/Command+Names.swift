// Names of commands in the configuration: the words of the enumeration with dashes between them. Made
// here and nowhere else.

extension Command {
  /// "next-problem", "pane-1". Commands of the user's own have their name in the configuration.
  package var name: String {
    var name = ""
    var before: Character = "A"
    for character in String(describing: self) {
      switch character {
      case "(": name.append("-")
      case ")": break
      case _ where character.isUppercase:
        if before.isLowercase { name.append("-") }
        name += character.lowercased()
      default: name.append(character)
      }
      before = character
    }
    return name
  }

  /// The command of a name; nil when there is none.
  package init?(name: String) {
    guard let found = Command.all.first(where: { $0.name == name }) else { return nil }
    self = found
  }
}
