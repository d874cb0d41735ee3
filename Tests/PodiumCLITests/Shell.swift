// The shells of this machine, asked what they offer for lines that are being typed: zsh in a terminal of
// its own with its completion system, fish by its own word for it, bash by the function it would call.
import Glibc
import TestSupport

@testable import PodiumCLI

enum Shell: String, CaseIterable, Sendable {
  case bash, zsh, fish

  var isInstalled: Bool { Self.has(rawValue) }

  static func has(_ program: String) -> Bool {
    system("command -v \(program) >/dev/null 2>&1") == 0
  }

  private var script: (name: String, text: String) {
    switch self {
    case .bash: ("podium.bash", Completion().bash)
    case .zsh: ("_podium", Completion().zsh)
    case .fish: ("podium.fish", Completion().fish)
    }
  }

  struct Failed: Error { let says: String }

  /// What is offered for each line at its end, in a folder with one file.
  func complete(_ lines: [String]) throws -> [[String]] {
    let folder = try TemporaryFolder()
    try folder.write(script.text, to: script.name)
    try folder.write("", to: "pipe.yaml")
    for (name, text) in asking(lines) { try folder.write(text, to: name) }
    let home = "cd '\(folder.path)' && export HOME=\"$PWD\" TERM=xterm LC_ALL=C.UTF-8"
    let code = system(
      "\(home) && timeout -k 1 300 \(rawValue) \(starting) ask >log 2>&1 </dev/null")
    guard code == 0 else {
      throw Failed(
        says: "\(self) ended with \(code): \(try Files.text("\(folder.path)/log"))")
    }
    let answers = try Files.text("\(folder.path)/out").split(
      separator: "== ", omittingEmptySubsequences: true)
    return answers.map { $0.split(separator: "\n").dropFirst().map(String.init) }
  }

  /// Without anybody's own settings.
  private var starting: String {
    switch self {
    case .bash: "--norc --noprofile"
    case .zsh: "-f"
    case .fish: "--no-config"
    }
  }

  /// Programs that write a line "== N" for each line, and what is offered below it, to the file "out".
  private func asking(_ lines: [String]) -> [(name: String, text: String)] {
    let quoted = lines.map { "'\($0)'" }
    switch self {
    case .bash:
      let tries = lines.map { line in
        // As bash cuts a line: an equals sign is a word.
        let words = line.replacing("=", with: " = ").split(
          separator: " ", omittingEmptySubsequences: false)
        let list = words.map { "'\($0)'" }.joined(separator: " ")
        return "COMP_WORDS=(\(list)); COMP_CWORD=\(words.count - 1); _podium; say"
      }
      let head =
        #"set -u; source podium.bash; say() { printf '== .\n'; printf '%s\n' "${COMPREPLY[@]-}"; }"#
      return [("ask", "exec >out\n\(head)\n\(tries.joined(separator: "\n"))\n")]
    case .fish:
      let tries = quoted.map {
        "echo '== .'; complete -C \($0) | string replace -r '\\t.*' '' | string replace -r '^--.*=' ''"
      }
      return [
        ("ask", "source podium.fish\nbegin\n\(tries.joined(separator: "\n"))\nend >out\ntrue\n")
      ]
    case .zsh:
      return [
        ("ask", Self.zshDriver + "\nask \(quoted.joined(separator: " "))\n"),
        ("inner", Self.zshInner),
      ]
    }
  }

  /// Types each line and a tab into a zsh that ends when it has completed.
  private static let zshDriver = #"""
    zmodload zsh/zpty
    : >out
    ask() {
      local line text
      for line in "$@"; do
        print -r -- '== .' >>out
        zpty inner zsh -f -i
        zpty -w inner 'source ./inner'
        zpty -r inner text '*all-set*'
        zpty -n -w inner "$line"$'\t'
        while zpty -r inner text; do :; done
        zpty -d inner
      done
    }
    """#

  /// Every word that is really offered goes through `compadd`; of its matches the file gets a copy.
  private static let zshInner = #"""
    PS1= PS2= fpath=($PWD $fpath)
    autoload -Uz compinit && compinit -u -d $PWD/dump
    compadd() {
      local flags="${@[1,(i)(-|--)]}"
      if [[ " $flags" != *' -'[OAD]' '* ]]; then
        local -a offered
        builtin compadd -A offered "$@"
        (( $#offered )) && print -rl -- $offered >>$PWD/out
      fi
      builtin compadd "$@"
    }
    leave() { exit 0 }
    comppostfuncs=(leave)
    print all'-'set
    """#
}
