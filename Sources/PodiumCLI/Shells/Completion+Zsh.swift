// The script for zsh, with what each word means.

extension Completion {
  /// A whole script.
  var zsh: String {
    let second = secondWords.map { group in
      "    \(group.first)) verbs=(\(Self.described(group.words))) ;;"
    }
    let options = entries.map { entry in
      let words = entry.options.map { ($0.name, $0.summary) }
      let names = entry.names.map { Self.quoted($0) }.joined(separator: "|")
      let files = entry.takesFiles ? " files=1" : ""
      return "    \(names)) options=(\(Self.described(words)))\(files) ;;"
    }
    return """
      #compdef podium
      # zsh completion for podium, made by: podium completions zsh
      _podium() {
        local -a verbs options firsts
        local name="" files="" previous="${words[CURRENT-1]}"
        firsts=(\(Self.described(firstWords)))
        if [[ "${words[CURRENT]}" == --*=* ]]; then
          previous="${words[CURRENT]%%=*}"
          compset -P 1 '*='
        fi
        case "$previous" in
      \(zshValues.joined(separator: "\n"))
        esac
        case "${words[2]}" in
      \(second.joined(separator: "\n"))
        esac
        if (( CURRENT > 2 )) && [[ "${words[2]}" != -* ]]; then name="${words[2]}"; fi
        if (( CURRENT > 3 )) && [[ -n "${verbs[(r)${words[3]}:*]}" ]]; then
          name="${words[2]} ${words[3]}"
        fi
        case "$name" in
      \(options.joined(separator: "\n"))
        esac
        if [[ "${words[CURRENT]}" == -* ]]; then
          _describe option options
        elif (( CURRENT == 2 )); then
          _describe command firsts
        elif (( CURRENT == 3 && ${#verbs} )); then
          _describe command verbs
        elif [[ -n "$files" ]]; then
          _files
        fi
      }
      if [[ "${funcstack[1]}" == _podium ]]; then _podium "$@"; else compdef _podium podium; fi
      """
  }

  private var zshValues: [String] {
    valueCases { value in
      switch value {
      case .none, .anything: ""
      case .files: "_files; "
      case .words(let words): "compadd -- \(Self.list(words)); "
      }
    }
  }

  private static func described(_ words: [(word: String, summary: String)]) -> String {
    words.map { quoted("\($0.word):\($0.summary)") }.joined(separator: " ")
  }

  /// In single quotes, which end for a quote inside.
  static func quoted(_ text: String) -> String { "'" + text.replacing("'", with: #"'\''"#) + "'" }
}
