// Why the program cannot draw on what it was started on.
import CTerm

/// What keeps a terminal from being used.
package enum TerminalError: Error, Sendable, Hashable {
  /// Standard input or output is a file or a pipe.
  case notATerminal
  /// `TERM` is unset or empty.
  case typeUnset
  /// No terminfo entry of this name.
  case typeUnknown(String)
  /// The type cannot move the cursor.
  case typeTooSimple(String)
  case failed(String)

  /// One line for a person: what is wrong and what to do.
  package var message: String {
    switch self {
    case .notATerminal:
      "standard input and output are not a terminal: start it in one, without pipes"
    case .typeUnset: "the terminal's type is not known: set TERM, for example TERM=xterm-256color"
    case .typeUnknown(let name):
      "the terminal type '\(Sanitizer.clean(name))' is not known on this machine: set TERM to "
        + "another, for example TERM=xterm-256color, or install the package ncurses-term"
    case .typeTooSimple(let name):
      "the terminal type '\(Sanitizer.clean(name))' cannot move the cursor: set TERM to what the "
        + "terminal really is, for example TERM=xterm-256color"
    case .failed(let name):
      "the terminal '\(Sanitizer.clean(name))' could not be set up: try TERM=xterm-256color"
    }
  }
}

extension TerminalError {
  /// What is wrong with a terminal type on this machine; nil when a screen can be drawn on it.
  package static func of(type: String) -> TerminalError? {
    switch Int(ct_type_state(type)) {
    case CT_OK: nil
    case CT_TERM_UNSET: .typeUnset
    case CT_TERM_UNKNOWN: .typeUnknown(type)
    default: .typeTooSimple(type)
    }
  }
}
