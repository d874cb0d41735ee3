// Starts a program in a terminal of its own, under a small shell that plays the user's login shell:
// it has job control (so Ctrl-Z works) and outlives the program (so the terminal stays readable).
import Glibc

/// What to run in a `PTY`, and how the terminal presents itself to it.
package struct PTYProgram: Sendable {
  package var command: [String]
  package var rows = 24
  package var columns = 80
  /// nil leaves TERM unset.
  package var term: String? = "xterm-256color"
  /// Variables besides PATH, TERM, LANG and HOME (an empty folder of its own); an empty LANG entry means the C locale.
  package var environment: [String: String] = [:]
  /// Where the program's standard input or output goes instead of the terminal, e.g. `</dev/null`.
  package var redirection = ""
  /// The folder it starts in; nil is the test's own.
  package var folder: String?
  /// True: the shell keeps a hang-up to itself, so that the program only sees its input end.
  package var shellIgnoresHangUp = false
  /// How long after the program's end what it wrote may take to arrive.
  package var lastWords = Duration.seconds(30)

  package init(_ command: [String]) { self.command = command }

  /// First closes what it inherited: sockets of tests beside this one must not stay open in here.
  /// No loop: bash leaves one when a job stops in it.
  /// Status lines on descriptor 3: `pid N`, `stopped`, `exit N`. A line on descriptor 4 continues.
  var script: String {
    """
    for fd in /proc/$$/fd/*; do
      [ "${fd##*/}" -gt 4 ] && eval "exec ${fd##*/}>&-"
    done
    \(shellIgnoresHangUp ? "trap : HUP" : "")
    \(folder.map { "cd '\($0)' || exit" } ?? "")
    ended() {
      [ $1 -ge 147 ] && [ $1 -le 150 ] || { echo "exit $1" >&3; return; }
      echo stopped >&3
      read -r _ <&4 || exit
      fg >/dev/null
      ended $?
    }
    set -m
    sh -c 'echo "pid $$" >&3; exec "$@" 3>&- 4<&- \(redirection)' sh "$@"
    ended $?
    read -r _ <&4
    """
  }

  var environmentList: [String] {
    var all = ["LANG": "C.UTF-8"]
    all["PATH"] = getenv("PATH").map { String(cString: $0) }
    all["TERM"] = term
    all.merge(environment) { $1 }
    return all.map { "\($0.key)=\($0.value)" }
  }

  /// Spawns the shell as leader of a new session whose controlling terminal is `terminalPath`.
  func spawn(terminalPath: String, status: Int32, orders: Int32) throws(PTY.Failure) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, terminalPath, O_RDWR, 0)
    for (from, to) in [(0, 1), (0, 2), (status, 3), (orders, 4)] as [(Int32, Int32)] {
      posix_spawn_file_actions_adddup2(&actions, from, to)
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    let newSession: Int16 = 0x80
    let cleanSignals = Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK)
    posix_spawnattr_setflags(&attributes, newSession | cleanSignals)
    var signals = sigset_t()
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    var pid = pid_t()
    let arguments = ["bash", "-c", script, "bash"] + command
    let result = withCStrings(arguments) { argv in
      withCStrings(environmentList) {
        posix_spawn(&pid, "/bin/bash", &actions, &attributes, argv, $0)
      }
    }
    guard result == 0 else { throw PTY.Failure("cannot start bash: error \(result)") }
    return pid
  }

  private func withCStrings<Result>(
    _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
  ) -> Result {
    let pointers = strings.map { strdup($0) }
    defer { for pointer in pointers { free(pointer) } }
    return body(pointers + [nil])
  }
}
