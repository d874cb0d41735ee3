// The script for bash. It needs no other package, and calls nothing.

extension Completion {
  /// A whole script.
  var bash: String {
    let second = secondWords.map {
      "    \($0.first)) verbs=\"\(Self.list($0.words.map(\.word)))\" ;;"
    }
    let options = entries.map { entry in
      let names = entry.names.map { "\"\($0)\"" }.joined(separator: "|")
      let files = entry.takesFiles ? " files=1" : ""
      return "    \(names)) options=\"\(Self.list(entry.options.map(\.name)))\"\(files) ;;"
    }
    return """
      # bash completion for podium, made by: podium completions bash
      _podium() {
        local current=${COMP_WORDS[COMP_CWORD]-} previous=${COMP_WORDS[COMP_CWORD-1]-}
        local first=${COMP_WORDS[1]-} second=${COMP_WORDS[2]-} verbs="" options="" name="" files=""
        COMPREPLY=()
        if [ "$current" = "=" ]; then current="";
        elif [ "$previous" = "=" ]; then previous=${COMP_WORDS[COMP_CWORD-2]-}; fi
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
        esac
        if [[ $current == -* ]]; then
          COMPREPLY=($(compgen -W "$options" -- "$current"))
        elif [ "$COMP_CWORD" -eq 1 ]; then
          COMPREPLY=($(compgen -W "\(Self.list(firstWords.map(\.word)))" -- "$current"))
        elif [ "$COMP_CWORD" -eq 2 ] && [ -n "$verbs" ]; then
          COMPREPLY=($(compgen -W "$verbs" -- "$current"))
        elif [ -n "$files" ]; then
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

  static func list(_ words: [String]) -> String { words.joined(separator: " ") }
}
