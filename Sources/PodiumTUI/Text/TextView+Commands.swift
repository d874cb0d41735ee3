// What keys do in a text.
import OrchestraAPI
import PodiumCore
import TerminalUI

extension TextView {
  package func reason(against command: Command, _ context: ViewContext) -> String? {
    switch command {
    case .back: return nil
    case .scrollLeft, .scrollRight:
      return pager?.wraps == true ? "lines are wrapped; w shows them in one piece" : nil
    case .prettyJSON where asked.form != .written: return "this is laid out already; Esc goes back"
    case .follow where asked.form != .written: return "what is laid out does not grow"
    default: return pager == nil ? "there is no text yet" : nil
    }
  }

  package mutating func handle(_ command: Command, _ context: ViewContext) -> [Effect] {
    switch command {
    case .back: if !stepBack() { return [.back] }
    case .search: return [.show(Prompt(.search))]
    case .jump: return [.show(Prompt(.jump))]
    case .save: return [.show(Prompt(.save, text: suggestedName))]
    case .pager: return target.map { [.text(.open($0, in: .pager))] } ?? []
    case .editor: return target.map { [.text(.open($0, in: .editor))] } ?? []
    case .prettyJSON: return prettyJSON()
    default:
      guard let command = Self.commands[command] else { return [] }
      pager?.handle(command)
    }
    settle(context)
    return []
  }

  /// Ends what the user has under way, the selection, the choice of lines, one after the other.
  private mutating func stepBack() -> Bool {
    guard let status = pager?.status else { return false }
    let isSearching = status.searched != nil && !status.isOpening
    if isSearching || status.selection != nil {
      pager?.handle(.cancel)
    } else if status.sieve != nil {
      pager?.handle(.showAll)
    } else {
      return false
    }
    return true
  }

  private func prettyJSON() -> [Effect] {
    guard var pretty = target, let pager else { return [] }
    pretty.form = .pretty(line: pager.lineOfInterestOffset)
    return [.open(.text(pretty))]
  }

  private static let commands: [Command: TextCommand] = [
    .down: .rows(1), .up: .rows(-1), .pageDown: .pages(1), .pageUp: .pages(-1),
    .halfDown: .halfPages(1), .halfUp: .halfPages(-1), .first: .top, .last: .end,
    .scrollLeft: .columns(-8), .scrollRight: .columns(8), .wrap: .toggleWrap,
    .lineNumbers: .toggleNumbers, .follow: .toggleFollow, .nextMatch: .next,
    .previousMatch: .previous, .nextError: .nextError, .previousError: .previousError,
    .nextWarning: .nextWarning, .previousWarning: .previousWarning, .levels: .nextLevel,
    .onlyMatches: .toggleMatching, .times: .nextTimeDisplay, .selectLines: .select,
    .copyLines: .copy,
  ]

  /// The last part of the file's name, with the run's: "3b80c185-load.log".
  private var suggestedName: String {
    let safe = target?.safeFileName ?? "log.txt"
    let name = asked.form == .written ? safe : "pretty-\(safe)"
    return asked.kind == .local ? "copy-of-\(name)" : "\(asked.runID.short)-\(name)"
  }

  package mutating func entered(_ text: String, for prompt: Prompt.Purpose) -> [Effect] {
    switch prompt {
    case .search: pager?.handle(.search(text, isBackward: false))
    case .jump:
      if text.isEmpty { return [] }
      guard let command = TextJump.command(text) else {
        return [.say(.warning("'\(text)' is no line, percent or time: 1234, 50%, 12:03, +90s"))]
      }
      pager?.handle(command)
    case .save:
      guard let target, !text.isEmpty else { return [.say(Message("nothing was saved"))] }
      return [.text(.save(target, to: text)), .say(Message("saving to \(text)"))]
    case .filter, .viewName: break
    }
    return []
  }

  static func effect(_ copied: TextPager.Copied) -> Effect {
    switch copied {
    case .text(let bytes):
      let lines = bytes.reduce(bytes.last == 0x0A ? 0 : 1) { $1 == 0x0A ? $0 + 1 : $0 }
      return .copyText(
        String(decoding: bytes, as: UTF8.self),
        named: "\(Wording.count(lines, "line")), \(Wording.bytes(bytes.count))")
    case .tooMuch(let bytes):
      return .say(
        .warning(
          "\(Wording.bytes(bytes)) is too much: terminals take at most"
            + " \(Wording.bytes(Clipboard.bytesMax)); s saves the text to a file"))
    }
  }
}
