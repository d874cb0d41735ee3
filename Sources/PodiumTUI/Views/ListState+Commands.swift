// Movement in lists: the same commands everywhere.
import TerminalUI

extension ListState {
  /// Moves if the command is one of movement; false for all others.
  mutating func handle(_ command: Command, idAt: (Int) -> ID) -> Bool {
    switch command {
    case .up: move(by: -1, idAt: idAt)
    case .down: move(by: 1, idAt: idAt)
    case .first: first(idAt: idAt)
    case .last: last(idAt: idAt)
    case .halfUp: move(by: -max(1, visible / 2), idAt: idAt)
    case .halfDown: move(by: max(1, visible / 2), idAt: idAt)
    case .pageUp: page(by: -1, idAt: idAt)
    case .pageDown: page(by: 1, idAt: idAt)
    default: return false
    }
    return true
  }
}
