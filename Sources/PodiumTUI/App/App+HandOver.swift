// Text for other people: to the clipboard of whoever sits at the terminal, or to a file. The answer says
// which of the two, and how much.
import PodiumCore
import TerminalUI

extension App {
  /// Copies Markdown; where the terminal cannot take it, a file gets it.
  func handOver(_ text: String, _ name: String) {
    let bytes = Array(text.utf8)
    let size = Wording.bytes(bytes.count)
    if terminal.copy(text) {
      message = Message("summary copied: \(size) by \(way), if your terminal allows it")
      return
    }
    let reason =
      terminal.clipboard == .none
      ? "this terminal has no clipboard" : "\(size) are too much for the clipboard"
    guard let folder = options.handOverFolder else {
      message = .warning("nothing copied: \(reason)")
      return
    }
    let stamp = Wording.full(wall()).filter { $0.isNumber }
    let path = "\(folder)/summary-\(name)-\(stamp).md"
    runner?.write(bytes, to: path, saying: "\(reason); \(size) written to", makesFolder: true)
  }

  private var way: String {
    switch terminal.clipboard {
    case .direct, .none: "OSC 52"
    case .tmux: "OSC 52 through tmux"
    case .screen: "OSC 52 through screen"
    }
  }
}
