// The script for bash. It needs no other package, and calls nothing.

extension Completion {
  /// A whole script.
  var bash: String {
    let second = secondWords.map {
      "    \($0.first)) verbs=\"\(Self.list($0.words.map(\.word)))\" ;;"
    }
    let options = entries.map { entry in
      "    \"\(entry.name)\") options=\"\(Self.list(entry.options.map(\.name)))\" ;;"
    }
    return """
      # bash completion for podium, made by: podium completions bash
      _podium() {
        local current=${COMP_WORDS[COMP_CWORD]-} previous=${COMP_WORDS[COMP_CWORD-1]-}
        local first=${COMP_WORDS[1]-} second=${COMP_WORDS[2]-} verbs="" options="" name=""
        COMPREPLY=()
        case "$previous" in
      \(bashValues.joined(separator: "\n"))
        esac
        case "$first" in
      \(second.joined(separator: "\n"))
        esac
        if [ "$COMP_CWORD" -gt 1 ]; then
          case "$first" in -*) ;; *) name=$first ;; esac
        fi
        if [ "$COMP_CWORD" -gt 2 ]; then
          case " $verbs " in *" $second "*) [ -n "$second" ] && name="$first $second" ;; esac
        fi
        case "$name" in
      \(options.joined(separator: "\n"))
        \(Self.choicePattern(entries))
        esac
        if [[ $current == -* ]]; then
          COMPREPLY=($(compgen -W "$options" -- "$current"))
        elif [ "$COMP_CWORD" -eq 1 ]; then
          COMPREPLY=($(compgen -W "\(Self.list(firstWords.map(\.word)))" -- "$current"))
        elif [ "$COMP_CWORD" -eq 2 ] && [ -n "$verbs" ]; then
          COMPREPLY=($(compgen -W "$verbs" -- "$current"))
        else
          COMPREPLY=($(compgen -f -- "$current"))
        fi
      }
      complete -o filenames -F _podium podium
      """
  }

  private var bashValues: [String] {
    valueCases { value in
      switch value {
      case .none, .anything: ""
      case .files: "COMPREPLY=($(compgen -f -- \"$current\")); "
      case .words(let words):
        "COMPREPLY=($(compgen -W \"\(Self.list(words))\" -- \"$current\")); "
      }
    }
  }

  /// Commands whose operand is one of a few words complete the options of the first word.
  private static func choicePattern(_ entries: [Entry]) -> String {
    let patterns = entries.filter { !$0.command.operandChoices.isEmpty }.map { entry in
      let names = entry.command.operandChoices.map { "\"\(entry.name) \($0)\"" }
      let options = list(entry.options.map(\.name))
      return "  \(names.joined(separator: "|"))) options=\"\(options)\" ;;"
    }
    return patterns.joined(separator: "\n  ")
  }

  static func list(_ words: [String]) -> String { words.joined(separator: " ") }
}
