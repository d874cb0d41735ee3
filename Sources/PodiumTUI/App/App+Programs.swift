// Programs outside of the screen: pagers, editors, browsers, the user's own commands.
import PodiumCore
import TerminalUI

extension App {
  /// Lends the terminal to a program, and calls back with its end.
  package typealias Lend =
    @UIActor (
      ExternalProgram, _ ended: @escaping @UIActor (ExternalProgram.Result) -> Void
    ) -> Void

  func run(_ program: ExternalProgram) {
    guard program.place == .terminal else {
      runner?.run(program)
      return
    }
    if let file = program.temporaryFile { temporaryFiles.insert(file) }
    lend?(program) { [weak self] result in
      self?.removeTemporaryFiles()
      guard let message = Message(ending: program, result) else { return }
      self?.dispatch(.said(message))
    }
  }

  /// Removes what was made for programs; also at the end, if one had the terminal then.
  package func removeTemporaryFiles() {
    for file in temporaryFiles { PrivateFolder.remove(with: file) }
    temporaryFiles = []
  }

  /// A browser, or where there is none the address to read and copy.
  func browse(_ address: String) {
    guard let browser = options.browser else {
      let isCopied = terminal.copy(address)
      message = Message(
        "no browser here: \(address)" + (isCopied ? "   copied, if your terminal allows it" : ""))
      return
    }
    message = Message("opening \(address)")
    run(browser.program(showing: address))
  }
}
