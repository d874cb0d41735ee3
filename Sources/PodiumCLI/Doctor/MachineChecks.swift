// What of this machine Podium needs: its configuration, its own files, the terminal, the locale.
import Glibc
import PodiumCore
import PodiumTUI
import TerminalUI

/// Looks at this machine; makes and removes one file.
struct MachineChecks {
  let environment: [String: String]
  let paths: Paths

  func configuration(_ reading: Settings.Reading) -> Finding {
    let file = reading.file.source.file
    if SmallFile.isFolder(file) {
      return .bad("configuration", "\(file) is a folder", fix: "move it away: it must be a file")
    }
    guard let first = reading.file.problems.first else {
      let exists = access(file, F_OK) == 0
      return .good("configuration", exists ? file : "\(file) (not there; all is as usual)")
    }
    let more = reading.file.problems.count - 1
    let rest = more > 0 ? "; \(more) more" : ""
    if first.message.hasPrefix("cannot be read") {
      return .bad("configuration", first.summary, fix: "chmod u+r \(file), or move it away")
    }
    return reading.file.graveProblems.isEmpty
      ? .warning("configuration", first.summary + rest, fix: "podium config check")
      : .bad("configuration", first.summary + rest, fix: "podium config check, then mend the file")
  }

  /// Whether what is remembered and recorded can be written.
  func files() -> Finding {
    let probe = "\(paths.stateFolder)/doctor-\(getpid())"
    let advice = "make it writable, or set XDG_STATE_HOME"
    if let (folder, code) = Folders.make(forFile: probe) {
      return .bad("files", "\(folder) cannot be made: \(Self.words(code))", fix: advice)
    }
    let descriptor = open(probe, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      return .bad(
        "files",
        "\(paths.stateFolder): \(Self.words(errno)): nothing is remembered, and production refuses"
          + " writes", fix: advice)
    }
    let count = write(descriptor, "podium\n", 7)
    let code = errno
    close(descriptor)
    unlink(probe)
    guard count == 7 else {
      return .bad("files", "\(paths.stateFolder): \(Self.words(code))", fix: "free some space")
    }
    return .good("files", "\(paths.stateFolder) can be written")
  }

  /// Files that another program keeps locked, or that are not ours.
  func locks() -> [Finding] {
    [paths.memoryFile, paths.auditFile].compactMap { file in
      if access(file, F_OK) == 0, access(file, R_OK | W_OK) != 0 {
        return .bad(
          "files", "\(file): \(Self.words(errno))",
          fix: "chown it to this user, or move it away: sudo may have made it")
      }
      let lock = open(file + ".lock", O_RDWR | O_CLOEXEC)
      guard lock >= 0 else {
        guard errno == EACCES else { return nil }
        return .bad(
          "files", "\(file).lock: \(Self.words(errno))", fix: "chown it to this user, or remove it")
      }
      defer { close(lock) }
      guard flock(lock, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK else { return nil }
      return .warning(
        "files", "\(file) is locked by another program", fix: "find it: fuser -v \(file).lock")
    }
  }

  func terminal() -> Finding {
    let type = environment["TERM"] ?? ""
    if let problem = TerminalError.of(type: type) {
      return isatty(STDOUT_FILENO) == 1
        ? .bad("terminal", problem.message, fix: "export TERM=xterm-256color; --plain needs none")
        : .warning("terminal", problem.message, fix: "only the dashboard needs it; verbs do not")
    }
    return .good("terminal", "TERM=\(Sanitizer.clean(type))")
  }

  func locale() -> Finding {
    let names = ["LC_ALL", "LC_CTYPE", "LANG"]
    let name = names.first { environment[$0]?.isEmpty == false }
    let value = name.flatMap { environment[$0] } ?? ""
    let said = name.map { "\($0)=\(Sanitizer.clean(value))" } ?? "LANG is not set"
    guard setlocale(LC_CTYPE, value) != nil else {
      return .warning(
        "locale", "\(said) is not installed on this machine",
        fix: "export LC_ALL=C.UTF-8, or install it (locale -a lists what there is)")
    }
    let charset = nl_langinfo(Int32(CODESET)).map { String(cString: $0) } ?? ""
    guard charset == "UTF-8" else {
      return .warning(
        "locale", "\(said) has no UTF-8: signs are drawn as ASCII, names may be illegible",
        fix: "export LC_ALL=C.UTF-8")
    }
    return .good("locale", "\(said) with UTF-8")
  }

  private static func words(_ code: Int32) -> String { String(cString: strerror(code)) }
}
